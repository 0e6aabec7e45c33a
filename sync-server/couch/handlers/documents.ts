import { randomUUID } from 'node:crypto';
import type { Rev } from '../../stores/ids.ts';
import { isJsonObject } from '../../stores/json.ts';
import type { GetOptions, StoredDoc } from '../../stores/replica-store.ts';
import { type DbCall, etagOf, jsonBody, jsonObjectBody } from '../call.ts';
import { fromDoc, fromDocInline, toDocId, toEdit, toRevision } from '../doc-json.ts';
import { CouchError, missing } from '../errors.ts';
import { toRev, toRevs } from '../query.ts';
import { writeOne } from '../write-docs.ts';

const idOf = ({ params }: DbCall): string => toDocId(params.doc);

/** The revision a writer says it has seen: `?rev=` or `If-Match`. */
export function parentOf({ query, request }: DbCall): Rev | undefined {
  const rev = query.rev();
  const tag = etagOf(request.headers['if-match']);
  if (rev !== undefined && tag !== undefined && tag !== rev) {
    throw new CouchError('bad_request', 'Document rev and etag have different values');
  }
  return rev ?? (tag === undefined ? undefined : toRev(tag));
}

export async function getDoc(call: DbCall): Promise<unknown> {
  const { query, request, reply, db } = call;
  const id = idOf(call);
  if (query.text('open_revs') !== undefined) return openRevs(call, id);
  const meta = query.flag('meta');
  const rev = query.rev();
  const options: GetOptions = {
    ...(rev !== undefined && { rev }),
    latest: query.flag('latest'),
    revs: query.flag('revs'),
    revsInfo: meta || query.flag('revs_info'),
    conflicts: meta || query.flag('conflicts') || query.flag('deleted_conflicts'),
  };
  const read = await db.get(id, options);
  if (read.kind === 'deleted') throw new CouchError('not_found', 'deleted');
  if (read.kind === 'missing') throw missing();
  const plain = !options.revsInfo && !options.conflicts && !options.revs;
  if (plain) {
    if (etagOf(request.headers['if-none-match']) === read.doc.rev) return reply.code(304).send();
    reply.header('etag', `"${read.doc.rev}"`);
  }
  return toJson(call, withAskedConflicts(call, read.doc, meta));
}

/** The store gives both kinds of conflicts together; a client may have asked for one. */
function withAskedConflicts({ query }: DbCall, doc: StoredDoc, meta: boolean): StoredDoc {
  const { conflicts, deletedConflicts, ...rest } = doc;
  return {
    ...rest,
    ...(conflicts !== undefined && (meta || query.flag('conflicts')) && { conflicts }),
    ...(deletedConflicts !== undefined && (meta || query.flag('deleted_conflicts')) && { deletedConflicts }),
  };
}

const toJson = async (call: DbCall, doc: StoredDoc): Promise<object> =>
  call.query.flag('attachments') ? fromDocInline(call.db, doc) : fromDoc(doc);

async function openRevs(call: DbCall, id: string): Promise<object[]> {
  const { query, db } = call;
  const revs = query.text('open_revs') === 'all' ? 'all' : toRevs(query.json('open_revs'));
  const reads = await db.openRevs(id, revs, { revs: query.flag('revs'), latest: query.flag('latest') });
  if (revs === 'all' && reads.length === 0) throw missing();
  return Promise.all(
    reads.map(async (read) =>
      read.kind === 'found' ? { ok: await toJson(call, read.doc) } : { missing: read.rev },
    ),
  );
}

export async function putDoc(call: DbCall): Promise<object> {
  const id = idOf(call);
  if (/^multipart\//i.test(call.request.headers['content-type'] ?? '')) {
    throw new CouchError(
      'not_implemented',
      'multipart/related is not taken yet; send attachments inside the JSON.',
    );
  }
  const body = jsonBody(call);
  if (isJsonObject(body) && body._id !== undefined && body._id !== id) {
    throw new CouchError('bad_request', 'Document ID in the body and in the address differ');
  }
  return writeDoc(call, id, body);
}

export async function postDoc(call: DbCall): Promise<object> {
  const body = jsonObjectBody(call);
  return writeDoc(call, toDocId(body._id ?? randomUUID().replaceAll('-', '')), body);
}

async function writeDoc(call: DbCall, id: string, body: unknown): Promise<object> {
  call.reply.header('location', `${call.origin}/${encodeURIComponent(call.name)}/${encodeURIComponent(id)}`);
  if (call.query.text('new_edits') === 'false') {
    return writeOne(call, { newEdits: false, docs: [toRevision(body, id)] }, 201);
  }
  return writeOne(call, { newEdits: true, docs: [toEdit(body, id, parentOf(call))] }, 201);
}

export async function deleteDoc(call: DbCall): Promise<object> {
  const id = idOf(call);
  const parent = parentOf(call);
  const read = await call.db.get(id);
  if (read.kind === 'missing') throw missing();
  if (read.kind === 'deleted' && parent === undefined) throw new CouchError('not_found', 'deleted');
  const edit = {
    id,
    deleted: true,
    body: {},
    attachments: new Map(),
    ...(parent !== undefined && { parent }),
  };
  return writeOne(call, { newEdits: true, docs: [edit] }, 200);
}
