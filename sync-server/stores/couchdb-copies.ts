import { type CouchdbHttp, saidIn } from './couchdb-http.ts';
import { listOf, objectOf } from './couchdb-json.ts';
import type { Rev } from './ids.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { type RevsQuery, StoreError } from './replica-store.ts';

/** The copies of a part of a database: each of `paths` is one, asked by itself. */
export interface Range {
  readonly paths: readonly string[];
}

/** A revision that fewer than a majority are known to have, and the paths of those that have it. */
export interface Scarce {
  readonly id: string;
  readonly rev: Rev;
  readonly holders: readonly string[];
}

/** More than half: any two majorities of the same copies share one. */
export const majorityOf = (range: Range): number => Math.floor(range.paths.length / 2) + 1;

const NOT_HERE = new Set([400, 404, 405, 501]);
const REFUSED = new Set([401, 403]);

/**
 * Which nodes of a cluster hold which part of a database, and what each of them has. CouchDB's own answers do not say
 * it: with `new_edits: false` it answers 201 though a single copy took the write, and a read with `r` answers though
 * fewer copies did (docs/decisions/0009-couchdb-store.md).
 */
export class ShardCopies {
  readonly #http: CouchdbHttp;
  readonly #name: string;
  readonly #db: string;
  #ranges: Promise<readonly Range[]> | undefined;

  /** @param name of the database there; `db` is the same as a path */
  constructor(http: CouchdbHttp, name: string, db: string) {
    this.#http = http;
    this.#name = name;
    this.#db = db;
  }

  /**
   * The parts of the database, or none where there is one copy only: then an answer of the store is the copy's own.
   * @throws StoreError `unavailable`, also where there are several copies and this account may not ask them
   */
  ranges(): Promise<readonly Range[]> {
    this.#ranges ??= this.#readRanges().catch((error: unknown) => {
      this.#ranges = undefined;
      throw error;
    });
    return this.#ranges;
  }

  /** Shards are moved and split: what is known of them is read anew. */
  forget(): void {
    this.#ranges = undefined;
  }

  async #readRanges(): Promise<readonly Range[]> {
    const path = `_node/_local/_dbs/${this.#db}`;
    const expect = [...NOT_HERE, ...REFUSED];
    const { status, body } = await this.#http.json({ path, expect, safe: true });
    if (status !== 200) return this.#withoutNodes(saidIn(body).error);
    const { shard_suffix, by_range } = objectOf(body, 'a map of shards');
    const suffix = String.fromCharCode(...listOf(shard_suffix, 'a map of shards').map(Number));
    const ranges = Object.entries(objectOf(by_range, 'a map of shards')).map(([range, nodes]) => {
      const shard = encodeURIComponent(`shards/${range}/${this.#name}${suffix}`);
      const names = listOf(nodes, 'a map of shards').map((node) => encodeURIComponent(String(node)));
      return { paths: names.map((node) => `_node/${node}/${shard}`) };
    });
    return ranges.every(({ paths }) => paths.length === 1) ? [] : ranges;
  }

  /** A server without nodes, or an account that may not see them: is there one copy? */
  async #withoutNodes(error: string): Promise<readonly Range[]> {
    const { body } = await this.#http.json({ path: this.#db, safe: true });
    const { cluster } = objectOf(body, 'a database');
    const n = isJsonObject(cluster) ? Number(cluster.n ?? 1) : 1;
    if (n === 1) return [];
    throw new StoreError(
      'unavailable',
      `the store keeps ${n} copies and does not let this account ask each of them (${error}): give it an administrator's`,
    );
  }

  /** Of the revisions, those that a majority of the copies is not known to have. A copy that does not answer has none. */
  async lacking(revs: RevsQuery): Promise<RevsQuery> {
    const lacking = new Map<string, Rev[]>();
    for (const { id, rev } of await this.scarce(revs)) lacking.set(id, [...(lacking.get(id) ?? []), rev]);
    return lacking;
  }

  /**
   * The same, each with the copies that have it. A document lies in one range, and which one is CouchDB's own affair:
   * every range is asked for all, and one that is not the document's has it nowhere.
   */
  async scarce(revs: RevsQuery): Promise<readonly Scarce[]> {
    const ranges = await this.ranges();
    const missing = await Promise.all(
      ranges.map(({ paths }) => Promise.all(paths.map((path) => this.#missingAt(path, revs)))),
    );
    const holdersIn = (range: Range, at: number, name: string): string[] =>
      range.paths.filter((_, copy) => missing[at]?.[copy]?.has(name) === false);
    const found: Scarce[] = [];
    for (const [id, asked] of revs) {
      for (const rev of asked) {
        const holders = ranges.map((range, at) => holdersIn(range, at, `${rev} ${id}`));
        const isHeld = ranges.some((range, at) => (holders[at]?.length ?? 0) >= majorityOf(range));
        if (!isHeld) found.push({ id, rev, holders: holders.flat() });
      }
    }
    return found;
  }

  /** `undefined`: the copy does not answer. */
  async #missingAt(path: string, revs: RevsQuery): Promise<ReadonlySet<string> | undefined> {
    try {
      const call = { method: 'POST', path: `${path}/_missing_revs`, json: Object.fromEntries(revs) } as const;
      const { body } = await this.#http.json({ ...call, safe: true });
      return missingIn(objectOf(body, 'missing revisions'));
    } catch (error) {
      if (error instanceof StoreError && error.code === 'closed') throw error;
      return undefined;
    }
  }

  /**
   * What a majority of the copies of each part say, part by part. A copy that fails is replaced by another.
   * @throws StoreError `unavailable`: fewer than a majority answer
   */
  async askMajority(ask: (path: string) => Promise<Json>): Promise<readonly (readonly Json[])[]> {
    const ranges = await this.ranges();
    return Promise.all(ranges.map((range) => majorityAnswers(range, ask)));
  }
}

function missingIn({ missing_revs }: JsonObject): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [id, revs] of Object.entries(objectOf(missing_revs, 'missing revisions')))
    for (const rev of listOf(revs, 'missing revisions')) found.add(`${rev} ${id}`);
  return found;
}

async function majorityAnswers(range: Range, ask: (path: string) => Promise<Json>): Promise<readonly Json[]> {
  const wanted = majorityOf(range);
  const answers: Json[] = [];
  const left = [...range.paths];
  while (answers.length < wanted) {
    const next = left.splice(0, wanted - answers.length);
    if (next.length === 0) throw new StoreError('unavailable', 'too few copies of the store answer');
    for (const result of await Promise.allSettled(next.map(ask)))
      if (result.status === 'fulfilled') answers.push(result.value);
  }
  return answers;
}
