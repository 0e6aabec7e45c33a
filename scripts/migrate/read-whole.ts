/** Revisions as one store hands them to another: body, history, and the bytes of every file. */
import type { Rev } from '../../sync-server/stores/ids.ts';
import {
  type AttachmentRead,
  type AttachmentWrite,
  type DocRevision,
  type ReplicaDb,
  type StoredDoc,
  StoreError,
} from '../../sync-server/stores/replica-store.ts';

export interface Named {
  readonly id: string;
  readonly rev: Rev;
}

/** `unreadable`: the store knows the name, and gives no body, or not all of its files. */
export type Whole =
  | { readonly kind: 'whole'; readonly doc: DocRevision; readonly named: Named }
  | { readonly kind: 'unreadable'; readonly named: Named };

/** Bodies in memory at once; files come one document after the other. */
const BODIES = 20;

/** In the order asked. @throws StoreError but for damage, which is `unreadable` */
export async function* readWhole(db: ReplicaDb, asked: readonly Named[]): AsyncGenerator<Whole> {
  for (let at = 0; at < asked.length; at += BODIES) {
    const slice = asked.slice(at, at + BODIES);
    const reads = await db.bulkGet(slice, { revs: true });
    for (const [n, named] of slice.entries()) {
      const read = reads[n]?.[0];
      const doc = read?.kind === 'found' ? await withFiles(db, read.doc) : null;
      yield doc ? { kind: 'whole', doc, named } : { kind: 'unreadable', named };
    }
  }
}

async function withFiles(db: ReplicaDb, stored: StoredDoc): Promise<DocRevision | null> {
  const { id, rev, deleted, body, revisions } = stored;
  if (!revisions) return null;
  const attachments = new Map<string, AttachmentWrite>();
  for (const [name, { contentType, revpos, length }] of stored.attachments) {
    const bytes = await unlessDamaged(async () => bytesOf(await db.attachment(id, name, rev)));
    if (bytes?.length !== length) return null;
    attachments.set(name, { kind: 'bytes', contentType, revpos, bytes });
  }
  return { id, deleted, body, attachments, revisions };
}

async function bytesOf(read: AttachmentRead | undefined): Promise<Uint8Array | null> {
  if (!read) return null;
  const parts: Uint8Array[] = [];
  for await (const part of read.open()) parts.push(part);
  return new Uint8Array(Buffer.concat(parts));
}

async function unlessDamaged<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof StoreError && error.code === 'corrupt') return null;
    throw error;
  }
}

/** Bytes that a document takes on its way: text and files. */
export function sizeOf({ body, attachments }: DocRevision): number {
  let size = JSON.stringify(body).length;
  for (const file of attachments.values()) if (file.kind === 'bytes') size += file.bytes.length;
  return size;
}
