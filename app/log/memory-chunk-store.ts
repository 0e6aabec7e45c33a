import { hashOf } from '../seal/hash.ts';
import { type Chunk, type ChunkStore, LogError } from './act-log.ts';

/** Refuses a chunk whose bytes are not what it is named after. @throws LogError LOG-002 */
export async function checkChunk(chunk: Chunk): Promise<void> {
  if ((await hashOf(chunk.bytes)) !== chunk.id)
    throw new LogError('LOG-002', 'chunk is not what it is named after');
}

/** Chunks in memory: the reference that the contract suite is written against, and for tests. */
export class MemoryChunkStore implements ChunkStore {
  readonly #byId = new Map<Chunk['id'], Uint8Array>();

  async put(chunks: readonly Chunk[]): Promise<void> {
    for (const chunk of chunks) await checkChunk(chunk);
    for (const { id, bytes } of chunks) this.#byId.set(id, bytes.slice());
  }

  async get(id: Chunk['id']): Promise<Uint8Array | undefined> {
    return this.#byId.get(id)?.slice();
  }

  async missing(ids: readonly Chunk['id'][]): Promise<readonly Chunk['id'][]> {
    return ids.filter((id) => !this.#byId.has(id));
  }

  async forget(ids: readonly Chunk['id'][]): Promise<void> {
    for (const id of ids) this.#byId.delete(id);
  }

  async close(): Promise<void> {}
}
