/** What a desk makes of a gateway that signs what it likes, and of records that were put where they do not belong. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { ActId, DossierId, MissionCode } from '../../app/acts/ids.ts';
import { type ReceiptItem, signReceipt } from '../../app/admission/receipt.ts';
import { makeWrap } from '../../app/dossier/dossier-key.ts';
import { writeKeyringFile } from '../../app/keyring/keyring-file.ts';
import { actDocumentId, type SignedDocument, wrapDocumentId } from '../../app/log/records.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import { nameOf } from '../../app/seal/hash.ts';
import { signCompact } from '../../app/seal/jws.ts';
import { MissionBook, wrapHashes } from '../../renderer/worker/mission-book.ts';
import { ReferenceData } from '../../renderer/worker/reference-data.ts';
import { demoPlan } from '../../scripts/ministry/plan.ts';
import { documentsOfActs } from '../sync-server/admission/support.ts';
import { configurationOf, NodeDesk } from '../world/desk-in-node.ts';
import type { DeskMedium } from '../world/desk-medium.ts';
import type { Fault } from '../world/fault.ts';
import { MemoryCentre, MemoryTransfer } from '../world/memory-centre.ts';
import { revocationOf } from '../world/revoked.ts';
import { readServices } from '../world/services.ts';
import { World } from '../world/world.ts';

const PARIS = 'ML-PAR' as MissionCode;
const PASSPORT = 'ml-passport-ordinary';
const EPOCH = 'A'.repeat(16);
let world: World;
beforeAll(async () => {
  world = await World.open(readServices('ml'), demoPlan('http://127.0.0.1:1', 2));
});

async function linkedDesk(centre: MemoryCentre): Promise<NodeDesk> {
  const desk = await NodeDesk.open({
    world,
    desk: 'ML-PAR/B',
    transfer: (medium: DeskMedium, fault: Fault) => new MemoryTransfer(centre, medium, fault),
  });
  await desk.unlock('A. S.');
  return desk;
}

async function receiptOf(
  n: number,
  items: readonly ReceiptItem[],
  epoch = EPOCH,
  at = '2026-11-21T10:00:00Z',
  { credential, signingKey } = world.ministry.gateway,
) {
  const content = { epoch, n, at, items: [...items], chains: [] };
  const { _id, _rev, jws } = await signReceipt(content, credential.kid, signingKey);
  return { _id, _rev, jws };
}
const yes = (id: string): ReceiptItem => ['act', id, 'accepted', 'AD-000'];
const no = (id: string): ReceiptItem => ['act', id, 'refused', 'AD-206'];

describe('two final verdicts on one act', () => {
  it('are shown to the officer, with what to do', async () => {
    const centre = new MemoryCentre(world);
    const desk = await linkedDesk(centre);
    const { dossier, acts } = await desk.sealed(PASSPORT);
    await desk.desk.sendNow();
    await desk.desk.sendNow();
    const at = centre.mission(PARIS);
    await at.log.put([await receiptOf(99, [no(acts[1] as string)], centre.epoch, '2026-11-22T10:00:00Z')]);
    await desk.desk.sendNow();
    const { timeline } = await desk.desk.dossier(dossier);
    expect(timeline.find(({ act }) => act === acts[1])?.verdictCode).toBe('DO-040');
    expect(timeline.find(({ act }) => act === acts[0])?.verdictCode).toBeNull();
    expect((await desk.desk.link()).attention.map(({ act, code }) => [act, code])).toEqual([
      [acts[1], 'DO-040'],
    ]);
    expect((await desk.desk.link()).state).toBe('needs-person');
    await desk.close();
  });

  it('are heard under one receipt number too, in either order, and the same verdict is shown for both', async () => {
    const act = toBase64url(new Uint8Array(32).fill(7)) as ActId;
    const two = [await receiptOf(1, [yes(act)]), await receiptOf(1, [no(act)])];
    const shown = new Set<string | undefined>();
    for (const order of [two, [...two].reverse()]) {
      const reference = await ReferenceData.open(configurationOf(world, 'ML-PAR/B' as never, null));
      const book = new MissionBook(PARIS, new MemoryCentre(world).mission(PARIS).log, reference);
      await book.takeReceipts(order);
      expect([...book.receipts.disputed]).toEqual([act]);
      shown.add(book.receipts.act(act)?.verdict);
    }
    expect(shown.size).toBe(1);
  });
});

describe('a gateway whose key is in other hands', () => {
  it('is believed no more: not what it says, not how fresh it makes the desk, and not under a date before the theft', async () => {
    const reference = await ReferenceData.open(configurationOf(world, 'ML-PAR/B' as never, null));
    await reference.keyring.add(world.ministry.keyringDocuments);
    const book = new MissionBook(PARIS, new MemoryCentre(world).mission(PARIS).log, reference);
    const act = toBase64url(new Uint8Array(32).fill(8)) as ActId;
    const dossier = 'D' as DossierId;
    book.indexParts(dossier, [act]);
    await book.takeReceipts([
      await receiptOf(1, [yes(act)]),
      await receiptOf(2, [], EPOCH, '2099-01-01T00:00:00Z'),
    ]);
    expect([book.receipts.act(act)?.verdict, book.receipts.newest?.n]).toEqual(['accepted', 2]);
    await reference.keyring.add([await revocationOf(world, world.ministry.gateway.credential.kid)]);
    expect([book.receipts.act(act), book.receipts.newest]).toEqual([undefined, null]);
    expect([book.verifiedReceipts, book.unverifiedReceipts]).toEqual([[], 2]);
    expect(await book.receiptsNaming([act])).toEqual([]);
    expect([...(await book.doubted())]).toEqual([dossier]);
    await book.takeReceipts([await receiptOf(3, [yes(act)], EPOCH, '2026-11-01T00:00:00Z')]);
    expect(book.receipts.act(act)).toBeUndefined();
  });

  describe('no list goes on saying “received” on its word', () => {
    const stateOf = async (desk: NodeDesk) =>
      (await desk.desk.list('all', 0, 10)).rows.map(({ entry }) => entry);
    /** A desk at whose last lock a file was shown as received. */
    async function received(): Promise<NodeDesk['medium']> {
      const centre = new MemoryCentre(world);
      const desk = await linkedDesk(centre);
      await desk.sealed(PASSPORT);
      // The other gateway's word stands, and says nothing of the file.
      const other = await receiptOf(1, [], centre.epoch, '2026-11-21T10:00:00Z', world.ministry.gateways[1]);
      await centre.mission(PARIS).log.put([other]);
      for (const _ of ['records', 'evidence']) await desk.desk.sendNow();
      expect(await stateOf(desk)).toEqual(['received']);
      await desk.close();
      return desk.medium;
    }
    const stolen = () => revocationOf(world, world.ministry.gateway.credential.kid);
    async function unlocked(desk: NodeDesk): Promise<void> {
      await desk.unlock('A. S.');
      expect(await stateOf(desk)).toEqual(['sent']);
      await desk.close();
    }

    it('where the desk learns of it before anybody has unlocked', async () => {
      const desk = await NodeDesk.open({ world, desk: 'ML-PAR/B', medium: await received() });
      await desk.desk.importKeyring(writeKeyringFile({ freshness: null, documents: [await stolen()] }));
      await unlocked(desk);
    });

    it('where it was stopped after the word had come, and before it was heeded', async () => {
      const medium = await received();
      await medium.log('keyring').put([await stolen()]);
      await unlocked(await NodeDesk.open({ world, desk: 'ML-PAR/B', medium }));
    });
  });
});

describe('a true record where it does not belong', () => {
  it('an act of one file under another file’s name is none of its acts, and nothing is sealed on that file', async () => {
    const centre = new MemoryCentre(world);
    const desk = await linkedDesk(centre);
    const [one, two] = [await desk.sealed(PASSPORT), await desk.sealed(PASSPORT)];
    await desk.desk.sendNow();
    const { log } = centre.mission(PARIS);
    const before = await desk.desk.dossier(one.dossier);
    expect(before.allowed.length).toBeGreaterThan(0);
    for (const act of two.acts) {
      const found = (await log.get(actDocumentId(two.dossier, act))) as SignedDocument;
      await log.put([{ ...found, _id: actDocumentId(one.dossier, act) }]);
    }
    const wraps = (await log.withPrefix(`key:${two.dossier}:`)) as readonly SignedDocument[];
    for (const wrap of wraps) {
      const { hash } = await nameOf(wrap.jws);
      await log.put([{ ...wrap, _id: wrapDocumentId(one.dossier, 1, hash) }]);
    }
    await desk.desk.sendNow();
    const after = await desk.desk.dossier(one.dossier);
    expect(after.timeline.map(({ act }) => act)).toEqual(before.timeline.map(({ act }) => act));
    expect(after.answers).toEqual(before.answers);
    expect(after.versions.length).toBe(before.versions.length);
    expect(after.allowed).toEqual([]);
    await desk.close();
  });

  it('an id that names no file stops nothing: what comes after it is read', async () => {
    const centre = new MemoryCentre(world);
    const desk = await linkedDesk(centre);
    const { dossier } = await desk.sealed(PASSPORT);
    await desk.desk.sendNow();
    const { log } = centre.mission(PARIS);
    const [some] = (await log.withPrefix(`act:${dossier}:`)) as [SignedDocument];
    const { hash } = await nameOf(some.jws);
    await log.put([
      { ...some, _id: `act:nobody:${hash}` },
      { ...some, _id: `key:nobody:1:${hash}` },
    ]);
    await desk.desk.sendNow();
    const next = await desk.sealed(PASSPORT);
    await desk.desk.sendNow();
    await desk.desk.sendNow();
    expect((await desk.desk.dossier(next.dossier as DossierId)).timeline.map(({ state }) => state)).toEqual([
      'received',
      'received',
    ]);
    await desk.close();
  });

  it('another officer’s wrap of a file’s key is none of it, and a receipt for it no receipt of the key', async () => {
    const { dossier, acts } = await world.lodged(world.definitions[0]!);
    const sign = (payload: Uint8Array) =>
      signCompact({
        typ: 'guichet-wrap+jws',
        kid: world.otherAgent.credential.kid,
        payload,
        key: world.otherAgent.signingKey,
      });
    const group = `group:ML-PAR:${dossier.definition.class}:1`;
    const false_ = await makeWrap(dossier.id, 1, new Uint8Array(32), [group], world.keyring, sign);
    const reference = await ReferenceData.open(configurationOf(world, 'ML-PAR/B' as never, null));
    const { log } = new MemoryCentre(world).mission(PARIS);
    const book = new MissionBook(PARIS, log, reference);
    await log.put([
      ...documentsOfActs(acts),
      { _id: dossier.wrap._id, _rev: dossier.wrap._rev, jws: dossier.wrap.jws },
      { _id: false_._id, _rev: false_._rev, jws: false_.jws },
    ]);
    const items: ReceiptItem[] = [yes(acts[0]!.id), ['wrap', false_.hash, 'accepted', 'AD-000']];
    await book.takeReceipts([await receiptOf(1, items)]);
    const file = await book.load(dossier.id, new Map());
    expect(file.wraps.map(({ hash }) => hash)).toEqual([dossier.wrap.hash]);
    const [opened] = file.acts;
    expect(book.receipts.receivedAt(opened!, wrapHashes(file, opened!))).toBeNull();
  });
});
