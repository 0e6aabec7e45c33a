import { type CouchdbHttp, notFound } from './couchdb-http.ts';
import { byWinning, listOf, objectOf, toStoredDoc } from './couchdb-json.ts';
import { docPath } from './couchdb-url.ts';
import { type Rev, splitRev } from './ids.ts';
import type { Json, JsonObject } from './json.ts';
import {
  type AttachmentWrite,
  type BulkGetItem,
  type DocRevision,
  type GetOptions,
  type GetResult,
  type ReadOptions,
  type RevRead,
  StoreError,
} from './replica-store.ts';

/** `GET /{db}/{doc}`. In a cluster CouchDB asks a majority of the copies by itself (`r`). */
export async function readDoc(
  http: CouchdbHttp,
  db: string,
  id: string,
  options: GetOptions,
): Promise<GetResult> {
  const { rev, latest, revs, conflicts, revsInfo } = options;
  if (rev !== undefined && latest === true) return readLatest(http, db, { id, rev }, options);
  const flags = { revs, revs_info: revsInfo, conflicts, deleted_conflicts: conflicts };
  const asked = Object.fromEntries(Object.entries(flags).filter(([, flag]) => flag === true));
  const query = { ...asked, ...(rev !== undefined && { rev }) };
  const answer = await http.json({ path: `${db}/${docPath(id)}`, query, expect: [404], safe: true });
  if (answer.status === 404) return { kind: notFound(answer) === 'deleted' ? 'deleted' : 'missing' };
  return { kind: 'found', doc: toStoredDoc(answer.body, options) };
}

/**
 * The leaf that has come of a revision. CouchDB answers `rev` with `latest` by the document's winner, whatever that has come
 * of (3.5), and `_bulk_get` rightly: which leaf it is, is asked there.
 */
async function readLatest(
  http: CouchdbHttp,
  db: string,
  asked: BulkGetItem,
  { latest: _, ...options }: GetOptions,
): Promise<GetResult> {
  const [[leaf] = []] = await readBulk(http, db, [asked], { latest: true });
  if (leaf?.kind !== 'found') return { kind: 'missing' };
  return readDoc(http, db, asked.id, { ...options, rev: leaf.doc.rev });
}

/** `POST /{db}/_bulk_get`: answers stand in the order of the questions. */
export async function readBulk(
  http: CouchdbHttp,
  db: string,
  asked: readonly BulkGetItem[],
  { latest, revs }: ReadOptions,
): Promise<RevRead[][]> {
  if (asked.length === 0) return [];
  const query = { ...(latest === true && { latest }), ...(revs === true && { revs }) };
  const call = { method: 'POST', path: `${db}/_bulk_get`, query, json: { docs: asked } } as const;
  const { body } = await http.json({ ...call, safe: true });
  const results = listOf(objectOf(body, 'documents').results, 'documents');
  return asked.map((item, at) => {
    const { docs } = objectOf(results[at], 'documents');
    const reads = listOf(docs, 'documents').map((one) => toRead(one, item));
    return item.rev === undefined || latest === true ? reads.sort(winnersFirst) : reads;
  });
}

function toRead(value: Json, asked: BulkGetItem): RevRead {
  const { ok } = objectOf(value, 'a document');
  if (ok !== undefined) return { kind: 'found', doc: toStoredDoc(ok) };
  return { kind: 'missing', ...(asked.rev !== undefined && { rev: asked.rev }) };
}

const winnersFirst = (a: RevRead, b: RevRead): number =>
  a.kind === 'found' && b.kind === 'found' ? byWinning(a.doc, b.doc) : 0;

/** Revisions of one document, without those that came before. */
export function eachOnce(reads: readonly RevRead[]): RevRead[] {
  const seen = new Set<Rev | undefined>();
  return reads.filter((read) => {
    const rev = read.kind === 'found' ? read.doc.rev : read.rev;
    return !seen.has(rev) && seen.add(rev);
  });
}

/**
 * A revision as it can be written again, files and history and all; undefined where it is not. Files come inside the
 * JSON: of an answer with a length, CouchDB passes only the first piece on from one node to another (`recv_loop` in
 * `chttpd_node.erl`), and this is asked of one node.
 */
export async function readRevision(
  http: CouchdbHttp,
  db: string,
  id: string,
  rev: Rev,
): Promise<DocRevision | undefined> {
  const query = { rev, revs: true, attachments: true };
  const answer = await http.json({ path: `${db}/${docPath(id)}`, query, expect: [404], safe: true });
  if (answer.status === 404) {
    notFound(answer);
    return undefined;
  }
  const { deleted, body, revisions } = toStoredDoc(answer.body);
  const files = Object.entries(
    objectOf(objectOf(answer.body, 'a document')._attachments ?? {}, 'attachments'),
  );
  const { pos, hash } = splitRev(rev);
  return {
    id,
    deleted,
    body,
    attachments: new Map(files.map(([name, file]) => [name, toFile(objectOf(file, 'an attachment'))])),
    revisions: revisions ?? { start: pos, ids: [hash] },
  };
}

function toFile({ content_type, data, revpos }: JsonObject): AttachmentWrite {
  if (typeof data !== 'string') throw new StoreError('unavailable', 'the store left out a file');
  const bytes = new Uint8Array(Buffer.from(data, 'base64'));
  return { kind: 'bytes', contentType: String(content_type), revpos: Number(revpos), bytes };
}
