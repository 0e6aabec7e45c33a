/** A head of mission who is away: the delegation given at a real desk, used at another, shown, exported, and taken back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isoTime } from '../../../app/acts/clock.ts';
import type { DossierId } from '../../../app/acts/ids.ts';
import type { ActCommand } from '../../../app/desk/act-command.ts';
import { readBundle, writeBundle } from '../../../app/export/bundle.ts';
import { verifyBundle } from '../../../app/export/verify-bundle.ts';
import { writeKeyringFile } from '../../../app/keyring/keyring-file.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { payloadBytes } from '../../../app/seal/jws.ts';
import { delegationEnd, given, planWithDelegates } from '../../world/delegated.ts';
import { NodeDesk, WORDS } from '../../world/desk-in-node.ts';
import type { DeskMedium } from '../../world/desk-medium.ts';
import type { Fault } from '../../world/fault.ts';
import { MemoryCentre, MemoryTransfer } from '../../world/memory-centre.ts';
import { readServices } from '../../world/services.ts';
import { World } from '../../world/world.ts';

const LAISSEZ_PASSER = 'ml-laissez-passer';
const APPROVE: ActCommand = { kind: 'approved', body: { displayed: [], checks: [] } };

let world: World;
let centre: MemoryCentre;
let head: NodeDesk;
let other: NodeDesk;
let first: DossierId;
let second: DossierId;

const transfer = (medium: DeskMedium, fault: Fault) => new MemoryTransfer(centre, medium, fault, 50);
const at = (desk: string, medium?: DeskMedium) =>
  NodeDesk.open({ world, desk, transfer, ...(medium ? { medium } : {}) });
/** Both desks and the centre know what the others do; the centre takes the records that travel into its keyring. */
async function exchange(): Promise<void> {
  for (const desk of [head, other]) await desk.desk.sendNow();
  // As a gateway spreads what travels with a mission's records.
  const documents = world.ministry.keyringDocuments as SignedDocument[];
  for (const one of await centre.mission('ML-PAR' as never).log.withPrefix('delegation'))
    if ('jws' in one && !documents.some(({ _id }) => _id === one._id)) documents.push(one);
  await world.keyring.add(documents);
  await centre.judge('ML-PAR' as never);
  for (const desk of [head, other, head, other]) await desk.desk.sendNow();
}
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );
const wish = (but = {}) => ({
  ...given(world, world.officer('E. K.', 'ML-PAR/B'), ['head-of-mission']),
  roles: ['head-of-mission'] as const,
  ...but,
});

beforeAll(async () => {
  world = await World.open(readServices('ml'), planWithDelegates());
  centre = new MemoryCentre(world);
  other = await at('ML-PAR/B');
  await other.unlock('A. S.');
  first = (await other.sealed(LAISSEZ_PASSER)).dossier;
  second = (await other.sealed(LAISSEZ_PASSER)).dossier;
  await other.desk.lock();
  head = await at('ML-PAR/A');
  await head.unlock('M. U.');
  await exchange();
});
afterAll(() => Promise.all([head.close(), other.close()]));

test('who may delegate is offered colleagues of the mission; others are offered nothing', async () => {
  const offer = await head.desk.delegationOffer();
  expect(offer.roles).toEqual(['head-of-mission']);
  expect(offer.officers.map(({ name }) => name).sort()).toEqual([
    'ERIKSSON Karl',
    'MUSTERMANN Max',
    'SPECIMEN Awa',
  ]);
  await other.unlock('E. K.');
  expect((await other.desk.delegationOffer()).roles).toEqual([]);
  for (const type of ['guichet-delegation+jws', 'guichet-delegation-end+jws'] as const)
    expect(await code(other.signer.sign(type, payloadBytes({ v: 1, ...wish() })))).toBe('SG-003');
  expect((await other.desk.list('to-decide', 0, 10)).rows).toEqual([]);
  expect((await other.desk.dossier(first)).allowed).not.toContain('approved');
});

test('nothing beyond one’s right is signed, by the desk or by its signer alone; and nothing without the secret', async () => {
  for (const but of [
    { roles: [] },
    { roles: ['supervisor'] },
    { to: world.officer('D. U.', 'ML-DKR/A').credential.subject },
    { to: world.head.credential.subject },
    { until: '2099-01-01T00:00:00Z' },
    { until: isoTime(world.clock.time - 1000) },
  ])
    expect(await code(head.desk.delegate(wish(but))), JSON.stringify(but)).toBe('DG-001');
  // A captured page goes past the desk: the key itself reads what it signs.
  const sign = (but: object) =>
    code(head.signer.sign('guichet-delegation+jws', payloadBytes({ v: 1, ...wish(), ...but })));
  expect(await sign({})).toBe('SG-004');
  await head.desk.confirmSecret(WORDS);
  expect(await sign({ roles: ['supervisor'] })).toBe('SG-005');
  expect(await sign({ more: 1 })).toBe('SG-005');
  const end = payloadBytes({ v: 1, delegation: 'A'.repeat(43), at: '2026-11-21T00:00:00Z' });
  expect(await code(head.signer.sign('guichet-delegation-end+jws', end))).toBe('no error');
  expect(await code(head.signer.sign('guichet-delegation-end+jws', end))).toBe('SG-004');
  expect(await code(head.desk.delegate(wish()))).toBe('PN-002');
  expect(await head.desk.delegations()).toEqual([]);
});

test('the delegate decides in the head’s place, the centre accepts it, and the timeline says so', async () => {
  await head.desk.confirmSecret(WORDS);
  await head.desk.delegate(wish());
  await exchange();
  const [mine] = await head.desk.delegations();
  const [theirs] = await other.desk.delegations();
  expect(mine).toMatchObject({ standing: 'in-force', mine: true, to: { name: 'ERIKSSON Karl' } });
  expect(theirs).toMatchObject({ id: mine?.id, mine: false, by: { name: 'UTOPIAN Moussa' } });
  expect((await other.desk.list('to-decide', 0, 10)).rows.map(({ id }) => id).sort()).toEqual(
    [first, second].sort(),
  );
  expect((await other.desk.dossier(first)).allowed).toContain('approved');
  await other.displayAll(first);
  const ended = other.next((event) => event.type === 'decision-ended');
  await other.decide(first, APPROVE);
  expect(await ended).toMatchObject({ end: { end: 'sealed' } });
  await exchange();
  for (const desk of [other, head]) {
    const { row, timeline } = await desk.desk.dossier(first);
    expect(row.procedure).toBe('approved');
    expect(timeline.at(-1)).toMatchObject({
      kind: 'approved',
      state: 'received',
      by: { name: 'ERIKSSON Karl' },
      inPlaceOf: { name: 'UTOPIAN Moussa' },
    });
    expect(timeline[0]?.inPlaceOf).toBeNull();
  }
});

test('an exported file brings the delegation, and without it does not pass', async () => {
  const { root } = world.ministry;
  const bundle = readBundle(await other.desk.exportDossier(first));
  expect((await verifyBundle(bundle, root.credential.jws)).faults).toEqual([]);
  const lines = bundle.lines.filter(({ type }) => type !== 'delegation');
  expect(lines).toHaveLength(bundle.lines.length - 1);
  const cut = await verifyBundle(readBundle(writeBundle({ ...bundle, lines })), root.credential.jws);
  expect(cut.faults.map((fault) => fault.code)).toContain('EX-101');
});

test('taken back, it is of no more use; it and its end are there after the browser’s storage was reset', async () => {
  const [mine] = await head.desk.delegations();
  expect(await code(other.desk.endDelegation(mine?.id as never))).toBe('DG-002');
  await head.desk.confirmSecret(WORDS);
  await head.desk.endDelegation(mine?.id as never);
  await exchange();
  expect(await other.desk.delegations()).toMatchObject([{ standing: 'ended' }]);
  await other.displayAll(second);
  expect(await code(other.decide(second, APPROVE))).toBe('DO-003');
  // Whoever takes it back chooses the date: what the centre had accepted by then verifies as before.
  const early = await delegationEnd(
    world.officer('M. U.', 'ML-PAR/A'),
    mine?.id as never,
    '2026-11-01T00:00:00Z',
  );
  await other.desk.importKeyring(writeKeyringFile({ freshness: null, documents: [early] }));
  const bundle = readBundle(await other.desk.exportDossier(first));
  expect(bundle.lines.filter(({ type }) => type === 'delegation-end')).toHaveLength(2);
  const { faults, acceptedSince } = await verifyBundle(bundle, world.ministry.root.credential.jws);
  expect([faults, acceptedSince.length]).toEqual([[], 1]);
  await head.close();
  head.medium.wipeIndexedDb();
  head = await at('ML-PAR/A', head.medium);
  await head.unlock('M. U.');
  expect(await head.desk.delegations()).toMatchObject([{ id: mine?.id, standing: 'ended', mine: true }]);
});
