import type { Json } from '../../stores/json.ts';
import type { AllDocsQuery, AllDocsRow, ReplicaDb } from '../../stores/replica-store.ts';
import { type DbCall, jsonObjectBody, sendStream } from '../call.ts';
import { fromDoc, fromDocInline } from '../doc-answer.ts';
import { CouchError } from '../errors.ts';
import { PageSize } from '../page-size.ts';

/** `GET /{db}/_all_docs`, and `POST` with `keys`. */
export async function allDocs(call: DbCall) {
  const { query } = call;
  if (query.flag('reduce') || query.flag('group') || query.text('group_level') !== undefined)
    throw new CouchError('query_parse_error', 'Here is nothing to reduce and nothing to group.');
  const body = call.request.method === 'POST' ? jsonObjectBody(call) : {};
  const keys = body.keys ?? query.json('keys');
  if (keys !== undefined && !(Array.isArray(keys) && keys.every((key) => typeof key === 'string'))) {
    throw new CouchError('bad_request', '`keys` body member must be an array of strings.');
  }
  if (keys !== undefined && query.json('key', 'startkey', 'start_key', 'endkey', 'end_key') !== undefined) {
    const reason = '`keys` is incompatible with `key`, `start_key` and `end_key`';
    throw new CouchError('query_parse_error', reason);
  }
  return sendStream(call, parts(call, readAsked(call, keys as readonly string[] | undefined)));
}

/** Ids are strings; other JSON sorts before (null, false, numbers) or after (lists, objects) all of them. */
const toBound = (value: Json | undefined, beyond: string): string | undefined =>
  value === undefined || typeof value === 'string'
    ? (value as string | undefined)
    : typeof value === 'object' && value !== null
      ? beyond
      : '';

/** What was asked, read in full before the answer begins: an error in it still gets its own status. */
interface Asked {
  readonly keys: readonly string[] | undefined;
  readonly skip: number;
  readonly limit: number;
  readonly range: Omit<AllDocsQuery, 'limit' | 'skip'>;
  readonly updateSeq: boolean;
  readonly inline: boolean;
  /** Rows before the first are known. */
  readonly fromStart: boolean;
}

/** @throws CouchError `query_parse_error`, `bad_request` */
function readAsked({ query }: DbCall, keys: readonly string[] | undefined): Asked {
  const beyond = '\u{10ffff}'.repeat(8);
  const key = query.json('key');
  const start = toBound(key ?? query.json('startkey', 'start_key'), beyond);
  const end = toBound(key ?? query.json('endkey', 'end_key'), beyond);
  return {
    keys,
    skip: query.count('skip') ?? 0,
    limit: query.count('limit') ?? Number.POSITIVE_INFINITY,
    range: {
      ...(start !== undefined && { start }),
      ...(end !== undefined && { end }),
      inclusiveEnd: query.text('inclusive_end') !== 'false',
      descending: query.flag('descending'),
      includeDocs: query.flag('include_docs'),
      conflicts: query.flag('conflicts'),
    },
    updateSeq: query.flag('update_seq'),
    inline: query.flag('attachments'),
    fromStart: keys === undefined && start === undefined,
  };
}

async function* parts({ db, name, hooks }: DbCall, asked: Asked): AsyncGenerator<string> {
  const { docCount, updateSeq } = await db.info();
  const seq = asked.updateSeq ? `"update_seq":${JSON.stringify(hooks.mapSeq(name, updateSeq))},` : '';
  // CouchDB counts the rows before the first; that would be a scan, so it is given where it is known.
  const offset = asked.fromStart ? asked.skip : null;
  yield `{"total_rows":${docCount},${seq}"offset":${offset},"rows":[\n`;
  const { includeDocs = false } = asked.range;
  const size = new PageSize(includeDocs);
  // Files inside documents: one at a time, since nothing bounds them but the limit of a document.
  const next = (): number => (includeDocs && asked.inline ? 1 : size.rows);
  let first = true;
  for await (const rows of asked.keys === undefined ? ranges(db, asked, next) : slices(db, asked, next)) {
    const texts = await Promise.all(rows.map(async (row) => JSON.stringify(await toRow(db, asked, row))));
    size.learn(
      rows.length,
      texts.reduce((sum, text) => sum + text.length, 0),
    );
    if (texts.length > 0) yield `${first ? '' : ',\n'}${texts.join(',\n')}`;
    first = first && texts.length === 0;
  }
  yield '\n]}\n';
}

type Pages = AsyncGenerator<readonly AllDocsRow[]>;

async function* ranges(db: ReplicaDb, { range, skip, limit }: Asked, size: () => number): Pages {
  let left = limit;
  let from: Pick<AllDocsQuery, 'start' | 'skip'> = { skip };
  while (left > 0) {
    const most = Math.min(left, size());
    const { rows } = await db.allDocs({ ...range, ...from, limit: most });
    yield rows;
    const last = rows.at(-1);
    if (rows.length < most || last === undefined) return;
    left -= rows.length;
    // Upwards the next id there can be; downwards there is no such, and the last row is read again to be skipped.
    from = range.descending === true ? { start: last.id, skip: 1 } : { start: `${last.id}\u0000` };
  }
}

async function* slices(db: ReplicaDb, { range, keys = [], skip, limit }: Asked, size: () => number): Pages {
  const ordered = range.descending === true ? [...keys].reverse() : keys;
  const asked = ordered.slice(skip, skip + limit);
  for (let at = 0; at < asked.length; ) {
    const page = asked.slice(at, at + size());
    at += page.length;
    yield (await db.allDocs({ ...range, keys: page, limit: page.length })).rows;
  }
}

async function toRow(db: ReplicaDb, { range, inline }: Asked, row: AllDocsRow): Promise<object> {
  if (row.kind === 'missing') return { key: row.id, error: 'not_found' };
  const { id, rev, deleted, doc } = row;
  const value = deleted ? { rev, deleted: true } : { rev };
  if (range.includeDocs !== true) return { id, key: id, value };
  if (doc === undefined) return { id, key: id, value, doc: null };
  return { id, key: id, value, doc: inline ? await fromDocInline(db, doc) : fromDoc(doc) };
}
