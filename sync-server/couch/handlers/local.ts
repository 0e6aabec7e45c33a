import { isJsonObject, type Json } from '../../stores/json.ts';
import { type DbCall, jsonBody } from '../call.ts';
import { toDocId } from '../doc-json.ts';
import { CouchError, missing } from '../errors.ts';

const idOf = ({ params }: DbCall): string => toDocId(`_local/${params.id}`).slice('_local/'.length);

export async function getLocal(call: DbCall): Promise<object> {
  const id = idOf(call);
  const doc = await call.db.getLocal(id);
  if (doc === undefined) throw missing();
  return { _id: `_local/${id}`, _rev: doc.rev, ...doc.body };
}

export async function putLocal(call: DbCall): Promise<object> {
  const answer = await putLocalDoc(call, idOf(call), jsonBody(call));
  call.reply.code(201);
  return { ok: true, ...answer };
}

export async function deleteLocal(call: DbCall): Promise<object> {
  const id = idOf(call);
  if (!(await call.db.deleteLocal(id))) throw missing();
  return { ok: true, id: `_local/${id}`, rev: '0-0' };
}

/** `/{db}/_local/{id}/{file}`, whatever the method. */
export async function localFile(): Promise<never> {
  throw new CouchError('bad_request', '_local documents do not accept attachments.');
}

/** A local document by its own path or inside `_bulk_docs`. */
export async function putLocalDoc(
  { db }: DbCall,
  id: string,
  doc: Json,
): Promise<{ id: string; rev: string }> {
  if (!isJsonObject(doc)) throw new CouchError('bad_request', 'Document must be a JSON object');
  const { _rev, _deleted } = doc;
  if (_deleted === true) {
    await db.deleteLocal(id);
    return { id: `_local/${id}`, rev: '0-0' };
  }
  const body = Object.fromEntries(Object.entries(doc).filter(([key]) => !/^_(?!_proto__$)/.test(key)));
  const rev = await db.putLocal(id, body, typeof _rev === 'string' ? _rev : undefined);
  return { id: `_local/${id}`, rev };
}
