import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { ReplicaDb, RevRead, StoredDoc } from '../stores/replica-store.ts';
import type { DbCall } from './call.ts';
import { fromDoc, fromDocFollowing } from './doc-answer.ts';

const newBoundary = (): string => randomBytes(16).toString('hex');

/** Whether a client names this type in `Accept`; CouchDB takes no wildcard for it. */
export function accepts(call: DbCall, type: string): boolean {
  const types = (call.request.headers.accept ?? '').split(',');
  return types.some((text) => text.split(';')[0]?.trim().toLowerCase() === type);
}

type Pieces = AsyncGenerator<string | Uint8Array>;

/** A document and its files (those younger than generation `since`) as `multipart/related`. */
export function sendRelated(call: DbCall, doc: StoredDoc, since: number): FastifyReply {
  const boundary = newBoundary();
  const pieces = related(call.db, doc, since, boundary);
  return send(call, `multipart/related; boundary="${boundary}"`, pieces);
}

/** The answers to `open_revs` as `multipart/mixed`: how CouchDB's replicator pulls. `sinceOf`: as above, for each. */
export function sendMixed(
  call: DbCall,
  reads: readonly RevRead[],
  sinceOf: (doc: StoredDoc) => number,
  shown: (doc: StoredDoc) => StoredDoc,
): FastifyReply {
  const boundary = newBoundary();
  const pieces = mixed(call.db, reads, sinceOf, shown, boundary);
  return send(call, `multipart/mixed; boundary="${boundary}"`, pieces);
}

const send = (call: DbCall, type: string, pieces: Pieces): FastifyReply =>
  call.reply.type(type).send(Readable.from(pieces, { objectMode: false }));

async function* mixed(
  db: ReplicaDb,
  reads: readonly RevRead[],
  sinceOf: (doc: StoredDoc) => number,
  shown: (doc: StoredDoc) => StoredDoc,
  boundary: string,
): Pieces {
  for (const read of reads) {
    yield `--${boundary}\r\n`;
    if (read.kind === 'missing') {
      yield `Content-Type: application/json; error="true"\r\n\r\n${JSON.stringify({ missing: read.rev })}\r\n`;
      continue;
    }
    const { doc } = read;
    if (doc.attachments.size === 0) {
      yield `Content-Type: application/json\r\n\r\n${JSON.stringify(fromDoc(shown(doc)))}\r\n`;
      continue;
    }
    const inner = newBoundary();
    yield `Content-Type: multipart/related; boundary="${inner}"\r\n\r\n`;
    yield* related(db, shown(doc), sinceOf(doc), inner);
    yield '\r\n';
  }
  yield `--${boundary}--`;
}

async function* related(db: ReplicaDb, doc: StoredDoc, since: number, boundary: string): Pieces {
  const { json, names } = fromDocFollowing(doc, since);
  yield `--${boundary}\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(json)}`;
  for (const name of names) {
    const read = await db.attachment(doc.id, name, doc.rev);
    // Only when the database goes away under the reader: the body then ends without its last boundary.
    if (read === undefined) throw new RangeError('an attachment is gone');
    const { contentType, length } = read.info;
    const shown = name.replace(/[\r\n"]/g, encodeURIComponent);
    yield `\r\n--${boundary}\r\nContent-Disposition: attachment; filename="${shown}"\r\n`;
    yield `Content-Type: ${contentType}\r\nContent-Length: ${length}\r\n\r\n`;
    yield* read.open();
  }
  yield `\r\n--${boundary}--`;
}
