import { setTimeout as wait } from 'node:timers/promises';
import type { Scarce, ShardCopies } from './couchdb-copies.ts';
import { type CouchdbHttp, RefusedError } from './couchdb-http.ts';
import { fromRevsQuery, newestOf, toRevsDiff } from './couchdb-json.ts';
import { readRevision } from './couchdb-read.ts';
import { type Sent, sendDocs } from './couchdb-send.ts';
import type { Rev } from './ids.ts';
import {
  type DocEdit,
  type DocRevision,
  type RevsMissing,
  type RevsQuery,
  StoreError,
  type StoreErrorCode,
  type WriteOutcome,
  type WriteResult,
} from './replica-store.ts';

/** Revisions asked about at once. */
const SLICE = 1000;

/** How often, and after which rests in milliseconds, a write in doubt is written again before the writer is told. */
export const RETRIES: readonly number[] = [50, 500];

/**
 * Writes to one database, and what is known of them (docs/decisions/0009-couchdb-store.md).
 *
 * A write is *in doubt* until a majority of the copies has shown that it holds it. Whatever is in doubt is written again,
 * under the same revision, until that is so; before, nothing else is written to this database.
 */
export class CouchdbWriter {
  readonly #http: CouchdbHttp;
  readonly #db: string;
  readonly #copies: ShardCopies;
  readonly #retries: readonly number[];
  readonly #inDoubt = new Map<string, DocRevision>();
  #settling: Promise<void> | undefined;

  constructor(http: CouchdbHttp, db: string, copies: ShardCopies, retries = RETRIES) {
    this.#http = http;
    this.#db = db;
    this.#copies = copies;
    this.#retries = retries;
  }

  /** @throws StoreError */
  async putRevisions(revisions: readonly DocRevision[]): Promise<WriteResult> {
    await this.#settle();
    const first = await this.#attempt(revisions);
    if (first.failure !== undefined && isFinal(first.failure)) throw first.failure;
    const refused = (doc: DocRevision): boolean => first.sent.get(doc)?.kind === 'refused';
    const written = revisions.filter((doc) => !refused(doc));
    const certain = first.failure === undefined && written.every((doc) => isCertain(first.sent.get(doc)));
    const durable = await this.#prove(written, certain);
    if (!durable && first.failure !== undefined) throw first.failure;
    return { outcomes: revisions.map((doc) => outcomeOf(doc.id, first.sent.get(doc), doc)), durable };
  }

  /**
   * New edits, by CouchDB's own MVCC. Its 201 counts a majority here: copies that agree on the new revision.
   * @throws StoreError `unavailable`: whether it was written is not known; read before it is tried again
   */
  async putDocs(edits: readonly DocEdit[]): Promise<WriteResult> {
    await this.#settle();
    const sent = await sendDocs(this.#http, this.#db, edits);
    const doubtful: DocRevision[] = [];
    let lost = false;
    for (const [at, one] of sent.entries()) {
      if (one.kind !== 'taken' || one.certain) continue;
      const written = await this.#readBack((edits[at] as DocEdit).id, one.rev);
      if (written === undefined) lost = true;
      else doubtful.push(written);
    }
    const durable = (await this.#prove(doubtful, false)) && !lost;
    return { outcomes: edits.map(({ id }, at) => outcomeOf(id, sent[at])), durable };
  }

  /** See `ReplicaDb.confirm`. @throws StoreError */
  async confirm(revs: RevsQuery): Promise<RevsQuery> {
    await this.#settle();
    const lacking = new Map<string, readonly Rev[]>();
    for (const slice of slicesOf(revs))
      for (const [id, left] of await this.#confirmSlice(slice)) lacking.set(id, left);
    return lacking;
  }

  async #confirmSlice(revs: RevsQuery): Promise<RevsQuery> {
    if ((await this.#copies.ranges()).length === 0) {
      // One copy: CouchDB shows nothing before it is on its disk.
      return new Map([...(await this.revsDiff(revs))].map(([id, { missing }]) => [id, missing]));
    }
    const scarce = await this.#copies.scarce(revs);
    if (scarce.length === 0) return new Map();
    for (const one of scarce) {
      const revision = await this.#readFrom(one);
      if (revision !== undefined) await this.#attempt([revision]);
    }
    this.#copies.forget();
    return this.#copies.lacking(revs);
  }

  /** From a copy that has it: asked as a whole, CouchDB says `missing` as soon as two copies do. */
  async #readFrom({ id, rev, holders }: Scarce): Promise<DocRevision | undefined> {
    for (const path of holders) {
      const read = await readRevision(this.#http, path, id, rev).catch(unlessClosed);
      if (read !== undefined) return read;
    }
    return undefined;
  }

  /** What CouchDB has just taken with a 202. */
  async #readBack(id: string, rev: Rev): Promise<DocRevision | undefined> {
    if ((await this.#copies.ranges()).length === 0) return readRevision(this.#http, this.#db, id, rev);
    const [scarce] = await this.#copies.scarce(new Map([[id, [rev]]]));
    return scarce === undefined ? readRevision(this.#http, this.#db, id, rev) : this.#readFrom(scarce);
  }

  /** `_revs_diff` of the database as a whole: any copy that has it counts. */
  async revsDiff(revs: RevsQuery): Promise<Map<string, RevsMissing>> {
    const json = fromRevsQuery(revs);
    const call = { method: 'POST', path: `${this.#db}/_revs_diff`, json, safe: true } as const;
    return toRevsDiff((await this.#http.json(call)).body, revs);
  }

  async #attempt(
    docs: readonly DocRevision[],
  ): Promise<{ sent: Map<DocRevision, Sent>; failure?: StoreError }> {
    try {
      const sent = await sendDocs(this.#http, this.#db, docs);
      return { sent: new Map(docs.map((doc, at) => [doc, sent[at] as Sent])) };
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return { sent: new Map(), failure: error };
    }
  }

  /**
   * Is this on a majority of the copies? Writes it again where it is not; what is left stays in doubt.
   * @param certain CouchDB answered 201 to all of it, which says enough where there is one copy
   */
  async #prove(docs: readonly DocRevision[], certain: boolean): Promise<boolean> {
    if (docs.length === 0) return true;
    let left = await this.#unproven(docs, certain);
    let refused = false;
    for (const rest of this.#retries) {
      if (left.length === 0) break;
      await wait(rest);
      this.#copies.forget();
      const { sent, failure } = await this.#attempt(left);
      // Refused now, it would be refused for ever: nothing waits for it.
      const open = left.filter((doc) => sent.get(doc)?.kind !== 'refused');
      refused ||= open.length < left.length;
      const again = failure === undefined && open.every((doc) => isCertain(sent.get(doc)));
      left = await this.#unproven(open, again);
    }
    for (const doc of docs) this.#inDoubt.delete(keyOf(doc));
    for (const doc of left) this.#inDoubt.set(keyOf(doc), doc);
    return left.length === 0 && !refused;
  }

  async #unproven(docs: readonly DocRevision[], certain: boolean): Promise<readonly DocRevision[]> {
    try {
      if ((await this.#copies.ranges()).length === 0) return certain ? [] : docs;
      const lacking = await this.#copies.lacking(queryOf(docs));
      return docs.filter((doc) => lacking.get(doc.id)?.includes(newestOf(doc.revisions)) === true);
    } catch (error) {
      if (error instanceof StoreError && !isFinal(error)) return docs;
      throw error;
    }
  }

  /** Nothing is written on top of what may not be there. @throws StoreError `unavailable` */
  #settle(): Promise<void> {
    this.#settling ??= this.#proveDoubts().finally(() => {
      this.#settling = undefined;
    });
    return this.#settling;
  }

  async #proveDoubts(): Promise<void> {
    const docs = [...this.#inDoubt.values()];
    if (docs.length === 0) return;
    // One copy proves by its 201 only: it is written once more, whatever is known of it.
    if (!(await this.#prove(docs, false)))
      throw new StoreError('unavailable', 'the store has not said that earlier writes are safe');
  }
}

function unlessClosed(error: unknown): undefined {
  if (!(error instanceof StoreError) || error.code === 'closed') throw error;
}

const keyOf = (doc: DocRevision): string => `${newestOf(doc.revisions)} ${doc.id}`;

const isCertain = (sent: Sent | undefined): boolean => sent?.kind === 'taken' && sent.certain;

/** Failures after which there is nothing to prove: it was not written, or there is nobody to ask. */
const isFinal = (error: StoreError): boolean => error instanceof RefusedError || FINAL.includes(error.code);
const FINAL: readonly StoreErrorCode[] = ['too_large', 'no_db', 'closed'];

function queryOf(docs: readonly DocRevision[]): RevsQuery {
  const query = new Map<string, Rev[]>();
  for (const doc of docs) query.set(doc.id, [...(query.get(doc.id) ?? []), newestOf(doc.revisions)]);
  return query;
}

function* slicesOf(revs: RevsQuery): Generator<RevsQuery> {
  const entries = [...revs];
  for (let at = 0; at < entries.length; at += SLICE) yield new Map(entries.slice(at, at + SLICE));
}

/** @param doc where the answer was lost and the revision was proven all the same */
function outcomeOf(id: string, sent: Sent | undefined, doc?: DocRevision): WriteOutcome {
  if (sent?.kind === 'refused') return { ok: false, id, error: sent.error };
  const rev = sent?.rev ?? (doc && newestOf(doc.revisions));
  if (rev === undefined) throw new StoreError('unavailable', 'the store did not say what it wrote');
  return { ok: true, id, rev };
}
