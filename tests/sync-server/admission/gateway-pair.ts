/** Two gateways, each with its own view of one store, a desk that pushes to either, and what must hold of them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ActId } from '../../../app/acts/ids.ts';
import { readAct } from '../../../app/acts/verify-act.ts';
import { type Receipt, verifyReceipt } from '../../../app/admission/receipt.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { parseCompact, payloadOf } from '../../../app/seal/jws.ts';
import { serverFile } from '../../../scripts/ministry/write-ministry.ts';
import { databaseOf, documentsOf } from '../../../sync-server/admission/databases.ts';
import { Gateway } from '../../../sync-server/admission/gateway.ts';
import { openLevelStore } from '../../../sync-server/stores/level-store.ts';
import type { DocRevision, ReplicaDb, ReplicaStore } from '../../../sync-server/stores/replica-store.ts';
import type { World } from '../../world/world.ts';
import { type ClusterView, clusterView, type Luck } from './cluster-view.ts';
import { chunkRevision, PARIS, revision } from './support.ts';

export const RECORDS = databaseOf(PARIS, 'records');
export const EVIDENCE = databaseOf(PARIS, 'evidence');
export const QUARANTINE = databaseOf(PARIS, 'quarantine');

export class Pair {
  readonly world: World;
  readonly folder: string;
  readonly truth: ReplicaStore;
  readonly views: readonly ClusterView[];
  readonly gateways: (Promise<Gateway> | null)[] = [null, null];
  readonly troubles: unknown[] = [];
  readonly superseded: number[] = [];
  /** receipts that named as accepted what the store did not hold when they were written */
  readonly premature: string[] = [];

  private constructor(
    world: World,
    folder: string,
    truth: ReplicaStore,
    stores: readonly ReplicaStore[],
    luck: Luck,
  ) {
    this.world = world;
    this.folder = folder;
    this.truth = truth;
    const onWrite = (db: ReplicaDb, revisions: readonly DocRevision[]) => this.#checkReceipts(db, revisions);
    this.views = stores.map((store) => clusterView(store, luck, onWrite));
  }

  static async open(world: World, luck: Luck = () => 1): Promise<Pair> {
    const folder = await mkdtemp(join(tmpdir(), 'guichet-pair-'));
    const store = await openLevelStore(folder);
    return new Pair(world, folder, store, [store, store], luck);
  }

  /** Each gateway has a connection of its own to the same data. */
  static async over(world: World, truth: ReplicaStore, stores: readonly ReplicaStore[]): Promise<Pair> {
    return new Pair(world, await mkdtemp(join(tmpdir(), 'guichet-pair-')), truth, stores, () => 1);
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
      ministry: serverFile(this.world.ministry, n),
      clock: this.world.clock,
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
      found.push(await verifyReceipt({ _id: id, _rev: rev, jws: String(body.jws) }, this.world.keyring));
    return found.sort((a, b) => (a.epoch === b.epoch ? a.n - b.n : a.at < b.at ? -1 : 1));
  }

  /** each gateway's last word on each act, in the present epoch */
  async lastWords(of: 'act' | 'wrap' = 'act'): Promise<Map<string, string>[]> {
    const { value } = ((await this.gateway(0)) as Gateway).epoch;
    const receipts = (await this.receipts()).filter(({ epoch }) => epoch === value);
    return this.world.ministry.gateways.map(({ credential }) => {
      const words = new Map<string, string>();
      for (const { kid, items } of receipts)
        if (kid === credential.kid)
          for (const [type, id, verdict, code] of items) if (type === of) words.set(id, `${verdict} ${code}`);
      return words;
    });
  }

  async close(): Promise<void> {
    for (const n of [0, 1]) await this.kill(n);
    await this.truth.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export const lastPart = (id: string): string => id.slice(id.lastIndexOf(':') + 1);

export async function ids(store: ReplicaStore, name: typeof RECORDS, prefix = ''): Promise<string[]> {
  const db = await store.open(name);
  const found: string[] = [];
  if (db) for await (const { id } of documentsOf(db, prefix, false)) found.push(id);
  return found;
}

/** What was pushed, and what one gateway alone says of each act. */
export interface Told {
  readonly documents: readonly SignedDocument[];
  readonly expected: ReadonlyMap<string, string>;
}

/** What must hold once everything has been said. @param second copies in quarantine may still be there */
export async function expectTrue(pair: Pair, { documents, expected }: Told, second = false): Promise<void> {
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
  await expectChainsTrue(receipts, documents);
}

/** A chain's head is the act at that place of it, and everything before it has come. */
async function expectChainsTrue(
  receipts: readonly Receipt[],
  documents: readonly SignedDocument[],
): Promise<void> {
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
