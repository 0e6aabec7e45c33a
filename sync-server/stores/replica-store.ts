import type { DbName, Rev, StoreSeq } from './ids.ts';
import type { JsonObject } from './json.ts';

/**
 * A place where replicas are kept: databases of JSON documents with revision trees, an update sequence and
 * attachments, as the CouchDB replication protocol sees them. The protocol layer (`couch/`) and admission write
 * through this port and nothing else.
 *
 * Guarantees of every implementation (`tests/contracts/replica-store.ts` holds each to them):
 *
 * 1. **Durable.** When a write resolves with `durable: true`, its documents and their attachments survive the death
 *    of the process and of the power. An attachment is durable before the document that names it.
 *    `durable: false` means "accepted, not yet known to be safe" (a cluster without its quorum): sign no receipt on it.
 * 2. **Atomic.** One call of `putDocs` or `putRevisions` is stored wholly or not at all; within it each document has
 *    its own outcome, and a refused one leaves no trace. A store that cannot promise this says so in its docstring.
 * 3. **Serial.** Writes to one document happen one after the other; of two edits of the same parent one is `conflict`.
 * 4. **Trees.** Revisions merge as CouchDB's do (the `pouchdb-merge` library): any set of revisions, delivered in any
 *    order, with any duplication, gives the same leaves and the same winner.
 * 5. **Sequence.** Every change of a document's tree moves it to the end of the update sequence, once. A reader who
 *    pages through `changes` from `since` and follows on sees the last state of every document that changed. A store of
 *    several shards has one sequence of each: documents of different shards come in no order, and one place may have
 *    several names.
 * 6. **Idempotent.** A revision already there is `ok` again and moves nothing.
 * 7. **Content-addressed.** Attachments of one database with the same bytes are stored once. Addressed by SHA-256;
 *    the `md5-…` digest is what the protocol shows, and is never trusted to identify bytes. (CouchDB's is that of the
 *    bytes as it keeps them: of text, gzipped.)
 *
 * Ids are well-formed Unicode (no lone surrogates): two that differ are two documents. They do not begin with `_`, but
 * for `_design/`, as CouchDB has it. The caller sees to both.
 */
export interface ReplicaStore {
  /** Stable for the life of the data: what `GET /` shows as `uuid`. */
  readonly uuid: string;
  /** Other processes may write to it, too: what was read of it may be behind. */
  readonly shared: boolean;
  /** False when the database was there already. */
  create(name: DbName): Promise<boolean>;
  /** Removes a database and all it held. False when there was none. */
  destroy(name: DbName): Promise<boolean>;
  /** Names in byte order. */
  list(): Promise<readonly DbName[]>;
  /** `undefined` when there is no such database. Cheap: call it for each request. */
  open(name: DbName): Promise<ReplicaDb | undefined>;
  /** Waits for writes under way, then lets go of the files. Later calls throw `closed`. */
  close(): Promise<void>;
}

/** One database. All methods throw {@link StoreError} with `no_db` once it is destroyed. */
export interface ReplicaDb {
  readonly name: DbName;
  info(): Promise<DbInfo>;

  /** New edits, each on the parent revision it names; the store makes the new revision, deterministically. */
  putDocs(edits: readonly DocEdit[]): Promise<WriteResult>;
  /** Revisions made elsewhere, with their history (`new_edits: false`). Never a conflict. */
  putRevisions(revisions: readonly DocRevision[]): Promise<WriteResult>;

  /** One revision of a document: the winner unless `rev` is given. */
  get(id: string, options?: GetOptions): Promise<GetResult>;
  /**
   * The asked revisions of a document, or all its leaves, in the order asked. Unknown document: every rev `missing`.
   * With `latest` each leaf once, however many of its ancestors were asked.
   */
  openRevs(id: string, revs: 'all' | readonly Rev[], options?: ReadOptions): Promise<readonly RevRead[]>;
  /** Many reads in one; the answers stand in the order of the questions. */
  bulkGet(asked: readonly BulkGetItem[], options?: ReadOptions): Promise<readonly (readonly RevRead[])[]>;
  /** Of the revisions asked, those this database lacks. A document that lacks none is not in the answer. */
  revsDiff(asked: RevsQuery): Promise<ReadonlyMap<string, RevsMissing>>;

  /**
   * Of the revisions asked, those that are not known to be durable (guarantee 1), though this database may show them.
   * A store that keeps several copies asks each, and brings what is there onto enough of them first. Ask before a
   * receipt is signed for what was read and not written. Ids and revisions as in `revsDiff`. Whatever is asked, of the
   * writes that this process has made none is still in doubt once it resolves.
   */
  confirm(revs: RevsQuery): Promise<RevsQuery>;

  /** What is kept with the database and does not replicate. */
  settings(): Promise<DbSettings>;
  /** Durable when it resolves. What is not given stays. */
  putSettings(settings: Partial<DbSettings>): Promise<void>;
  /**
   * Forgets the bodies of revisions that are no leaf; their names stay in the trees, so that nothing of what peers
   * agree on changes. Goes on beside reads and writes; may be cut short at any point and called again.
   */
  compact(): Promise<void>;

  /**
   * Of documents that are deleted and whose ids begin with one of these, destroys what was in them, files too, though
   * another document may have the same ones: when it resolves, nothing reads them here any more and, where the store's
   * files are its own, their bytes are in none of them. The trees stay, so that a revision that was there is known and
   * does not come back. May be cut short at any point and called again.
   */
  forget(prefixes: readonly string[]): Promise<void>;

  /** One page of the update sequence: at most `limit` rows. Read on from `lastSeq`; `atEnd` says nothing was left. */
  changes(query: ChangesQuery): Promise<ChangesPage>;
  /** Calls back after each committed write that moved the sequence (coalesced), until the returned function is called. */
  subscribe(onChange: () => void): () => void;
  /** Documents in byte order of their ids; deleted ones only where asked by key. */
  allDocs(query: AllDocsQuery): Promise<AllDocsPage>;

  /** `undefined` where there is no such attachment on that revision (the winner unless given). */
  attachment(id: string, name: string, rev?: Rev): Promise<AttachmentRead | undefined>;

  /** Documents that do not replicate (checkpoints). `id` is without the `_local/` prefix. */
  getLocal(id: string): Promise<LocalDoc | undefined>;
  /** Last write wins, as in CouchDB. Gives the new revision, `0-<n>`. */
  putLocal(id: string, body: JsonObject, parent?: string): Promise<string>;
  /** False when there was none. */
  deleteLocal(id: string): Promise<boolean>;
}

export interface DbInfo {
  readonly name: DbName;
  readonly docCount: number;
  readonly deletedCount: number;
  readonly updateSeq: StoreSeq;
  /** Changes when the database is destroyed and made again. */
  readonly instance: string;
  /** Bytes on disk, as well as the store knows. */
  readonly size: number;
  /** A `compact` is under way. */
  readonly compacting: boolean;
}

export interface DbSettings {
  /** How many generations of a history a tree keeps, at least 1: older names fall off when a branch grows. */
  readonly revsLimit: number;
  /** The `_security` object. The store only keeps it. */
  readonly security: JsonObject;
}

/** CouchDB's own. */
export const DEFAULT_SETTINGS: DbSettings = { revsLimit: 1000, security: {} };

/** What an edit and a revision share. `body` has no member that begins with `_`, but for `_replication_…`. */
interface DocContent {
  readonly id: string;
  readonly deleted: boolean;
  readonly body: JsonObject;
  /** By file name. A file that the parent had and this map lacks is removed by this revision. */
  readonly attachments: ReadonlyMap<string, AttachmentWrite>;
}

export interface DocEdit extends DocContent {
  /** The leaf this edit replaces; absent for a new document, or one whose winner is deleted. */
  readonly parent?: Rev;
}

export interface DocRevision extends DocContent {
  /** The revision itself first, then its ancestors, as in `_revisions`. */
  readonly revisions: Revisions;
}

/** `start` is the generation of `ids[0]`; hashes go from newest to oldest. */
export interface Revisions {
  readonly start: number;
  readonly ids: readonly string[];
}

/**
 * `bytes` are stored; a `stub` says that another revision of this document in the store has this file: an ancestor that
 * has it under this name, or any revision that has it with this `digest`. An ancestor's file of another `digest`, or,
 * where no digest is given, of another `revpos`, is another file; CouchDB knows a file by its name and `revpos` alone.
 */
export type AttachmentWrite =
  | {
      readonly kind: 'bytes';
      readonly contentType: string;
      readonly bytes: Uint8Array;
      readonly revpos?: number;
    }
  | { readonly kind: 'stub'; readonly digest?: string; readonly revpos?: number };

export interface WriteResult {
  /** One for each document, in the order given. */
  readonly outcomes: readonly WriteOutcome[];
  /** See guarantee 1. */
  readonly durable: boolean;
}

export type WriteOutcome =
  | { readonly ok: true; readonly id: string; readonly rev: Rev }
  | { readonly ok: false; readonly id: string; readonly error: WriteError };

/** `conflict`: the parent is no leaf. `missing_stub`: no revision of the document has that file. */
export type WriteError = 'conflict' | 'missing_stub';

export interface ReadOptions {
  /** With a `rev` that has descendants, read its leaves instead. */
  readonly latest?: boolean;
  /** Fill `revisions`. */
  readonly revs?: boolean;
}

export interface GetOptions extends ReadOptions {
  readonly rev?: Rev;
  /** Fill `conflicts` and `deletedConflicts`. */
  readonly conflicts?: boolean;
  /** Fill `revsInfo`. */
  readonly revsInfo?: boolean;
}

export type GetResult =
  | { readonly kind: 'found'; readonly doc: StoredDoc }
  | { readonly kind: 'missing' }
  /** Only without `rev`: the winner is a deletion. */
  | { readonly kind: 'deleted' };

export interface BulkGetItem {
  readonly id: string;
  /** All leaves where absent. */
  readonly rev?: Rev;
}

export type RevRead =
  | { readonly kind: 'found'; readonly doc: StoredDoc }
  | { readonly kind: 'missing'; readonly rev?: Rev };

/** A stored revision. `conflicts` etc. are there only when asked for. */
export interface StoredDoc {
  readonly id: string;
  readonly rev: Rev;
  readonly deleted: boolean;
  /** Without `_` members. Do not change it. */
  readonly body: JsonObject;
  readonly attachments: ReadonlyMap<string, AttachmentInfo>;
  readonly revisions?: Revisions;
  readonly conflicts?: readonly Rev[];
  readonly deletedConflicts?: readonly Rev[];
  readonly revsInfo?: readonly { readonly rev: Rev; readonly status: 'available' | 'missing' | 'deleted' }[];
}

export interface AttachmentInfo {
  readonly contentType: string;
  /** `md5-<base64>`, for the protocol. */
  readonly digest: string;
  /** Bytes. */
  readonly length: number;
  readonly revpos: number;
}

/** `open` reads the bytes in order, a segment at a time, from `start` to `end` (exclusive). */
export interface AttachmentRead {
  readonly info: AttachmentInfo;
  open(start?: number, end?: number): AsyncIterable<Uint8Array>;
}

export type RevsQuery = ReadonlyMap<string, readonly Rev[]>;

export interface RevsMissing {
  readonly missing: readonly Rev[];
  /** Leaves here that could be ancestors of what is missing. */
  readonly possibleAncestors: readonly Rev[];
}

export interface ChangesQuery {
  /** Rows after this place; with `descending`, rows before it (from the newest, when it is `SEQ_START`). */
  readonly since: StoreSeq;
  /** At least 1. */
  readonly limit: number;
  readonly descending?: boolean;
  /** Every leaf in `revs`, not only the winner. */
  readonly allLeaves?: boolean;
  readonly includeDocs?: boolean;
  /** With `includeDocs`: fill `conflicts`. */
  readonly conflicts?: boolean;
  /** Only these documents. */
  readonly docIds?: readonly string[];
}

export interface ChangesPage {
  readonly rows: readonly ChangeRow[];
  /** Where to read on. */
  readonly lastSeq: StoreSeq;
  readonly atEnd: boolean;
  /** Rows still to come: never too low, exact where no document was ever edited, 0 when `atEnd`. */
  readonly pending: number;
}

export interface ChangeRow {
  readonly seq: StoreSeq;
  readonly id: string;
  /** The winner first. */
  readonly revs: readonly Rev[];
  /** The winner is a deletion. */
  readonly deleted: boolean;
  readonly doc?: StoredDoc;
}

/** Either `keys` (answers in their order) or a range. */
export interface AllDocsQuery {
  readonly keys?: readonly string[];
  /** Ids from `start` to `end` in byte order; with `descending`, `start` is the greater. */
  readonly start?: string;
  readonly end?: string;
  /** Default true. */
  readonly inclusiveEnd?: boolean;
  readonly descending?: boolean;
  readonly skip?: number;
  /** Rows of a range; ignored with `keys`. */
  readonly limit: number;
  readonly includeDocs?: boolean;
  readonly conflicts?: boolean;
}

export interface AllDocsPage {
  /** Documents in the database that are not deleted. */
  readonly totalRows: number;
  readonly rows: readonly AllDocsRow[];
}

export type AllDocsRow =
  | {
      readonly kind: 'found';
      readonly id: string;
      readonly rev: Rev;
      readonly deleted: boolean;
      readonly doc?: StoredDoc;
    }
  /** Only with `keys`. */
  | { readonly kind: 'missing'; readonly id: string };

export interface LocalDoc {
  /** `0-<n>`. */
  readonly rev: string;
  readonly body: JsonObject;
}

/**
 * - `no_db`: the database is gone.
 * - `closed`: the store is closed or closing.
 * - `full`: no room on the disk; nothing of the write was kept.
 * - `unavailable`: the store cannot be reached now; whether the write was kept is not known, write again.
 * - `corrupt`: bytes on the disk are not what was written.
 * - `too_large`: the store takes no document of this size; it was not kept.
 */
export type StoreErrorCode = 'no_db' | 'closed' | 'full' | 'unavailable' | 'corrupt' | 'too_large';

/** Every failure of a store that is not an answer. `cause` is the engine's own error. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}
