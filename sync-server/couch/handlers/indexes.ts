import { isJsonObject, type JsonObject } from '../../stores/json.ts';
import type { StoredDoc } from '../../stores/replica-store.ts';
import { type DbCall, jsonObjectBody } from '../call.ts';
import { toDocId } from '../doc-json.ts';
import { CouchError } from '../errors.ts';
import { readIndexRequest } from '../mango/index-request.ts';
import { indexesOf, indexJson, listIndexes } from '../mango/indexes.ts';
import { writeOne } from '../write-docs.ts';

/** `GET /{db}/_index`. */
export async function getIndexes({ db, query }: DbCall): Promise<object> {
  const indexes = await listIndexes(db);
  const skip = query.count('skip') ?? 0;
  const shown = indexes.slice(skip, skip + (query.count('limit') ?? indexes.length));
  return { total_rows: indexes.length, indexes: shown.map(indexJson) };
}

/** `POST /{db}/_index`: adds a view to a design document, which is how indexes replicate. */
export async function createIndex(call: DbCall): Promise<object> {
  const { index, view } = readIndexRequest(jsonObjectBody(call));
  const id = toDocId(index.ddoc);
  const found = await designDoc(call, id);
  // A design document that names no language is one of JavaScript.
  const { language = found ? 'javascript' : 'query', views = {} } = found?.body ?? {};
  if (language !== 'query') {
    throw new CouchError('bad_request', `${id} is a design document of another language than "query".`);
  }
  const wanted = JSON.stringify(indexJson(index));
  const known = found === undefined ? [] : indexesOf(found);
  if (known.some((one) => JSON.stringify(indexJson(one)) === wanted)) {
    return { result: 'exists', id, name: index.name };
  }
  const body: JsonObject = {
    ...found?.body,
    language: 'query',
    views: { ...(isJsonObject(views) && views), [index.name]: view },
  };
  await write(call, id, found, body);
  call.reply.code(200);
  return { result: 'created', id, name: index.name };
}

/** `DELETE /{db}/_index/{ddoc}/json/{name}`. The design document goes with its last view. */
export async function deleteIndex(call: DbCall): Promise<object> {
  const { ddoc = '', name = '' } = call.params;
  const id = ddoc.startsWith('_design/') ? ddoc : `_design/${ddoc}`;
  const found = await designDoc(call, id);
  const { views } = found?.body ?? {};
  if (found === undefined || !isJsonObject(views) || !indexesOf(found).some((index) => index.name === name)) {
    throw new CouchError('not_found', 'Index does not exist.');
  }
  const left = Object.entries(views).filter(([key]) => key !== name);
  await write(
    call,
    id,
    found,
    left.length > 0 ? { ...found.body, views: Object.fromEntries(left) } : undefined,
  );
  return { ok: true };
}

async function designDoc({ db }: DbCall, id: string): Promise<StoredDoc | undefined> {
  const read = await db.get(id);
  return read.kind === 'found' ? read.doc : undefined;
}

/** Through the same door as every document: whoever may not write one may not make an index. */
async function write(
  call: DbCall,
  id: string,
  before: StoredDoc | undefined,
  body?: JsonObject,
): Promise<void> {
  const edit = {
    id,
    body: body ?? {},
    deleted: body === undefined,
    attachments: new Map(),
    ...(before !== undefined && { parent: before.rev }),
  };
  await writeOne(call, { newEdits: true, docs: [edit] }, 200);
}
