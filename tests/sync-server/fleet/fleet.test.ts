/** The fleet over HTTP: real server, real sessions (docs/decisions/0012). */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isoTime } from '../../../app/acts/clock.ts';
import { readAct } from '../../../app/acts/verify-act.ts';
import type { DeskReport, Fleet, FleetDesk } from '../../../app/desk/fleet.ts';
import { Keyring } from '../../../app/keyring/keyring.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { FleetBook } from '../../../sync-server/fleet/fleet-book.ts';
import { readReport } from '../../../sync-server/fleet/report.ts';
import { openLevelStore } from '../../../sync-server/stores/level-store.ts';
import { revocationOf } from '../../world/revoked.ts';
import { World } from '../../world/world.ts';
import { TestServer } from '../access/support.ts';
import { BY_CENTRE, documentsOfActs, SERVICES, wrapOf } from '../admission/support.ts';

const DESK = 'ML-PAR/B';
const CENTRE = 'CENTRAL/A';
const DAY = 86_400_000;

let world: World;
let server: TestServer;
let now: number;
const clock = { now: () => now };

beforeAll(async () => {
  world = await World.open(SERVICES);
});
beforeEach(async () => {
  now = world.clock.now();
  server = await TestServer.start(world, { clock });
});
afterEach(() => server.stop());

const report = (but: Partial<DeskReport> = {}): DeskReport => ({
  v: 1,
  version: '0.1.0',
  at: isoTime(now),
  journal: null,
  backlog: { entries: 0, bytes: 0, oldestAt: null },
  lastError: null,
  ...but,
});

const open = async (desk: string, value?: unknown): Promise<string> => {
  const reply = await server.post({ ...(await server.proof(desk)), report: value });
  expect(reply.status).toBe(200);
  return ((await reply.json()) as { token: string }).token;
};
const tell = (token: string, body: unknown): Promise<number> =>
  server.status(token, '_desk', {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

async function fleet(): Promise<Fleet> {
  const reply = await fetch(`${server.url}/admin/desks`, {
    headers: { authorization: `Bearer ${await open(CENTRE)}` },
  });
  expect(reply.headers.get('cache-control')).toBe('no-store');
  return (await reply.json()) as Fleet;
}
const known = async (desk = DESK): Promise<FleetDesk> =>
  (await fleet()).desks.find((one) => one.desk === desk) as FleetDesk;

describe('GET /admin/desks', () => {
  it('is for the central office', async () => {
    expect((await fetch(`${server.url}/admin/desks`)).status).toBe(401);
    expect(await server.status(await open(DESK), 'admin/desks')).toBe(403);
    expect(await server.status(await open(CENTRE), 'admin/desks')).toBe(200);
  });

  it('names every desk of the ministry, those that never came as such', async () => {
    const { desks, at } = await fleet();
    expect(at).toBe(isoTime(now));
    expect(desks.map(({ desk }) => desk).toSorted()).toEqual(
      [...world.ministry.transports.keys()].toSorted(),
    );
    const { state, lastContactAt, report: told } = await known();
    expect({ state, lastContactAt, told }).toEqual({ state: 'never', lastContactAt: null, told: null });
  });

  it('tells what a desk said with its handshake, and how its clock goes', async () => {
    const backlog = { entries: 3, bytes: 9000, oldestAt: isoTime(now - DAY) };
    const lastError = { code: 'LN-006', at: isoTime(now - DAY) };
    await open(DESK, report({ at: isoTime(now + 240_000), backlog, lastError }));
    expect(await known()).toMatchObject({
      state: 'regular',
      lastContactAt: isoTime(now),
      clockOffset: 240,
      usualSilence: null,
      receivedSeq: null,
      report: { version: '0.1.0', backlog, lastError, receivedAt: isoTime(now) },
    });
  });

  it('tells how far the desk’s chain is here beside how far it is there', async () => {
    const { dossier, acts } = await world.lodged(BY_CENTRE);
    const { desk, epoch, seq } = (await readAct(acts.at(-1)!.jws)).envelope;
    const token = await open(desk, report({ journal: { epoch, seq } }));
    expect((await known(desk)).receivedSeq).toBe(0);
    const docs = [wrapOf(dossier), ...documentsOfActs(acts)];
    const body = JSON.stringify({ docs, new_edits: false });
    expect(await server.status(token, 'mission-ml-par/_bulk_docs', { method: 'POST', body })).toBe(201);
    const { receivedSeq, report: told } = await known(desk);
    expect(receivedSeq).toBeGreaterThan(0);
    expect(told?.journal).toEqual({ epoch, seq });
  });

  it('takes a later word of the desk for the earlier one, and keeps both over a restart', async () => {
    const token = await open(DESK, report({ backlog: { entries: 8, bytes: 1, oldestAt: null } }));
    now += 1000;
    expect(await tell(token, report())).toBe(204);
    const before = await known();
    expect(before.report?.backlog?.entries).toBe(0);
    await server.running.close();
    const again = await TestServer.start(world, { clock, data: server.data });
    await rm(again.data, { recursive: true, force: true });
    server = new Proxy(server, {
      get: (target, key) => (key === 'data' ? target.data : Reflect.get(again, key, again)),
    });
    expect(await known()).toEqual(before);
  });

  it('lists a desk that keeps silent for longer than its habit first, and no other', async () => {
    for (let day = 0; day < 12; day += 1) {
      await open(DESK);
      await open('ML-DKR/A');
      now += DAY;
    }
    now += DAY / 2;
    await open('ML-DKR/A');
    const { desks } = await fleet();
    expect(desks[0]).toMatchObject({ desk: DESK, state: 'silent', usualSilence: (DAY / 1000) * 1.25 });
    expect(desks.filter(({ state }) => state === 'silent')).toHaveLength(1);
  });
});

describe('what a desk may not do with it', () => {
  it.each([
    ['a name as its version', { version: 'ERIKSSON' }],
    ['a text as its error', { lastError: { code: 'ERIKSSON', at: isoTime(0) } }],
    ['a member of its own', { note: 'ERIKSSON' }],
    ['a time that is none', { at: '2026-13-45T99:99:99Z' }],
    ['a number that is none', { backlog: { entries: -1, bytes: 0, oldestAt: null } }],
  ])('say %s: it has come, and nothing is kept of it', async (_, but) => {
    await open(DESK, { ...report(), ...but });
    const { lastContactAt, report: told } = await known();
    expect({ lastContactAt, told }).toEqual({ lastContactAt: isoTime(now), told: null });
    expect(JSON.stringify(await fleet())).not.toContain('ERIKSSON');
  });

  it('send more than a report, or what is none', async () => {
    const token = await open(DESK, report());
    expect(await tell(token, 'x'.repeat(1_000_000))).toBe(413);
    expect(await tell(token, '{"v":1')).toBe(400);
    expect(await tell(token, '{"__proto__":{"v":1}}')).toBe(400);
    expect((await known()).report?.version).toBe('0.1.0');
  });

  it('speak without a session, or for another desk', async () => {
    expect((await fetch(`${server.url}/_desk`, { method: 'POST', body: '{}' })).status).toBe(401);
    await tell(await open(DESK), { ...report(), desk: 'ML-DKR/A' });
    expect((await known('ML-DKR/A')).state).toBe('never');
  });
});

describe('two gateways of one store', () => {
  it('know the same desks', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'guichet-fleet-'));
    const store = await openLevelStore(folder);
    const parts = {
      store,
      keyring: server.running.gateway.reference.keyring,
      clock,
      receivedSeq: async () => undefined,
      onError: (error: unknown) => {
        throw error;
      },
    };
    const [a, b] = [await FleetBook.open(parts), await FleetBook.open(parts)];
    a.report(DESK as never, report());
    await a.write();
    b.contact('ML-DKR/A' as never);
    await b.write();
    expect(await a.list()).toEqual(await b.list());
    const states = new Map((await a.list()).desks.map(({ desk, state }) => [desk, state]));
    expect([states.get(DESK as never), states.get('ML-DKR/A' as never)]).toEqual(['regular', 'regular']);
    await Promise.all([a.close(), b.close()]);
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
});

it('a desk is revoked when its key is at its end, and not on the word of one who is revoked alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-fleet-'));
  const store = await openLevelStore(folder);
  const { root, keyringDocuments, authority, transports } = world.ministry;
  const { kid } = transports.get(DESK as never)!.credential;
  const onError = () => {};
  const stateWith = async (...documents: readonly SignedDocument[]) => {
    const keyring = await Keyring.from(root.credential.jws, [...keyringDocuments, ...documents]);
    const book = await FleetBook.open({ store, keyring, clock, receivedSeq: async () => undefined, onError });
    const { desks } = await book.list();
    await book.close();
    return desks.find(({ desk }) => desk === DESK)?.state;
  };
  const revoked = await revocationOf(world, kid, authority);
  expect(await stateWith(revoked)).toBe('revoked');
  expect(await stateWith(revoked, await revocationOf(world, authority.credential.kid))).toBe('never');
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

it('a report is closed words and numbers', () => {
  expect(readReport(report())).toEqual(report());
  for (const value of [null, 1, 'x', [], {}, { ...report(), v: 2 }]) expect(readReport(value)).toBeNull();
});
