import type { CouchdbHttp } from './couchdb-http.ts';
import { docPath } from './couchdb-url.ts';
import type { Rev } from './ids.ts';
import { type AttachmentInfo, StoreError } from './replica-store.ts';

/** A file of one revision: its bytes never change, so that reading can go on where it was cut off. */
export interface FileOfRevision {
  readonly db: string;
  readonly id: string;
  readonly rev: Rev;
  readonly name: string;
  readonly info: AttachmentInfo;
}

/**
 * Reads bytes `start` to `end` (exclusive) as they come. The next piece is fetched when the reader asks for it. A stream
 * that is cut off goes on with what is left, as long as each attempt brings something.
 * @throws StoreError `unavailable`
 */
export async function* readAttachment(
  http: CouchdbHttp,
  file: FileOfRevision,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; ) {
    const from = at;
    try {
      for await (const piece of readOnce(http, file, at, end)) {
        yield piece;
        at += piece.byteLength;
      }
    } catch (error) {
      const cutOff = error instanceof StoreError && error.code === 'unavailable' && at > from;
      if (!cutOff) throw error;
    }
    if (at === from) throw new StoreError('unavailable', 'the store sent fewer bytes than a file has');
  }
}

async function* readOnce(
  http: CouchdbHttp,
  { db, id, rev, name, info }: FileOfRevision,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  const whole = start === 0 && end === info.length;
  const answer = await http.stream({
    path: `${db}/${docPath(id)}/${encodeURIComponent(name)}`,
    query: { rev },
    headers: { accept: '*/*', ...(!whole && { range: `bytes=${start}-${end - 1}` }) },
    expect: [206],
    safe: true,
  });
  // CouchDB sends the whole where it keeps the file gzipped: what was not asked for is passed over.
  let at = answer.status === 206 ? start : 0;
  for await (const piece of answer.pieces) {
    const wanted = piece.subarray(Math.max(0, start - at), Math.max(0, end - at));
    at += piece.byteLength;
    if (wanted.byteLength > 0) yield wanted;
    if (at >= end) return;
  }
}
