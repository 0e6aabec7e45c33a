import Dexie, { type Table } from 'dexie';
import type { FactShelf } from './stores.ts';

class FactDatabase extends Dexie {
  readonly facts!: Table<{ readonly key: string; readonly value: string }, string>;

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ facts: 'key' });
  }
}

/** Small facts of this desk in IndexedDB. */
export class DexieFactShelf implements FactShelf {
  readonly #db: FactDatabase;

  constructor(name = 'guichet-facts') {
    this.#db = new FactDatabase(name);
  }

  async get(key: string): Promise<string | undefined> {
    return (await this.#db.facts.get(key))?.value;
  }

  async set(key: string, value: string): Promise<void> {
    await this.#db.facts.put({ key, value });
  }

  async delete(key: string): Promise<void> {
    await this.#db.facts.delete(key);
  }

  async withPrefix(prefix: string): Promise<readonly (readonly [string, string])[]> {
    const found = await this.#db.facts.where('key').startsWith(prefix).toArray();
    return found.map(({ key, value }) => [key, value] as const);
  }
}
