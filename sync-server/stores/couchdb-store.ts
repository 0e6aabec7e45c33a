import { ShardCopies } from './couchdb-copies.ts';
import { CouchdbDb } from './couchdb-db.ts';
import { CouchdbHttp, notFound, saidIn } from './couchdb-http.ts';
import { listOf } from './couchdb-json.ts';
import { CouchdbLocal } from './couchdb-local.ts';
import { type CouchdbAddress, dbPath, ourName, parseCouchdbUrl, uuidOf } from './couchdb-url.ts';
import type { DbName } from './ids.ts';
import { type ReplicaDb, type ReplicaStore, StoreError } from './replica-store.ts';

export interface CouchdbOptions {
  /** Milliseconds without a byte after which the store counts as away. */
  readonly silenceMs?: number;
  /** Rests before a write in doubt is written again. */
  readonly retries?: readonly number[];
}

/**
 * Opens the store on an Apache CouchDB (3.x), one node or a cluster: `https://user:password@host:5984/?prefix=guichet-`.
 * The account must be an administrator's: databases are made, and in a cluster each copy is asked by itself.
 * @throws TypeError (the URL), StoreError `unavailable`
 */
export async function openCouchdbStore(url: string, options: CouchdbOptions = {}): Promise<ReplicaStore> {
  const store = new CouchdbStore(parseCouchdbUrl(url), options);
  await store.list();
  return store;
}

/** Databases are opened once and kept: what is known of their copies and of writes in doubt belongs to them. */
class CouchdbStore implements ReplicaStore {
  readonly uuid: string;
  readonly shared = true;
  readonly #address: CouchdbAddress;
  readonly #options: CouchdbOptions;
  readonly #http: CouchdbHttp;
  readonly #dbs = new Map<DbName, Promise<CouchdbDb | undefined>>();
  readonly #writing = new Set<Promise<unknown>>();
  #closed = false;

  constructor(address: CouchdbAddress, options: CouchdbOptions) {
    this.uuid = uuidOf(address);
    this.#address = address;
    this.#options = options;
    this.#http = new CouchdbHttp(address, options.silenceMs);
  }

  async create(name: DbName): Promise<boolean> {
    return this.#track(async () => {
      const call = { method: 'PUT', path: this.#path(name), expect: [201, 202, 412] } as const;
      const { status, body } = await this.#http.json(call);
      if (status === 412 && saidIn(body).error !== 'file_exists')
        throw new StoreError('unavailable', 'the store did not make the database');
      return status !== 412;
    });
  }

  async destroy(name: DbName): Promise<boolean> {
    return this.#track(async () => {
      const call = { method: 'DELETE', path: this.#path(name), expect: [202, 404] } as const;
      const answer = await this.#http.json(call);
      if (answer.status === 404 && saidIn(answer.body).error !== 'not_found')
        throw new StoreError('unavailable', 'the store answered 404');
      const db = await this.#dbs.get(name)?.catch(() => undefined);
      this.#dbs.delete(name);
      db?.markGone();
      return answer.status !== 404;
    });
  }

  async list(): Promise<readonly DbName[]> {
    const { body } = await this.#http.json({ path: '_all_dbs', safe: true });
    const names = listOf(body, 'databases').map((name) => ourName(this.#address, String(name)));
    return names.filter((name) => name !== undefined).sort();
  }

  async open(name: DbName): Promise<ReplicaDb | undefined> {
    const known = this.#dbs.get(name);
    if (known !== undefined && (await known.catch(() => undefined))?.isGone === false) return known;
    // Whoever was faster looks for all.
    const found = (this.#dbs.get(name) === known ? undefined : this.#dbs.get(name)) ?? this.#find(name);
    this.#dbs.set(name, found);
    const db = await found.catch(() => undefined);
    if (db === undefined && this.#dbs.get(name) === found) this.#dbs.delete(name);
    return found;
  }

  async #find(name: DbName): Promise<CouchdbDb | undefined> {
    const path = this.#path(name);
    const answer = await this.#http.json({ path, expect: [404], safe: true });
    if (answer.status === 404) {
      if (saidIn(answer.body).error === 'not_found') return undefined;
      notFound(answer);
    }
    const http = this.#http;
    const instance = await new CouchdbLocal(http, path).instance();
    const copies = new ShardCopies(http, this.#address.prefix + name, path);
    // Said at the start, and not at the first write, where this account may not ask the copies.
    await copies.ranges();
    const track = <T>(write: () => Promise<T>): Promise<T> => this.#track(write);
    const { retries } = this.#options;
    return new CouchdbDb({ name, http, path, copies, instance, track, retries });
  }

  async close(): Promise<void> {
    this.#closed = true;
    while (this.#writing.size > 0) await Promise.allSettled(this.#writing);
    for (const opened of this.#dbs.values()) (await opened.catch(() => undefined))?.end();
    this.#http.close();
  }

  #path(name: DbName): string {
    return dbPath(this.#address, name);
  }

  /** What `close` waits for. */
  async #track<T>(write: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new StoreError('closed', 'the store is closed');
    const run = write();
    this.#writing.add(run);
    try {
      return await run;
    } finally {
      this.#writing.delete(run);
    }
  }
}
