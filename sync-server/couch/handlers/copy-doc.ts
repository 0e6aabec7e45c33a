import type { AttachmentWrite, StoredDoc } from '../../stores/replica-store.ts';
import type { DbCall } from '../call.ts';
import { toDocId } from '../doc-json.ts';
import { CouchError, missing } from '../errors.ts';
import { toRev } from '../query.ts';
import { writeOne } from '../write-docs.ts';

/** `COPY /{db}/{doc}` with `Destination: id` or `id?rev=…`: the document and its files under another id. */
export async function copyDoc(call: DbCall): Promise<object> {
  const rev = call.query.rev();
  const read = await call.db.get(toDocId(call.params.doc), rev === undefined ? {} : { rev });
  if (read.kind === 'deleted') throw new CouchError('not_found', 'deleted');
  if (read.kind === 'missing') throw missing();
  const { id, parent } = toDestination(call);
  const { body, deleted } = read.doc;
  const attachments = await readFiles(call, read.doc);
  const edit = { id, deleted, body, attachments, ...(parent !== undefined && { parent }) };
  call.reply.header('location', `${call.origin}/${encodeURIComponent(call.name)}/${encodeURIComponent(id)}`);
  return writeOne(call, { newEdits: true, docs: [edit] }, 201);
}

function toDestination({ request }: DbCall) {
  const header = request.headers.destination;
  if (typeof header !== 'string' || header === '') {
    throw new CouchError('bad_request', 'Destination header is mandatory for COPY.');
  }
  const [, path = '', rev] = /^([^?]*)(?:\?rev=(.*))?$/.exec(header) ?? [];
  try {
    return { id: toDocId(decodeURIComponent(path)), parent: rev === undefined ? undefined : toRev(rev) };
  } catch (error) {
    if (error instanceof CouchError) throw error;
    throw new CouchError('bad_request', 'Destination header is not valid percent-encoded UTF-8.');
  }
}

/** The bytes themselves: a stub would name files of the other document. */
async function readFiles({ db }: DbCall, doc: StoredDoc): Promise<Map<string, AttachmentWrite>> {
  const files = new Map<string, AttachmentWrite>();
  for (const [name, { contentType }] of doc.attachments) {
    const pieces: Uint8Array[] = [];
    const read = await db.attachment(doc.id, name, doc.rev);
    for await (const piece of read?.open() ?? []) pieces.push(piece);
    files.set(name, { kind: 'bytes', contentType, bytes: Buffer.concat(pieces) });
  }
  return files;
}
