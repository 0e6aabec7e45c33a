import type { CouchdbHttp, StreamAnswer } from './couchdb-http.ts';
import { listOf, objectOf, revOf, toStoredDoc } from './couchdb-json.ts';
import { type FeedEnd, feedLines } from './couchdb-lines.ts';
import { fromSeq, toSeq } from './couchdb-seq.ts';
import { SEQ_START } from './ids.ts';
import type { Json } from './json.ts';
import { type ChangeRow, type ChangesPage, type ChangesQuery, StoreError } from './replica-store.ts';

/** One page of `_changes`, its rows read as they arrive. */
export async function readChanges(
  http: CouchdbHttp,
  db: string,
  instance: string,
  query: ChangesQuery,
): Promise<ChangesPage> {
  const answer = await ask(http, db, instance, query);
  return query.descending === true ? downwards(answer, instance, query) : upwards(answer, instance, query);
}

function ask(http: CouchdbHttp, db: string, instance: string, query: ChangesQuery): Promise<StreamAnswer> {
  const { since, limit, descending = false, allLeaves, includeDocs, conflicts, docIds } = query;
  const options = {
    // Downwards CouchDB begins at the end whatever is asked: what was read already is passed over here.
    ...(descending ? { descending: true } : { since: fromSeq(instance, since) }),
    ...(!(descending && since !== SEQ_START) && { limit }),
    ...(allLeaves === true && { style: 'all_docs' }),
    ...(includeDocs === true && { include_docs: true, ...(conflicts === true && { conflicts: true }) }),
  };
  const path = `${db}/_changes`;
  if (docIds === undefined) return http.stream({ path, query: options, safe: true });
  const json = { doc_ids: [...new Set(docIds)] };
  return http.stream({ method: 'POST', path, query: { ...options, filter: '_doc_ids' }, json, safe: true });
}

async function upwards(answer: StreamAnswer, instance: string, query: ChangesQuery): Promise<ChangesPage> {
  const rows: ChangeRow[] = [];
  let end: FeedEnd | undefined;
  // Read to the last byte: a connection whose answer was read is used again.
  for await (const read of feedLines(answer.pieces)) {
    if (read.kind === 'row') rows.push(toRow(read.row, instance, query));
    else end = read;
  }
  if (end === undefined) throw cut();
  const atEnd = rows.length < query.limit;
  const pending = atEnd ? 0 : Number(end.pending);
  return { rows, lastSeq: toSeq(instance, end.lastSeq), atEnd, pending };
}

async function downwards(answer: StreamAnswer, instance: string, query: ChangesQuery): Promise<ChangesPage> {
  const { since, limit } = query;
  const rows: ChangeRow[] = [];
  let passed = since === SEQ_START;
  for await (const read of feedLines(answer.pieces)) {
    if (read.kind === 'end') return pageDown(rows, query, true);
    const row = toRow(read.row, instance, query);
    if (passed) rows.push(row);
    passed ||= row.seq === since;
    if (rows.length === limit) return pageDown(rows, query, false);
  }
  throw cut();
}

/** CouchDB does not tell downwards how many rows are left: never more than the number before the dash of a place. */
function pageDown(rows: ChangeRow[], { since }: ChangesQuery, atEnd: boolean): ChangesPage {
  const lastSeq = rows.at(-1)?.seq ?? since;
  return { rows, lastSeq, atEnd, pending: atEnd ? 0 : Number.parseInt(lastSeq, 10) };
}

function toRow(json: Json, instance: string, { allLeaves, conflicts }: ChangesQuery): ChangeRow {
  const { seq, id, changes, deleted, doc } = objectOf(json, 'a row');
  const revs = listOf(changes, 'a row').map((one) => revOf(objectOf(one, 'a row').rev));
  return {
    seq: toSeq(instance, seq),
    id: String(id),
    revs: allLeaves === true ? revs : revs.slice(0, 1),
    deleted: deleted === true,
    ...(doc !== undefined && doc !== null && { doc: toStoredDoc(doc, { conflicts: conflicts === true }) }),
  };
}

/** Where the feed ends without saying where: nothing of it is passed on, since nobody could read on. */
const cut = (): StoreError => new StoreError('unavailable', 'the feed of the store was cut off');
