import { setTimeout as wait } from 'node:timers/promises';
import type { CouchdbHttp } from './couchdb-http.ts';
import { listOf, objectOf } from './couchdb-json.ts';
import { feedLines } from './couchdb-lines.ts';
import type { Json } from './json.ts';
import { StoreError, type WriteResult } from './replica-store.ts';

/** CouchDB sends an empty line this often, in milliseconds: a feed that is silent for longer is dead. */
const HEARTBEAT_MS = 20_000;
/** Rests before a feed that broke is opened again, in milliseconds; the last one stays. */
const RESTS = [200, 1000, 5000, 15_000] as const;
/** Own writes that the feed has not told yet. */
const MOST_OWN = 5000;

/**
 * Who follows a database. Own writes wake at once; those of others (another gateway, an administrator) by a continuous
 * feed, which is there while anybody follows. A follower may be woken twice for one write, and is never left asleep.
 */
export class CouchdbFeed {
  readonly #http: CouchdbHttp;
  readonly #db: string;
  readonly #listeners = new Set<() => void>();
  /** How many own writes to a document are under way: its followers are woken when they end. */
  readonly #writing = new Map<string, number>();
  /** `<rev> <id>` of own writes: followers know of them, and the feed need not wake them again. */
  readonly #own = new Set<string>();
  #stop: AbortController | undefined;
  /** Where somebody has read to since the feed was asked for, as CouchDB says it. */
  #readTo: string | undefined;

  constructor(http: CouchdbHttp, db: string) {
    this.#http = http;
    this.#db = db;
  }

  subscribe(onChange: () => void): () => void {
    // A function of its own, so that the same callback subscribed twice is called twice.
    const listener = () => onChange();
    this.#listeners.add(listener);
    if (this.#stop === undefined) void this.#follow();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.end();
    };
  }

  /** A write of ours, from before it is sent: the feed may tell of it before CouchDB has answered. */
  async during(ids: readonly string[], write: () => Promise<WriteResult>): Promise<WriteResult> {
    for (const id of ids) this.#writing.set(id, (this.#writing.get(id) ?? 0) + 1);
    try {
      const result = await write();
      for (const one of result.outcomes) if (one.ok) this.#own.add(`${one.rev} ${one.id}`);
      if (this.#own.size > MOST_OWN || this.#listeners.size === 0) this.#own.clear();
      return result;
    } finally {
      for (const id of ids) {
        const left = (this.#writing.get(id) ?? 1) - 1;
        if (left > 0) this.#writing.set(id, left);
        else this.#writing.delete(id);
      }
      // After a failure too: what was written of it is not known.
      this.notify();
    }
  }

  /** A page of the sequence was read up to here. */
  read(lastSeq: string): void {
    this.#readTo = lastSeq;
  }

  notify(): void {
    for (const listener of this.#listeners) queueMicrotask(listener);
  }

  end(): void {
    this.#stop?.abort();
    this.#stop = undefined;
    this.#own.clear();
  }

  async #follow(): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    let since: string | undefined;
    for (let failures = 0; !stop.signal.aborted; ) {
      try {
        since ??= await this.#present(failures > 0);
        for await (const seq of this.#rows(since, stop.signal)) {
          since = seq;
          failures = 0;
        }
      } catch (error) {
        if (error instanceof StoreError && error.code !== 'unavailable') break;
        // CouchDB may not know any more where the feed was: it begins at what is there once it answers.
        if (failures > 0) since = undefined;
      }
      const rest = RESTS[Math.min(failures++, RESTS.length - 1)];
      await wait(rest, undefined, { signal: stop.signal }).catch(() => {});
    }
    // The database is gone: who waits finds out by reading.
    if (!stop.signal.aborted) this.notify();
  }

  /**
   * Where the sequence is. What was read meanwhile may lack what was written in between, so its readers look again.
   * @param missed what was written since the feed broke was not told either
   */
  async #present(missed: boolean): Promise<string> {
    this.#readTo = undefined;
    const { body } = await this.#http.json({ path: this.#db, safe: true });
    const seq = String(objectOf(body, 'a database').update_seq);
    if (missed || (this.#readTo !== undefined && this.#readTo !== seq)) this.notify();
    return seq;
  }

  async *#rows(since: string, signal: AbortSignal): AsyncGenerator<string> {
    const query = { feed: 'continuous', since, heartbeat: HEARTBEAT_MS, style: 'all_docs' };
    const { pieces } = await this.#http.stream({ path: `${this.#db}/_changes`, query, signal });
    for await (const read of feedLines(pieces)) {
      if (read.kind === 'end') return;
      const { seq, changes, id } = objectOf(read.row, 'a row');
      const names = listOf(changes, 'a row').map((one) => `${revIn(one)} ${id}`);
      const known = this.#writing.has(String(id)) || names.every((name) => this.#own.has(name));
      if (!known) this.notify();
      for (const name of names) this.#own.delete(name);
      yield String(seq);
    }
  }
}

const revIn = (value: Json): string => String(objectOf(value, 'a row').rev);
