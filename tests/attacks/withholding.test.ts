/**
 * A gateway that withholds. It cannot unsay: its receipts name acts and are numbered, acts name the list of the keyring that
 * they were sealed on, and lists name their records. Real desks at a real gateway, over HTTP and PouchDB's own replication;
 * between it and one of them stands somebody who leaves out of every feed what that desk is not to have.
 */
import httpAdapter from 'pouchdb-adapter-http';
import memoryAdapter from 'pouchdb-adapter-memory';
import PouchDB from 'pouchdb-core';
import replication from 'pouchdb-replication';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeskId, DossierId, MissionCode } from '../../app/acts/ids.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { PouchActLog } from '../../renderer/worker/pouch-act-log.ts';
import { PouchChunkStore } from '../../renderer/worker/pouch-chunk-store.ts';
import type { PouchDatabase, Replicable } from '../../renderer/worker/pouch-database.ts';
import { PouchTransfer } from '../../renderer/worker/pouch-transfer.ts';
import { SessionFetch } from '../../renderer/worker/session-fetch.ts';
import type { DeskStores } from '../../renderer/worker/stores.ts';
import { databaseOf, evidenceOf } from '../../renderer/worker/transfer.ts';
import { closeKeyring, makeDirectoryEntry } from '../../scripts/ministry/issue.ts';
import { demoPlan, type MinistryPlan } from '../../scripts/ministry/plan.ts';
import { TestServer } from '../sync-server/access/support.ts';
import { SERVICES } from '../sync-server/admission/support.ts';
import { configurationOf, NodeDesk } from '../world/desk-in-node.ts';
import { MemoryDraftShelf, MemoryFactShelf, MemoryRowShelves } from '../world/desk-medium.ts';
import { revocationOf } from '../world/revoked.ts';
import { World } from '../world/world.ts';

PouchDB.plugin(memoryAdapter).plugin(httpAdapter).plugin(replication);

const SERVICE = 'ml-laissez-passer';
const DESKS = ['ML-PAR/A', 'ML-PAR/B', 'CENTRAL/A'] as DeskId[];
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const codec = {
  encode: (bytes: Uint8Array) => Buffer.from(bytes),
  decode: async (attachment: unknown) => new Uint8Array(attachment as Buffer),
};

let ministry: World;
/** when it was made: each test is a day of its own */
let made: number;
let world: World;
let server: TestServer;
let open: NodeDesk[] = [];
beforeAll(async () => {
  const { letters: _, ...plan } = demoPlan('http://127.0.0.1:1');
  const paris = 'ML-PAR' as MissionCode;
  ministry = await World.open(
    SERVICES.filter(({ code }) => code === SERVICE),
    {
      ...plan,
      missions: { [paris]: plan.missions[paris] as MinistryPlan['missions'][MissionCode] },
      desks: DESKS,
      officers: plan.officers.flatMap((one) => {
        const desks = one.desks.filter((id) => DESKS.includes(id));
        return desks.length > 0 ? [{ ...one, desks }] : [];
      }),
    },
  );
  made = ministry.clock.time;
});
beforeEach(() => {
  world = ministry;
  world.clock.time = made;
});
afterEach(async () => {
  for (const desk of open) await desk.close();
  open = [];
  await server.stop();
});

/** What the desk's gateway leaves out of every feed; the test changes it as it goes. */
interface Feed {
  without: (id: string, database: string) => boolean;
}
const honest = (): Feed => ({ without: () => false });

function withholding(feed: Feed): typeof fetch {
  return async (input, init) => {
    const reply = await fetch(input, init);
    if (String(input).endsWith('/_freshness') && feed.without('_freshness', ''))
      return new Response('{}', { status: 404 });
    const database = /\/([a-z-]+)\/_changes/.exec(String(input))?.[1];
    if (database === undefined || !reply.ok) return reply;
    const changes = (await reply.json()) as { results: { id: string }[] };
    const results = changes.results.filter(({ id }) => !feed.without(id, database));
    return new Response(JSON.stringify({ ...changes, results }), { headers: reply.headers });
  };
}

let databases = 0;
/** What a desk keeps on its computer. */
class Computer {
  readonly #databases = new Map<string, PouchDatabase & Replicable>();
  readonly #others = {
    drafts: new MemoryDraftShelf(),
    rows: new MemoryRowShelves(),
    facts: new MemoryFactShelf(),
  };

  database(name: string): PouchDatabase & Replicable {
    const known =
      this.#databases.get(name) ??
      (new PouchDB(`withheld-${process.pid}-${databases}`, {
        adapter: 'memory',
      }) as unknown as PouchDatabase & Replicable);
    databases += 1;
    this.#databases.set(name, known);
    return known;
  }

  stores(missions: readonly MissionCode[]): DeskStores {
    const logs = missions.map((mission) => {
      const chunks = new PouchChunkStore(this.database(evidenceOf(mission)), codec);
      return [mission, { log: new PouchActLog(this.database(databaseOf(mission))), chunks }] as const;
    });
    const [keyring, catalogue] = ['keyring', 'catalogue'].map((name) => new PouchActLog(this.database(name)));
    if (!keyring || !catalogue) throw new Error('two logs');
    return { keyring, catalogue, missions: new Map(logs), ...this.#others };
  }
}

/** @param known the ministry as this desk's kit has it */
async function desk(
  id: string,
  feed: Feed,
  known: World = world,
  computer = new Computer(),
): Promise<NodeDesk> {
  const session = new SessionFetch(
    server.url,
    async (kid) => kid === server.gateway,
    server.transport(id),
    withholding(feed),
  );
  const remote = (url: string, fetcher: SessionFetch['fetch']) =>
    new PouchDB(url, { adapter: 'http', skip_setup: true, fetch: fetcher as typeof fetch } as object);
  const opened = await NodeDesk.open({
    world: known,
    desk: id,
    gateway: server.url,
    stores: computer.stores(configurationOf(known, id as never, null).missions),
    transfer: () => new PouchTransfer(session, (name) => computer.database(name), remote),
  });
  open.push(opened);
  await opened.unlock('A. S.');
  return opened;
}

/** Each sends, and fetches what the centre says of it. */
const passes = async (...desks: NodeDesk[]): Promise<void> => {
  for (const one of desks) for (const _ of ['up', 'word']) await one.desk.sendNow();
};
/** What the panel says of it, at once and when nobody can say any more that it is on its way. */
const told = async (one: NodeDesk): Promise<unknown> => {
  await passes(one);
  const early = await withheld(one);
  world.clock.time += 11 * MINUTE;
  await passes(one);
  expect(early, 'not before it could have come').toBeUndefined();
  return withheld(one);
};
const withheld = async (one: NodeDesk) =>
  (await one.desk.link()).attention.find(({ code }) => code === 'LN-008')?.values;
const note = { kind: 'annotated', body: { note: 'specimen' } } as const;
const isActOf = (dossier: DossierId) => (id: string) => id.startsWith(`act:${dossier}:`);
const isReceipt = (id: string): boolean => id.startsWith('receipt:');

/** ids of the receipts that the centre has signed for the mission */
async function signed(): Promise<string[]> {
  const headers = { authorization: `Bearer ${await server.token('CENTRAL/A')}` };
  const reply = await fetch(`${server.url}/mission-ml-par/_all_docs?startkey="receipt:"&endkey="receipt:~"`, {
    headers,
  });
  return ((await reply.json()) as { rows: { id: string }[] }).rows.map(({ id }) => id);
}

describe('of what the centre has', () => {
  let a: NodeDesk;
  let b: NodeDesk;
  let feed: Feed;
  let computer: Computer;
  beforeEach(async () => {
    server = await TestServer.start(world);
    feed = honest();
    a = await desk('ML-PAR/A', honest());
    computer = new Computer();
    b = await desk('ML-PAR/B', feed, world, computer);
  });

  /** In a new server epoch feeds begin anew, and the gateway says again what it holds. */
  const fetchesAllAgain = async () => {
    await server.running.gateway.epoch.raise();
    await a.sealed(SERVICE);
    await passes(a, b);
  };

  it('nothing withheld, nothing is said, whatever the day was', async () => {
    const { dossier } = await a.sealed(SERVICE);
    await passes(a, b);
    await b.seal(dossier, note);
    await passes(b, a);
    await b.sealed(SERVICE);
    for (const one of [a, b]) expect(await told(one)).toBeUndefined();
    expect((await b.desk.link()).attention).toEqual([]);
  });

  it('its receipts: what was sealed here is never said to be received, and how long that lasts is', async () => {
    feed.without = isReceipt;
    await b.sealed(SERVICE);
    await passes(b);
    const sealedAt = (await b.desk.link()).sent.oldestAt;
    world.clock.time += 21 * DAY;
    await passes(b);
    const link = await b.desk.link();
    expect(link.sent).toEqual({ entries: 2, oldestAt: sealedAt });
    expect([link.received.entries, link.lastReceivedAt]).toEqual([0, null]);
    // That it answers is no word of it.
    expect(link.lastContactAt).not.toBeNull();
    expect((await b.desk.situation()).lastWordFromCentre).toBeNull();
  });

  it('another desk’s acts: its own receipts name them', async () => {
    const { dossier } = await a.sealed(SERVICE);
    await passes(a, b);
    const [seen] = (await b.desk.dossier(dossier)).heads;
    feed.without = isActOf(dossier);
    const { acts } = await a.seal(dossier, note);
    const other = await a.sealed(SERVICE);
    await passes(a);
    expect(await told(b)).toEqual({ acts: 1, receipts: 0, records: 0 });
    expect((await b.desk.link()).state).toBe('needs-person');
    expect((await b.desk.dossier(dossier)).heads).toEqual([seen]);
    expect((await b.desk.dossier(other.dossier)).heads).toHaveLength(1);
    // What stands on it comes, is shown, and does not count.
    feed.without = (id) => id.endsWith(`:${acts[0]}`);
    const later = await a.seal(dossier, { kind: 'amended', body: { answers: {}, reason: 'x' } });
    await passes(a, b);
    const view = await b.desk.dossier(dossier);
    expect(view.timeline.map(({ act }) => act)).toContain(later.acts[0]);
    expect(view.heads).toEqual([seen]);
  });

  it('a whole file, and the receipts that name it: their numbers have a hole', async () => {
    await a.sealed(SERVICE);
    await passes(a, b);
    const before = await signed();
    const { dossier } = await a.sealed(SERVICE);
    await passes(a);
    const hidden = (await signed()).filter((id) => !before.includes(id));
    feed.without = (id) => isActOf(dossier)(id) || hidden.includes(id);
    await passes(b);
    world.clock.time += 11 * MINUTE;
    await passes(b);
    // The last of a series is not missed: whatever is silent as a whole is told by its age alone.
    expect(await withheld(b)).toBeUndefined();
    await a.sealed(SERVICE);
    await passes(a);
    expect(await told(b)).toEqual({ acts: 0, receipts: hidden.length, records: 0 });
    const { rows } = await b.desk.list('all', 0, 10);
    expect(rows.map(({ id }) => id)).not.toContain(dossier);

    // A new server epoch makes nothing good: only what was not missed yet may have gone with a copy of the data.
    await fetchesAllAgain();
    const epochs = (await signed()).map((id) => id.split(':')[2]);
    expect(new Set(epochs).size).toBe(2);
    expect(await withheld(b)).toEqual({ acts: 0, receipts: hidden.length, records: 0 });
    feed.without = isActOf(dossier);
    await fetchesAllAgain();
    expect(await withheld(b)).toBeUndefined();
  });

  it('nothing of a server epoch that ended before it could have come: a restore may have lost it', async () => {
    await a.sealed(SERVICE);
    await passes(a, b);
    const before = await signed();
    await a.sealed(SERVICE);
    await passes(a);
    const lost = (await signed()).filter((id) => !before.includes(id));
    feed.without = (id) => lost.includes(id);
    await a.sealed(SERVICE);
    await passes(a, b);
    world.clock.time += 5 * MINUTE;
    await fetchesAllAgain();
    expect(await told(b)).toBeUndefined();
  });

  it('over locks and starts: what was missed goes on being waited for, and what was told is told at once', async () => {
    const { dossier } = await a.sealed(SERVICE);
    await passes(a, b);
    feed.without = isActOf(dossier);
    const { acts } = await a.seal(dossier, note);
    await passes(a, b);
    const again = async (from: Feed) => {
      await b.close();
      open = open.filter((one) => one !== b);
      b = await desk('ML-PAR/B', from, world, computer);
    };
    world.clock.time += 11 * MINUTE;
    await again(feed);
    // Nothing was told before, and the centre has not been asked since.
    expect(await withheld(b)).toBeUndefined();
    await b.desk.sendNow();
    expect(await withheld(b)).toEqual({ acts: acts.length, receipts: 0, records: 0 });
    await again({ without: () => true });
    await vi.waitFor(async () => expect(await withheld(b)).toEqual({ acts: 1, receipts: 0, records: 0 }));
    await again(honest());
    await fetchesAllAgain();
    expect(await withheld(b)).toBeUndefined();
  });

  it('everything: the age of its newest word is shown, grows, and warns', async () => {
    const { dossier } = await b.sealed(SERVICE);
    await passes(b, a);
    const { lastWordFromCentre: word } = await b.desk.situation();
    feed.without = () => true;
    world.clock.time += 21 * DAY;
    await a.seal(dossier, note);
    await passes(a, b);
    expect(await withheld(b)).toBeUndefined();
    const situation = await b.desk.situation();
    expect(situation.lastWordFromCentre).toBe(word);
    expect(situation.keyring).toMatchObject({ wordAt: word, days: 21, state: 'old' });
    expect((await a.desk.situation()).keyring).toMatchObject({ state: 'fresh', days: 0 });
  });
});

describe('of the keyring', () => {
  /** The ministry as it was when both kits were made: somebody is revoked after that, and a list says so. */
  let before: World;
  let revocation: SignedDocument;
  const LIST = 'keyring:2';
  beforeEach(async () => {
    const documents = [...world.ministry.keyringDocuments];
    before = Object.create(world, {
      ministry: { value: { ...world.ministry, keyringDocuments: [...documents] } },
    }) as World;
    revocation = await revocationOf(world, world.head.credential.kid);
    documents.push(revocation);
    const making = { clock: world.clock, random: { bytes: () => new Uint8Array(0) }, documents };
    // A second text under one id: both are on the list.
    const { authority, groupKeys } = world.ministry;
    const name = { name: 'SPECIMEN Anna', initials: 'A. S.' };
    await makeDirectoryEntry(making, authority, world.agent.credential, name, new Map(groupKeys));
    await closeKeyring(making, authority, 2);
    world = Object.create(world, {
      ministry: { value: { ...world.ministry, keyringDocuments: documents } },
    }) as World;
    server = await TestServer.start(world);
  });
  const knows = async (one: NodeDesk) => {
    const file = await one.desk.exportKeyring();
    return [revocation._id, LIST].map((id) => file.includes(`"${id}"`));
  };

  it('a revocation: the list names it', async () => {
    const b = await desk('ML-PAR/B', { without: (id) => id === revocation._id }, before);
    expect(await told(b)).toEqual({ acts: 0, receipts: 0, records: 1 });
    expect(await knows(b)).toEqual([false, true]);
    const a = await desk('ML-PAR/A', honest(), before);
    expect(await told(a)).toBeUndefined();
    expect(await knows(a)).toEqual([true, true]);
  });

  it('a revocation and its list: an act that was sealed on it does, and a stick brings both', async () => {
    const feed: Feed = { without: (_, database) => database === 'keyring' };
    const a = await desk('ML-PAR/A', honest());
    const computer = new Computer();
    let b = await desk('ML-PAR/B', feed, before, computer);
    await passes(b);
    world.clock.time += 11 * MINUTE;
    await passes(b);
    // The gateway says nothing of it, and a gateway's word that the old list is the newest would make it fresh.
    expect(await withheld(b)).toBeUndefined();
    expect((await b.desk.situation()).keyring).toMatchObject({ state: 'fresh' });
    await passes(a);
    await a.sealed(SERVICE);
    await passes(a);
    expect(await told(b)).toEqual({ acts: 0, receipts: 0, records: 1 });
    expect(await knows(b)).toEqual([false, false]);
    await b.close();
    open = open.filter((one) => one !== b);
    b = await desk('ML-PAR/B', feed, before, computer);
    await passes(b);
    expect(await withheld(b), 'after a start anew').toEqual({ acts: 0, receipts: 0, records: 1 });

    await b.desk.importKeyring(await a.desk.exportKeyring());
    await passes(b);
    expect(await withheld(b)).toBeUndefined();
    expect(await knows(b)).toEqual([true, true]);
  });
});
