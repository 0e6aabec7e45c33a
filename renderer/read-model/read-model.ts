/**
 * The read model: rows in memory while an officer is unlocked, encrypted in Dexie at rest. The log's changes feed drives
 * it; it can be deleted and rebuilt from the log at any moment, and is then what it was (law 4). The screens never write it.
 */
import type { RandomSource } from '../../app/acts/clock.ts';
import type { DossierId, MissionCode } from '../../app/acts/ids.ts';
import { concat, fromUtf8, utf8 } from '../../app/seal/bytes.ts';
import type { CryptoKey } from '../../app/seal/keys.ts';
import { dossiersOf, type MissionBook } from '../worker/mission-book.ts';
import { Turn } from '../worker/turn.ts';
import type { Row } from './project-row.ts';
import type { RowRecord, RowShelf } from './row-shelf.ts';
import { SearchIndex } from './search-index.ts';

const BATCH = 500;

/** Loads a dossier of a book and computes its row. */
export type Project = (book: MissionBook, id: DossierId) => Promise<Row | null>;

export class ReadModel {
  readonly #shelf: RowShelf;
  readonly #key: CryptoKey;
  readonly #random: RandomSource;
  readonly #project: Project;
  readonly rows = new Map<DossierId, Row>();
  readonly search = new SearchIndex();
  readonly #since = new Map<MissionCode, string>();
  /** two computations of one row must not overtake each other */
  readonly #turn = new Turn();
  #closed = false;

  private constructor(shelf: RowShelf, key: CryptoKey, random: RandomSource, project: Project) {
    this.#shelf = shelf;
    this.#key = key;
    this.#random = random;
    this.#project = project;
  }

  /** Decrypts the rows at rest. Any that does not open makes the whole model be rebuilt: it costs only time. */
  static async open(
    shelf: RowShelf,
    key: CryptoKey,
    random: RandomSource,
    project: Project,
    books: ReadonlyMap<MissionCode, MissionBook>,
  ): Promise<ReadModel> {
    const model = new ReadModel(shelf, key, random, project);
    try {
      for (const record of await shelf.all()) {
        const row = await model.#unseal(record);
        model.#keep(row);
        books.get(row.mission)?.indexParts(row.id, row.parts);
      }
    } catch {
      model.rows.clear();
      model.search.clear();
      await shelf.clear();
    }
    return model;
  }

  /** Takes in what the mission's log has gained. @returns the dossiers whose rows were computed anew */
  catchUp(book: MissionBook, progress?: (done: number) => void): Promise<ReadonlySet<DossierId>> {
    return this.#turn.run(() => this.#catchUp(book, progress));
  }

  async #catchUp(book: MissionBook, progress?: (done: number) => void): Promise<ReadonlySet<DossierId>> {
    const changed = new Set<DossierId>();
    let since = await this.#position(book.mission);
    for (let more = true; more && !this.#closed; ) {
      const { documents, last } = await book.log.changes(since, BATCH);
      const epoch = book.receipts.serverEpoch;
      const touched = new Set([...dossiersOf(documents), ...(await book.takeReceipts(documents))]);
      // Another server epoch: what the one before was said to hold is no longer known to be there.
      if (epoch !== book.receipts.serverEpoch) for (const id of this.#idsOf(book.mission)) touched.add(id);
      if (documents.length > 0) await this.#recompute(book, touched, last);
      for (const id of touched) changed.add(id);
      more = last !== since;
      since = last;
      this.#since.set(book.mission, since);
      progress?.(documents.length);
    }
    return changed;
  }

  async #position(mission: MissionCode): Promise<string | null> {
    return this.#since.get(mission) ?? (await this.#shelf.since(mission));
  }

  #idsOf(mission: MissionCode): DossierId[] {
    return [...this.rows.values()].filter((row) => row.mission === mission).map(({ id }) => id);
  }

  /** Computes these rows anew: something they show has changed outside the log, such as what was sent. */
  refresh(book: MissionBook, dossiers: Iterable<DossierId>): Promise<void> {
    return this.#turn.run(async () => {
      const since = await this.#position(book.mission);
      if (since === null) await this.#catchUp(book);
      else await this.#recompute(book, new Set(dossiers), since);
    });
  }

  async #recompute(book: MissionBook, dossiers: ReadonlySet<DossierId>, since: string): Promise<void> {
    const records: RowRecord[] = [];
    for (const id of dossiers) {
      if (this.#closed) return;
      const row = await this.#project(book, id);
      if (!row) continue;
      this.#keep(row);
      records.push(await this.#seal(row));
    }
    if (!this.#closed) await this.#shelf.put(records, book.mission, since);
  }

  /** Deletes everything and computes it again from the log. */
  rebuild(books: Iterable<MissionBook>, progress?: (done: number) => void): Promise<void> {
    return this.#turn.run(async () => {
      if (this.#closed) return;
      await this.#shelf.clear();
      this.rows.clear();
      this.search.clear();
      this.#since.clear();
      for (const book of books) {
        await book.takeReceipts(await book.log.withPrefix('receipt:'));
        await this.#catchUp(book, progress);
      }
    });
  }

  /** Nothing is left in memory, and nothing more is written: another officer's model may follow on the same shelf. */
  close(): Promise<void> {
    this.#closed = true;
    this.rows.clear();
    this.search.clear();
    return this.#turn.idle;
  }

  #keep(row: Row): void {
    if (this.#closed) return;
    this.rows.set(row.id, row);
    this.search.put(row);
  }

  async #seal(row: Row): Promise<RowRecord> {
    const nonce = this.#random.bytes(12);
    const clear = utf8(JSON.stringify(row)) as BufferSource;
    const sealed = await crypto.subtle.encrypt(gcm(nonce, row.id), this.#key, clear);
    return { id: row.id, mission: row.mission, nonce, sealed: new Uint8Array(sealed) };
  }

  async #unseal(record: RowRecord): Promise<Row> {
    const clear = await crypto.subtle.decrypt(
      gcm(record.nonce, record.id),
      this.#key,
      record.sealed as BufferSource,
    );
    return JSON.parse(fromUtf8(new Uint8Array(clear))) as Row;
  }
}

/** Bound to its dossier: rows cannot be swapped at rest. */
const gcm = (nonce: Uint8Array, id: DossierId) => ({
  name: 'AES-GCM',
  iv: nonce as BufferSource,
  additionalData: concat(utf8('guichet-row'), utf8(id)) as BufferSource,
});
