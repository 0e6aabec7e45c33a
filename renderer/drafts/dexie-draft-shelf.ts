/** Drafts in IndexedDB. Transactions are strict: Chromium answers only after the medium has the bytes. */
import Dexie, { type Table } from 'dexie';
import type { DraftId } from '../../app/acts/ids.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { Chunk } from '../../app/log/act-log.ts';
import type { DraftRecord, DraftShelf } from './draft-shelf.ts';

interface ChunkRecord extends Chunk {
  readonly draft: DraftId;
}

class DraftDatabase extends Dexie {
  readonly drafts!: Table<DraftRecord, DraftId>;
  readonly chunks!: Table<ChunkRecord, [DraftId, Chunk['id']]>;

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ drafts: 'id', chunks: '[draft+id], draft' });
  }
}

/** @throws DeskError JRN-002 where the medium is full, JRN-001 where it does not take the bytes for another reason */
async function written(work: PromiseLike<unknown>): Promise<void> {
  try {
    await work;
  } catch (cause) {
    throw new DeskError(isFull(cause) ? 'JRN-002' : 'JRN-001', {}, { cause });
  }
}

/** Dexie wraps what the browser threw. */
function isFull(error: unknown): boolean {
  const { name, message, inner } = error as { name?: unknown; message?: unknown; inner?: unknown };
  if (name === 'QuotaExceededError' || /full disk|quota/i.test(String(message))) return true;
  return inner !== undefined && inner !== null && inner !== error && isFull(inner);
}

export class DexieDraftShelf implements DraftShelf {
  readonly #db: DraftDatabase;

  constructor(name = 'guichet-drafts') {
    this.#db = new DraftDatabase(name);
  }

  all(): Promise<readonly DraftRecord[]> {
    return this.#db.drafts.toArray();
  }

  get(id: DraftId): Promise<DraftRecord | undefined> {
    return this.#db.drafts.get(id);
  }

  async put(record: DraftRecord): Promise<void> {
    await written(this.#db.drafts.put(record));
  }

  async delete(id: DraftId): Promise<void> {
    await written(
      this.#db.transaction('rw', this.#db.drafts, this.#db.chunks, async () => {
        await this.#db.drafts.delete(id);
        await this.#db.chunks.where('draft').equals(id).delete();
      }),
    );
  }

  async putChunks(draft: DraftId, chunks: readonly Chunk[]): Promise<void> {
    await written(this.#db.chunks.bulkPut(chunks.map((chunk) => ({ ...chunk, draft }))));
  }

  async chunk(draft: DraftId, id: Chunk['id']): Promise<Uint8Array | undefined> {
    return (await this.#db.chunks.get([draft, id]))?.bytes;
  }

  async deleteChunks(draft: DraftId, ids: readonly Chunk['id'][]): Promise<void> {
    await this.#db.chunks.bulkDelete(ids.map((id) => [draft, id]));
  }
}
