import { parseRev, type Rev, splitRev } from '../stores/ids.ts';
import { isJsonObject, type Json, type JsonObject } from '../stores/json.ts';
import type { AttachmentWrite, DocEdit, DocRevision, Revisions } from '../stores/replica-store.ts';
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
]);

/** Members with `_` that are content: what CouchDB's replicator notes in the documents of `_replicator`. */
const KEPT = new Set([
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

const NOTHING_FOLLOWS: ReadonlyMap<string, Uint8Array> = new Map();

function toRawDoc(value: unknown, following = NOTHING_FOLLOWS): RawDoc {
  if (!isJsonObject(value)) throw new CouchError('bad_request', 'Document must be a JSON object');
  const entries = Object.entries(value);
  const unknown = entries.find(([key]) => key.startsWith('_') && !KEPT.has(key) && !SPECIAL.has(key));
  if (unknown !== undefined)
    throw new CouchError('doc_validation', `Bad special document member: ${unknown[0]}`);
  const { _rev, _deleted, _attachments, _revisions } = value;
  if (_deleted !== undefined && typeof _deleted !== 'boolean')
    throw new CouchError('doc_validation', 'Bad special document member: _deleted');
  return {
    body: Object.fromEntries(entries.filter(([key]) => !SPECIAL.has(key))),
    rev: _rev === undefined || _rev === null ? undefined : toRev(_rev),
    deleted: _deleted === true,
    attachments: toAttachments(_attachments, following),
    revisions: _revisions === undefined ? undefined : toRevisions(_revisions),
  };
}

/**
 * A new edit. `id` and `parent` from the address or a header stand above the body's own. `following`: the bytes of
 * attachments that say `follows`.
 */
export function toEdit(
  value: unknown,
  id: string,
  parent?: Rev,
  following?: ReadonlyMap<string, Uint8Array>,
): DocEdit {
  const { body, rev, deleted, attachments } = toRawDoc(value, following);
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
export function toRevision(
  value: unknown,
  id: string,
  following?: ReadonlyMap<string, Uint8Array>,
): DocRevision {
  const { body, rev, deleted, attachments, revisions } = toRawDoc(value, following);
  // As in CouchDB, the history says which revision it is, whatever `_rev` says.
  if (revisions !== undefined) return { id, body, deleted, attachments, revisions };
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

function toAttachments(
  value: Json | undefined,
  following: ReadonlyMap<string, Uint8Array>,
): ReadonlyMap<string, AttachmentWrite> {
  if (value === undefined) return new Map();
  if (!isJsonObject(value))
    throw new CouchError('doc_validation', 'Bad special document member: _attachments');
  return new Map(
    Object.entries(value).map(([name, file]) => [
      toFileName(name),
      toAttachment(name, file, following.get(name)),
    ]),
  );
}

export function toFileName(name: string): string {
  if (name === '' || SURROGATE.test(name))
    throw new CouchError('bad_request', 'Attachment name is not valid UTF-8');
  if (name.startsWith('_')) {
    throw new CouchError('bad_request', `Attachment name '${name}' starts with prohibited character '_'`);
  }
  return name;
}

function toAttachment(name: string, file: Json, followed: Uint8Array | undefined): AttachmentWrite {
  if (!isJsonObject(file)) throw new CouchError('bad_request', `Attachment '${name}' must be a JSON object`);
  const { stub, follows, data, content_type, encoding } = file;
  const digest = typeof file.digest === 'string' ? file.digest : undefined;
  const revpos = isGeneration(file.revpos) ? file.revpos : undefined;
  if (stub === true) {
    // The digest of a file that the sender keeps encoded is of other bytes than ours.
    const known = digest !== undefined && encoding === undefined;
    return { kind: 'stub', ...(known && { digest }), ...(revpos !== undefined && { revpos }) };
  }
  const bytes = follows === true ? followed : typeof data === 'string' ? fromBase64(data) : undefined;
  if (bytes === undefined) throw new CouchError('bad_request', `Invalid attachment data for ${name}`);
  const contentType = toContentType(content_type);
  return { kind: 'bytes', contentType, bytes, ...(revpos !== undefined && { revpos }) };
}

const isGeneration = (value: Json | undefined): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

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
