import type { Json } from '../../stores/json.ts';
import type { AllDocsQuery, AllDocsRow } from '../../stores/replica-store.ts';
import { type DbCall, jsonObjectBody, sendStream } from '../call.ts';
import { fromDoc, fromDocInline } from '../doc-answer.ts';
import { CouchError } from '../errors.ts';
import { PageSize } from '../page-size.ts';

/** `GET /{db}/_all_docs`, and `POST` with `keys`. */
export async function allDocs(call: DbCall) {
  const body = call.request.method === 'POST' ? jsonObjectBody(call) : {};
  const keys = body.keys ?? call.query.json('keys');
  if (keys !== undefined && !(Array.isArray(keys) && keys.every((key) => typeof key === 'string'))) {
    throw new CouchError('bad_request', '`keys` body member must be an array of strings.');
  }
  if (
    keys !== undefined &&
    call.query.json('key', 'startkey', 'start_key', 'endkey', 'end_key') !== undefined
  ) {
    const reason = '`keys` is incompatible with `key`, `start_key` and `end_key`';
    throw new CouchError('query_parse_error', reason);
  }
  return sendStream(call, parts(call, keys as readonly string[] | undefined));
}

/** Ids are strings; other JSON sorts before (null, false, numbers) or after (lists, objects) all of them. */
const toBound = (value: Json | undefined, beyond: string): string | undefined =>
  value === undefined || typeof value === 'string'
    ? (value as string | undefined)
    : typeof value === 'object' && value !== null
      ? beyond
      : '';

function toQuery({ query }: DbCall): Omit<AllDocsQuery, 'limit'> {
  const beyond = '\u{10ffff}'.repeat(8);
  const key = query.json('key');
  const start = toBound(key ?? query.json('startkey', 'start_key'), beyond);
  const end = toBound(key ?? query.json('endkey', 'end_key'), beyond);
  return {
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
    inclusiveEnd: query.text('inclusive_end') !== 'false',
    descending: query.flag('descending'),
    includeDocs: query.flag('include_docs'),
    conflicts: query.flag('conflicts'),
  };
}

async function* parts(call: DbCall, keys: readonly string[] | undefined): AsyncGenerator<string> {
  const { db, query, name, hooks } = call;
  const { docCount, updateSeq } = await db.info();
  const skip = query.count('skip') ?? 0;
  const seq = query.flag('update_seq')
    ? `"update_seq":${JSON.stringify(hooks.mapSeq(name, updateSeq))},`
    : '';
  // CouchDB counts the rows before the first; that would be a scan, so it is given where it is known.
  const offset = keys === undefined && query.json('startkey', 'start_key', 'key') === undefined ? skip : null;
  yield `{"total_rows":${docCount},${seq}"offset":${offset},"rows":[\n`;
  const size = new PageSize(query.flag('include_docs'));
  const next = (): number => (query.flag('attachments') ? 1 : size.rows);
  let first = true;
  for await (const rows of keys === undefined ? ranges(call, skip, next) : slices(call, keys, skip, next)) {
    const texts = await Promise.all(rows.map(async (row) => JSON.stringify(await toRow(call, row))));
    size.learn(
      rows.length,
      texts.reduce((sum, text) => sum + text.length, 0),
    );
    if (texts.length > 0) yield `${first ? '' : ',\n'}${texts.join(',\n')}`;
    first = first && texts.length === 0;
  }
  yield '\n]}\n';
}

async function* ranges(
  call: DbCall,
  skip: number,
  size: () => number,
): AsyncGenerator<readonly AllDocsRow[]> {
  const asked = toQuery(call);
  let left = call.query.count('limit') ?? Number.POSITIVE_INFINITY;
  let from: Pick<AllDocsQuery, 'start' | 'skip'> = { skip };
  while (left > 0) {
    const limit = Math.min(left, size());
    const { rows } = await call.db.allDocs({ ...asked, ...from, limit });
    yield rows;
    const last = rows.at(-1);
    if (rows.length < limit || last === undefined) return;
    left -= rows.length;
    // Upwards the next id there can be; downwards there is no such, and the last row is read again to be skipped.
    from = asked.descending === true ? { start: last.id, skip: 1 } : { start: `${last.id}\u0000` };
  }
}

async function* slices(
  call: DbCall,
  keys: readonly string[],
  skip: number,
  size: () => number,
): AsyncGenerator<readonly AllDocsRow[]> {
  const ordered = call.query.flag('descending') ? [...keys].reverse() : keys;
  const asked = ordered.slice(skip, skip + (call.query.count('limit') ?? keys.length));
  for (let at = 0; at < asked.length; ) {
    const page = asked.slice(at, at + size());
    at += page.length;
    yield (await call.db.allDocs({ ...toQuery(call), keys: page, limit: page.length })).rows;
  }
}

async function toRow(call: DbCall, row: AllDocsRow): Promise<object> {
  if (row.kind === 'missing') return { key: row.id, error: 'not_found' };
  const { id, rev, deleted, doc } = row;
  const value = deleted ? { rev, deleted: true } : { rev };
  if (!call.query.flag('include_docs')) return { id, key: id, value };
  if (doc === undefined) return { id, key: id, value, doc: null };
  const json = call.query.flag('attachments') ? await fromDocInline(call.db, doc) : fromDoc(doc);
  return { id, key: id, value, doc: json };
}
