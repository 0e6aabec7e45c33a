/**
 * Two gateways in front of one store (docs/decisions/0005): whatever the cluster does to them and whichever of them a
 * desk asks, each act has one verdict and lies in one place, no receipt is false, and none is missing.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ActId } from '../../../app/acts/ids.ts';
import { readAct } from '../../../app/acts/verify-act.ts';
import { type Receipt, verifyReceipt } from '../../../app/admission/receipt.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { parseCompact, payloadOf } from '../../../app/seal/jws.ts';
import { demoPlan } from '../../../scripts/ministry/plan.ts';
import { serverFile } from '../../../scripts/ministry/write-ministry.ts';
import { databaseOf, documentsOf } from '../../../sync-server/admission/databases.ts';
import { Gateway } from '../../../sync-server/admission/gateway.ts';
import { openCouchdbStore } from '../../../sync-server/stores/couchdb-store.ts';
import { openLevelStore } from '../../../sync-server/stores/level-store.ts';
import type { DocRevision, ReplicaDb, ReplicaStore } from '../../../sync-server/stores/replica-store.ts';
import { openedBody, World } from '../../world/world.ts';
import { FakeCluster } from '../stores/couchdb-cluster.ts';
import { type Fault, FaultProxy } from '../stores/couchdb-proxy.ts';
import { aDay } from './a-day.ts';
import { type ClusterView, clusterView, type Luck } from './cluster-view.ts';
import {
  BY_CENTRE,
  Centre,
  chunkRevision,
  documentsOfActs,
  PARIS,
  revision,
  SERVICES,
  wrapOf,
} from './support.ts';

const RECORDS = databaseOf(PARIS, 'records');
const EVIDENCE = databaseOf(PARIS, 'evidence');
const QUARANTINE = databaseOf(PARIS, 'quarantine');

let world: World;
let documents: SignedDocument[];
let expected: Map<string, string>;
beforeAll(async () => {
  world = await World.open(SERVICES, demoPlan('http://127.0.0.1:1', 2));
  documents = await aDay(world);
  const centre = await Centre.open(world);
  await centre.push(documents);
  expected = await centre.lastWords();
  await centre.close();
});

class Pair {
  readonly folder: string;
  readonly truth: ReplicaStore;
  readonly views: readonly ClusterView[];
  readonly gateways: (Promise<Gateway> | null)[] = [null, null];
  readonly troubles: unknown[] = [];
  readonly superseded: number[] = [];
  /** receipts that named as accepted what the store did not hold when they were written */
  readonly premature: string[] = [];

  private constructor(folder: string, truth: ReplicaStore, stores: readonly ReplicaStore[], luck: Luck) {
    this.folder = folder;
    this.truth = truth;
    const onWrite = (db: ReplicaDb, revisions: readonly DocRevision[]) => this.#checkReceipts(db, revisions);
    this.views = stores.map((store) => clusterView(store, luck, onWrite));
  }

  static async open(luck: Luck = () => 1): Promise<Pair> {
    const folder = await mkdtemp(join(tmpdir(), 'guichet-pair-'));
    const store = await openLevelStore(folder);
    return new Pair(folder, store, [store, store], luck);
  }

  /** Each gateway has a connection of its own to the same data. */
  static async over(truth: ReplicaStore, stores: readonly ReplicaStore[]): Promise<Pair> {
    return new Pair(await mkdtemp(join(tmpdir(), 'guichet-pair-')), truth, stores, () => 1);
  }

  async #checkReceipts(db: ReplicaDb, revisions: readonly DocRevision[]): Promise<void> {
    if (db.name !== RECORDS) return;
    for (const { id, body } of revisions.filter((one) => one.id.startsWith('receipt:'))) {
      const { items } = payloadOf(parseCompact(String(body.jws))) as unknown as Receipt;
      const kept = new Set(
        [...(await ids(this.truth, RECORDS)), ...(await ids(this.truth, EVIDENCE))].map(lastPart),
      );
      for (const [type, subject, verdict] of items)
        if (verdict === 'accepted' && !kept.has(subject)) this.premature.push(`${id}: ${type} ${subject}`);
    }
  }

  /** Opens the gateway if it is not there: it may have failed to start. */
  async gateway(n: number): Promise<Gateway> {
    const opening = this.gateways[n] ?? this.start(n);
    this.gateways[n] = opening;
    try {
      return await opening;
    } catch (error) {
      if (this.gateways[n] === opening) this.gateways[n] = null;
      throw error;
    }
  }

  start(n: number): Promise<Gateway> {
    return Gateway.open({
      store: (this.views[n] as ClusterView).store,
      ministry: serverFile(world.ministry, n),
      clock: world.clock,
      onError: (error) => this.troubles.push(error),
      onSuperseded: () => this.superseded.push(n),
    });
  }

  /** As a desk does: again until it is answered, and from the other gateway if one does not answer. */
  async push(n: number, pushed: readonly SignedDocument[]): Promise<void> {
    const docs = pushed.map(({ _id, _rev, jws }) => revision(_id, _rev, { jws }));
    await this.#write(n, RECORDS, docs);
  }

  async pushChunks(n: number, chunks: readonly Uint8Array[]): Promise<void> {
    await this.#write(n, EVIDENCE, await Promise.all(chunks.map(chunkRevision)));
  }

  async #write(first: number, db: typeof RECORDS, docs: DocRevision[]): Promise<void> {
    let last: unknown;
    for (let attempt = 0; attempt < 200; attempt += 1) {
      try {
        const gateway = await this.gateway((first + attempt) % 2);
        const answers = await gateway.write(db, { newEdits: false, docs }, 'ML-PAR/B');
        expect(answers.filter((answer) => 'error' in answer)).toEqual([]);
        return;
      } catch (error) {
        if (!(error instanceof Error) || !('code' in error)) throw error;
        last = error;
      }
    }
    throw new Error('never answered', { cause: last });
  }

  /** Nothing goes wrong any more; both take in what the other wrote, until there is nothing left to say. */
  async settle(): Promise<void> {
    for (const view of this.views) view.calm();
    for (let before = -1, now = 0; now !== before; ) {
      before = now;
      for (const n of [0, 1]) {
        const gateway = await this.gateway(n);
        await gateway.follow();
        await gateway.idle();
      }
      now = (await this.receipts()).length;
    }
  }

  async kill(n: number): Promise<void> {
    const gateway = await this.gateways[n];
    this.gateways[n] = null;
    gateway?.leave();
    await gateway?.idle();
  }

  async receipts(): Promise<Receipt[]> {
    const found: Receipt[] = [];
    const db = (await this.truth.open(RECORDS)) as ReplicaDb;
    for await (const { id, rev, body } of documentsOf(db, 'receipt:'))
      found.push(await verifyReceipt({ _id: id, _rev: rev, jws: String(body.jws) }, world.keyring));
    return found.sort((a, b) => (a.epoch === b.epoch ? a.n - b.n : a.at < b.at ? -1 : 1));
  }

  /** each gateway's last word on each act, in the present epoch */
  async lastWords(): Promise<Map<string, string>[]> {
    const { value } = ((await this.gateway(0)) as Gateway).epoch;
    const receipts = (await this.receipts()).filter(({ epoch }) => epoch === value);
    return world.ministry.gateways.map(({ credential }) => {
      const words = new Map<string, string>();
      for (const { kid, items } of receipts)
        if (kid === credential.kid)
          for (const [type, id, verdict, code] of items)
            if (type === 'act') words.set(id, `${verdict} ${code}`);
      return words;
    });
  }

  async close(): Promise<void> {
    for (const n of [0, 1]) await this.kill(n);
    await this.truth.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

const lastPart = (id: string): string => id.slice(id.lastIndexOf(':') + 1);

async function ids(store: ReplicaStore, name: typeof RECORDS, prefix = ''): Promise<string[]> {
  const db = await store.open(name);
  const found: string[] = [];
  if (db) for await (const { id } of documentsOf(db, prefix, false)) found.push(id);
  return found;
}

/** What must hold once everything has been said. @param second copies in quarantine may still be there */
async function expectTrue(pair: Pair, second = false): Promise<void> {
  expect(pair.premature).toEqual([]);
  const receipts = await pair.receipts();
  // no hole in what a gateway says, and nothing said twice under one number
  const series = new Map<string, number[]>();
  for (const { kid, epoch, n } of receipts)
    series.set(`${kid} ${epoch}`, [...(series.get(`${kid} ${epoch}`) ?? []), n]);
  for (const numbers of series.values()) expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  const records = (await pair.truth.open(RECORDS)) as ReplicaDb;
  for (const id of await ids(pair.truth, RECORDS)) {
    const read = await records.get(id, { conflicts: true });
    expect(read.kind === 'found' ? (read.doc.conflicts ?? []) : read.kind, id).toEqual([]);
  }
  // one verdict: of two final words none contradicts the other, and each act has its own
  const words = await pair.lastWords();
  for (const [act, word] of expected) {
    const said = words.flatMap((own) => own.get(act) ?? []);
    expect(said, act).toContain(word);
    expect(said.filter((one) => !one.startsWith('held') && one !== word)).toEqual([]);
  }
  // one place
  const kept = new Set((await ids(pair.truth, RECORDS, 'act:')).map(lastPart));
  const held = new Set((await ids(pair.truth, QUARANTINE, 'q:act:')).map(lastPart));
  for (const [act, word] of expected) {
    expect(kept.has(act), act).toBe(word.startsWith('accepted'));
    if (!second || !word.startsWith('accepted'))
      expect(held.has(act), act).toBe(!word.startsWith('accepted'));
  }
  await expectChainsTrue(receipts);
}

/** A chain's head is the act at that place of it, and everything before it has come. */
async function expectChainsTrue(receipts: readonly Receipt[]): Promise<void> {
  const places = new Map<string, Set<ActId>>();
  for (const { _id, jws } of documents.filter((one) => one._id.startsWith('act:'))) {
    const { id, envelope } = await readAct(jws).catch(() => ({ id: lastPart(_id) as ActId, envelope: null }));
    if (!envelope) continue;
    const place = `${envelope.desk} ${envelope.epoch} ${envelope.seq}`;
    places.set(place, (places.get(place) ?? new Set()).add(id));
  }
  for (const [desk, epoch, contiguousTo, head] of receipts.flatMap(({ chains }) => chains)) {
    for (let seq = 1; seq <= contiguousTo; seq += 1) expect(places.has(`${desk} ${epoch} ${seq}`)).toBe(true);
    if (contiguousTo > 0) expect(places.get(`${desk} ${epoch} ${contiguousTo}`)).toContain(head);
  }
}

describe('two gateways in front of one store', () => {
  it('say the same of the same act, whichever is asked, and each what it was asked', async () => {
    const pair = await Pair.open();
    await Promise.all([pair.push(0, documents), pair.push(1, documents)]);
    await pair.settle();
    await expectTrue(pair);
    for (const words of await pair.lastWords()) expect(words).toEqual(expected);
    expect(pair.troubles).toEqual([]);
    await pair.close();
  });

  it('free what waits at one by what comes to the other: records, keyring, evidence', async () => {
    const pair = await Pair.open();
    const { acts, dossier } = await world.lodged(BY_CENTRE);
    const [first, second] = documentsOfActs(acts) as [SignedDocument, SignedDocument];
    await pair.push(0, [second]);
    await pair.push(1, [first, wrapOf(dossier)]);
    await pair.settle();
    const items = (await pair.receipts()).flatMap((receipt) => receipt.items);
    for (const { id } of acts) expect(items).toContainEqual(['act', id, 'accepted', 'AD-000']);

    const bytes = crypto.getRandomValues(new Uint8Array(500));
    await pair.pushChunks(0, [bytes]);
    expect(await ids(pair.truth, EVIDENCE)).toEqual([]);
    const chunk = lastPart((await chunkRevision(bytes)).id);
    const scanned = await world.dossier(BY_CENTRE);
    const listing = { id: 'A'.repeat(22) as never, bytes: 500, chunks: [chunk as never] };
    const act = await world.seal(scanned, world.agent, {
      kind: 'opened',
      prior: [],
      body: openedBody(),
      but: { blobs: [listing] },
    });
    await pair.push(1, [...documentsOfActs([act]), wrapOf(scanned)]);
    await pair.settle();
    expect((await ids(pair.truth, EVIDENCE)).map(lastPart)).toEqual([chunk]);
    expect(await ids(pair.truth, QUARANTINE)).toEqual([]);
    await pair.close();
  });

  it('one that begins a new epoch takes the other along', async () => {
    const pair = await Pair.open();
    await pair.push(0, documents);
    await pair.push(1, documents.slice(0, 2));
    const [a, b] = [await pair.gateway(0), await pair.gateway(1)];
    await a.epoch.raise();
    await pair.settle();
    expect(b.epoch.value).toBe(a.epoch.value);
    await expectTrue(pair);
    await pair.close();
  });

  it('a process that lives on beside its own restart admits nothing more, as soon as it hears of it', async () => {
    const pair = await Pair.open();
    const old = await pair.start(0);
    const restarted = await pair.gateway(0);
    await pair.push(0, documents);
    await old.follow().catch(() => {});
    await old.idle();
    expect(pair.superseded).toEqual([0]);
    const refused = old.write(RECORDS, { newEdits: false, docs: [] }, 'ML-PAR/B');
    await expect(refused).rejects.toMatchObject({ code: 'unavailable' });
    expect(old.epoch.value).toBe(restarted.epoch.value);
    await pair.settle();
    await expectTrue(pair);
    old.leave();
    await old.idle();
    await pair.close();
  });

  it('through lost replies, missing quorums, lagging reads, feeds that go back, and ends of one of them', async () => {
    const delivery = fc.record({
      to: fc.nat({ max: 1 }),
      from: fc.nat({ max: 15 }),
      length: fc.integer({ min: 1, max: 16 }),
    });
    const plan = fc.record({
      seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      order: fc.shuffledSubarray([...documents.keys()], { minLength: documents.length }),
      deliveries: fc.array(delivery, { minLength: 2, maxLength: 8 }),
      killed: fc.option(fc.nat({ max: 8 })),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ seed, order, deliveries, killed }) => {
        const pair = await Pair.open(mulberry32(seed));
        try {
          const sequence = order.map((n) => documents[n] as SignedDocument);
          const pushes = [
            ...deliveries.map(({ to, from, length }) => [to, sequence.slice(from, from + length)] as const),
            [seed % 2, sequence] as const,
          ];
          // Two at a time, at whichever gateway the balancer gives.
          for (let at = 0; at < pushes.length; at += 2) {
            await Promise.all(pushes.slice(at, at + 2).map(([to, some]) => pair.push(to, some)));
            if (killed === at) await pair.kill(seed % 2);
          }
          await pair.settle();
          await expectTrue(pair, true);
          // A second copy that a lagging read hid when it was to be let go of is let go of at a start.
          await pair.kill(0);
          await pair.settle();
          await expectTrue(pair);
        } finally {
          await pair.close();
        }
      }),
      { numRuns: 25 },
    );
  }, 240_000);
});

const LOSSES: readonly [RegExp, Fault][] = [
  [/^POST \/g-[^ ]*\/_bulk_docs/, { kind: 'lose' }],
  [/^POST \/g-[^ ]*\/_bulk_docs/, { kind: 'status', status: 202 }],
  [/^POST \/g-[^ ]*\/_bulk_docs/, { kind: 'refuse' }],
  [/^(GET|POST) \/g-[^ ]*\/_changes/, { kind: 'cut', after: 40 }],
  [/^POST \/_node\//, { kind: 'refuse' }],
];

describe('two gateways in front of three copies of CouchDB’s kind, each behind a network of its own', () => {
  it.each([1, 2, 3])(
    'agree while copies go and come and replies are lost (%i)',
    async (seed) => {
      const luck = mulberry32(seed);
      const cluster = await FakeCluster.open();
      const proxies = [await FaultProxy.open(cluster.url), await FaultProxy.open(cluster.url)];
      const connect = (url: string) =>
        openCouchdbStore(`${url}?prefix=g-`, { retries: [5], silenceMs: 5000 });
      const stores = await Promise.all(proxies.map(({ url }) => connect(url)));
      const truth = await connect(cluster.url);
      const pair = await Pair.over(truth, stores);
      try {
        // Databases are made while all nodes are there: the double does not bring them to one that was away.
        for (const n of [0, 1]) await pair.gateway(n);
        for (let round = 0; round < 6; round += 1) {
          cluster.only(
            ...[
              [0, 1],
              [1, 2],
              [0, 2],
              [0, 1, 2],
            ][Math.floor(luck() * 4)]!,
          );
          cluster.reader = Math.floor(luck() * 3);
          for (const proxy of proxies) {
            const [match, fault] = LOSSES[Math.floor(luck() * LOSSES.length)]!;
            proxy.next(match, fault, 1 + Math.floor(luck() * 2));
          }
          const some = () => shuffledBy(luck, documents).slice(0, 6);
          await Promise.all([pair.push(0, some()), pair.push(1, some())]);
        }
        cluster.only(0, 1, 2);
        for (const proxy of proxies) proxy.heal();
        await pair.push(seed % 2, documents);
        await pair.settle();
        await expectTrue(pair, true);
      } finally {
        await pair.close();
        for (const store of stores) await store.close();
        for (const proxy of proxies) await proxy.close();
        await cluster.close();
      }
    },
    120_000,
  );
});

const shuffledBy = <T>(luck: Luck, items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, at: luck() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);

/** Seeded numbers in [0, 1), so that a failing run can be run again. */
function mulberry32(seed: number): Luck {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
