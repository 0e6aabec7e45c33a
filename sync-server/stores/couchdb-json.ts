import { joinRev, parseRev, type Rev, splitRev } from './ids.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import {
  type AttachmentInfo,
  type AttachmentWrite,
  type DocEdit,
  type DocRevision,
  type Revisions,
  type RevsMissing,
  type RevsQuery,
  type StoredDoc,
  StoreError,
} from './replica-store.ts';

/** Members with `_` that CouchDB's documents carry beside their content; `_replication_…` is content. */
const SPECIAL = new Set([
  '_id',
  '_rev',
  '_deleted',
  '_attachments',
  '_revisions',
  '_revs_info',
  '_conflicts',
  '_deleted_conflicts',
  '_local_seq',
]);

const strange = (what: string): StoreError =>
  new StoreError('unavailable', `the store answered ${what} that cannot be read`);

/** @throws StoreError `unavailable`: not what CouchDB says at this place */
export function objectOf(value: Json | undefined, what: string): JsonObject {
  if (!isJsonObject(value)) throw strange(what);
  return value;
}

/** @throws StoreError `unavailable` */
export function listOf(value: Json | undefined, what: string): readonly Json[] {
  if (!Array.isArray(value)) throw strange(what);
  return value as readonly Json[];
}

/** @throws StoreError `unavailable` */
export function revOf(value: Json | undefined): Rev {
  const rev = parseRev(value);
  if (rev === undefined) throw strange('a revision');
  return rev;
}

const revsOf = (value: Json | undefined): Rev[] => listOf(value ?? [], 'revisions').map(revOf);

/** What is wanted of a document besides itself: members that CouchDB leaves out where there is nothing to say. */
export interface Asked {
  readonly conflicts?: boolean;
  readonly revsInfo?: boolean;
}

/** A document as CouchDB sends it, files as stubs. @throws StoreError `unavailable` */
export function toStoredDoc(value: Json | undefined, asked: Asked = {}): StoredDoc {
  const json = objectOf(value, 'a document');
  if (typeof json._id !== 'string') throw strange('a document');
  return {
    id: json._id,
    rev: revOf(json._rev),
    deleted: json._deleted === true,
    body: bodyOf(json),
    attachments: new Map(Object.entries(objectOf(json._attachments ?? {}, 'attachments')).map(toInfo)),
    ...(json._revisions !== undefined && { revisions: toRevisions(json._revisions) }),
    ...(asked.conflicts === true && {
      conflicts: revsOf(json._conflicts),
      deletedConflicts: revsOf(json._deleted_conflicts),
    }),
    ...(asked.revsInfo === true && { revsInfo: toRevsInfo(json._revs_info) }),
  };
}

/** The content of a document. */
export const bodyOf = (json: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(json).filter(([key]) => !SPECIAL.has(key)));

function toInfo([name, value]: readonly [string, Json]): [string, AttachmentInfo] {
  const { content_type, digest, length, revpos } = objectOf(value, 'an attachment');
  const info = { contentType: String(content_type), digest: String(digest) };
  return [name, { ...info, length: Number(length), revpos: Number(revpos) }];
}

function toRevisions(value: Json): Revisions {
  const { start, ids } = objectOf(value, 'a history');
  return { start: Number(start), ids: listOf(ids, 'a history').map(String) };
}

function toRevsInfo(value: Json | undefined): NonNullable<StoredDoc['revsInfo']> {
  return listOf(value ?? [], 'a history').map((one) => {
    const { rev, status } = objectOf(one, 'a history');
    const known = status === 'available' || status === 'deleted' ? status : 'missing';
    return { rev: revOf(rev), status: known };
  });
}

/** The revision that a history is of. */
export const newestOf = ({ start, ids }: Revisions): Rev => joinRev(start, ids[0] ?? '');

/** A document to be written, its files as `_attachments` says them. */
export function fromWrite(doc: DocEdit | DocRevision, attachments: JsonObject): object {
  const isEdit = !('revisions' in doc);
  const history = isEdit
    ? { ...(doc.parent !== undefined && { _rev: doc.parent }) }
    : { _rev: newestOf(doc.revisions), _revisions: doc.revisions };
  return {
    _id: doc.id,
    ...history,
    ...doc.body,
    ...(doc.deleted && { _deleted: true }),
    ...(doc.attachments.size > 0 && { _attachments: attachments }),
  };
}

/**
 * How `_attachments` names a file whose bytes follow the document, or lie in the store already.
 * @param generation of a revision from elsewhere: CouchDB keeps a file that names none as of generation 0
 */
export function fileOf(file: AttachmentWrite, generation?: number): JsonObject {
  const revpos = file.revpos ?? (file.kind === 'bytes' ? generation : undefined);
  const common = revpos === undefined ? {} : { revpos };
  if (file.kind === 'stub')
    return { stub: true, ...(file.digest !== undefined && { digest: file.digest }), ...common };
  return { follows: true, content_type: file.contentType, length: file.bytes.byteLength, ...common };
}

export const fromRevsQuery = (revs: RevsQuery): object => Object.fromEntries(revs);

/** The answer of `_revs_diff`, in the order asked: CouchDB's is that of its shards, and it names twice what was asked twice. */
export function toRevsDiff(value: Json, asked: RevsQuery): Map<string, RevsMissing> {
  const said = new Map(Object.entries(objectOf(value, 'a comparison')));
  const answer = new Map<string, RevsMissing>();
  for (const id of asked.keys()) {
    const one = said.get(id);
    if (one === undefined) continue;
    const { missing, possible_ancestors } = objectOf(one, 'a comparison');
    answer.set(id, { missing: [...new Set(revsOf(missing))], possibleAncestors: revsOf(possible_ancestors) });
  }
  return answer;
}

/** The winner first: not deleted, then the longer history, then the greater hash, as every peer chooses. */
export function byWinning(
  a: { readonly rev: Rev; readonly deleted: boolean },
  b: { readonly rev: Rev; readonly deleted: boolean },
): number {
  if (a.deleted !== b.deleted) return a.deleted ? 1 : -1;
  const [left, right] = [splitRev(a.rev), splitRev(b.rev)];
  if (left.pos !== right.pos) return right.pos - left.pos;
  return left.hash < right.hash ? 1 : left.hash > right.hash ? -1 : 0;
}
