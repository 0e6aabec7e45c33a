/**
 * The read model at rest: a chain of encrypted blocks (row-blocks.ts) for each key of lists that officers of this computer
 * have. It can be deleted at any moment. The positions beside it are clear, for whoever cannot read the blocks; nothing
 * that is shown rests on them.
 */
import type { MissionCode } from '../../app/acts/ids.ts';

export interface BlockRecord {
  /** its place in the chain, from 0 */
  readonly n: number;
  /** 16 random bytes, the same in all blocks of a chain */
  readonly chain: Uint8Array;
  readonly nonce: Uint8Array;
  readonly sealed: Uint8Array;
}

/** A mission, and how far its log was read. */
export type Position = readonly [mission: MissionCode, since: string];

/** So many chains rest here: beyond that the one goes that was opened the longest ago, and its lists are computed again. */
export const MOST_CHAINS = 6;

/** The chains of all keys. */
export interface RowShelves {
  /** @param key as row-key.ts names it */
  of(key: string): RowShelf;
  /** how far the log was read for the chain that was opened last */
  since(mission: MissionCode): Promise<string | null>;
  clear(): Promise<void>;
}

/** The chain of one key. */
export interface RowShelf {
  /** the chain as it stands, in order, each as soon as it is read; from here on it is the one that was opened last */
  blocks(): AsyncIterable<BlockRecord>;
  /**
   * Adds a block at the end, with the positions.
   * @returns false, and nothing is written, where the chain that is here does not end before this block: somebody else writes
   */
  append(block: BlockRecord, positions: readonly Position[]): Promise<boolean>;
  /** Puts a chain in place of the one that is here, at once: afterwards it is the one or the other, whatever happens. */
  replace(blocks: readonly BlockRecord[], positions: readonly Position[]): Promise<void>;
  clear(): Promise<void>;
  /** Takes the chains of all other keys away: what must rest nowhere may stand in them, and no key at hand opens them. */
  clearOthers(): Promise<void>;
}
