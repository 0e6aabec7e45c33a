/**
 * Keeps the read model's rows at rest: each change is a block at the end of the chain, and when the chain has grown far
 * beyond its rows, one of few large blocks takes its place (the snapshot that the next unlocking opens). What cannot be
 * kept costs time at the next unlocking, nothing else.
 */
import type { RandomSource } from '../../app/acts/clock.ts';
import type { CryptoKey } from '../../app/seal/keys.ts';
import type { Turn } from '../worker/turn.ts';
import type { Row } from './project-row.ts';
import { type BlockContent, type ChainEnd, newChain, openBlocks, sealBlock } from './row-blocks.ts';
import type { BlockRecord, Position, RowShelf } from './row-shelf.ts';

/** What is kept: the rows in memory, and how far each log was read for them. */
export interface Kept {
  readonly rows: ReadonlyMap<Row['id'], Row>;
  readonly since: ReadonlyMap<Position[0], string>;
}

/** Rows in a block of a snapshot: some 300 kB at rest. */
const ROWS_A_BLOCK = 1000;
/** A chain of so many blocks, or with so many rows that others have replaced, is put in order. */
const LOOSE_BLOCKS = 200;
const LOOSE_ROWS = 2000;

export class RowKeeper {
  readonly #shelf: RowShelf;
  readonly #key: CryptoKey;
  readonly #random: RandomSource;
  readonly #kept: Kept;
  #end: ChainEnd | null = null;
  #readWith: string | null = null;
  /** blocks and rows that were added since the chain was last in order */
  #loose = { blocks: 0, rows: 0 };
  /** rows that were added while a snapshot was being sealed; null: none is */
  #meanwhile: Map<Row['id'], Row> | null = null;
  /** another window writes: it sees the same log, and this one's rows are right in memory */
  #leaves = false;
  #closed = false;

  constructor(shelf: RowShelf, key: CryptoKey, random: RandomSource, kept: Kept) {
    this.#shelf = shelf;
    this.#key = key;
    this.#random = random;
    this.#kept = kept;
  }

  /**
   * @param take puts the rows where this keeper was told that they are kept
   * @returns false where what rested here did not open: it was taken away, and `take` was given nothing to rely on
   */
  async open(take: (content: BlockContent) => void): Promise<boolean> {
    let rows = 0;
    let blocks = 0;
    try {
      this.#end = await openBlocks(this.#shelf.blocks(), this.#key, (content) => {
        blocks += 1;
        rows += content.rows.length;
        this.#readWith = content.readWith;
        take(content);
      });
      const { size } = this.#kept.rows;
      this.#loose = { blocks: blocks - Math.ceil(size / ROWS_A_BLOCK), rows: rows - size };
      return true;
    } catch {
      await this.clear();
      return false;
    }
  }

  /** What the last block says of it; null where no chain opened. */
  get readWith(): string | null {
    return this.#readWith;
  }

  /** From here on the chain says that its rows were looked at with these. */
  async noteReadWith(readWith: string): Promise<void> {
    this.#readWith = readWith;
    await this.add({ rows: [], positions: [...this.#kept.since] });
  }

  async add(content: Omit<BlockContent, 'readWith'>): Promise<void> {
    for (const row of content.rows) this.#meanwhile?.set(row.id, row);
    if (this.#leaves) return;
    const at = this.#end ?? newChain(this.#random);
    const whole = { ...content, readWith: this.#readWith };
    const { block, end } = await sealBlock(at, whole, this.#key, this.#random);
    if (this.#closed) return;
    if (!(await this.#shelf.append(block, content.positions))) {
      this.#leaves = true;
      return;
    }
    this.#end = end;
    this.#loose.blocks += 1;
    this.#loose.rows += content.rows.length;
  }

  async clear(): Promise<void> {
    await this.#shelf.clear();
    this.#end = null;
    this.#readWith = null;
    this.#loose = { blocks: 0, rows: 0 };
    this.#meanwhile = null;
  }

  /**
   * Puts the chain in order where that is due, beside the work: rows that change meanwhile go into its last block.
   * @param turn in which nothing is added
   */
  tidySoon(turn: Turn): void {
    const due = this.#loose.blocks > LOOSE_BLOCKS || this.#loose.rows > LOOSE_ROWS + this.#kept.rows.size / 2;
    if (!due || this.#leaves || this.#closed || this.#meanwhile !== null) return;
    // One that fails leaves the chain as it was.
    this.tidied = this.#tidy(turn).catch(() => {
      this.#meanwhile = null;
    });
  }

  /**
   * The same now, due or not: what stood in former blocks, or in the chains of other keys, rests nowhere afterwards.
   * @returns false where somebody else writes, or the desk was locked
   */
  async tidyNow(turn: Turn): Promise<boolean> {
    await this.tidied;
    if (this.#leaves || this.#closed || this.#meanwhile !== null) return false;
    const before = this.#end;
    try {
      await this.#tidy(turn);
    } catch (error) {
      this.#meanwhile = null;
      throw error;
    }
    if (this.#end === before) return false;
    await this.#shelf.clearOthers();
    return true;
  }

  /** resolves when what is being put in order is */
  tidied: Promise<void> = Promise.resolve();

  async #tidy(turn: Turn): Promise<void> {
    const meanwhile = new Map<Row['id'], Row>();
    this.#meanwhile = meanwhile;
    // As lists show them, the newest first: what is in order already is soon sorted.
    const rows = [...this.#kept.rows.values()].sort(newestFirst);
    const blocks: BlockRecord[] = [];
    let end = newChain(this.#random);
    const seal = async (part: Omit<BlockContent, 'readWith'>): Promise<void> => {
      const whole = { ...part, readWith: this.#readWith };
      const sealed = await sealBlock(end, whole, this.#key, this.#random);
      blocks.push(sealed.block);
      end = sealed.end;
    };
    for (let at = 0; at < rows.length; at += ROWS_A_BLOCK) {
      // Cleared or locked meanwhile: there is nothing to put in order.
      if (this.#closed || this.#meanwhile !== meanwhile) return;
      await seal({ rows: rows.slice(at, at + ROWS_A_BLOCK), positions: [] });
    }
    await turn.run(async () => {
      const positions = [...this.#kept.since];
      await seal({ rows: [...meanwhile.values()], positions });
      if (this.#closed || this.#meanwhile !== meanwhile) return;
      await this.#shelf.replace(blocks, positions);
      this.#end = end;
      this.#loose = { blocks: 1, rows: meanwhile.size };
      this.#meanwhile = null;
    });
  }

  /** Nothing more is written. */
  close(): void {
    this.#closed = true;
  }
}

const newestFirst = (a: Row, b: Row): number =>
  a.lastAt === b.lastAt ? (a.id < b.id ? -1 : 1) : a.lastAt < b.lastAt ? 1 : -1;
