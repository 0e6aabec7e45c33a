import { joinRev, parseRev, type Rev, splitRev } from '../stores/ids.ts';
import { isJsonObject, type Json, type JsonObject } from '../stores/json.ts';
import type {
  AttachmentWrite,
  DocEdit,
  DocRevision,
  ReplicaDb,
  Revisions,
  StoredDoc,
} from '../stores/replica-store.ts';
import { CouchError } from './errors.ts';
import { toRev } from './query.ts';

/** Members with `_` that a document may carry in. Those the server makes itself are taken and ignored, as in CouchDB. */
const SPECIAL = new Set([
  '_id',
  '_rev',
  '_deleted',
  '_revisions',
  '_attachments',
  '_conflicts',
  '_deleted_conflicts',
  '_revs_info',
  '_local_seq',
  '_replication_id',
  '_replication_state',
  '_replication_state_time',
  '_replication_state_reason',
  '_replication_stats',
]);

const SURROGATE = /\p{Surrogate}/u;

/** A document's id as clients may choose it. @throws CouchError `illegal_docid` */
export function toDocId(value: unknown): string {
  if (typeof value !== 'string') throw new CouchError('illegal_docid', 'Document id must be a string');
  if (value === '') throw new CouchError('illegal_docid', 'Document id must not be empty');
  if (SURROGATE.test(value)) throw new CouchError('illegal_docid', 'Document id must be valid UTF-8');
  if (Buffer.byteLength(value) > 8000) throw new CouchError('illegal_docid', 'Document id is too long');
  if (value === '_design/' || value === '_local/') {
    throw new CouchError('illegal_docid', 'Illegal document id');
  }
  if (value.startsWith('_') && !value.startsWith('_design/') && !value.startsWith('_local/')) {
    throw new CouchError('illegal_docid', 'Only reserved document ids may start with underscore.');
  }
  return value;
}

/** What a document and its `_` members say, before it is known whether it is an edit or a revision. */
interface RawDoc {
  readonly body: JsonObject;
  readonly rev: Rev | undefined;
  readonly deleted: boolean;
  readonly attachments: ReadonlyMap<string, AttachmentWrite>;
  readonly revisions: Revisions | undefined;
}

function toRawDoc(value: unknown): RawDoc {
  if (!isJsonObject(value)) throw new CouchError('bad_request', 'Document must be a JSON object');
  const entries = Object.entries(value);
  const unknown = entries.find(([key]) => key.startsWith('_') && key !== '__proto__' && !SPECIAL.has(key));
  if (unknown !== undefined)
    throw new CouchError('doc_validation', `Bad special document member: ${unknown[0]}`);
  const { _rev, _deleted, _attachments, _revisions } = value;
  return {
    // Not by assignment: a member called `__proto__` is data like any other.
    body: Object.fromEntries(entries.filter(([key]) => !SPECIAL.has(key))),
    rev: _rev === undefined || _rev === null ? undefined : toRev(_rev),
    deleted: _deleted === true,
    attachments: toAttachments(_attachments),
    revisions: _revisions === undefined ? undefined : toRevisions(_revisions),
  };
}

/** A new edit. `id` and `parent` from the address or a header stand above the body's own. */
export function toEdit(value: unknown, id: string, parent?: Rev): DocEdit {
  const { body, rev, deleted, attachments } = toRawDoc(value);
  if (parent !== undefined && rev !== undefined && parent !== rev) {
    throw new CouchError(
      'bad_request',
      'Document rev from request body and query string have different values',
    );
  }
  const from = parent ?? rev;
  return { id, body, deleted, attachments, ...(from !== undefined && { parent: from }) };
}

/** A revision with its history (`new_edits: false`). */
export function toRevision(value: unknown, id: string): DocRevision {
  const { body, rev, deleted, attachments, revisions } = toRawDoc(value);
  if (revisions !== undefined) {
    if (rev !== undefined && joinRev(revisions.start, revisions.ids[0] as string) !== rev) {
      throw new CouchError('doc_validation', '_rev and _revisions do not agree');
    }
    return { id, body, deleted, attachments, revisions };
  }
  if (rev === undefined) {
    throw new CouchError(
      'bad_request',
      'When `new_edits: false`, the document needs `_rev` or `_revisions` specified',
    );
  }
  const { pos, hash } = splitRev(rev);
  return { id, body, deleted, attachments, revisions: { start: pos, ids: [hash] } };
}

function toRevisions(value: Json): Revisions {
  const { start, ids } = isJsonObject(value) ? value : {};
  if (typeof start !== 'number' || !Number.isSafeInteger(start)) {
    throw new CouchError('doc_validation', "_revisions.start isn't an integer.");
  }
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > start) {
    throw new CouchError('doc_validation', "_revisions.ids isn't an array of revisions.");
  }
  ids.forEach((hash, at) => {
    if (typeof hash !== 'string' || parseRev(`${start - at}-${hash}`) === undefined) {
      throw new CouchError('doc_validation', "_revisions.ids isn't an array of revisions.");
    }
  });
  return { start, ids: ids as string[] };
}

function toAttachments(value: Json | undefined): ReadonlyMap<string, AttachmentWrite> {
  if (value === undefined || value === null) return new Map();
  if (!isJsonObject(value)) throw new CouchError('bad_request', '_attachments must be a JSON object');
  return new Map(Object.entries(value).map(([name, file]) => [toFileName(name), toAttachment(name, file)]));
}

export function toFileName(name: string): string {
  if (name === '' || SURROGATE.test(name))
    throw new CouchError('bad_request', 'Attachment name is not valid UTF-8');
  if (name.startsWith('_')) {
    throw new CouchError('bad_request', `Attachment name '${name}' starts with prohibited character '_'`);
  }
  return name;
}

function toAttachment(name: string, file: Json): AttachmentWrite {
  if (!isJsonObject(file)) throw new CouchError('bad_request', `Attachment '${name}' must be a JSON object`);
  const { stub, follows, data, content_type, revpos, digest } = file;
  if (follows === true)
    throw new CouchError('not_implemented', 'Attachments that follow a document are not taken yet.');
  if (stub === true) return { kind: 'stub', ...(typeof digest === 'string' && { digest }) };
  const bytes = typeof data === 'string' ? fromBase64(data) : undefined;
  if (bytes === undefined) throw new CouchError('bad_request', `Invalid attachment data for ${name}`);
  return {
    kind: 'bytes',
    contentType: toContentType(content_type),
    bytes,
    ...(typeof revpos === 'number' && Number.isSafeInteger(revpos) && revpos > 0 && { revpos }),
  };
}

/** Node skips what is no base64; then fewer bytes come out than the length promised. */
function fromBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return bytes.length === Math.floor(((text.length - padding) * 3) / 4) ? bytes : undefined;
}

/** A type that can be sent back as a header; anything else is bytes. */
export function toContentType(value: unknown): string {
  return typeof value === 'string' && /^[\x20-\x7e]{1,255}$/.test(value) ? value : 'application/octet-stream';
}

/** A document as CouchDB sends it, attachments as stubs. */
export function fromDoc(doc: StoredDoc): Record<string, unknown> {
  const json: Record<string, unknown> = { _id: doc.id, _rev: doc.rev, ...doc.body };
  if (doc.deleted) json._deleted = true;
  if (doc.revisions !== undefined) json._revisions = doc.revisions;
  if (doc.revsInfo !== undefined) json._revs_info = doc.revsInfo;
  if (doc.conflicts !== undefined && doc.conflicts.length > 0) json._conflicts = doc.conflicts;
  if (doc.deletedConflicts !== undefined && doc.deletedConflicts.length > 0) {
    json._deleted_conflicts = doc.deletedConflicts;
  }
  if (doc.attachments.size > 0) json._attachments = stubs(doc);
  return json;
}

function stubs(doc: StoredDoc): Record<string, unknown> {
  return Object.fromEntries(
    [...doc.attachments].map(([name, { contentType, revpos, digest, length }]) => [
      name,
      { content_type: contentType, revpos, digest, length, stub: true },
    ]),
  );
}

/** The same with the bytes of attachments inside, in base64. */
export async function fromDocInline(db: ReplicaDb, doc: StoredDoc): Promise<Record<string, unknown>> {
  const files: [string, unknown][] = [];
  for (const [name, { contentType, revpos, digest }] of doc.attachments) {
    const attachment = await db.attachment(doc.id, name, doc.rev);
    const pieces: Uint8Array[] = [];
    for await (const piece of attachment?.open() ?? []) pieces.push(piece);
    files.push([
      name,
      { content_type: contentType, revpos, digest, data: Buffer.concat(pieces).toString('base64') },
    ]);
  }
  const json = fromDoc(doc);
  return files.length > 0 ? { ...json, _attachments: Object.fromEntries(files) } : json;
}
