import type { ShardCopies } from './couchdb-copies.ts';
import type { CouchdbHttp } from './couchdb-http.ts';
import { byWinning, listOf, objectOf, revOf, toStoredDoc } from './couchdb-json.ts';
import type { Json, JsonObject } from './json.ts';
import type { AllDocsPage, AllDocsQuery, AllDocsRow } from './replica-store.ts';

type FoundRow = Extract<AllDocsRow, { kind: 'found' }>;

/**
 * `_all_docs`. A cluster answers it from one copy of each part, whichever is first: a copy that was away for a while
 * lacks what a majority has, and an index built on that would give out a receipt's number twice. So a majority of the
 * copies is asked here, and what any of them has is there: whatever was proven is on one of them.
 */
export async function readAllDocs(
  http: CouchdbHttp,
  db: string,
  copies: ShardCopies,
  query: AllDocsQuery,
): Promise<AllDocsPage> {
  const ranges = await copies.ranges();
  if (ranges.length === 0) return toPage(objectOf(await ask(http, db, query), 'documents'), query);
  // Rows that a copy lacks shift the others: each is asked from the beginning of the page, and they are counted here.
  const { skip = 0, limit, keys } = query;
  const wide = keys === undefined ? { ...query, skip: 0, limit: limit + skip } : query;
  const answers = await copies.askMajority((path) => ask(http, path, wide));
  const pages = answers.map((of) => of.map((json) => toPage(objectOf(json, 'documents'), query)));
  const totalRows = pages.reduce((sum, of) => sum + Math.max(...of.map((page) => page.totalRows)), 0);
  const found = new Map<string, FoundRow>();
  for (const row of pages.flat().flatMap(({ rows }) => rows)) {
    if (row.kind === 'missing') continue;
    const known = found.get(row.id);
    if (known === undefined || byWinning(row, known) < 0) found.set(row.id, row);
  }
  if (keys !== undefined)
    return { totalRows, rows: keys.map((id) => found.get(id) ?? { kind: 'missing', id }) };
  const rows = [...found.values()].sort(query.descending === true ? (a, b) => byId(b, a) : byId);
  return { totalRows, rows: rows.slice(skip, skip + limit) };
}

/** By the bytes of UTF-8, as CouchDB sorts ids. */
const byId = (a: FoundRow, b: FoundRow): number => Buffer.compare(Buffer.from(a.id), Buffer.from(b.id));

async function ask(http: CouchdbHttp, db: string, query: AllDocsQuery): Promise<Json> {
  const { keys, start, end, inclusiveEnd, descending, skip, limit, includeDocs, conflicts } = query;
  const path = `${db}/_all_docs`;
  const docs = {
    ...(includeDocs === true && { include_docs: true }),
    ...(conflicts === true && { conflicts }),
  };
  if (keys !== undefined) {
    const call = { method: 'POST', path, query: docs, json: { keys } } as const;
    return (await http.json({ ...call, safe: true })).body;
  }
  const range = {
    ...(start !== undefined && { start_key: JSON.stringify(start) }),
    ...(end !== undefined && { end_key: JSON.stringify(end) }),
    ...(inclusiveEnd === false && { inclusive_end: false }),
    ...(descending === true && { descending }),
    ...(skip !== undefined && skip > 0 && { skip }),
    limit,
  };
  return (await http.json({ path, query: { ...docs, ...range }, safe: true })).body;
}

function toPage({ total_rows, rows }: JsonObject, query: AllDocsQuery): AllDocsPage {
  return {
    totalRows: Number(total_rows ?? 0),
    rows: listOf(rows, 'documents').map((row) => toRow(objectOf(row, 'a document'), query)),
  };
}

function toRow({ id, key, value, doc, error }: JsonObject, query: AllDocsQuery): AllDocsRow {
  if (error !== undefined) return { kind: 'missing', id: String(key) };
  const { rev, deleted } = objectOf(value, 'a document');
  const conflicts = query.conflicts === true;
  return {
    kind: 'found',
    id: String(id),
    rev: revOf(rev),
    deleted: deleted === true,
    ...(doc !== undefined && doc !== null && { doc: toStoredDoc(doc, { conflicts }) }),
  };
}
