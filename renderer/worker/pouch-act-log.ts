/**
 * The log in PouchDB. Every document has the revision its content gives it and is written with `new_edits: false`, so
 * that all peers agree on revisions without talking. PouchDB would keep a second revision under a known id as a
 * conflict; this log refuses it, so what is here is asked for first, one `put` at a time.
 */
import type { DossierId } from '../../app/acts/ids.ts';
import { type ActLog, type LogChanges, LogError } from '../../app/log/act-log.ts';
import { type LogDocument, wrapsOf } from '../../app/log/records.ts';
import type { PouchChange, PouchDatabase } from './pouch-database.ts';
import { attempt, checkRows, isNotFound, storeError } from './pouch-errors.ts';
import { forget } from './pouch-forget.ts';

/** above every character an id can hold */
const HIGH = '\uffff';

export class PouchActLog implements ActLog {
  readonly #db: PouchDatabase;
  readonly #stops = new Set<() => void>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(db: PouchDatabase) {
    this.#db = db;
  }

  put(documents: readonly LogDocument[]): Promise<void> {
    const run = this.#last.then(() => attempt(() => this.#putNow(documents)));
    this.#last = run.catch(() => {});
    return run;
  }

  async #putNow(documents: readonly LogDocument[]): Promise<void> {
    const asked = new Map<string, LogDocument>();
    for (const document of documents) {
      if ((asked.get(document._id) ?? document)._rev !== document._rev) throw otherRevision();
      asked.set(document._id, document);
    }
    if (asked.size === 0) return;
    const { rows } = await this.#db.allDocs({ keys: [...asked.keys()] });
    for (const { id, value } of rows) {
      if (id === undefined || !value) continue;
      if (value.deleted === true) {
        asked.delete(id);
        continue;
      }
      if (value.rev !== asked.get(id)?._rev) throw otherRevision();
      asked.delete(id);
    }
    if (asked.size > 0)
      checkRows(await this.#db.bulkDocs([...asked.values()].map(plain), { new_edits: false }));
  }

  async get(id: string): Promise<LogDocument | undefined> {
    try {
      return plain(await this.#db.get(id));
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw storeError(error);
    }
  }

  async dossier(dossier: DossierId): Promise<readonly LogDocument[]> {
    const acts = await this.withPrefix(`act:${dossier}:`);
    return [...acts, ...(await this.withPrefix(wrapsOf(dossier)))];
  }

  async withPrefix(prefix: string): Promise<readonly LogDocument[]> {
    const options = { startkey: prefix, endkey: prefix + HIGH, include_docs: true, conflicts: true };
    const { rows } = await attempt(() => this.#db.allDocs(options));
    return this.#all(rows.flatMap((row) => (row.doc ? [row.doc] : [])));
  }

  /** These documents, each with what else is known under its id. */
  async #all(winners: readonly object[]): Promise<LogDocument[]> {
    const documents: LogDocument[] = [];
    for (const winner of winners) {
      documents.push(plain(winner));
      const { _id, _conflicts = [] } = winner as { _id: string; _conflicts?: readonly string[] };
      for (const rev of _conflicts) documents.push(plain(await attempt(() => this.#db.get(_id, { rev }))));
    }
    return documents;
  }

  async changes(since: string | null, limit: number): Promise<LogChanges> {
    const from = since === null ? 0 : numberOrText(since);
    const { results, last_seq } = await attempt(() =>
      this.#db.changes({ since: from, limit, include_docs: true, conflicts: true }),
    );
    const documents = await this.#all(results.filter(isRecord).map(({ doc }) => doc as object));
    return { documents, last: String(last_seq) };
  }

  async behind(since: string | null): Promise<number> {
    const { update_seq } = await attempt(() => this.#db.info());
    return Math.max(0, Number(update_seq) - Number(since) || 0);
  }

  forget(ids: readonly string[]): Promise<void> {
    const run = this.#last.then(() => forget(this.#db, ids));
    this.#last = run.catch(() => {});
    return run;
  }

  /** PouchDB's own feed, so that what replication or another window writes wakes the follower too. */
  follow(wake: () => void): () => void {
    const feed = this.#db.changes({ since: 'now', live: true, return_docs: false });
    feed.on('change', () => wake());
    feed.on('error', () => wake()); // the follower's own read tells it what is wrong
    // The feed listens only after it has asked where "now" is; what was put meanwhile is told by this first wake.
    void this.#db.changes({ since: 'now', limit: 1 }).then(
      () => wake(),
      () => wake(),
    );
    const stop = (): void => {
      feed.cancel();
      this.#stops.delete(stop);
    };
    this.#stops.add(stop);
    return stop;
  }

  async close(): Promise<void> {
    for (const stop of [...this.#stops]) stop();
    await this.#last;
    await attempt(() => this.#db.close());
  }
}

const otherRevision = (): LogError => new LogError('LOG-002', 'another revision is known under this id');

/** Sequence numbers are numbers in local stores. */
const numberOrText = (since: string): number | string => (/^\d+$/.test(since) ? Number(since) : since);

/** Tombstones (never of ours) and design documents are no records. */
const isRecord = (change: PouchChange): boolean =>
  change.deleted !== true && change.doc !== undefined && !change.id.startsWith('_');

/** The members of a record, whatever PouchDB adds to a document it gives out. */
function plain(document: object): LogDocument {
  const { _id, _rev, jws, json } = document as Record<'_id' | '_rev' | 'jws' | 'json', string>;
  return jws === undefined ? { _id, _rev, json } : { _id, _rev, jws };
}
