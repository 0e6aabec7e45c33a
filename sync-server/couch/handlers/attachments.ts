import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { AttachmentWrite, DocEdit } from '../../stores/replica-store.ts';
import { bodyBytes, type DbCall, etagOf } from '../call.ts';
import { toContentType, toDocId, toFileName } from '../doc-json.ts';
import { CouchError, missing, WRITE_REASONS } from '../errors.ts';
import { writeOne } from '../write-docs.ts';
import { parentOf } from './documents.ts';

export async function getAttachment(call: DbCall): Promise<FastifyReply> {
  const { db, params, query, reply, request } = call;
  const read = await db.attachment(toDocId(params.doc), params.file as string, query.rev());
  if (read === undefined) throw new CouchError('not_found', 'Document is missing attachment');
  const { contentType, digest, length } = read.info;
  const tag = digest.replace(/^md5-/, '');
  reply.headers({
    etag: `"${tag}"`,
    'content-md5': tag,
    'accept-ranges': 'bytes',
    // The bytes are whoever's sent them: they must not act as a page of this origin.
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
  });
  if (etagOf(request.headers['if-none-match']) === tag) return reply.code(304).send();
  const range = toRange(request.headers.range, length);
  const [start, end] = range ?? [0, length];
  reply.type(contentType).header('content-length', end - start);
  if (range !== undefined) reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${length}`);
  if (request.method === 'HEAD') return reply.send();
  return reply.send(Readable.from(read.open(start, end)));
}

/** One range of bytes, end exclusive (RFC 9110, 14.1.2). Several ranges, or other units: the whole file. */
function toRange(header: string | undefined, length: number): [number, number] | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, length - Number(last)) : Number(first);
  const end = first === '' || last === '' ? length : Math.min(length, Number(last) + 1);
  if (start < end) return [start, end];
  throw new CouchError('requested_range_not_satisfiable', 'Requested range not satisfiable', {
    'content-range': `bytes */${length}`,
  });
}

/** `PUT`: an edit of the document that adds or replaces one file. Without `rev`: a new document. */
export async function putAttachment(call: DbCall): Promise<object> {
  const name = toFileName(call.params.file as string);
  const { edit, attachments } = await editOf(call);
  const contentType = toContentType(call.request.headers['content-type']);
  attachments.set(name, { kind: 'bytes', contentType, bytes: bodyBytes(call) });
  return writeOne(call, { newEdits: true, docs: [edit] }, 201);
}

export async function deleteAttachment(call: DbCall): Promise<object> {
  const { edit, attachments } = await editOf(call);
  if (edit.parent === undefined) {
    const { kind } = await call.db.get(edit.id);
    throw kind === 'missing' ? missing() : new CouchError('conflict', WRITE_REASONS.conflict);
  }
  if (!attachments.delete(call.params.file as string)) {
    throw new CouchError('not_found', 'Document is missing attachment');
  }
  return writeOne(call, { newEdits: true, docs: [edit] }, 200);
}

/** The document as it is at `rev`, ready to be edited: its files are stubs. */
async function editOf(call: DbCall): Promise<{ edit: DocEdit; attachments: Map<string, AttachmentWrite> }> {
  const id = toDocId(call.params.doc);
  const parent = parentOf(call);
  const attachments = new Map<string, AttachmentWrite>();
  if (parent === undefined) return { edit: { id, deleted: false, body: {}, attachments }, attachments };
  const read = await call.db.get(id, { rev: parent });
  if (read.kind !== 'found') throw new CouchError('conflict', WRITE_REASONS.conflict);
  for (const name of read.doc.attachments.keys()) attachments.set(name, { kind: 'stub' });
  return { edit: { id, parent, deleted: false, body: read.doc.body, attachments }, attachments };
}
