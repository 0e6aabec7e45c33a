/** The read model's blocks in IndexedDB. Durability is relaxed: what a power cut takes is computed again from the log. */
import Dexie, { type Collection, type Table } from 'dexie';
import type { MissionCode } from '../../app/acts/ids.ts';
import { follows } from './row-blocks.ts';
import { type BlockRecord, MOST_CHAINS, type Position, type RowShelf, type RowShelves } from './row-shelf.ts';

interface Keyed {
  readonly key: string;
}
interface SealedRecord extends BlockRecord, Keyed {}
interface PositionRecord extends Keyed {
  readonly mission: MissionCode;
  readonly since: string;
}
interface ChainRecord extends Keyed {
  /** goes up with each opening of any chain */
  readonly opened: number;
}

class RowDatabase extends Dexie {
  readonly sealed!: Table<SealedRecord, [string, number]>;
  readonly reached!: Table<PositionRecord, [string, MissionCode]>;
  readonly chains!: Table<ChainRecord, string>;

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'relaxed' });
    this.version(1).stores({ rows: 'id', positions: 'mission' });
    // What was kept before, rows one by one, or one chain whatever its key, is computed again.
    this.version(2).stores({ rows: null, blocks: 'n' });
    this.version(3).stores({
      ...{ blocks: null, positions: null },
      ...{ sealed: '[key+n]', reached: '[key+mission]', chains: 'key, opened' },
    });
  }

  write<T>(work: () => Promise<T>): Promise<T> {
    return this.transaction('rw', this.sealed, this.reached, this.chains, work);
  }

  blocksOf(key: string): Collection<SealedRecord, [string, number]> {
    return this.sealed.where('[key+n]').between([key, Dexie.minKey], [key, Dexie.maxKey]);
  }

  async clearChain(key: string): Promise<void> {
    await this.blocksOf(key).delete();
    await this.reached.where('[key+mission]').between([key, Dexie.minKey], [key, Dexie.maxKey]).delete();
  }

  async forgetChain(key: string): Promise<void> {
    await this.clearChain(key);
    await this.chains.delete(key);
  }

  /** the chain that was opened last comes last */
  byOpening(): Promise<ChainRecord[]> {
    return this.chains.orderBy('opened').toArray();
  }
}

export class DexieRowShelves implements RowShelves {
  readonly #db: RowDatabase;

  constructor(name = 'guichet-read-model') {
    this.#db = new RowDatabase(name);
  }

  of(key: string): RowShelf {
    return new DexieRowShelf(this.#db, key);
  }

  async since(mission: MissionCode): Promise<string | null> {
    const last = (await this.#db.byOpening()).at(-1);
    return (last && (await this.#db.reached.get([last.key, mission]))?.since) ?? null;
  }

  clear(): Promise<void> {
    const { sealed, reached, chains } = this.#db;
    return this.#db.write(async () => {
      for (const table of [sealed, reached, chains]) await table.clear();
    });
  }
}

class DexieRowShelf implements RowShelf {
  readonly #db: RowDatabase;
  readonly #key: string;

  constructor(db: RowDatabase, key: string) {
    this.#db = db;
    this.#key = key;
  }

  async *blocks(): AsyncGenerator<BlockRecord> {
    await this.#db.write(() => this.#noteOpening());
    for (const asked of await this.#askForAll()) {
      const found = await asked;
      if (!found) throw new Error('a block is missing from its chain');
      const { key: _, ...block } = found;
      yield block;
    }
  }

  /** In one transaction, which sees one chain. @returns each as soon as it is read */
  #askForAll(): Promise<readonly PromiseLike<SealedRecord | undefined>[]> {
    const { sealed } = this.#db;
    return new Promise((resolve, reject) => {
      const reading = this.#db.transaction('r', sealed, async () => {
        const last = await this.#db.blocksOf(this.#key).last();
        const count = last ? last.n + 1 : 0;
        resolve(Array.from({ length: count }, (_, n) => sealed.get([this.#key, n])));
      });
      reading.catch(reject);
    });
  }

  async #noteOpening(): Promise<void> {
    const chains = await this.#db.byOpening();
    await this.#db.chains.put({ key: this.#key, opened: (chains.at(-1)?.opened ?? 0) + 1 });
    const others = chains.filter(({ key }) => key !== this.#key);
    for (const { key } of others.slice(0, Math.max(0, others.length + 1 - MOST_CHAINS)))
      await this.#db.forgetChain(key);
  }

  append(block: BlockRecord, positions: readonly Position[]): Promise<boolean> {
    return this.#db.write(async () => {
      const last = await this.#db.blocksOf(this.#key).last();
      if (!follows(block, last)) return false;
      await this.#put([block], positions);
      return true;
    });
  }

  replace(blocks: readonly BlockRecord[], positions: readonly Position[]): Promise<void> {
    return this.#db.write(async () => {
      await this.#db.blocksOf(this.#key).delete();
      await this.#put(blocks, positions);
    });
  }

  clear(): Promise<void> {
    return this.#db.write(() => this.#db.clearChain(this.#key));
  }

  clearOthers(): Promise<void> {
    return this.#db.write(async () => {
      for (const { key } of await this.#db.byOpening())
        if (key !== this.#key) await this.#db.forgetChain(key);
    });
  }

  async #put(blocks: readonly BlockRecord[], positions: readonly Position[]): Promise<void> {
    const key = this.#key;
    // Cleared since it was opened: it is known again.
    if (!(await this.#db.chains.get(key))) await this.#db.chains.put({ key, opened: 0 });
    await this.#db.sealed.bulkAdd(blocks.map((block) => ({ ...block, key })));
    await this.#db.reached.bulkPut(positions.map(([mission, since]) => ({ key, mission, since })));
  }
}
