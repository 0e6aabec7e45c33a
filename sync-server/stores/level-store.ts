import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import {
  type CommittedGroup,
  eachLevel,
  GroupCommit,
  type Levels,
  storeError,
  type TextLevel,
} from './group-commit.ts';
import type { DbName } from './ids.ts';
import { type DbState, LevelDb } from './level-db.ts';
import {
  type Counters,
  countersKey,
  DB_KEYS,
  type DbRecord,
  dbPrefix,
  FORMAT,
  GONE_KEYS,
  LAST,
  NO_COUNTERS,
  STORE_KEY,
  type StoreRecord,
  settingsKey,
} from './level-keys.ts';
import {
  type DbSettings,
  DEFAULT_SETTINGS,
  type ReplicaDb,
  type ReplicaStore,
  StoreError,
} from './replica-store.ts';

const MIB = 1024 * 1024;
/** Free bytes that opening needs: what the logs hold, two for each LevelDB, is written out as tables. */
const ROOM_TO_OPEN = 80 * MIB;

export interface LevelStoreOptions {
  /** called after each synced group of writes */
  readonly onGroup?: (group: CommittedGroup) => void;
}

/**
 * Opens the embedded store in a folder, made where it does not exist. One process at a time (LevelDB's lock).
 * @throws StoreError `unavailable` (locked, unreadable, of another version), `corrupt`, `full`
 */
export async function openLevelStore(folder: string, options: LevelStoreOptions = {}): Promise<ReplicaStore> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const levels: Levels = {
      text: new ClassicLevel(join(folder, 'documents'), { writeBufferSize: 16 * MIB, cacheSize: 32 * MIB }),
      // Keys grow, so its tables are made once and moved down: fewer and greater ones, and little is read twice.
      bodies: new ClassicLevel(join(folder, 'bodies'), { writeBufferSize: 8 * MIB, maxFileSize: 32 * MIB }),
      // Attachments here are encrypted or already compressed: Snappy would only cost time.
      blobs: new ClassicLevel<string, Uint8Array>(join(folder, 'attachments'), {
        valueEncoding: 'view',
        compression: false,
        writeBufferSize: 16 * MIB,
        maxFileSize: 32 * MIB,
      }),
    };
    try {
      await eachLevel(levels, 'open');
      const store = new LevelStore(folder, levels, await readRecord(levels), options);
      await store.load();
      return store;
    } catch (error) {
      await eachLevel(levels, 'close');
      throw error;
    }
  } catch (error) {
    throw storeError(error);
  }
}

/** Which store this is; a new one where nothing was written yet. */
async function readRecord({ text, bodies }: Levels): Promise<StoreRecord> {
  const stored = await text.get(STORE_KEY);
  if (stored === undefined) {
    const record: StoreRecord = { format: FORMAT, uuid: randomUUID().replaceAll('-', ''), next: 1 };
    await bodies.put(STORE_KEY, record.uuid, { sync: true });
    await text.put(STORE_KEY, JSON.stringify(record), { sync: true });
    return record;
  }
  const record = JSON.parse(stored) as StoreRecord;
  if (record.format !== FORMAT) {
    const age = record.format < FORMAT ? 'an earlier version, in a form that is not read' : 'a newer version';
    throw new StoreError('unavailable', `the data was written by ${age}`);
  }
  if ((await bodies.get(STORE_KEY)) !== record.uuid)
    throw new StoreError('corrupt', 'documents and bodies are not of one store');
  return record;
}

const NEW_DB: DbState = { counters: NO_COUNTERS, settings: DEFAULT_SETTINGS };

async function readState(level: TextLevel, prefix: string): Promise<DbState> {
  const [counters, settings] = await level.getMany([countersKey(prefix), settingsKey(prefix)]);
  return {
    counters: counters === undefined ? NO_COUNTERS : (JSON.parse(counters) as Counters),
    settings: settings === undefined ? DEFAULT_SETTINGS : (JSON.parse(settings) as DbSettings),
  };
}

/**
 * The embedded store: three LevelDBs for all databases of a server, one for what is known of documents, one for their
 * bodies and one for attachments' bytes, one writer that shares each sync among all who wait (docs/decisions/0004-embedded-store.md).
 */
class LevelStore implements ReplicaStore {
  readonly uuid: string;
  /** LevelDB lets one process in. */
  readonly shared = false;
  readonly #folder: string;
  readonly #levels: Levels;
  readonly #writer: GroupCommit;
  readonly #dbs = new Map<DbName, LevelDb>();
  #clearing: Promise<void> = Promise.resolve();

  constructor(folder: string, levels: Levels, record: StoreRecord, { onGroup }: LevelStoreOptions) {
    this.uuid = record.uuid;
    this.#folder = folder;
    this.#levels = levels;
    this.#writer = new GroupCommit(levels, () => this.#reopen(), onGroup);
  }

  /** Takes the list of databases and their counters from the disk; goes on with clearing that was cut short. */
  async load(): Promise<void> {
    const { text } = this.#levels;
    const entries = await text.iterator({ gte: DB_KEYS, lt: DB_KEYS + LAST }).all();
    const records = new Map(
      entries.map(([key, value]) => [key.slice(DB_KEYS.length) as DbName, JSON.parse(value) as DbRecord]),
    );
    for (const [name, db] of this.#dbs) {
      if (records.get(name)?.instance === db.record.instance) continue;
      this.#dbs.delete(name);
      db.markGone();
    }
    for (const [name, record] of records) {
      const state = await readState(text, record.prefix);
      const db = this.#dbs.get(name);
      if (db === undefined) this.#dbs.set(name, new LevelDb(name, record, state, this.#levels, this.#writer));
      else db.reset(state);
    }
    for (const key of await text.keys({ gte: GONE_KEYS, lt: GONE_KEYS + LAST }).all()) {
      this.#clearLater(key.slice(GONE_KEYS.length));
    }
  }

  /**
   * After a failed batch LevelDB refuses or garbles what follows; opening it again replays its log and makes it whole.
   * Not before there is room: it could not be opened, and until then at least reading works.
   */
  async #reopen(): Promise<void> {
    const { bavail, bsize } = await statfs(this.#folder);
    if (bavail * bsize < ROOM_TO_OPEN) throw new StoreError('full', 'no room on the disk');
    await eachLevel(this.#levels, 'close');
    await eachLevel(this.#levels, 'open');
    await this.load();
  }

  create(name: DbName): Promise<boolean> {
    return this.#writer.submit({
      bytes: 0,
      plan: async (tx) => {
        if ((await tx.get(DB_KEYS + name)) !== undefined) return false;
        const store = JSON.parse((await tx.get(STORE_KEY)) as string) as StoreRecord;
        const record: DbRecord = { prefix: dbPrefix(store.next), instance: randomBytes(8).toString('hex') };
        tx.put(STORE_KEY, JSON.stringify({ ...store, next: store.next + 1 } satisfies StoreRecord));
        tx.put(DB_KEYS + name, JSON.stringify(record));
        tx.onCommit(() => {
          this.#dbs.set(name, new LevelDb(name, record, NEW_DB, this.#levels, this.#writer));
        });
        return true;
      },
    });
  }

  destroy(name: DbName): Promise<boolean> {
    return this.#writer.submit({
      bytes: 0,
      plan: async (tx) => {
        const text = await tx.get(DB_KEYS + name);
        if (text === undefined) return false;
        const { prefix } = JSON.parse(text) as DbRecord;
        tx.del(DB_KEYS + name);
        tx.put(GONE_KEYS + prefix, '');
        tx.onCommit(() => {
          this.#dbs.get(name)?.markGone();
          this.#dbs.delete(name);
          this.#clearLater(prefix);
        });
        return true;
      },
    });
  }

  /** Gives back the room of a destroyed database, in the background. The mark goes last, so a crash starts it again. */
  #clearLater(prefix: string): void {
    this.#clearing = this.#clearing.then(async () => {
      try {
        const range = { gte: prefix, lt: prefix + LAST };
        const { text, bodies, blobs } = this.#levels;
        for (const level of [text, bodies, blobs]) await level.clear(range);
        await this.#writer.submit({ bytes: 0, plan: async (tx) => tx.del(GONE_KEYS + prefix) });
      } catch {
        // Closed or failing: the mark stays, the next opening goes on.
      }
    });
  }

  async list(): Promise<readonly DbName[]> {
    return [...this.#dbs.keys()].sort();
  }

  async open(name: DbName): Promise<ReplicaDb | undefined> {
    return this.#dbs.get(name);
  }

  async close(): Promise<void> {
    await this.#writer.close();
    await this.#clearing;
    await eachLevel(this.#levels, 'close');
  }
}
