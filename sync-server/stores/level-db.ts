import { readBlob } from './blobs.ts';
import { type GroupCommit, type Levels, storeError, type Tx } from './group-commit.ts';
import { type DbName, type Rev, SEQ_START, type StoreSeq } from './ids.ts';
import type { JsonObject } from './json.ts';
import { listDocs } from './level-all-docs.ts';
import { type PlacedRow, readSeqRows, readWinners, SharedPages } from './level-changes.ts';
import { compactDb } from './level-compact.ts';
import { forgetDeleted } from './level-forget.ts';
import {
  bodyKey,
  type Counters,
  countersKey,
  type DbRecord,
  LAST,
  localKey,
  settingsKey,
} from './level-keys.ts';
import { missingOf, pick, wantedOf } from './level-pick.ts';
import { readDocs, readMetas, type Wanted } from './level-read.ts';
import {
  type BodyRow,
  type Draft,
  type Prepared,
  planWrites,
  prepareEdit,
  prepareRevision,
} from './level-write.ts';
import {
  type AllDocsPage,
  type AllDocsQuery,
  type AllDocsRow,
  type AttachmentRead,
  type BulkGetItem,
  type ChangeRow,
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

/** What a database keeps in memory of what is on the disk. */
export interface DbState {
  readonly counters: Counters;
  readonly settings: DbSettings;
}

/** One database of the embedded store: a range of keys, and its counters in memory. */
export class LevelDb implements ReplicaDb {
  readonly name: DbName;
  readonly record: DbRecord;
  readonly #levels: Levels;
  readonly #writer: GroupCommit;
  readonly #listeners = new Set<() => void>();
  readonly #pages = new SharedPages();
  #counters: Counters;
  #settings: DbSettings;
  #compacting: Promise<void> | undefined;
  #gone = false;

  constructor(name: DbName, record: DbRecord, state: DbState, levels: Levels, writer: GroupCommit) {
    this.name = name;
    this.record = record;
    this.#counters = state.counters;
    this.#settings = state.settings;
    this.#levels = levels;
    this.#writer = writer;
  }

  get #prefix(): string {
    return this.record.prefix;
  }

  /** After the store was opened anew: what the disk says. */
  reset({ counters, settings }: DbState): void {
    this.#counters = counters;
    this.#settings = settings;
  }

  /** The database was destroyed: every later call throws, every follower is woken to find out. */
  markGone(): void {
    this.#gone = true;
    this.#notify();
  }

  async info(): Promise<DbInfo> {
    const { seq, docs, deleted } = this.#counters;
    const size = await this.#read(async () => {
      const ends = [this.#prefix, this.#prefix + LAST] as const;
      const { text, bodies, blobs } = this.#levels;
      const sizes = [text, bodies, blobs].map((level) => level.approximateSize(...ends));
      return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    });
    const { instance } = this.record;
    return {
      name: this.name,
      docCount: docs,
      deletedCount: deleted,
      updateSeq: this.#seq(seq),
      instance,
      size,
      compacting: this.#compacting !== undefined,
    };
  }

  async settings(): Promise<DbSettings> {
    this.#assertThere();
    return this.#settings;
  }

  putSettings(settings: Partial<DbSettings>): Promise<void> {
    const merge = (): DbSettings => ({ ...this.#settings, ...settings });
    return this.#writer.submit({
      bytes: 0,
      plan: async (tx) => {
        this.#assertThere();
        const stored = await tx.get(settingsKey(this.#prefix));
        const before = stored === undefined ? this.#settings : (JSON.parse(stored) as DbSettings);
        tx.put(settingsKey(this.#prefix), JSON.stringify({ ...before, ...settings } satisfies DbSettings));
        tx.onCommit(() => {
          this.#settings = merge();
        });
      },
    });
  }

  compact(): Promise<void> {
    this.#assertThere();
    this.#compacting ??= this.#read(() =>
      compactDb(this.#levels.text, this.#prefix, this.#writer, () => this.#assertThere()),
    ).finally(() => {
      this.#compacting = undefined;
    });
    return this.#compacting;
  }

  forget(prefixes: readonly string[]): Promise<void> {
    return this.#read(() => forgetDeleted(this.#levels, this.#prefix, this.#writer, prefixes));
  }

  putDocs(edits: readonly DocEdit[]): Promise<WriteResult> {
    return this.#write(edits.map(prepareEdit));
  }

  putRevisions(revisions: readonly DocRevision[]): Promise<WriteResult> {
    return this.#write(revisions.map(prepareRevision));
  }

  async #write(docs: readonly Prepared[]): Promise<WriteResult> {
    const outcomes = await this.#writer.submit({
      bytes: docs.reduce((sum, doc) => sum + doc.bytes, 0),
      plan: async (tx) => {
        this.#assertThere();
        const draft = this.#draft(tx);
        const seq = draft.seq;
        const planned = await planWrites(tx, this.#prefix, draft, docs, this.#settings.revsLimit);
        if (draft.seq !== seq) tx.put(countersKey(this.#prefix), JSON.stringify(draft satisfies Counters));
        return planned;
      },
    });
    return { outcomes, durable: true };
  }

  /** Counters that the jobs of one group share; they become the database's own once the group is on the disk. */
  #draft(tx: Tx): Draft {
    const shared = tx.shared.get(this) as Draft | undefined;
    if (shared !== undefined) return shared;
    const draft: Draft = { ...this.#counters };
    tx.shared.set(this, draft);
    tx.onCommit(() => {
      const moved = draft.seq !== this.#counters.seq;
      this.#counters = { ...draft };
      if (moved) this.#notify();
    });
    return draft;
  }

  async get(id: string, options: GetOptions = {}): Promise<GetResult> {
    return this.#read(async () => {
      const [meta] = await readMetas(this.#levels.text, this.#prefix, [id]);
      if (meta === undefined) return { kind: 'missing' };
      const node = pick(meta, options);
      if (node === undefined) return { kind: 'missing' };
      if (node.deleted && options.rev === undefined) return { kind: 'deleted' };
      const [doc] = await readDocs(this.#levels.bodies, this.#prefix, [{ id, meta, node }], options);
      return doc === undefined ? { kind: 'missing' } : { kind: 'found', doc };
    });
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

  async bulkGet(asked: readonly BulkGetItem[], options: ReadOptions = {}): Promise<readonly RevRead[][]> {
    return this.#read(async () => {
      const metas = await readMetas(
        this.#levels.text,
        this.#prefix,
        asked.map(({ id }) => id),
      );
      const wanted = asked.map((item, at) => wantedOf(item, metas[at], options));
      const docs = await readDocs(this.#levels.bodies, this.#prefix, wanted.flat(), options);
      let next = 0;
      return asked.map(({ rev }, at): RevRead[] => {
        const reads = (wanted[at] as Wanted[]).map(({ node }): RevRead => {
          const doc = docs[next++];
          return doc === undefined ? { kind: 'missing', rev: node.rev } : { kind: 'found', doc };
        });
        if (reads.length > 0) return reads;
        return [rev === undefined ? { kind: 'missing' } : { kind: 'missing', rev }];
      });
    });
  }

  async revsDiff(asked: RevsQuery): Promise<ReadonlyMap<string, RevsMissing>> {
    return this.#read(async () => {
      const metas = await readMetas(this.#levels.text, this.#prefix, [...asked.keys()]);
      const answer = new Map<string, RevsMissing>();
      let at = 0;
      for (const [id, revs] of asked) {
        const lacking = missingOf(metas[at++], revs);
        if (lacking.missing.length > 0) answer.set(id, lacking);
      }
      return answer;
    });
  }

  /** What can be read here has been synced: nothing is shown before. */
  async confirm(revs: RevsQuery): Promise<RevsQuery> {
    return new Map([...(await this.revsDiff(revs))].map(([id, { missing }]) => [id, missing]));
  }

  async changes(query: ChangesQuery): Promise<ChangesPage> {
    return this.#read(async () => {
      // Taken before the rows are read: a change committed in between is read again, never passed over.
      const upTo = this.#counters.seq;
      const since = this.#place(query.since);
      const read = () => readSeqRows(this.#levels.text, this.#prefix, query, since);
      const isPage = query.docIds === undefined && query.descending !== true;
      const rows = await (isPage ? this.#pages.read(upTo, since, query.limit, read) : read());
      const last = rows.at(-1)?.[0];
      const atEnd = rows.length < query.limit;
      const lastSeq =
        query.descending === true ? (last ?? since) : atEnd ? Math.max(last ?? 0, upTo) : (last ?? upTo);
      return {
        rows: await this.#toChanges(rows, query),
        lastSeq: this.#seq(lastSeq),
        atEnd,
        pending: atEnd ? 0 : Math.max(0, query.descending === true ? lastSeq - 1 : upTo - lastSeq),
      };
    });
  }

  async #toChanges(rows: readonly PlacedRow[], query: ChangesQuery): Promise<ChangeRow[]> {
    const { includeDocs = false, conflicts = false } = query;
    const docs = includeDocs ? await readWinners(this.#levels, this.#prefix, rows, conflicts) : [];
    return rows.map(([seq, [id, deleted, revs]], at) => {
      const doc = docs[at];
      return {
        seq: this.#seq(seq),
        id,
        revs: query.allLeaves === true ? revs : revs.slice(0, 1),
        deleted: deleted === 1,
        ...(doc !== undefined && { doc }),
      };
    });
  }

  subscribe(onChange: () => void): () => void {
    // A function of its own, so that the same callback subscribed twice is called twice.
    const listener = () => onChange();
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #notify(): void {
    for (const listener of this.#listeners) queueMicrotask(listener);
  }

  async allDocs(query: AllDocsQuery): Promise<AllDocsPage> {
    return this.#read(async () => {
      const found = await listDocs(this.#levels.text, this.#prefix, query);
      const wanted = found.flatMap(({ wanted }) => (wanted === undefined ? [] : [wanted]));
      const docs =
        query.includeDocs === true
          ? await readDocs(this.#levels.bodies, this.#prefix, wanted, { conflicts: query.conflicts === true })
          : [];
      let next = 0;
      const rows = found.map(({ id, wanted }): AllDocsRow => {
        if (wanted === undefined) return { kind: 'missing', id };
        const { rev, deleted } = wanted.node;
        const doc = docs[next++];
        return { kind: 'found', id, rev, deleted, ...(doc !== undefined && !deleted && { doc }) };
      });
      return { totalRows: this.#counters.docs, rows };
    });
  }

  async attachment(id: string, name: string, rev?: Rev): Promise<AttachmentRead | undefined> {
    return this.#read(async () => {
      const [meta] = await readMetas(this.#levels.text, this.#prefix, [id]);
      const node = meta && pick(meta, rev === undefined ? {} : { rev });
      const at = node && meta.bodies[node.rev];
      if (at === undefined || (rev === undefined && node?.deleted === true)) return undefined;
      const text = await this.#levels.bodies.get(bodyKey(this.#prefix, at));
      const [, files = []] = JSON.parse(text ?? '[null]') as BodyRow;
      const file = files.find(([fileName]) => fileName === name);
      if (file === undefined) return undefined;
      const [, contentType, , digest, length, revpos, blob] = file;
      return {
        info: { contentType, digest, length, revpos },
        open: (start = 0, end = length) => readBlob(this.#levels.blobs, this.#prefix, blob, start, end),
      };
    });
  }

  async getLocal(id: string): Promise<LocalDoc | undefined> {
    return this.#read(async () => {
      const text = await this.#levels.text.get(localKey(this.#prefix, id));
      if (text === undefined) return undefined;
      const [n, body] = JSON.parse(text) as [number, JsonObject];
      return { rev: `0-${n}`, body };
    });
  }

  async putLocal(id: string, body: JsonObject, parent?: string): Promise<string> {
    const n = Number(/^0-(\d{1,12})$/.exec(parent ?? '')?.[1] ?? 0) + 1;
    const text = JSON.stringify([n, body]);
    return this.#writer.submit({
      bytes: text.length,
      plan: async (tx) => {
        this.#assertThere();
        tx.put(localKey(this.#prefix, id), text);
        return `0-${n}`;
      },
    });
  }

  async deleteLocal(id: string): Promise<boolean> {
    return this.#writer.submit({
      bytes: 0,
      plan: async (tx) => {
        this.#assertThere();
        const key = localKey(this.#prefix, id);
        if ((await tx.get(key)) === undefined) return false;
        tx.del(key);
        return true;
      },
    });
  }

  #assertThere(): void {
    if (this.#gone) throw new StoreError('no_db', 'the database was destroyed');
  }

  async #read<T>(read: () => Promise<T>): Promise<T> {
    this.#assertThere();
    try {
      return await read();
    } catch (error) {
      throw storeError(error);
    } finally {
      // Of a database that is being cleared something is read, or nothing, or what makes no sense.
      this.#assertThere();
    }
  }

  #seq(n: number): StoreSeq {
    return n === 0 ? SEQ_START : (`${n}-${this.record.instance}` as StoreSeq);
  }

  /** 0 for a token of another instance, or from a future that a restored disk does not know. */
  #place(seq: StoreSeq): number {
    const [, n = '0', instance] = /^(\d{1,15})-(.*)$/.exec(seq) ?? [];
    const place = Number(n);
    return instance === this.record.instance && place <= this.#counters.seq ? place : 0;
  }
}

/** Revisions of one document, without those that came before. */
function eachOnce(reads: readonly RevRead[]): RevRead[] {
  const seen = new Set<Rev | undefined>();
  return reads.filter((read) => {
    const rev = read.kind === 'found' ? read.doc.rev : read.rev;
    return !seen.has(rev) && seen.add(rev);
  });
}
