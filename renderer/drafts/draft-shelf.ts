/**
 * Drafts at rest: encrypted, autosaved, never replicated. A record's clear members say whose it is and when it was
 * saved, nothing of what it holds. `put` has been flushed when it resolves (IndexedDB with strict durability).
 */
import type { DraftId, Kid } from '../../app/acts/ids.ts';
import type { Chunk } from '../../app/log/act-log.ts';
import type { GroupJwe } from '../../app/seal/group-jwe.ts';

export interface DraftRecord {
  readonly id: DraftId;
  readonly author: Kid;
  readonly savedAt: string;
  /** the draft's key, wrapped for its author and for the mission's group, so that a colleague can finish it */
  readonly key: GroupJwe;
  readonly nonce: Uint8Array;
  /** {@link DraftContent} as JSON under the draft's key; associated data binds it to id, savedAt and author */
  readonly sealed: Uint8Array;
}

export interface DraftShelf {
  all(): Promise<readonly DraftRecord[]>;
  get(id: DraftId): Promise<DraftRecord | undefined>;
  put(record: DraftRecord): Promise<void>;
  /** the draft and its chunks, at once */
  delete(id: DraftId): Promise<void>;
  /** encrypted evidence of a draft, not yet part of any act */
  putChunks(draft: DraftId, chunks: readonly Chunk[]): Promise<void>;
  chunk(draft: DraftId, id: Chunk['id']): Promise<Uint8Array | undefined>;
  deleteChunks(draft: DraftId, ids: readonly Chunk['id'][]): Promise<void>;
}
