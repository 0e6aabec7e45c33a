import { readAllDocs } from './couchdb-all-docs.ts';
import { readAttachment } from './couchdb-attachment.ts';
import { readChanges } from './couchdb-changes.ts';
import type { ShardCopies } from './couchdb-copies.ts';
import { CouchdbFeed } from './couchdb-feed.ts';
import type { CouchdbHttp } from './couchdb-http.ts';
import { objectOf } from './couchdb-json.ts';
import { CouchdbLocal } from './couchdb-local.ts';
import { eachOnce, readBulk, readDoc } from './couchdb-read.ts';
import { fromSeq, toSeq } from './couchdb-seq.ts';
import { CouchdbWriter } from './couchdb-write.ts';
import type { DbName, Rev } from './ids.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import {
  type AllDocsPage,
  type AllDocsQuery,
  type AttachmentRead,
  type BulkGetItem,
  type ChangesPage,
  type ChangesQuery,
  type DbInfo,
  type DbSettings,
  type DocEdit,
  type DocRevision,
  type GetOptions,
  type GetResult,
  type LocalDoc,
  type ReadOptions,
  type ReplicaDb,
  type RevRead,
  type RevsMissing,
  type RevsQuery,
  StoreError,
  type WriteResult,
} from './replica-store.ts';

/** What a database of the store stands on. */
export interface CouchdbDbParts {
  readonly name: DbName;
  readonly http: CouchdbHttp;
  /** Its name there, as a segment of a path. */
  readonly path: string;
  readonly copies: ShardCopies;
  /** See `DbInfo.instance`. */
  readonly instance: string;
  /** Runs a write so that `close` of the store waits for it. */
  readonly track: <T>(write: () => Promise<T>) => Promise<T>;
  readonly retries?: readonly number[] | undefined;
}

/**
 * One database of an Apache CouchDB (3.x). A call of `putDocs` or `putRevisions` is not stored wholly or not at all
 * (guarantee 2): CouchDB writes each document by itself, and after an error some of a batch may be there.
 */
export class CouchdbDb implements ReplicaDb {
  readonly name: DbName;
  readonly #parts: CouchdbDbParts;
  readonly #writer: CouchdbWriter;
  readonly #feed: CouchdbFeed;
  readonly #local: CouchdbLocal;
  #gone = false;

  constructor(parts: CouchdbDbParts) {
    const { http, path, copies, retries } = parts;
    this.name = parts.name;
    this.#parts = parts;
    this.#writer = new CouchdbWriter(http, path, copies, retries);
    this.#feed = new CouchdbFeed(http, path);
    this.#local = new CouchdbLocal(http, path);
  }

  get isGone(): boolean {
    return this.#gone;
  }

  /** The database was destroyed: every later call throws, every follower is woken to find out. */
  markGone(): void {
    this.#gone = true;
    this.#feed.notify();
    this.#feed.end();
  }

  /** The store is closed: nobody follows any longer. */
  end(): void {
    this.#feed.end();
  }

  info(): Promise<DbInfo> {
    return this.#run(async () => {
      const { http, path, instance } = this.#parts;
      const body = objectOf((await http.json({ path, safe: true })).body, 'a database');
      const sizes = isJsonObject(body.sizes) ? body.sizes : {};
      return {
        name: this.name,
        docCount: Number(body.doc_count),
        deletedCount: Number(body.doc_del_count),
        updateSeq: toSeq(instance, body.update_seq),
        instance,
        size: Number(sizes.file ?? 0),
        compacting: body.compact_running === true,
      };
    });
  }

  putDocs(edits: readonly DocEdit[]): Promise<WriteResult> {
    return this.#write(edits, () => this.#writer.putDocs(edits));
  }

  putRevisions(revisions: readonly DocRevision[]): Promise<WriteResult> {
    return this.#write(revisions, () => this.#writer.putRevisions(revisions));
  }

  #write(docs: readonly { readonly id: string }[], write: () => Promise<WriteResult>): Promise<WriteResult> {
    const ids = docs.map(({ id }) => id);
    return this.#parts.track(() => this.#run(() => this.#feed.during(ids, write)));
  }

  confirm(revs: RevsQuery): Promise<RevsQuery> {
    return this.#parts.track(() => this.#run(() => this.#writer.confirm(revs)));
  }

  get(id: string, options: GetOptions = {}): Promise<GetResult> {
    return this.#run(() => readDoc(this.#parts.http, this.#parts.path, id, options));
  }

  async openRevs(
    id: string,
    revs: 'all' | readonly Rev[],
    options: ReadOptions = {},
  ): Promise<readonly RevRead[]> {
    const asked = revs === 'all' ? [{ id }] : revs.map((rev) => ({ id, rev }));
    const found = (await this.bulkGet(asked, options)).flat();
    if (revs === 'all') return found.filter(({ kind }) => kind === 'found');
    return options.latest === true ? eachOnce(found) : found;
  }

  bulkGet(asked: readonly BulkGetItem[], options: ReadOptions = {}): Promise<RevRead[][]> {
    return this.#run(() => readBulk(this.#parts.http, this.#parts.path, asked, options));
  }

  revsDiff(asked: RevsQuery): Promise<ReadonlyMap<string, RevsMissing>> {
    return this.#run(() => this.#writer.revsDiff(asked));
  }

  settings(): Promise<DbSettings> {
    return this.#run(() => this.#local.settings());
  }

  putSettings(settings: Partial<DbSettings>): Promise<void> {
    return this.#parts.track(() => this.#run(() => this.#local.putSettings(settings)));
  }

  compact(): Promise<void> {
    return this.#run(() => this.#local.compact());
  }

  /** CouchDB keeps the bodies of deleted revisions until it compacts, and compacts whole databases. */
  forget(_prefixes: readonly string[]): Promise<void> {
    return this.compact();
  }

  changes(query: ChangesQuery): Promise<ChangesPage> {
    return this.#run(async () => {
      const { http, path, instance } = this.#parts;
      const page = await readChanges(http, path, instance, query);
      this.#feed.read(fromSeq(instance, page.lastSeq));
      return page;
    });
  }

  subscribe(onChange: () => void): () => void {
    return this.#feed.subscribe(onChange);
  }

  allDocs(query: AllDocsQuery): Promise<AllDocsPage> {
    return this.#run(() => readAllDocs(this.#parts.http, this.#parts.path, this.#parts.copies, query));
  }

  attachment(id: string, name: string, rev?: Rev): Promise<AttachmentRead | undefined> {
    return this.#run(async () => {
      const { http, path } = this.#parts;
      const read = await readDoc(http, path, id, rev === undefined ? {} : { rev });
      const info = read.kind === 'found' ? read.doc.attachments.get(name) : undefined;
      if (read.kind !== 'found' || info === undefined) return undefined;
      const file = { db: path, id, rev: read.doc.rev, name, info };
      return { info, open: (start = 0, end = info.length) => readAttachment(http, file, start, end) };
    });
  }

  getLocal(id: string): Promise<LocalDoc | undefined> {
    return this.#run(() => this.#local.get('client', id));
  }

  putLocal(id: string, body: JsonObject, parent?: string): Promise<string> {
    return this.#parts.track(() => this.#run(() => this.#local.put('client', id, body, parent)));
  }

  deleteLocal(id: string): Promise<boolean> {
    return this.#parts.track(() => this.#run(() => this.#local.delete('client', id)));
  }

  async #run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#gone) throw new StoreError('no_db', 'the database was destroyed');
    try {
      return await work();
    } catch (error) {
      if (error instanceof StoreError && error.code === 'no_db') this.markGone();
      throw error;
    }
  }
}
