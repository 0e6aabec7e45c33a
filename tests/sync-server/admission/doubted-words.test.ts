/** Words of keys that are revoked: a gateway's receipts, a supervisor's lifts, at a real gateway (docs/decisions/0011, 0019). */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { isoTime } from '../../../app/acts/clock.ts';
import type { ActId } from '../../../app/acts/ids.ts';
import type { SealedAct } from '../../../app/acts/seal-act.ts';
import { type ReceiptItem, signReceipt } from '../../../app/admission/receipt.ts';
import { recordDocument, signRecord } from '../../../app/keyring/records.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { nameOf } from '../../../app/seal/hash.ts';
import type { Holder } from '../../../scripts/ministry/create-ministry.ts';
import { demoPlan } from '../../../scripts/ministry/plan.ts';
import { StoreError } from '../../../sync-server/stores/replica-store.ts';
import { openedBody, World } from '../../world/world.ts';
import { BY_CENTRE, Centre, documentsOfActs, lift, revocation, SERVICES, wrapOf } from './support.ts';

const HOUR = 3_600_000;
let world: World;
let centre: Centre;
beforeEach(async () => {
  world = await World.open(SERVICES, demoPlan('http://127.0.0.1:1', 2));
  centre = await Centre.open(world);
});
afterEach(() => centre.close());

const second = (): Holder => world.ministry.gateways[1] as Holder;
const now = () => isoTime(world.clock.now());
const revoked = (kid: string, at = now()) => revocation(kid, at, world.ministry.authority);
/** The last that this gateway itself has said of an act: what is said with another's key stands beside it in no order. */
const wordOn = async (id: ActId) => {
  const own = (await centre.receipts()).filter(({ gateway }) => gateway === centre.gateway.kid);
  const [, , verdict, code] = own.flatMap(({ items }) => items).findLast((item) => item[1] === id) ?? [];
  return verdict && `${verdict} ${code}`;
};

async function receiptBy(by: Holder, n: number, items: readonly ReceiptItem[], at: string) {
  const content = { epoch: centre.gateway.epoch.value, n, at, items: [...items], chains: [] };
  const { _id, _rev, jws } = await signReceipt(content, by.credential.kid, by.signingKey);
  return { _id, _rev, jws };
}

async function opened() {
  const dossier = await world.dossier(BY_CENTRE);
  const act = await world.seal(dossier, world.agent, { kind: 'opened', prior: [], body: openedBody() });
  return { act, documents: [act.document, wrapOf(dossier)] };
}

it('a gateway’s stolen key dates nothing back before a revocation, and raises no epoch', async () => {
  await centre.push([await revoked(world.agent.credential.kid)]);
  const { act, documents } = await opened();
  await centre.push(documents);
  expect(await wordOn(act.id)).toBe('held AD-108');
  await centre.push([await revoked(second().credential.kid)]);
  const { value } = centre.gateway.epoch;
  const early = isoTime(world.clock.now() - 24 * HOUR);
  for (const verdict of [
    ['held', 'AD-101'],
    ['accepted', 'AD-000'],
  ] as const) {
    const forged = await receiptBy(second(), 1, [['act', act.id, ...verdict]], early);
    expect(await centre.push([forged])).not.toMatchObject([{ error: 'forbidden' }]);
  }
  await centre.push(documents);
  expect(await wordOn(act.id)).toBe('held AD-108');
  expect(centre.gateway.epoch.value).toBe(value);
});

it('what it had said before counts no more, at once and after a restart; the other says again what is held', async () => {
  const { act, documents } = await opened();
  const early = isoTime(world.clock.now() - 24 * HOUR);
  // It came before anybody knew of the theft, and covers what the thief of an officer's key will send.
  const agent = await opened();
  const items: ReceiptItem[] = [
    ['act', act.id, 'accepted', 'AD-000'],
    ['act', agent.act.id, 'held', 'AD-105'],
  ];
  const receipt = await receiptBy(second(), 1, items, early);
  await centre.push([receipt]);
  await centre.push(documents);
  await centre.push([
    await revoked(second().credential.kid, now()),
    await revoked(world.agent.credential.kid, isoTime(world.clock.now() - HOUR)),
  ]);
  await centre.push(agent.documents);
  expect(await wordOn(agent.act.id)).toBe('held AD-108');
  await centre.restart();
  await centre.push(agent.documents);
  expect(await wordOn(agent.act.id)).toBe('held AD-108');
  // This gateway's own word on what is held stands, so what it accepted goes on counting.
  const own = (await centre.receipts()).filter(({ kid }) => kid !== second().credential.kid);
  expect(own.flatMap(({ items }) => items)).toContainEqual(['act', act.id, 'accepted', 'AD-000']);
});

it('nor where the store cannot be read just then: what is read anew later is read without them', async () => {
  const { act, documents } = await opened();
  const early = isoTime(world.clock.now() - 24 * HOUR);
  await centre.push([await receiptBy(second(), 1, [['act', act.id, 'held', 'AD-105']], early)]);
  const { kid } = world.agent.credential;
  await centre.push([
    await revoked(second().credential.kid),
    await revoked(kid, isoTime(world.clock.now() - HOUR)),
  ]);
  const failing = vi.spyOn(await centre.db('records'), 'info');
  failing.mockRejectedValueOnce(new StoreError('unavailable', 'no node answers'));
  await expect(centre.push(documents)).rejects.toMatchObject({ code: 'unavailable' });
  await centre.push(documents);
  expect(await wordOn(act.id)).toBe('held AD-108');
});

it('a desk gives one of its receipts back, and an act waits no longer for the time of it', async () => {
  const { jws, ...rest } = await receiptBy(second(), 1, [], '2099-01-01T00:00:00Z');
  const { hash: lastReceipt } = await nameOf(jws);
  await centre.push([await revoked(second().credential.kid)]);
  const dossier = await world.dossier(BY_CENTRE);
  const but = { lastReceipt };
  const act = await world.seal(dossier, world.agent, { kind: 'opened', prior: [], body: openedBody(), but });
  await centre.push([act.document, wrapOf(dossier)]);
  expect(await wordOn(act.id)).toBe('held AD-110');
  const { value } = centre.gateway.epoch;
  expect(await centre.push([{ ...rest, jws }])).toEqual([{ id: rest._id, rev: rest._rev }]);
  expect(await wordOn(act.id)).toBe('accepted AD-000');
  await centre.restart();
  expect(await centre.push([{ ...rest, jws }])).toEqual([{ id: rest._id, rev: rest._rev }]);
  expect(centre.gateway.epoch.value).toBe(value);
});

it('no gateway begins with a key that counts no longer: nothing that it says would be believed', async () => {
  await centre.push([await revoked(world.ministry.gateway.credential.kid)]);
  await expect(centre.restart()).rejects.toThrow('renewed server.json');
});

it('a key that was replaced in order is believed up to its end', async () => {
  const { act, documents } = await opened();
  const before = isoTime(world.clock.now() - 2 * HOUR);
  const { authority } = world.ministry;
  const replaced = async (kid: string, at: string): Promise<SignedDocument> => {
    const payload = { v: 1 as const, kid, reason: 'replaced', at };
    const jws = await signRecord(
      'guichet-revocation+jws',
      payload,
      authority.credential.kid,
      authority.signingKey,
    );
    return recordDocument(jws, (hash) => `revocation:${hash}`);
  };
  await centre.push([
    await replaced(second().credential.kid, isoTime(world.clock.now() - HOUR)),
    await revoked(world.agent.credential.kid),
    await receiptBy(second(), 1, [['act', act.id, 'held', 'AD-105']], before),
  ]);
  await centre.push(documents);
  expect(await wordOn(act.id)).toBe('accepted AD-000');
});

it('a restored copy takes back nothing that a revoked supervisor had lifted, once it has the receipt that says so', async () => {
  const { dossier, acts } = await world.lodged(BY_CENTRE);
  const [opened, lodged] = acts as [SealedAct, SealedAct];
  const note = await world.seal(dossier, world.agent, {
    kind: 'annotated',
    prior: [lodged.id],
    body: { note: 'specimen' },
    but: { claimedAt: '2099-01-01T00:00:00Z' },
  });
  const documents = [...documentsOfActs([opened, lodged, note]), wrapOf(dossier)];
  const word = await lift(note.id, 'accepted', world.supervisor);
  await centre.push([...documents, word]);
  expect(await centre.wordNow(note.id)).toBe('accepted AD-000');
  const receipts = await centre.receiptDocuments();
  await centre.close();
  centre = await Centre.open(world);
  await centre.push([await revoked(world.supervisor.credential.kid)]);
  await centre.push([...documents, word]);
  expect(await centre.wordNow(note.id)).toBe('held AD-107');
  await centre.push(receipts);
  expect(await centre.wordNow(note.id)).toBe('accepted AD-000');
});

it('a supervisor who is revoked lifts nothing any more; what was lifted on their word stays', async () => {
  const late = { claimedAt: '2099-01-01T00:00:00Z' };
  const sealed = async () => {
    const { dossier, acts } = await world.lodged(BY_CENTRE);
    const note = await world.seal(dossier, world.agent, {
      kind: 'annotated',
      prior: [acts[1]!.id],
      body: { note: 'specimen' },
      but: late,
    });
    await centre.push([...documentsOfActs([...acts, note]), wrapOf(dossier)]);
    expect(await wordOn(note.id)).toBe('held AD-107');
    return note;
  };
  const [before, after] = [await sealed(), await sealed()];
  await centre.push([await lift(before.id, 'accepted', world.supervisor)]);
  await centre.push([await revoked(world.supervisor.credential.kid)]);
  // Its own clock is nobody's word: the record has no date at all.
  for (const verdict of ['accepted', 'refused'] as const)
    expect(await centre.push([await lift(after.id, verdict, world.supervisor)])).not.toMatchObject([
      { error: 'forbidden' },
    ]);
  expect(await wordOn(after.id)).toBe('held AD-107');
  await centre.restart();
  expect(await wordOn(after.id)).toBe('held AD-107');
  expect(await wordOn(before.id)).toBe('accepted AD-000');
});
