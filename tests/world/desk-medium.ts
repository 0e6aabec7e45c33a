/**
 * What a desk leaves on its computer, in memory: IndexedDB (logs, chunks, drafts, rows, facts) and the journal's files.
 * It outlives the desk that writes it: another is opened on what is left. Each write is a step of the desk's fault.
 */
import type { ActId, DraftId, MissionCode, RecordHash } from '../../app/acts/ids.ts';
import type { ActLog, Chunk, ChunkStore } from '../../app/log/act-log.ts';
import type { JournalFileName } from '../../app/log/journal-frame.ts';
import { MemoryActLog } from '../../app/log/memory-act-log.ts';
import { MemoryChunkStore } from '../../app/log/memory-chunk-store.ts';
import type { LogDocument } from '../../app/log/records.ts';
import type { DraftRecord, DraftShelf } from '../../renderer/drafts/draft-shelf.ts';
import { follows } from '../../renderer/read-model/row-blocks.ts';
import {
  type BlockRecord,
  MOST_CHAINS,
  type Position,
  type RowShelf,
  type RowShelves,
} from '../../renderer/read-model/row-shelf.ts';
import type { DeskStores, FactShelf } from '../../renderer/worker/stores.ts';
import { databaseOf, evidenceOf } from '../../renderer/worker/transfer.ts';
import { PowerCutFiles } from '../crash/power-cut-files.ts';
import type { Dice } from '../crash/seeded.ts';
import type { Fault } from './fault.ts';

export class MemoryDraftShelf implements DraftShelf {
  readonly records = new Map<DraftId, DraftRecord>();
  readonly #chunks = new Map<string, Uint8Array>();

  async all(): Promise<readonly DraftRecord[]> {
    return [...this.records.values()];
  }
  async get(id: DraftId): Promise<DraftRecord | undefined> {
    return this.records.get(id);
  }
  async put(record: DraftRecord): Promise<void> {
    this.records.set(record.id, structuredClone(record));
  }
  async delete(id: DraftId): Promise<void> {
    this.records.delete(id);
    for (const key of [...this.#chunks.keys()]) if (key.startsWith(`${id} `)) this.#chunks.delete(key);
  }
  async putChunks(draft: DraftId, chunks: readonly Chunk[]): Promise<void> {
    for (const { id, bytes } of chunks) this.#chunks.set(`${draft} ${id}`, bytes.slice());
  }
  async chunk(draft: DraftId, id: Chunk['id']): Promise<Uint8Array | undefined> {
    return this.#chunks.get(`${draft} ${id}`)?.slice();
  }
  async deleteChunks(draft: DraftId, ids: readonly Chunk['id'][]): Promise<void> {
    for (const id of ids) this.#chunks.delete(`${draft} ${id}`);
  }
  copyTo(other: MemoryDraftShelf): void {
    for (const [id, record] of this.records) other.records.set(id, structuredClone(record));
    for (const [id, bytes] of this.#chunks) other.#chunks.set(id, bytes.slice());
  }
  /** how many chunks rest here, of all drafts */
  get chunkCount(): number {
    return this.#chunks.size;
  }
}

/** Chains by key, the one that was opened last at the end. */
export class MemoryRowShelves implements RowShelves {
  readonly chains = new Map<string, MemoryRowShelf>();

  of(key: string): MemoryRowShelf {
    const known = this.chains.get(key) ?? new MemoryRowShelf(this, key);
    this.chains.set(key, known);
    return known;
  }
  open(key: string): void {
    const opened = this.of(key);
    this.chains.delete(key);
    this.chains.set(key, opened);
    while (this.chains.size > MOST_CHAINS) this.chains.delete([...this.chains.keys()][0] as string);
  }
  async since(mission: MissionCode): Promise<string | null> {
    return this.last?.reached.get(mission) ?? null;
  }
  async clear(): Promise<void> {
    for (const shelf of this.chains.values()) await shelf.clear();
  }
  /** the chain that was opened last */
  get last(): MemoryRowShelf | undefined {
    return [...this.chains.values()].at(-1);
  }
  /** every block that rests here */
  get resting(): readonly BlockRecord[] {
    return [...this.chains.values()].flatMap(({ chain }) => chain);
  }
  async copyTo(other: MemoryRowShelves): Promise<void> {
    for (const [key, { chain, reached }] of this.chains) await other.of(key).replace(chain, [...reached]);
  }
}

export class MemoryRowShelf implements RowShelf {
  chain: BlockRecord[] = [];
  readonly reached = new Map<MissionCode, string>();
  readonly #all: MemoryRowShelves;
  readonly #key: string;

  constructor(all = new MemoryRowShelves(), key = '') {
    this.#all = all;
    this.#key = key;
  }

  async *blocks(): AsyncGenerator<BlockRecord> {
    this.#all.open(this.#key);
    yield* [...this.chain];
  }
  async append(block: BlockRecord, positions: readonly Position[]): Promise<boolean> {
    if (!follows(block, this.chain.at(-1))) return false;
    this.chain.push(structuredClone(block));
    this.#note(positions);
    return true;
  }
  async replace(blocks: readonly BlockRecord[], positions: readonly Position[]): Promise<void> {
    this.chain = structuredClone([...blocks]);
    this.#note(positions);
  }
  #note(positions: readonly Position[]): void {
    for (const [mission, since] of positions) this.reached.set(mission, since);
  }
  async clear(): Promise<void> {
    this.chain = [];
    this.reached.clear();
  }
  async clearOthers(): Promise<void> {
    for (const shelf of this.#all.chains.values()) if (shelf !== this) await shelf.clear();
  }
}

export class MemoryFactShelf implements FactShelf {
  readonly facts = new Map<string, string>();
  async get(key: string): Promise<string | undefined> {
    return this.facts.get(key);
  }
  async set(key: string, value: string): Promise<void> {
    this.facts.set(key, value);
  }
  async delete(key: string): Promise<void> {
    this.facts.delete(key);
  }
  async withPrefix(prefix: string): Promise<readonly (readonly [string, string])[]> {
    return [...this.facts].filter(([key]) => key.startsWith(prefix)).sort();
  }
}

/** A chunk store that can say what it holds, as a replication has to know. */
export class ListedChunkStore extends MemoryChunkStore {
  readonly ids = new Set<RecordHash>();
  override async put(chunks: readonly Chunk[]): Promise<void> {
    await super.put(chunks);
    for (const { id } of chunks) this.ids.add(id);
  }
  override async forget(ids: readonly Chunk['id'][]): Promise<void> {
    await super.forget(ids);
    for (const id of ids) this.ids.delete(id);
  }
}

/** Keeps all that was written, as a killed process leaves it. */
const KEEPS_ALL: Dice = {
  next: () => 0,
  below: (n) => Math.min(1, n - 1),
  chance: (p) => p > 0,
  bytes: (length) => new Uint8Array(length),
};

export class DeskMedium {
  readonly missions: readonly MissionCode[];
  logs = new Map<string, MemoryActLog>();
  chunks = new Map<string, ListedChunkStore>();
  drafts = new MemoryDraftShelf();
  rows = new MemoryRowShelves();
  facts = new MemoryFactShelf();
  #files: PowerCutFiles | null = null;
  #dice: Dice = KEEPS_ALL;
  #content: Record<JournalFileName, Uint8Array> | undefined;

  constructor(missions: readonly MissionCode[]) {
    this.missions = missions;
    this.#fill();
  }

  #fill(): void {
    for (const name of ['keyring', 'catalogue', ...this.missions.map(databaseOf)])
      this.logs.set(name, new MemoryActLog());
    for (const mission of this.missions) this.chunks.set(evidenceOf(mission), new ListedChunkStore());
  }

  log(name: string): MemoryActLog {
    const log = this.logs.get(name);
    if (!log) throw new Error(`no log ${name}`);
    return log;
  }

  evidence(name: string): ListedChunkStore {
    const store = this.chunks.get(name);
    if (!store) throw new Error(`no chunks ${name}`);
    return store;
  }

  /** The journal's files for a process; the one before is dead. */
  files(fault: Fault): PowerCutFiles {
    this.afterStop();
    const faults = {
      failing: 0,
      get cutAt() {
        fault.step('journal file');
        return Number.POSITIVE_INFINITY;
      },
    };
    const dice: Dice = {
      next: () => this.#dice.next(),
      below: (n) => this.#dice.below(n),
      chance: (p) => this.#dice.chance(p),
      bytes: (length) => this.#dice.bytes(length),
    };
    this.#files = new PowerCutFiles(dice, faults, this.#content);
    return this.#files;
  }

  /**
   * The process is gone. What it wrote to the journal's files stays; after a power cut, with dice, what was flushed and
   * whatever else they keep.
   */
  afterStop(dice: Dice = KEEPS_ALL): void {
    this.#dice = dice;
    this.#content = this.#files?.survivors() ?? this.#content;
    this.#files = null;
    this.#dice = KEEPS_ALL;
  }

  /** A copy of the whole computer after its process has stopped. @param dice where its power was cut */
  async copy(dice: Dice = KEEPS_ALL): Promise<DeskMedium> {
    const copy = new DeskMedium(this.missions);
    for (const [name, log] of this.logs)
      await copy.log(name).put((await log.changes(null, Number.MAX_SAFE_INTEGER)).documents);
    for (const [name, store] of this.chunks)
      for (const id of store.ids)
        await copy.evidence(name).put([{ id, bytes: (await store.get(id)) ?? new Uint8Array(0) }]);
    this.drafts.copyTo(copy.drafts);
    await this.rows.copyTo(copy.rows);
    for (const [key, value] of this.facts.facts) copy.facts.facts.set(key, value);
    this.#dice = dice;
    copy.restore(this.#files?.survivors() ?? this.image());
    this.#dice = KEEPS_ALL;
    return copy;
  }

  /** The browser's storage was reset: all that is left is the journal. */
  wipeIndexedDb(): void {
    this.logs = new Map();
    this.chunks = new Map();
    this.drafts = new MemoryDraftShelf();
    this.rows = new MemoryRowShelves();
    this.facts = new MemoryFactShelf();
    this.#fill();
  }

  /** The image of another moment of the same computer: the journal as it is now, to be put back later. */
  image(): Record<JournalFileName, Uint8Array> | undefined {
    return this.#content && structuredClone(this.#content);
  }

  restore(image: Record<JournalFileName, Uint8Array> | undefined): void {
    this.#content = image;
  }

  stores(fault: Fault): DeskStores {
    return {
      keyring: stoppingLog(this.log('keyring'), fault, 'keyring'),
      catalogue: stoppingLog(this.log('catalogue'), fault, 'catalogue'),
      missions: new Map(
        this.missions.map((mission) => [
          mission,
          {
            log: stoppingLog(this.log(databaseOf(mission)), fault, 'log'),
            chunks: stoppingChunks(this.evidence(evidenceOf(mission)), fault),
          },
        ]),
      ),
      drafts: stopping(this.drafts, fault, 'draft', ['put', 'delete', 'putChunks', 'deleteChunks']),
      rows: stoppingRows(this.rows, fault),
      facts: stopping(this.facts, fault, 'fact', ['set', 'delete']),
    };
  }
}

/** The same port, of which these calls are steps. Reads of a stopped world fail too: nothing goes on. */
export function stopping<T extends object>(
  port: T,
  fault: Fault,
  name: string,
  writes: readonly (keyof T & string)[],
): T {
  return new Proxy(port, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      const work = value.bind(target) as (...args: unknown[]) => unknown;
      if (!writes.includes(property as keyof T & string)) return work;
      return (...args: unknown[]) =>
        fault.call(`${name}.${String(property)}`, async () => work(...args) as Promise<unknown>);
    },
  });
}

const stoppingRows = (rows: MemoryRowShelves, fault: Fault): RowShelves => ({
  of: (key) => stopping<RowShelf>(rows.of(key), fault, 'row', ['append', 'replace', 'clear', 'clearOthers']),
  since: (mission) => rows.since(mission),
  clear: () => fault.call('row.clear', () => rows.clear()),
});

/** A batch may be torn by a stop, a document never. */
function stoppingLog(log: MemoryActLog, fault: Fault, name: string): ActLog {
  return {
    put: async (documents: readonly LogDocument[]) => {
      for (const document of documents) await fault.call(`${name}.put`, () => log.put([document]));
    },
    get: (id) => log.get(id),
    dossier: (dossier) => log.dossier(dossier),
    withPrefix: (prefix) => log.withPrefix(prefix),
    changes: (since, limit) => log.changes(since, limit),
    behind: (since) => log.behind(since),
    forget: async (ids) => {
      for (const id of ids) await fault.call(`${name}.forget`, () => log.forget([id]));
    },
    follow: (wake) => log.follow(wake),
    close: async () => {},
  };
}

function stoppingChunks(store: ListedChunkStore, fault: Fault): ChunkStore {
  return {
    put: async (chunks) => {
      for (const chunk of chunks) await fault.call('chunks.put', () => store.put([chunk]));
    },
    get: (id) => store.get(id),
    missing: (ids) => store.missing(ids),
    forget: async (ids) => {
      for (const id of ids) await fault.call('chunks.forget', () => store.forget([id]));
    },
    close: async () => {},
  };
}

/** ids of the acts in a log */
export const actsIn = async (log: ActLog): Promise<ActId[]> =>
  (await log.withPrefix('act:')).map(({ _id }) => _id.slice(_id.lastIndexOf(':') + 1) as ActId);
