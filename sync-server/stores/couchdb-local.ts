import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type CouchdbHttp, notFound } from './couchdb-http.ts';
import { bodyOf, objectOf } from './couchdb-json.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { type DbSettings, DEFAULT_SETTINGS, type LocalDoc, StoreError } from './replica-store.ts';

/** Whose a local document is: what the store keeps for itself stands where no client can write. */
export type Whose = 'client' | 'store';

/** How long between two looks at a compaction that is under way, in milliseconds. */
const COMPACTION_LOOK = 250;

/** What a database keeps that does not replicate. */
export class CouchdbLocal {
  readonly #http: CouchdbHttp;
  readonly #db: string;

  constructor(http: CouchdbHttp, db: string) {
    this.#http = http;
    this.#db = db;
  }

  #path(whose: Whose, id: string): string {
    return `${this.#db}/_local/${encodeURIComponent(`${whose}-${id}`)}`;
  }

  async get(whose: Whose, id: string): Promise<LocalDoc | undefined> {
    const answer = await this.#http.json({ path: this.#path(whose, id), expect: [404], safe: true });
    if (answer.status === 404) {
      notFound(answer);
      return undefined;
    }
    const json = objectOf(answer.body, 'a local document');
    return { rev: String(json._rev), body: bodyOf(json) };
  }

  async put(whose: Whose, id: string, body: JsonObject, parent?: string): Promise<string> {
    const json = { ...body, ...(parent !== undefined && { _rev: parent }) };
    const call = { method: 'PUT', path: this.#path(whose, id), json, expect: [201, 202] } as const;
    return String(objectOf((await this.#http.json(call)).body, 'an outcome').rev);
  }

  async delete(whose: Whose, id: string): Promise<boolean> {
    const found = await this.get(whose, id);
    if (found === undefined) return false;
    const call = { method: 'DELETE', path: this.#path(whose, id), query: { rev: found.rev } } as const;
    const answer = await this.#http.json({ ...call, expect: [202, 404] });
    if (answer.status !== 404) return true;
    notFound(answer);
    return false;
  }

  /** See `DbInfo.instance`: a name that is drawn once, by whoever opens the database first. */
  async instance(): Promise<string> {
    const known = await this.get('store', 'instance');
    if (typeof known?.body.instance === 'string') return known.body.instance;
    await this.put('store', 'instance', { instance: randomBytes(8).toString('hex') });
    // Another gateway may have drawn one at the same moment: what is kept counts.
    const kept = (await this.get('store', 'instance'))?.body.instance;
    if (typeof kept !== 'string') throw new StoreError('unavailable', 'the store lost a local document');
    return kept;
  }

  /**
   * `security` is of our own protocol layer and never becomes CouchDB's `_security`: ours is empty where nothing was
   * said, and there an empty one would open the database to everybody who reaches CouchDB.
   */
  async settings(): Promise<DbSettings> {
    const limit = await this.#http.json({ path: `${this.#db}/_revs_limit`, safe: true });
    const kept = (await this.get('store', 'security'))?.body.security;
    const security = isJsonObject(kept) ? kept : DEFAULT_SETTINGS.security;
    return { revsLimit: Number(limit.body), security };
  }

  async putSettings({ revsLimit, security }: Partial<DbSettings>): Promise<void> {
    if (revsLimit !== undefined) {
      const path = `${this.#db}/_revs_limit`;
      await this.#http.json({ method: 'PUT', path, json: revsLimit, expect: [202] });
    }
    if (security === undefined) return;
    const before = await this.get('store', 'security');
    await this.put('store', 'security', { security }, before?.rev);
  }

  /** CouchDB answers before it has compacted: it is over when none of its copies says otherwise, twice in turn. */
  async compact(): Promise<void> {
    await this.#http.json({ method: 'POST', path: `${this.#db}/_compact`, json: {}, expect: [202] });
    for (let idle = 0; idle < 2; ) {
      const { body } = await this.#http.json({ path: this.#db, safe: true });
      idle = objectOf(body, 'a database').compact_running === true ? 0 : idle + 1;
      if (idle < 2) await wait(COMPACTION_LOOK);
    }
  }
}
