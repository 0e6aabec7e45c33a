/** The read model's rows in IndexedDB. Durability is relaxed: what a power cut takes is computed again from the log. */
import Dexie, { type Table } from 'dexie';
import type { DossierId, MissionCode } from '../../app/acts/ids.ts';
import type { RowRecord, RowShelf } from './row-shelf.ts';

interface Position {
  readonly mission: MissionCode;
  readonly since: string;
}

class RowDatabase extends Dexie {
  readonly rows!: Table<RowRecord, DossierId>;
  readonly positions!: Table<Position, MissionCode>;

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'relaxed' });
    this.version(1).stores({ rows: 'id', positions: 'mission' });
  }
}

export class DexieRowShelf implements RowShelf {
  readonly #db: RowDatabase;

  constructor(name = 'guichet-read-model') {
    this.#db = new RowDatabase(name);
  }

  all(): Promise<readonly RowRecord[]> {
    return this.#db.rows.toArray();
  }

  async put(rows: readonly RowRecord[], mission: MissionCode, since: string): Promise<void> {
    await this.#db.transaction('rw', this.#db.rows, this.#db.positions, async () => {
      await this.#db.rows.bulkPut([...rows]);
      await this.#db.positions.put({ mission, since });
    });
  }

  async since(mission: MissionCode): Promise<string | null> {
    return (await this.#db.positions.get(mission))?.since ?? null;
  }

  async clear(): Promise<void> {
    await this.#db.transaction('rw', this.#db.rows, this.#db.positions, async () => {
      await this.#db.rows.clear();
      await this.#db.positions.clear();
    });
  }
}
