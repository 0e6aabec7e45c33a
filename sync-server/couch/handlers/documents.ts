import { randomUUID } from 'node:crypto';
import type { Rev } from '../../stores/ids.ts';
import { isJsonObject } from '../../stores/json.ts';
import type { GetOptions, StoredDoc } from '../../stores/replica-store.ts';
import { type DbCall, etagOf, jsonBody, jsonObjectBody } from '../call.ts';
import { fromDoc, fromDocInline, knownSince } from '../doc-answer.ts';
import { toDocId, toEdit, toRevision } from '../doc-json.ts';
import { CouchError, missing } from '../errors.ts';
import { readRelated } from '../multipart-doc.ts';
import { accepts, sendRelated } from '../multipart-write.ts';
import { toRev, toRevs } from '../query.ts';
import { writeOne } from '../write-docs.ts';
import { openRevs, withoutRevisions } from './open-revs.ts';

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
  // CouchDB takes a list without revisions for no list.
  const open = query.text('open_revs');
  if (open !== undefined && !/^\s*\[\s*\]\s*$/.test(open)) return openRevs(call, id);
  const meta = query.flag('meta');
  const rev = query.rev();
  const known = toRevs(query.json('atts_since') ?? []);
  const options: GetOptions = {
    ...(rev !== undefined && { rev }),
    latest: query.flag('latest'),
    revs: query.flag('revs') || known.length > 0,
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
  const inline = query.flag('attachments') || query.text('atts_since') !== undefined;
  const doc = withAskedConflicts(call, read.doc, meta);
  const shown = query.flag('revs') ? doc : withoutRevisions(doc);
  return answer(call, shown, knownSince(read.doc, known), inline);
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

/** As JSON, or with its files after it where the client can read that. */
async function answer(call: DbCall, doc: StoredDoc, since: number, inline: boolean): Promise<object> {
  if (!inline) return fromDoc(doc);
  const follows = doc.attachments.size > 0 && accepts(call, 'multipart/related');
  return follows ? sendRelated(call, doc, since) : fromDocInline(call.db, doc, since);
}

export async function putDoc(call: DbCall): Promise<object> {
  const id = idOf(call);
  const related = /^multipart\/related\b/i.test(call.request.headers['content-type'] ?? '');
  const { doc, following } = related
    ? await readRelated(call)
    : { doc: jsonBody(call), following: undefined };
  // The address says which document; what the body says must be an id all the same.
  if (isJsonObject(doc) && doc._id !== undefined) toDocId(doc._id);
  return writeDoc(call, id, doc, following);
}

export async function postDoc(call: DbCall): Promise<object> {
  const body = jsonObjectBody(call);
  return writeDoc(call, toDocId(body._id ?? randomUUID().replaceAll('-', '')), body);
}

async function writeDoc(
  call: DbCall,
  id: string,
  body: unknown,
  following?: ReadonlyMap<string, Uint8Array>,
): Promise<object> {
  call.reply.header('location', `${call.origin}/${encodeURIComponent(call.name)}/${encodeURIComponent(id)}`);
  if (call.query.text('new_edits') === 'false') {
    return writeOne(call, { newEdits: false, docs: [toRevision(body, id, following)] }, 201);
  }
  return writeOne(call, { newEdits: true, docs: [toEdit(body, id, parentOf(call), following)] }, 201);
}

export async function deleteDoc(call: DbCall): Promise<object> {
  const id = idOf(call);
  const parent = parentOf(call);
  const read = await call.db.get(id);
  if (read.kind === 'missing') throw missing();
  if (read.kind === 'deleted') throw new CouchError('not_found', 'deleted');
  const edit = {
    id,
    deleted: true,
    body: {},
    attachments: new Map(),
    ...(parent !== undefined && { parent }),
  };
  return writeOne(call, { newEdits: true, docs: [edit] }, 200);
}
