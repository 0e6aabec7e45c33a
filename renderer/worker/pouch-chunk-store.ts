/**
 * Chunks of evidence in PouchDB: one document each, `chunk:<hash>`, with the bytes as its one binary attachment. The
 * revision follows from the bytes (FORMATS.md, "Exact shapes"), so peers agree on it; `new_edits: false`.
 */
import { type Chunk, type ChunkStore, LogError } from '../../app/log/act-log.ts';
import { chunkDocumentId } from '../../app/log/records.ts';
import { nameOf } from '../../app/seal/hash.ts';
import type { PouchDatabase } from './pouch-database.ts';
import { attempt, checkRows, isNotFound, storeError } from './pouch-errors.ts';
import { forget } from './pouch-forget.ts';

export const CHUNK_ATTACHMENT = 'chunk';
const CONTENT_TYPE = 'application/octet-stream';

/** How the runtime's PouchDB takes and gives binary attachments: `Blob` in a browser, `Buffer` in Node. */
export interface AttachmentCodec {
  encode(bytes: Uint8Array): unknown;
  decode(attachment: unknown): Promise<Uint8Array>;
}

export const blobAttachments: AttachmentCodec = {
  encode: (bytes) => new Blob([bytes as Uint8Array<ArrayBuffer>], { type: CONTENT_TYPE }),
  decode: async (attachment) => new Uint8Array(await (attachment as Blob).arrayBuffer()),
};

export class PouchChunkStore implements ChunkStore {
  readonly #db: PouchDatabase;
  readonly #codec: AttachmentCodec;

  constructor(db: PouchDatabase, codec: AttachmentCodec) {
    this.#db = db;
    this.#codec = codec;
  }

  async put(chunks: readonly Chunk[]): Promise<void> {
    const documents = await Promise.all(chunks.map((chunk) => this.#documentOf(chunk)));
    const absent = new Set(await this.missing(chunks.map((chunk) => chunk.id)));
    const fresh = new Map<Chunk['id'], object>();
    for (const [i, { id }] of chunks.entries()) if (absent.has(id)) fresh.set(id, documents[i] as object);
    if (fresh.size > 0)
      await attempt(async () =>
        checkRows(await this.#db.bulkDocs([...fresh.values()], { new_edits: false })),
      );
  }

  async #documentOf({ id, bytes }: Chunk): Promise<object> {
    const { hash, rev } = await nameOf(bytes);
    if (hash !== id) throw new LogError('LOG-002', 'chunk is not what it is named after');
    return {
      _id: chunkDocumentId(id),
      _rev: rev,
      _attachments: { [CHUNK_ATTACHMENT]: { content_type: CONTENT_TYPE, data: this.#codec.encode(bytes) } },
    };
  }

  async get(id: Chunk['id']): Promise<Uint8Array | undefined> {
    try {
      return await this.#codec.decode(await this.#db.getAttachment(chunkDocumentId(id), CHUNK_ATTACHMENT));
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw storeError(error);
    }
  }

  async missing(ids: readonly Chunk['id'][]): Promise<readonly Chunk['id'][]> {
    if (ids.length === 0) return [];
    const { rows } = await attempt(() => this.#db.allDocs({ keys: ids.map(chunkDocumentId) }));
    return ids.filter((_, i) => {
      const value = rows[i]?.value;
      return !value || value.deleted === true;
    });
  }

  async forget(ids: readonly Chunk['id'][]): Promise<void> {
    await forget(this.#db, ids.map(chunkDocumentId));
  }

  async close(): Promise<void> {
    await attempt(() => this.#db.close());
  }
}
