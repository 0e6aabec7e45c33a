/** The read model's blocks in IndexedDB. Durability is relaxed: what a power cut takes is computed again from the log. */
import Dexie, { type Table } from 'dexie';
import type { MissionCode } from '../../app/acts/ids.ts';
import { follows } from './row-blocks.ts';
import type { BlockRecord, Position, RowShelf } from './row-shelf.ts';

interface PositionRecord {
  readonly mission: MissionCode;
  readonly since: string;
}

class RowDatabase extends Dexie {
  readonly blocks!: Table<BlockRecord, number>;
  readonly positions!: Table<PositionRecord, MissionCode>;

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'relaxed' });
    this.version(1).stores({ rows: 'id', positions: 'mission' });
    // Rows one by one, as they were kept before, are computed again.
    this.version(2)
      .stores({ rows: null, blocks: 'n' })
      .upgrade((transaction) => transaction.table('positions').clear());
  }
}

export class DexieRowShelf implements RowShelf {
  readonly #db: RowDatabase;

  constructor(name = 'guichet-read-model') {
    this.#db = new RowDatabase(name);
  }

  blocks(): Promise<readonly BlockRecord[]> {
    return this.#db.blocks.orderBy('n').toArray();
  }

  append(block: BlockRecord, positions: readonly Position[]): Promise<boolean> {
    return this.#write(async () => {
      const last = await this.#db.blocks.orderBy('n').last();
      if (!follows(block, last)) return false;
      await this.#db.blocks.add(block);
      await this.#put(positions);
      return true;
    });
  }

  async replace(blocks: readonly BlockRecord[], positions: readonly Position[]): Promise<void> {
    await this.#write(async () => {
      await this.#db.blocks.clear();
      await this.#db.blocks.bulkAdd([...blocks]);
      await this.#put(positions);
    });
  }

  async since(mission: MissionCode): Promise<string | null> {
    return (await this.#db.positions.get(mission))?.since ?? null;
  }

  async clear(): Promise<void> {
    await this.#write(async () => {
      await this.#db.blocks.clear();
      await this.#db.positions.clear();
    });
  }

  #write<T>(work: () => Promise<T>): Promise<T> {
    return this.#db.transaction('rw', this.#db.blocks, this.#db.positions, work);
  }

  #put(positions: readonly Position[]): PromiseLike<unknown> {
    return this.#db.positions.bulkPut(positions.map(([mission, since]) => ({ mission, since })));
  }
}
