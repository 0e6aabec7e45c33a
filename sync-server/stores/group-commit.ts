import type { ClassicLevel } from 'classic-level';
import type { BlobLevel } from './blobs.ts';
import { StoreError } from './replica-store.ts';

export type TextLevel = ClassicLevel<string, string>;

/** The levels of a store, as the writer uses them. */
export interface Levels {
  readonly text: TextLevel;
  readonly bodies: TextLevel;
  readonly blobs: BlobLevel;
}

const LEVELS = ['text', 'bodies', 'blobs'] as const;

/** All levels opened, or closed; once all have done so, since a level that is still busy cannot be opened or closed. */
export async function eachLevel(levels: Levels, act: 'open' | 'close'): Promise<void> {
  const done = await Promise.allSettled(LEVELS.map((name) => levels[name][act]()));
  for (const result of done) if (result.status === 'rejected') throw result.reason;
}

/** What a group writes, and what the jobs of the group see of one another before it is on the disk. */
export class Tx {
  readonly #levels: Levels;
  readonly #texts = new Map<string, string | undefined>();
  readonly #bodies = new Map<string, string | undefined>();
  readonly #blobs = new Map<string, Uint8Array>();
  readonly #onCommit: (() => void)[] = [];
  /** State shared by the jobs of this group, by database: see `level-db.ts`. */
  readonly shared = new Map<object, unknown>();
  #written = 0;

  constructor(levels: Levels) {
    this.#levels = levels;
  }

  /** Grows with each write: tells whether a job that failed had changed anything. */
  get written(): number {
    return this.#written;
  }

  async getMany(keys: readonly string[]): Promise<(string | undefined)[]> {
    const fromDisk = keys.filter((key) => !this.#texts.has(key));
    const found = fromDisk.length > 0 ? await this.#levels.text.getMany(fromDisk) : [];
    let next = 0;
    return keys.map((key) => (this.#texts.has(key) ? this.#texts.get(key) : found[next++]));
  }

  async get(key: string): Promise<string | undefined> {
    return (await this.getMany([key]))[0];
  }

  async getBody(key: string): Promise<string | undefined> {
    return this.#bodies.has(key) ? this.#bodies.get(key) : this.#levels.bodies.get(key);
  }

  put(key: string, value: string): void {
    this.#written++;
    this.#texts.set(key, value);
  }

  del(key: string): void {
    this.#written++;
    this.#texts.set(key, undefined);
  }

  putBody(key: string, value: string): void {
    this.#written++;
    this.#bodies.set(key, value);
  }

  delBody(key: string): void {
    this.#written++;
    this.#bodies.set(key, undefined);
  }

  putBlob(key: string, value: Uint8Array): void {
    this.#written++;
    this.#blobs.set(key, value);
  }

  /** Called once the group is on the disk, before any of its writers is told. */
  onCommit(done: () => void): void {
    this.#onCommit.push(done);
  }

  /**
   * Blobs and bodies first, side by side, then what names them, all synced: a document never names bytes that a power cut
   * took. Bodies that nothing names any more go last; a crash before that leaves them, and nothing finds them.
   */
  async commit(): Promise<void> {
    const { text, bodies, blobs } = this.#levels;
    const named = [...this.#bodies];
    await both(
      writeSynced(blobs, this.#blobs),
      writeSynced(
        bodies,
        named.filter(([, body]) => body !== undefined),
      ),
    );
    await writeSynced(text, this.#texts);
    await writeSynced(
      bodies,
      named.filter(([, body]) => body === undefined),
    );
    for (const done of this.#onCommit) done();
  }
}

/** Side by side; when one fails, not before the other has come to its end: a level at work cannot be put right. */
async function both(...writes: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(writes))
    if (result.status === 'rejected') throw result.reason;
}

/** One synced batch, or none where there is nothing to write. A key without a value is deleted. */
async function writeSynced<V>(
  level: ClassicLevel<string, V>,
  rows: Iterable<readonly [key: string, value: V | undefined]>,
): Promise<void> {
  // A chained batch takes a third of the CPU time that LevelDB's binding takes for a list of operations.
  const batch = level.batch();
  for (const [key, value] of rows) {
    if (value === undefined) batch.del(key);
    else batch.put(key, value);
  }
  if (batch.length > 0) await batch.write({ sync: true });
  else await batch.close();
}

/** One write: looks at the tree, decides, and puts into the transaction. Must throw before its first put or not at all. */
export interface Job<T> {
  /** About how much it writes. */
  readonly bytes: number;
  plan(tx: Tx): Promise<T>;
}

/** What is told of a group after it was written, or was not. */
export interface CommittedGroup {
  readonly jobs: number;
  readonly failed: boolean;
  readonly seconds: number;
}

interface Waiting {
  readonly job: Job<unknown>;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** A group takes no further job once it holds this much. */
const GROUP_BYTES = 8 * 1024 * 1024;

/**
 * The one writer of a store. Jobs that come while a group is being synced form the next group, so that any number of
 * concurrent writers share one `fdatasync`, and a lone writer waits for nobody. Jobs are planned in the order they
 * came, each seeing what the ones before it wrote.
 */
export class GroupCommit {
  readonly #levels: Levels;
  /** Puts the store back into a known state after a batch failed. Throws while that cannot be. */
  readonly #recover: () => Promise<void>;
  readonly #onGroup: (group: CommittedGroup) => void;
  /** A batch failed and the store has not been put right yet. Reading goes on meanwhile. */
  #broken = false;
  #queue: Waiting[] = [];
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(
    levels: Levels,
    recover: () => Promise<void>,
    onGroup: (group: CommittedGroup) => void = () => {},
  ) {
    this.#levels = levels;
    this.#onGroup = onGroup;
    this.#recover = recover;
  }

  /** Resolves once the job's writes are on the disk. */
  submit<T>(job: Job<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new StoreError('closed', 'the store is closed'));
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ job, resolve: resolve as (value: unknown) => void, reject });
      this.#running ??= this.#run();
    });
  }

  /** Refuses new jobs and waits for those there are. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    // Requests that arrive in one turn of the event loop share the first group too.
    await new Promise(setImmediate);
    while (this.#queue.length > 0) {
      const group = this.#takeGroup();
      const started = performance.now();
      const failed = !(await this.#commitGroup(group));
      this.#onGroup({ jobs: group.length, failed, seconds: (performance.now() - started) / 1000 });
    }
    this.#running = undefined;
  }

  #takeGroup(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { job } of this.#queue) {
      if (count > 0 && bytes + job.bytes > GROUP_BYTES) break;
      bytes += job.bytes;
      count++;
    }
    return this.#queue.splice(0, count);
  }

  /** @returns false when none of it was kept, as far as is known */
  async #commitGroup(group: readonly Waiting[]): Promise<boolean> {
    try {
      if (this.#broken) await this.#recover();
      this.#broken = false;
    } catch (error) {
      for (const { reject } of group) reject(storeError(error));
      return false;
    }
    const tx = new Tx(this.#levels);
    const planned: { waiting: Waiting; value: unknown }[] = [];
    try {
      for (const waiting of group) {
        const before = tx.written;
        try {
          planned.push({ waiting, value: await waiting.job.plan(tx) });
        } catch (error) {
          if (tx.written !== before) throw error;
          waiting.reject(error);
        }
      }
      await tx.commit();
    } catch (error) {
      // The batch may be on the disk, in part (LevelDB drops a torn tail when it opens), or not at all.
      this.#broken = true;
      for (const { reject } of group) reject(storeError(error));
      return false;
    }
    for (const { waiting, value } of planned) waiting.resolve(value);
    return true;
  }
}

/** The engine's error as one of ours. */
export function storeError(cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  const text = `${(cause as Error)?.message} ${((cause as Error)?.cause as Error | undefined)?.message}`;
  if (/No space left|ENOSPC|quota/i.test(text))
    return new StoreError('full', 'no room on the disk', { cause });
  if (/corrupt/i.test(text)) return new StoreError('corrupt', 'the store is damaged', { cause });
  return new StoreError('unavailable', 'the store failed', { cause });
}
