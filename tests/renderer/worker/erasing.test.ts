/**
 * Erasure on real desks: the centre's and a mission's, over a centre that admits as the gateway does. What is asked of
 * each is asked of what lies on its disk: log, journal's files, rows, drafts.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import type { DeskId, DossierId, MissionCode } from '../../../app/acts/ids.ts';
import { readAct } from '../../../app/acts/verify-act.ts';
import { readAudit } from '../../../app/audit/audit-record.ts';
import type { ActCommand } from '../../../app/desk/act-command.ts';
import type { DeskEvent } from '../../../app/desk/desk-event.ts';
import { ordersErasure } from '../../../app/erasure/order.ts';
import { readBundle } from '../../../app/export/bundle.ts';
import { verifyBundle } from '../../../app/export/verify-bundle.ts';
import { writeKeyringFile } from '../../../app/keyring/keyring-file.ts';
import { type DurableJournal, JournalError } from '../../../app/log/durable-journal.ts';
import { FileJournal } from '../../../app/log/file-journal.ts';
import { MemoryJournalFiles } from '../../../app/log/memory-journal-files.ts';
import { wrapsOf } from '../../../app/log/records.ts';
import { fromBase64url } from '../../../app/seal/bytes.ts';
import { openBlocks } from '../../../renderer/read-model/row-blocks.ts';
import { databaseOf, evidenceOf } from '../../../renderer/worker/transfer.ts';
import { closeKeyring } from '../../../scripts/ministry/issue.ts';
import { scopeOfDesk } from '../../../scripts/ministry/plan.ts';
import { NodeDesk, openServicesWorld, WORDS } from '../../world/desk-in-node.ts';
import type { DeskMedium } from '../../world/desk-medium.ts';
import { Fault } from '../../world/fault.ts';
import { LIMITED, LIMITED_DESK, planWithLimited } from '../../world/limited.ts';
import { MemoryCentre, MemoryTransfer } from '../../world/memory-centre.ts';
import { revocationOf } from '../../world/revoked.ts';
import { readServices } from '../../world/services.ts';
import { openedBody, World } from '../../world/world.ts';

const PARIS = 'ML-PAR' as MissionCode;
const PASSPORT = 'ml-passport-ordinary';
const [AGENT, REVIEWER, SUPERVISOR] = ['A. S.', 'I. S.', 'F. U.'];
const SURNAME = 'ERIKSSON';
const HEAD = 'M. U.';
const REFUSE: ActCommand = {
  kind: 'refused',
  body: { displayed: [], checks: [], grounds: ['incomplete'], explanation: 'specimen', appeal: 'specimen' },
};
const ERASE: ActCommand = {
  kind: 'erased',
  body: { reason: 'specimen', rule: 'specimen' },
  ground: 'request',
};

/** A part of the steps at which a desk is stopped, another at each run; each of them with `LONG=1`. */
const EVERY = process.env.LONG === '1' ? 1 : 15;
const FIRST = Math.floor(Math.random() * EVERY);

let world: World;
beforeAll(async () => {
  world = await openServicesWorld();
}, 60_000);

async function at(
  centre: MemoryCentre,
  desk: string,
  officer: string | null,
  { of = world, ...parts }: { medium?: DeskMedium; fault?: Fault; journal?: DurableJournal; of?: World } = {},
): Promise<NodeDesk> {
  const transfer = (medium: DeskMedium, fault: Fault) => new MemoryTransfer(centre, medium, fault);
  const opened = await NodeDesk.open({ world: of, desk, transfer, ...parts });
  if (officer) await opened.unlock(officer);
  return opened;
}

type DecisionEnded = Extract<DeskEvent, { type: 'decision-ended' }>;
const decisionEnded = (event: DeskEvent): event is DecisionEnded => event.type === 'decision-ended';
async function decide(
  desk: NodeDesk,
  dossier: DossierId,
  command: ActCommand,
): Promise<DecisionEnded['end']> {
  await desk.displayAll(dossier);
  const ended = desk.next(decisionEnded);
  await desk.decide(dossier, command);
  return (await ended).end;
}
const sync = async (...desks: readonly NodeDesk[]) => {
  for (const desk of [...desks, ...desks]) await desk.desk.sendNow();
};

/** A file lodged at ML-PAR/B, refused at the centre, and known to both. */
async function rested(centre: MemoryCentre) {
  const mission = await at(centre, 'ML-PAR/B', AGENT);
  const { dossier } = await mission.sealed(PASSPORT, { surname: { latin: SURNAME, arabic: '' } });
  await sync(mission);
  const reviewer = await at(centre, 'CENTRAL/A', REVIEWER);
  await sync(reviewer);
  expect((await decide(reviewer, dossier, REFUSE)).end).toBe('sealed');
  await sync(reviewer, mission);
  await reviewer.desk.lock();
  await reviewer.unlock(SUPERVISOR);
  return { mission, central: reviewer, dossier };
}

const wrapsIn = async ({ medium }: NodeDesk, dossier: DossierId) =>
  (await medium.log(databaseOf(PARIS)).withPrefix(wrapsOf(dossier))).length;
const journaled = async ({ journal }: NodeDesk, dossier: DossierId) =>
  (await journal.wraps()).filter(({ _id }) => _id.startsWith(wrapsOf(dossier))).length;

async function expectErased(desk: NodeDesk, dossier: DossierId): Promise<void> {
  expect(await wrapsIn(desk, dossier)).toBe(0);
  expect(await journaled(desk, dossier)).toBe(0);
  const view = await desk.desk.dossier(dossier);
  expect(view.row.procedure).toBe('erased');
  expect(view.row.applicant).toBeNull();
  expect(view.answers).toEqual({});
  expect(view.documents).toEqual([]);
  expect(view.timeline.every(({ body }) => body === null)).toBe(true);
  expect(view.allowed).toEqual([]);
  expect((await desk.desk.search(SURNAME, 10)).map(({ id }) => id)).not.toContain(dossier);
  expect(await namesAtRest(desk, dossier)).toEqual([null]);
}

/** The applicant of this file in every block of rows at rest, by whoever has the key of the lists. */
async function namesAtRest({ medium, desk }: NodeDesk, dossier: DossierId): Promise<(string | null)[]> {
  const scope = scopeOfDesk((await desk.situation()).desk as DeskId);
  const raw = fromBase64url(world.ministry.readModelKeys.get(scope) ?? '');
  const key = await crypto.subtle.importKey('raw', raw as BufferSource, 'AES-GCM', false, ['decrypt']);
  const names: (string | null)[] = [];
  await openBlocks(medium.rows.resting, key, ({ rows }) => {
    for (const row of rows) if (row.id === dossier) names.push(row.applicant);
  });
  return names;
}

async function confirmations(centre: MemoryCentre, dossier: DossierId): Promise<string[]> {
  const audits = await centre.mission(PARIS).log.withPrefix('audit:');
  const read = await Promise.all(audits.map((one) => readAudit('jws' in one ? one.jws : '')));
  return read
    .filter(({ record }) => record.what === 'erased-here' && record.dossier === dossier)
    .map(({ record }) => record.desk)
    .sort();
}

describe('an erasure', () => {
  test('is done on the desk that orders it once the centre has accepted it, on the others when they hear of it, and each signs that it was', async () => {
    const centre = new MemoryCentre(world);
    const { mission, central, dossier } = await rested(centre);
    expect((await mission.desk.search(SURNAME, 10)).map(({ id }) => id)).toContain(dossier);
    await mission.desk.confirmSecret(WORDS);
    await mission.desk.accessFile(dossier);
    await mission.desk.exportDossier(dossier);
    expect(await decide(central, dossier, ERASE)).toMatchObject({ end: 'sealed' });
    // Not before: it may still be refused, and nobody else would have the key.
    expect(await wrapsIn(central, dossier)).toBe(1);
    await sync(central);
    await expectErased(central, dossier);
    expect(await wrapsIn(mission, dossier)).toBe(1);
    await sync(mission);
    await expectErased(mission, dossier);
    await sync(central, mission);
    expect(await confirmations(centre, dossier)).toEqual(['CENTRAL/A', 'ML-PAR/B']);
    await sync(central);
    const [file, ...others] = (await central.desk.erasures()).erased;
    expect(others).toEqual([]);
    expect(file).toMatchObject({ state: 'erasing', ground: 'request', horizon: null });
    // No erasure reaches what officers took out: who destroys it must know of each, and which of them anybody reads.
    expect(file?.exports.map(({ desk, inClear }) => [desk, inClear]).sort()).toEqual([
      ['ML-PAR/B', false],
      ['ML-PAR/B', true],
    ]);
    await expect(mission.desk.accessFile(dossier)).rejects.toMatchObject({ code: 'AX-002' });
    expect(file?.row).toMatchObject({ id: dossier, applicant: null });
    expect(file?.centreAt).not.toBeNull();
    // Another desk of the mission and of the centre may have had the key, and has not been there since.
    expect(file?.desks.map(({ desk, state }) => [desk, state])).toEqual([
      ['CENTRAL/A', 'confirmed'],
      ['CENTRAL/B', 'awaited'],
      ['ML-PAR/A', 'awaited'],
      ['ML-PAR/B', 'confirmed'],
    ]);
    await expect(mission.desk.erasures()).rejects.toMatchObject({ code: 'DO-003' });
    expect((await mission.desk.link()).attention).toEqual([]);
    const states = (await mission.desk.dossier(dossier)).timeline.map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['received']));
    // The chain of acts still verifies, without any key.
    const bytes = await mission.desk.exportDossier(dossier);
    const verified = await verifyBundle(readBundle(bytes), world.ministry.root.credential.jws);
    expect(verified.faults).toEqual([]);
    expect(verified.state?.status).toBe('erased');
    await mission.close();
    await central.close();
  }, 120_000);

  test('has a day on which no backup has the key, once all have confirmed and the ministry has signed how long it keeps them', async () => {
    const centre = new MemoryCentre(world);
    const { mission, central, dossier } = await rested(centre);
    await decide(central, dossier, ERASE);
    await sync(central, mission, central);
    const shown = async () => {
      const { erased, backupDays } = await central.desk.erasures();
      return { backupDays, state: erased[0]?.state, horizon: erased[0]?.horizon };
    };
    expect(await shown()).toEqual({ backupDays: null, state: 'erasing', horizon: null });
    // Nobody waits for the word of desks that are revoked.
    const others = world.keyring
      .credentials()
      .filter(({ desk }) => ['CENTRAL/B', 'ML-PAR/A'].includes(desk ?? ''));
    const documents = [...world.ministry.keyringDocuments];
    for (const { kid } of others) documents.push(await revocationOf(world, kid));
    const making = { clock: world.clock, random: systemRandom, documents };
    await closeKeyring(making, world.ministry.authority, (world.keyring.head()?.n ?? 0) + 1, null, 35);
    const fresh = documents.slice(world.ministry.keyringDocuments.length);
    await central.desk.importKeyring(writeKeyringFile({ freshness: null, documents: fresh }));
    const centreAt = (await central.desk.erasures()).erased[0]?.centreAt ?? '';
    const horizon = new Date(Date.parse(centreAt) + 36 * 86_400_000).toISOString().slice(0, 10);
    expect(await shown()).toEqual({ backupDays: 35, state: 'erased', horizon });
    for (const desk of [mission, central]) await desk.close();
  });

  test('leaves a scan that another file lists, also one that nobody here can read, and takes all others', async () => {
    const centre = new MemoryCentre(world);
    const { mission, central, dossier } = await rested(centre);
    const scans = mission.medium.evidence(evidenceOf(PARIS));
    const acts = (await mission.medium.log(databaseOf(PARIS)).dossier(dossier)).filter(({ _id }) =>
      _id.startsWith('act:'),
    );
    const read = await Promise.all(acts.map((one) => readAct('jws' in one ? one.jws : '')));
    const [shared, ...others] = read.flatMap(({ envelope }) => envelope.blobs);
    expect(others.length).toBeGreaterThan(0);
    const passport = world.definitions.find(({ code }) => code === PASSPORT)!;
    const second = await world.dossier(passport, world.otherAgent);
    const opened = await world.seal(second, world.otherAgent, {
      kind: 'opened',
      prior: [],
      body: openedBody(),
      but: { blobs: [shared!] },
    });
    // Without its key: nothing of it can be read, and what it lists may be needed.
    await centre.offer(PARIS, [opened.document]);
    await mission.medium.log(databaseOf(PARIS)).put([opened.document]);
    await sync(mission);
    await decide(central, dossier, ERASE);
    await sync(central, mission);
    await expectErased(mission, dossier);
    expect(shared!.chunks.every((chunk) => scans.ids.has(chunk))).toBe(true);
    expect(others.flatMap(({ chunks }) => chunks).some((chunk) => scans.ids.has(chunk))).toBe(false);
    for (const desk of [mission, central]) await desk.close();
  });

  test('is done again by a desk that comes back as an old image, and by one that was off', async () => {
    const centre = new MemoryCentre(world);
    const { mission, central, dossier } = await rested(centre);
    await mission.close();
    const image = await mission.medium.copy();
    expect(await decide(central, dossier, ERASE)).toMatchObject({ end: 'sealed' });
    await sync(central);
    for (const medium of [mission.medium, image]) {
      // Locked, it hears of it; whoever unlocks finds the file erased.
      const desk = await at(centre, 'ML-PAR/B', null, { medium });
      await desk.desk.sendNow();
      await desk.unlock(AGENT);
      await expectErased(desk, dossier);
      await sync(desk);
      await desk.close();
    }
    expect(await confirmations(centre, dossier)).toEqual(['CENTRAL/A', 'ML-PAR/B', 'ML-PAR/B']);
    await central.close();
  }, 120_000);

  test('does not come back by a peer that still has the key', async () => {
    const centre = new MemoryCentre(world);
    const { mission, central, dossier } = await rested(centre);
    const [wrap] = await mission.medium.log(databaseOf(PARIS)).withPrefix(wrapsOf(dossier));
    expect(await decide(central, dossier, ERASE)).toMatchObject({ end: 'sealed' });
    await sync(central, mission);
    await mission.medium.log(databaseOf(PARIS)).put([wrap!]);
    await sync(mission);
    await expectErased(mission, dossier);
    await mission.close();
    await central.close();
  }, 120_000);

  test('is not offered under a hold, to whoever lifted it, or on a retention that is not over', async () => {
    const centre = new MemoryCentre(world);
    const { mission, central, dossier } = await rested(centre);
    const allowed = async () => (await central.desk.dossier(dossier)).allowed;
    expect(await allowed()).toContain('erased');
    const retention = { ...ERASE, ground: 'retention' } as ActCommand;
    await expect(central.decide(dossier, retention)).rejects.toMatchObject({ code: 'DO-003' });
    await central.seal(dossier, { kind: 'held-by-law', body: { reason: 'specimen' } });
    expect(await allowed()).not.toContain('erased');
    await expect(central.decide(dossier, ERASE)).rejects.toMatchObject({ code: 'DO-003' });
    await central.seal(dossier, { kind: 'hold-lifted', body: { reason: 'specimen' } });
    expect(await allowed()).not.toContain('erased');
    await mission.close();
    await central.close();
  }, 120_000);
});

test('many are erased in one pass when somebody unlocks: wraps and rows are written anew once, and each is confirmed', async () => {
  const centre = new MemoryCentre(world);
  const files = new MemoryJournalFiles();
  let rewrites = 0;
  const replace = files.files.wraps.replace.bind(files.files.wraps);
  files.files.wraps.replace = async (content) => {
    rewrites += 1;
    await replace(content);
  };
  const journal = await FileJournal.open(files, systemRandom);
  const mission = await at(centre, 'ML-PAR/B', AGENT, { journal });
  const kept = (await mission.sealed(PASSPORT)).dossier;
  const dossiers: DossierId[] = [];
  for (let n = 0; n < 4; n += 1) dossiers.push((await mission.sealed(PASSPORT)).dossier);
  await sync(mission);
  await mission.desk.lock();
  const central = await at(centre, 'CENTRAL/A', SUPERVISOR);
  await sync(central);
  for (const dossier of dossiers)
    for (const command of [REFUSE, ERASE]) {
      await central.desk.confirmSecret(WORDS);
      expect(await decide(central, dossier, command)).toMatchObject({ end: 'sealed' });
    }
  await sync(central, mission);
  expect(rewrites).toBe(0);
  const before = mission.fault.steps.length;
  await mission.unlock(AGENT);
  expect(rewrites).toBe(1);
  const steps = mission.fault.steps.slice(before);
  expect(steps.filter((step) => step === 'row.replace')).toHaveLength(1);
  for (const dossier of dossiers) await expectErased(mission, dossier);
  expect(await journaled(mission, kept)).toBe(1);
  await sync(mission);
  for (const dossier of dossiers) expect(await confirmations(centre, dossier)).toContain('ML-PAR/B');
  await mission.close();
  await central.close();
}, 120_000);

test('one that cannot be erased now keeps no other: it is told, and tried again', async () => {
  const centre = new MemoryCentre(world);
  const { mission, central, dossier } = await rested(centre);
  const other = (await mission.sealed(PASSPORT)).dossier;
  await sync(mission, central);
  await mission.desk.lock();
  for (const [id, commands] of [
    [dossier, [ERASE]],
    [other, [REFUSE, ERASE]],
  ] as const)
    for (const command of commands) {
      await central.desk.confirmSecret(WORDS);
      expect(await decide(central, id, command)).toMatchObject({ end: 'sealed' });
    }
  await sync(central, mission);
  const erase = mission.journal.eraseWraps.bind(mission.journal);
  mission.journal.eraseWraps = async (erasures) => {
    if (erasures.some((one) => one.dossier === dossier)) throw new JournalError('JRN-005', 'specimen');
    await erase(erasures);
  };
  await mission.unlock(AGENT);
  await expectErased(mission, other);
  expect(await journaled(mission, dossier)).toBe(1);
  expect(mission.events).toContainEqual(expect.objectContaining({ type: 'trouble', code: 'JRN-005' }));
  mission.journal.eraseWraps = erase;
  await mission.desk.lock();
  await mission.unlock(AGENT);
  await expectErased(mission, dossier);
  await mission.close();
  await central.close();
}, 120_000);

test('a draft on it goes with whoever can open it, though another erased it before; and none is begun anew', async () => {
  const centre = new MemoryCentre(world);
  const { mission, central, dossier } = await rested(centre);
  const { id } = await mission.desk.newSupply(dossier);
  await mission.desk.lock();
  // One that its author alone can open, as where nobody else here has a group for it.
  const record = mission.medium.drafts.records.get(id)!;
  const own = record.key.recipients.filter(({ header }) => header.kid === record.author);
  expect(own).toHaveLength(1);
  await mission.medium.drafts.put({ ...record, key: { ...record.key, recipients: own } });
  expect(await decide(central, dossier, ERASE)).toMatchObject({ end: 'sealed' });
  await sync(central, mission);
  await mission.unlock(HEAD);
  await expectErased(mission, dossier);
  await sync(mission);
  expect(await confirmations(centre, dossier)).toContain('ML-PAR/B');
  expect([...mission.medium.drafts.records.keys()]).toEqual([id]);
  await mission.desk.lock();
  await mission.unlock(AGENT);
  expect([...mission.medium.drafts.records.keys()]).toEqual([]);
  await expect(mission.desk.newSupply(dossier)).rejects.toMatchObject({ code: 'DO-003' });
  await mission.close();
  await central.close();
}, 120_000);

describe('the list of erasures', () => {
  test('shows nobody what they are limited from, and the day that counts is the UTC day, wherever the desk stands', async () => {
    const limited = planWithLimited();
    const officers = limited.officers.map((one) =>
      one.initials === LIMITED ? { ...one, roles: ['reviewer', 'supervisor'] as const } : one,
    );
    const services = readServices('ml').map((one) => ({ ...one, retention: { ...one.retention, years: 0 } }));
    const small = await World.open(services, { ...limited, officers });
    const centre = new MemoryCentre(small);
    const mission = await at(centre, 'ML-PAR/B', AGENT, { of: small });
    const { dossier } = await mission.sealed(PASSPORT);
    await sync(mission);
    const central = await at(centre, 'CENTRAL/A', SUPERVISOR, { of: small });
    await sync(central);
    expect(await decide(central, dossier, REFUSE)).toMatchObject({ end: 'sealed' });
    await sync(central);

    const zone = process.env.TZ;
    const resting = async (time: string, place: string, desk = central) => {
      process.env.TZ = place;
      small.clock.time = Date.parse(time);
      return (await desk.desk.erasures()).resting.map(({ row, state }) => [row.id, state]);
    };
    try {
      expect(await resting('2026-11-21T23:30:00Z', 'Pacific/Auckland')).toEqual([]);
      expect(await resting('2026-11-22T00:30:00Z', 'America/New_York')).toEqual([[dossier, 'due']]);
      const other = await at(centre, LIMITED_DESK, LIMITED, { of: small });
      await sync(other);
      expect(await resting('2026-11-22T00:40:00Z', 'UTC', other)).toEqual([]);
      await other.close();
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
    await mission.close();
    await central.close();
  }, 120_000);
});

test(`stopped between any two steps, it is completed at the next unlocking (from ${FIRST} each ${EVERY})`, async () => {
  const centre = new MemoryCentre(world);
  const { mission, central, dossier } = await rested(centre);
  await mission.close();
  expect(await decide(central, dossier, ERASE)).toMatchObject({ end: 'sealed' });
  await sync(central);
  await central.close();
  const prepared = await mission.medium.copy();
  for (let step = FIRST; ; step += EVERY) {
    const fault = new Fault();
    const desk = await at(centre, 'ML-PAR/B', AGENT, { medium: await prepared.copy(), fault });
    fault.stopIn(step);
    await desk.desk.sendNow().catch(() => {});
    const done = !fault.stopped;
    await desk.kill();
    const next = await at(centre, 'ML-PAR/B', AGENT, { medium: await desk.medium.copy() });
    await sync(next);
    await expectErased(next, dossier);
    await next.close();
    if (done) return expect(step).toBeGreaterThan(50);
  }
}, 300_000);

describe('what orders an erasure', () => {
  test('is a supervisor’s act with the gateway’s word on it, and nothing less', async () => {
    const centre = new MemoryCentre(world);
    const { mission, central, dossier } = await rested(centre);
    expect(await decide(central, dossier, ERASE)).toMatchObject({ end: 'sealed' });
    await sync(central);
    const log = centre.mission(PARIS).log;
    const texts = async (prefix: string) =>
      (await log.withPrefix(prefix)).flatMap((one) => ('jws' in one ? [one.jws] : []));
    const acts = await texts(`act:${dossier}:`);
    const receipts = await texts('receipt:');
    const chain = (kid: string) =>
      world.keyring.chain(kid as never).flatMap(({ issuer, jws }) => (issuer ? [jws] : []));
    const { supervisor, ministry, reviewer } = world;
    const credentials = [...chain(supervisor.credential.kid), ...chain(ministry.gateway.credential.kid)];
    const root = ministry.root.credential.jws;
    const orders: { act: string; receipt: string; credentials: string[] }[] = [];
    for (const act of acts)
      for (const receipt of receipts) {
        const order = {
          act,
          receipt,
          credentials: [...new Set([...credentials, ...chain(reviewer.credential.kid)])],
        };
        if (await ordersErasure(order, dossier, root)) orders.push(order);
      }
    expect(orders).toHaveLength(1);
    const [order] = orders as [(typeof orders)[number]];
    const other = (await mission.sealed(PASSPORT)).dossier;
    expect(await ordersErasure(order, other, root)).toBe(false);
    expect(await ordersErasure({ ...order, credentials: [] }, dossier, root)).toBe(false);
    expect(await ordersErasure({ ...order, receipt: order.act }, dossier, root)).toBe(false);
    expect(await ordersErasure({ ...order, act: order.receipt }, dossier, root)).toBe(false);
    expect(await ordersErasure({ ...order, act: `${order.act.slice(0, -4)}AAAA` }, dossier, root)).toBe(
      false,
    );
    for (const nothing of [undefined, null, {}, 'x', { ...order, credentials: 'x' }])
      expect(await ordersErasure(nothing, dossier, root)).toBe(false);
    await mission.close();
    await central.close();
  }, 120_000);
});
