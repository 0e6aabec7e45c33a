import { readAttachment } from './couchdb-attachment.ts';
import { type CouchdbHttp, notFound } from './couchdb-http.ts';
import { byWinning, listOf, objectOf, toStoredDoc } from './couchdb-json.ts';
import { docPath } from './couchdb-url.ts';
import type { Rev } from './ids.ts';
import type { Json } from './json.ts';
import type {
  AttachmentWrite,
  BulkGetItem,
  DocRevision,
  GetOptions,
  GetResult,
  ReadOptions,
  RevRead,
} from './replica-store.ts';

/** `GET /{db}/{doc}`. In a cluster CouchDB asks a majority of the copies by itself (`r`). */
export async function readDoc(
  http: CouchdbHttp,
  db: string,
  id: string,
  options: GetOptions,
): Promise<GetResult> {
  const { rev, latest, revs, conflicts, revsInfo } = options;
  const flags = { revs, revs_info: revsInfo, conflicts, deleted_conflicts: conflicts };
  const asked = Object.fromEntries(Object.entries(flags).filter(([, flag]) => flag === true));
  const query = { ...asked, ...(rev !== undefined && { rev, ...(latest === true && { latest }) }) };
  const answer = await http.json({ path: `${db}/${docPath(id)}`, query, expect: [404], safe: true });
  if (answer.status === 404) return { kind: notFound(answer) === 'deleted' ? 'deleted' : 'missing' };
  return { kind: 'found', doc: toStoredDoc(answer.body, options) };
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

/** A revision as it can be written again, files and history and all; undefined where no copy that answers has it. */
export async function readRevision(
  http: CouchdbHttp,
  db: string,
  id: string,
  rev: Rev,
): Promise<DocRevision | undefined> {
  const read = await readDoc(http, db, id, { rev, revs: true });
  if (read.kind !== 'found') return undefined;
  const { deleted, body, revisions } = read.doc;
  const attachments = new Map<string, AttachmentWrite>();
  for (const [name, info] of read.doc.attachments) {
    const pieces: Uint8Array[] = [];
    const file = { db, id, rev, name, info };
    for await (const piece of readAttachment(http, file, 0, info.length)) pieces.push(piece);
    const { contentType, revpos } = info;
    attachments.set(name, { kind: 'bytes', contentType, revpos, bytes: Buffer.concat(pieces) });
  }
  const own = { start: Number.parseInt(rev, 10), ids: [rev.slice(rev.indexOf('-') + 1)] };
  return { id, deleted, body, attachments, revisions: revisions ?? own };
}
