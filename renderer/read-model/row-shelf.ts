/**
 * The read model at rest: one chain of encrypted blocks (row-blocks.ts). It can be deleted at any moment. The positions
 * beside it are clear, for whoever cannot read the blocks; nothing that is shown rests on them.
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

export interface RowShelf {
  /** the chain as it stands, in order */
  blocks(): Promise<readonly BlockRecord[]>;
  /**
   * Adds a block at the end, with the positions.
   * @returns false, and nothing is written, where the chain that is here does not end before this block: somebody else writes
   */
  append(block: BlockRecord, positions: readonly Position[]): Promise<boolean>;
  /** Puts a chain in place of the one that is here, at once: afterwards it is the one or the other, whatever happens. */
  replace(blocks: readonly BlockRecord[], positions: readonly Position[]): Promise<void>;
  since(mission: MissionCode): Promise<string | null>;
  clear(): Promise<void>;
}
