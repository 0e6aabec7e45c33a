import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type CouchdbHttp, RefusedError, saidIn } from './couchdb-http.ts';
import { fileOf, fromWrite, listOf, newestOf, objectOf, revOf } from './couchdb-json.ts';
import { docPath } from './couchdb-url.ts';
import type { Rev } from './ids.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { type DocEdit, type DocRevision, StoreError, type WriteError } from './replica-store.ts';

/** What CouchDB said of one document. */
export type Sent =
  /** `certain`: 201; else 202, which means that fewer copies than its quorum took it. */
  { readonly kind: 'taken'; readonly rev: Rev; readonly certain: boolean } | RefusedDoc;
export interface RefusedDoc {
  readonly kind: 'refused';
  readonly error: WriteError;
}

const ERRORS: readonly string[] = ['conflict', 'missing_stub'] satisfies WriteError[];
/** Documents of one `_bulk_docs`, and about how many bytes: CouchDB reads a request whole before it writes any of it. */
const BULK = { documents: 500, bytes: 4 * 1024 * 1024 };
/** Files on their way at once. */
const AT_ONCE = 4;
/** Rests in milliseconds before a file that is said to be lacking is spoken of again. */
const STUB_RESTS: readonly number[] = [50, 500];

/**
 * Writes documents, each with its own answer, in the order given: those without files together, each of the others by
 * itself, as `multipart/related`, so that no file is held a second time as text.
 * @throws StoreError: what was written of them is not known, unless it is `too_large`
 */
export async function sendDocs(
  http: CouchdbHttp,
  db: string,
  docs: readonly (DocEdit | DocRevision)[],
): Promise<Sent[]> {
  const sent = new Map<DocEdit | DocRevision, Sent>();
  for (const group of groupsOf(docs.filter(({ attachments }) => attachments.size === 0))) {
    const answers = await sendBulk(http, db, group);
    for (const [at, doc] of group.entries()) sent.set(doc, answers[at] as Sent);
  }
  const single = docs.filter(({ attachments }) => attachments.size > 0);
  for (let at = 0; at < single.length; at += AT_ONCE) {
    const some = single.slice(at, at + AT_ONCE);
    const answers = await Promise.all(some.map((doc) => sendOne(http, db, doc)));
    for (const [n, doc] of some.entries()) sent.set(doc, answers[n] as Sent);
  }
  return docs.map((doc) => sent.get(doc) as Sent);
}

type Doc = DocEdit | DocRevision;

function groupsOf(docs: readonly Doc[]): Doc[][] {
  const groups: Doc[][] = [];
  let bytes = 0;
  for (const doc of docs) {
    const group = groups.at(-1);
    const size = JSON.stringify(doc.body).length;
    if (group === undefined || group.length >= BULK.documents || bytes + size > BULK.bytes) {
      groups.push([doc]);
      bytes = size;
    } else {
      group.push(doc);
      bytes += size;
    }
  }
  return groups;
}

const isEdit = (doc: Doc): doc is DocEdit => !('revisions' in doc);

async function sendBulk(http: CouchdbHttp, db: string, docs: readonly Doc[]): Promise<Sent[]> {
  const edits = docs.every(isEdit);
  const json = { docs: docs.map((doc) => fromWrite(doc, {})), ...(!edits && { new_edits: false }) };
  const call = { method: 'POST', path: `${db}/_bulk_docs`, json, expect: [201, 202] } as const;
  const { status, body } = await http.json(call);
  const rows = listOf(body, 'outcomes').map((row) => objectOf(row, 'an outcome'));
  const certain = status === 201;
  // Of revisions from elsewhere CouchDB names only those that failed.
  return edits
    ? docs.map((_, at) => toSent(objectOf(rows[at], 'an outcome'), undefined, certain))
    : docs.map((doc) => {
        const rev = newestOf((doc as DocRevision).revisions);
        const row = rows.find((one) => one.id === doc.id && (one.rev === undefined || one.rev === rev));
        return toSent(row ?? {}, rev, certain);
      });
}

function toSent(row: JsonObject, known: Rev | undefined, certain: boolean): Sent {
  const { error, rev, accepted } = row;
  if (error === undefined)
    return { kind: 'taken', rev: known ?? revOf(rev), certain: certain && accepted !== true };
  if (ERRORS.includes(String(error))) return { kind: 'refused', error: error as WriteError };
  // A validation function of somebody's: it says the same the next time.
  if (error === 'forbidden' || error === 'unauthorized')
    throw new RefusedError('unavailable', 'the store refused a document');
  throw new StoreError('unavailable', 'the store did not write a document');
}

/**
 * One document with its files. In a cluster the first copy that lacks the parent says `missing_stub` for all of them, though
 * a majority has it (`fabric_doc_update` throws there): it is asked again before it is believed.
 */
async function sendOne(http: CouchdbHttp, db: string, doc: Doc): Promise<Sent> {
  let sent = await putOne(http, db, doc);
  for (const rest of STUB_RESTS) {
    if (sent.kind === 'taken' || sent.error !== 'missing_stub') return sent;
    await wait(rest);
    sent = await putOne(http, db, doc);
    if (isEdit(doc) && sent.kind === 'refused' && sent.error === 'conflict')
      throw new StoreError('unavailable', 'the store did not say what became of a document');
  }
  return sent;
}

async function putOne(http: CouchdbHttp, db: string, doc: Doc): Promise<Sent> {
  const files: Record<string, Json> = Object.fromEntries(
    [...doc.attachments].map(([name, file]) => [
      name,
      fileOf(file, isEdit(doc) ? undefined : doc.revisions.start),
    ]),
  );
  const follow = Object.keys(files).filter((name) => isJsonObject(files[name]) && 'follows' in files[name]);
  const json = JSON.stringify(fromWrite(doc, files));
  const { body, type } =
    follow.length === 0 ? { body: new Blob([json]), type: 'application/json' } : related(doc, json, follow);
  const answer = await http.json({
    method: 'PUT',
    path: `${db}/${docPath(doc.id)}`,
    ...(!isEdit(doc) && { query: { new_edits: false } }),
    headers: { 'content-type': type },
    body,
    expect: [201, 202, 409, 412],
  });
  const { status } = answer;
  if (status === 201 || status === 202)
    return { kind: 'taken', rev: revOf(objectOf(answer.body, 'an outcome').rev), certain: status === 201 };
  const { error } = saidIn(answer.body);
  if (ERRORS.includes(error)) return { kind: 'refused', error: error as WriteError };
  throw new StoreError('unavailable', `the store answered ${status}`);
}

/** The document, then its files in the order in which `_attachments` names them (RFC 2387). */
function related(doc: Doc, json: string, names: readonly string[]): { body: Blob; type: string } {
  const boundary = randomUUID().replaceAll('-', '');
  const parts: (string | Uint8Array<ArrayBuffer>)[] = [
    `--${boundary}\r\nContent-Type: application/json\r\n\r\n${json}`,
  ];
  for (const name of names) {
    const file = doc.attachments.get(name);
    if (file?.kind !== 'bytes') continue;
    parts.push(`\r\n--${boundary}\r\n${nameHeader(name)}Content-Type: ${file.contentType}\r\n`);
    parts.push(`Content-Length: ${file.bytes.byteLength}\r\n\r\n`, file.bytes as Uint8Array<ArrayBuffer>);
  }
  parts.push(`\r\n--${boundary}--`);
  return { body: new Blob(parts), type: `multipart/related; boundary="${boundary}"` };
}

/** A name that cannot stand in a header is left out: files are then told by their order. */
const nameHeader = (name: string): string =>
  /^[\w.-]+$/.test(name) ? `Content-Disposition: attachment; filename="${name}"\r\n` : '';
