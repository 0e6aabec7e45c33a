/**
 * Databases in memory, for benches only: what admission costs where keeping costs nothing. Immutable records have one
 * revision, so no tree is kept; what admission does not ask for is not here.
 */
import { type DbName, joinRev, type Rev, SEQ_START, type StoreSeq } from '../../sync-server/stores/ids.ts';
import {
  type AllDocsPage,
  type AllDocsQuery,
  DEFAULT_SETTINGS,
  type DocEdit,
  type DocRevision,
  type GetResult,
  type ReplicaDb,
  type ReplicaStore,
  type StoredDoc,
  type WriteResult,
} from '../../sync-server/stores/replica-store.ts';

const absent = (): never => {
  throw new Error('not in the store of benches');
};

class MemoryDb implements ReplicaDb {
  readonly name: DbName;
  readonly #docs = new Map<string, StoredDoc>();
  #seq = 0;

  constructor(name: DbName) {
    this.name = name;
  }

  async putRevisions(revisions: readonly DocRevision[]): Promise<WriteResult> {
    const outcomes = revisions.map((doc) => {
      const rev = joinRev(doc.revisions.start, doc.revisions.ids[0] ?? '');
      return this.#put(doc, rev);
    });
    return { outcomes, durable: true };
  }

  async putDocs(edits: readonly DocEdit[]): Promise<WriteResult> {
    const outcomes = edits.map((doc) => this.#put(doc, joinRev(this.#seq + 1, 'e'.repeat(32))));
    return { outcomes, durable: true };
  }

  #put({ id, deleted, body }: DocEdit | DocRevision, rev: Rev) {
    this.#seq += 1;
    this.#docs.set(id, { id, rev, deleted, body, attachments: new Map() });
    return { ok: true, id, rev } as const;
  }

  async get(id: string): Promise<GetResult> {
    const doc = this.#docs.get(id);
    if (!doc) return { kind: 'missing' };
    return doc.deleted ? { kind: 'deleted' } : { kind: 'found', doc };
  }

  async allDocs({ start = '', end, inclusiveEnd = true, limit }: AllDocsQuery): Promise<AllDocsPage> {
    const rows = [...this.#docs.values()]
      .filter((doc) => !doc.deleted && doc.id >= start)
      .filter(({ id }) => end === undefined || id < end || (inclusiveEnd && id === end))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, limit)
      .map((doc) => ({ kind: 'found', id: doc.id, rev: doc.rev, deleted: false, doc }) as const);
    return { totalRows: this.#docs.size, rows };
  }

  info = async () => ({
    name: this.name,
    docCount: this.#docs.size,
    deletedCount: 0,
    updateSeq: SEQ_START as StoreSeq,
    instance: '',
    size: 0,
    compacting: false,
  });
  confirm = async () => new Map();
  settings = async () => DEFAULT_SETTINGS;
  putSettings = absent;
  compact = absent;
  forget = absent;
  openRevs = absent;
  bulkGet = absent;
  revsDiff = absent;
  changes = absent;
  attachment = absent;
  getLocal = absent;
  putLocal = absent;
  deleteLocal = absent;
  subscribe = () => () => {};
}

export class MemoryStore implements ReplicaStore {
  readonly uuid = '0'.repeat(32);
  readonly shared = false;
  readonly #databases = new Map<DbName, MemoryDb>();

  async create(name: DbName): Promise<boolean> {
    if (this.#databases.has(name)) return false;
    this.#databases.set(name, new MemoryDb(name));
    return true;
  }

  destroy = async (name: DbName): Promise<boolean> => this.#databases.delete(name);
  list = async (): Promise<readonly DbName[]> => [...this.#databases.keys()].sort();
  open = async (name: DbName): Promise<ReplicaDb | undefined> => this.#databases.get(name);
  close = async (): Promise<void> => {};
}
