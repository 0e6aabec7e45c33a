/** A desk, and an officer, that are revoked: how they learn it, what they hand over, and what no word does. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DeskId, Kid } from '../../../app/acts/ids.ts';
import { readAct } from '../../../app/acts/verify-act.ts';
import { readUnsent } from '../../../app/export/unsent-bundle.ts';
import { writeKeyringFile } from '../../../app/keyring/keyring-file.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { utf8 } from '../../../app/seal/bytes.ts';
import { MemoryVault, NodeDesk, openServicesWorld } from '../../world/desk-in-node.ts';
import type { DeskMedium } from '../../world/desk-medium.ts';
import { MemoryCentre, MemoryTransfer } from '../../world/memory-centre.ts';
import { proofFor, revocationOf } from '../../world/revoked.ts';
import type { World } from '../../world/world.ts';

const DESK = 'ML-PAR/B';
const PARIS = 'ML-PAR' as never;
const LAISSEZ_PASSER = 'ml-laissez-passer';

let world: World;
let centre: MemoryCentre;
let vault: MemoryVault;
let published: readonly SignedDocument[];
beforeAll(async () => {
  world = await openServicesWorld();
  published = [...world.ministry.keyringDocuments];
});
beforeEach(() => {
  // A test may have published a revocation.
  (world.ministry.keyringDocuments as SignedDocument[]).splice(0, Number.POSITIVE_INFINITY, ...published);
  centre = new MemoryCentre(world);
  vault = new MemoryVault();
});

const kid = (): Kid => world.ministry.transports.get(DESK as DeskId)!.credential.kid;
const opened = (medium?: DeskMedium) =>
  NodeDesk.open({
    world,
    desk: DESK,
    vault,
    ...(medium ? { medium } : {}),
    transfer: (own, fault) => new MemoryTransfer(centre, own, fault),
  });
async function atWork(): Promise<NodeDesk> {
  const desk = await opened();
  await desk.unlock('A. S.');
  return desk;
}
const acts = () => [...centre.mission(PARIS).offered.keys()].filter((id) => id.startsWith('act:'));
const stick = (documents: readonly SignedDocument[]) => writeKeyringFile({ freshness: null, documents });
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );

describe('a desk that learns of its revocation', () => {
  const ways: readonly [string, (desk: NodeDesk, proof: SignedDocument[]) => Promise<unknown>][] = [
    [
      'from the centre’s word at the handshake, with its proof',
      async (desk, proof) => {
        centre.revoked = proof;
        await desk.desk.sendNow();
      },
    ],
    [
      'from the keyring that it pulls',
      async (desk, proof) => {
        (world.ministry.keyringDocuments as SignedDocument[]).push(...proof.slice(-1));
        await desk.desk.sendNow();
      },
    ],
    ['from a stick', (desk, proof) => desk.desk.importKeyring(stick(proof))],
  ];
  test.each(ways)(
    '%s: locks, hands over what it sealed, destroys its keys, says so',
    async (_name, learn) => {
      const desk = await atWork();
      const sealed = await desk.sealed(LAISSEZ_PASSER);
      const locked = desk.next(
        (event): event is typeof event & { type: 'locked' } => event.type === 'locked',
      );
      await learn(desk, await proofFor(world, [kid()]));
      await locked;
      expect(await vault.slots.all()).toEqual([]);
      // Whatever had not gone before goes now; nobody need be here.
      for (let pass = 0; (await desk.desk.situation()).revoked?.handedOver === false && pass < 3; pass += 1)
        await desk.desk.sendNow();
      const { revoked, slots } = await desk.desk.situation();
      expect(revoked).toMatchObject({ reason: 'stolen', handedOver: true, waiting: 0 });
      expect(slots).toEqual([]);
      expect(vault.farewell.key).toBeNull();
      for (const act of sealed.acts) expect(acts().some((id) => id.endsWith(act))).toBe(true);
      expect(desk.medium.rows.resting).toEqual([]);
      // The journal's ciphertext stays.
      expect((await desk.journal.replay(0, 10)).flatMap((frame) => frame.acts)).toHaveLength(
        sealed.acts.length,
      );
      expect(await code(desk.desk.askForEnrolment({ initials: 'X', roles: ['agent'] }, null))).toBe('DK-010');
      await desk.close();
      const again = await opened(desk.medium);
      expect((await again.desk.situation()).revoked).toMatchObject({ handedOver: true });
      await again.close();
    },
  );

  test('without a link: what waits is counted and goes onto a stick, whole and in no clear; then it ends', async () => {
    const desk = await atWork();
    await desk.sealed(LAISSEZ_PASSER);
    await desk.desk.sendNow();
    const second = await desk.sealed(LAISSEZ_PASSER);
    centre.trouble = 'LN-001';
    await desk.desk.importKeyring(stick(await proofFor(world, [kid()])));
    expect((await desk.desk.sendNow()).code).toBe('no-link');
    expect((await desk.desk.situation()).revoked).toMatchObject({
      handedOver: false,
      waiting: second.acts.length,
    });
    const bytes = await desk.desk.exportUnsent();
    const text = Buffer.from(bytes).toString();
    expect(text).not.toContain('ERIKSSON');
    const { desk: of, unsent } = readUnsent(bytes);
    expect(of).toBe(DESK);
    const [own] = unsent;
    const there = own!.documents.filter(({ _id }) => _id.startsWith('act:'));
    expect(await Promise.all(there.map(async ({ jws }) => (await readAct(jws)).id))).toEqual(second.acts);
    expect(own!.documents.some(({ _id }) => _id.startsWith(`key:${second.dossier}:`))).toBe(true);
    expect(own!.chunks.length).toBeGreaterThan(0);
    centre.trouble = null;
    const a = await NodeDesk.open({
      world,
      desk: 'ML-PAR/A',
      transfer: (own, fault) => new MemoryTransfer(centre, own, fault),
    });
    expect(await a.desk.takeUnsent(bytes)).toBe(second.acts.length);
    expect(await a.desk.takeUnsent(bytes)).toBe(0);
    await a.desk.sendNow();
    for (const act of second.acts) expect(acts().some((id) => id.endsWith(act))).toBe(true);
    const torn = text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1);
    expect(await code(a.desk.takeUnsent(utf8(torn)))).toBe('HO-001');
    expect(await code(a.desk.takeUnsent(utf8('{}\n')))).toBe('HO-001');
    const [, first = '', ...rest] = text.trimEnd().split('\n');
    const renamed = first.replace(/"_id":"([a-z]+):/, '"_id":"$1:0');
    const head = text.slice(0, text.indexOf('\n'));
    const altered = `${[head, renamed, ...rest].join('\n')}\n`;
    expect(await code(a.desk.takeUnsent(utf8(altered)))).toBe('HO-002');
    await a.close();
    const dakar = await NodeDesk.open({ world, desk: 'ML-DKR/A' });
    expect(await code(dakar.desk.takeUnsent(bytes))).toBe('HO-003');
    await dakar.close();
    await desk.desk.endHandover();
    expect(vault.farewell.key).toBeNull();
    expect(await code(desk.desk.endHandover())).toBe('DK-011');
    // The stick may be lost: the journal has it all.
    expect(await desk.desk.exportUnsent()).toEqual(bytes);
    await desk.close();
  });

  test('what went up and was lost there is saved to a stick, also after the hand-over has ended, as long as the journal is there', async () => {
    const desk = await atWork();
    expect(await code(desk.desk.exportUnsent())).toBe('DK-011');
    const { acts: sealed, dossier } = await desk.sealed(LAISSEZ_PASSER);
    // What put a desk into service goes along, and is named by what it says.
    const lease = world.ministry.keyringDocuments.find(({ _id }) => _id === 'lease:ML-PAR/A:desk:ML-PAR/P');
    await desk.journal.commitTravelling({ mission: PARIS, documents: [lease!] });
    centre.revoked = await proofFor(world, [kid()]);
    await desk.desk.sendNow();
    expect((await desk.desk.situation()).revoked).toMatchObject({ handedOver: true });
    await desk.close();
    // The centre is restored from before, and no other desk has had it.
    centre.restoreEmpty();
    centre.revoked = null;
    const again = await opened(desk.medium);
    const bytes = await again.desk.exportUnsent();
    await again.close();
    const [own] = readUnsent(bytes).unsent;
    expect(own!.documents.map(({ _id }) => _id)).toContain(lease!._id);
    // The link may have broken between an act and its wrap: one that was answered for does not vouch for the other.
    expect(own!.documents.some(({ _id }) => _id.startsWith(`key:${dossier}:`))).toBe(true);
    const a = await NodeDesk.open({
      world,
      desk: 'ML-PAR/A',
      transfer: (own, fault) => new MemoryTransfer(centre, own, fault),
    });
    expect(await a.desk.takeUnsent(bytes)).toBe(sealed.length);
    await a.desk.sendNow();
    for (const act of sealed) expect(acts().some((id) => id.endsWith(act))).toBe(true);
    await a.close();
  });

  test('what the centre denies of it for ever keeps nothing back', async () => {
    const desk = await atWork();
    await desk.sealed(LAISSEZ_PASSER);
    centre.revoked = await proofFor(world, [kid()]);
    centre.denies = true;
    await desk.desk.sendNow();
    expect((await desk.desk.situation()).revoked).toMatchObject({ handedOver: true });
    await desk.close();
  });

  test('whoever is unlocking while it learns of it is let in nowhere', async () => {
    const desk = await opened();
    const proof = stick(await proofFor(world, [kid()]));
    const unlocking = desk.unlock('A. S.').then(
      () => 'let in',
      () => 'not let in',
    );
    await Promise.all([unlocking, desk.desk.importKeyring(proof)]);
    expect((await desk.desk.situation()).unlocked).toBeNull();
    expect(await code(desk.desk.drafts())).toBe('LK-001');
    expect(desk.medium.rows.resting).toEqual([]);
    await desk.close();
  });

  test('stopped before the rows of its lists were cleared, it clears them at the next start', async () => {
    const desk = await atWork();
    await desk.sealed(LAISSEZ_PASSER);
    const left = structuredClone(desk.medium.rows.resting);
    expect(left.length).toBeGreaterThan(0);
    await desk.desk.importKeyring(stick(await proofFor(world, [kid()])));
    await desk.close();
    await desk.medium.rows.last?.replace(left, []);
    const again = await opened(desk.medium);
    expect(again.medium.rows.resting).toEqual([]);
    await again.close();
  });

  test('it pulls nothing more', async () => {
    const transfers: MemoryTransfer[] = [];
    const desk = await NodeDesk.open({
      world,
      desk: DESK,
      vault,
      transfer: (own, fault) => {
        const made = new MemoryTransfer(centre, own, fault);
        transfers.push(made);
        return made;
      },
    });
    centre.revoked = await proofFor(world, [kid()]);
    await desk.desk.sendNow();
    expect(transfers[0]!.calls.filter((call) => call.endsWith('down') || call.startsWith('ask'))).toEqual([]);
    await desk.close();
  });
});

describe('a word that is none', () => {
  test('forged, of another ministry, of another desk or of whoever stands above: the desk works on', async () => {
    const desk = await atWork();
    const other = await openServicesWorld();
    const theirs = other.ministry.transports.get(DESK as DeskId)!.credential.kid;
    const forged = [
      ...(await proofFor(world, [kid()])).slice(0, -1),
      await revocationOf(world, kid(), world.head),
    ];
    const words = [
      forged,
      await proofFor(other, [theirs]),
      await proofFor(world, [world.ministry.transports.get('ML-PAR/A' as DeskId)!.credential.kid]),
      [],
    ];
    for (const word of words) {
      centre.revoked = word;
      expect((await desk.desk.sendNow()).code).toBe('done');
    }
    expect(await code(desk.desk.importKeyring(stick(forged)))).toBe('KR-022');
    expect((await desk.desk.situation()).revoked).toBeNull();
    expect((await vault.slots.all()).length).toBe(2);
    expect((await desk.sealed(LAISSEZ_PASSER)).durable).toBe('journal');
    // Nothing of the forgeries was kept: the next start is as clean.
    await desk.close();
    const again = await opened(desk.medium);
    await again.unlock('A. S.');
    await again.close();
  });
});

describe('an officer who is revoked', () => {
  test('is told, loses their slot when they lock; a colleague of the group goes on with the draft', async () => {
    const desk = await atWork();
    const draft = await desk.filled(LAISSEZ_PASSER);
    await desk.desk.importKeyring(stick(await proofFor(world, [world.agent.credential.kid])));
    expect(desk.events).toContainEqual({ type: 'trouble', code: 'KR-020', values: {} });
    expect((await desk.desk.situation()).slots).toHaveLength(2);
    await desk.desk.lock();
    const { slots, revoked } = await desk.desk.situation();
    expect(slots.map(({ initials }) => initials)).toEqual(['M. U.']);
    expect(revoked).toBeNull();
    await desk.unlock('M. U.');
    expect((await desk.desk.drafts()).map(({ id }) => id)).toEqual([draft.id]);
    expect((await desk.desk.draft(draft.id)).answers).toMatchObject({ surname: { latin: 'ERIKSSON' } });
    await desk.close();
  });

  test('by one who is revoked themselves is told, and keeps their slot until the authority says it too', async () => {
    const desk = await atWork();
    const { kid: own } = world.agent.credential;
    const byHead = await revocationOf(world, own, world.head);
    const ofHead = await revocationOf(world, world.head.credential.kid);
    await desk.desk.importKeyring(stick([byHead, ofHead]));
    const codes = () => desk.events.flatMap((event) => (event.type === 'trouble' ? [event.code] : []));
    expect(codes()).toEqual(['KR-023']);
    await desk.desk.lock();
    expect((await desk.desk.situation()).slots.map(({ initials }) => initials)).toEqual(['A. S.']);
    await desk.desk.importKeyring(stick([await revocationOf(world, own)]));
    expect((await desk.desk.situation()).slots).toEqual([]);
    await desk.close();
  });

  test('who was away loses it at the next start', async () => {
    const desk = await opened();
    await desk.medium.log('keyring').put((await proofFor(world, [world.agent.credential.kid])).slice(-1));
    await desk.close();
    const again = await opened(desk.medium);
    expect((await again.desk.situation()).slots.map(({ initials }) => initials)).toEqual(['M. U.']);
    await again.close();
  });
});
