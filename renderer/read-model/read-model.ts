/**
 * The read model: rows in memory while an officer is unlocked, encrypted in blocks at rest. The log's changes feed drives
 * it; it can be deleted and rebuilt from the log at any moment, and is then what it was (law 4). The screens never write it.
 */
import type { RandomSource } from '../../app/acts/clock.ts';
import type { DossierId, MissionCode } from '../../app/acts/ids.ts';
import type { CryptoKey } from '../../app/seal/keys.ts';
import { dossiersOf, type MissionBook } from '../worker/mission-book.ts';
import { Turn } from '../worker/turn.ts';
import { UnpackedRow, unpackRecord } from './pack-row.ts';
import { PersonIndex } from './person-index.ts';
import type { Row } from './project-row.ts';
import { RowKeeper } from './row-keeper.ts';
import type { RowKey } from './row-key.ts';
import type { RowShelf, RowShelves } from './row-shelf.ts';
import { SearchIndex } from './search-index.ts';

const BATCH = 500;
/** So many batches of the log are read before others have their turn. */
const PIECE = 4;
/** So many files are read and verified at once: WebCrypto works in threads of its own. */
const AT_ONCE = 32;

/** Loads a dossier of a book and computes its row. */
export type Project = (book: MissionBook, id: DossierId) => Promise<Row | null>;

/** What a file's parts are called, taken apart when it is asked: nothing else of the row is kept, also after a lock. */
class PartsLater {
  readonly id: DossierId;
  readonly #read: () => readonly string[];

  constructor(row: Row) {
    this.id = row.id;
    if (row instanceof UnpackedRow) {
      const record = row.readsRecord();
      this.#read = () => unpackRecord(record()).parts;
    } else {
      const { parts } = row;
      this.#read = () => parts;
    }
  }

  get parts(): readonly string[] {
    return this.#read();
  }
}

/** @param left about how many documents of the log are still to be read */
export type Progress = (left: number) => void;

export interface CatchUp {
  /** dossiers whose rows were computed anew */
  readonly changed: ReadonlySet<DossierId>;
  /** the log has more: it was not to be read to its end */
  readonly more: boolean;
}

export class ReadModel {
  readonly #keeper: RowKeeper;
  readonly #project: Project;
  readonly rows = new Map<DossierId, Row>();
  readonly search = new SearchIndex(this.rows);
  readonly persons = new PersonIndex(this.rows);
  readonly #since = new Map<MissionCode, string>();
  /** two computations of one row must not overtake each other */
  readonly #turn = new Turn();
  #books: readonly MissionBook[] = [];
  #closed = false;

  private constructor(shelf: RowShelf, key: CryptoKey, random: RandomSource, project: Project) {
    this.#keeper = new RowKeeper(shelf, key, random, { rows: this.rows, since: this.#since });
    this.#project = project;
  }

  /** Decrypts the rows at rest. Any block that does not open makes the whole model be rebuilt: it costs only time. */
  static async open(
    shelves: RowShelves,
    { id, key }: RowKey,
    random: RandomSource,
    project: Project,
    books: ReadonlyMap<MissionCode, MissionBook>,
  ): Promise<ReadModel> {
    const model = new ReadModel(shelves.of(id), key, random, project);
    const opened = await model.#keeper.open(({ rows, positions }) => {
      for (const row of rows) model.#keep(row);
      for (const [mission, since] of positions) model.#since.set(mission, since);
    });
    if (!opened) model.#forget();
    for (const book of books.values()) book.indexLater(() => model.#partsOf(book.mission));
    model.#books = [...books.values()];
    void model.search.prepare().then(() => model.persons.prepare());
    return model;
  }

  /** How far of a mission's log is taken in; null where nothing is. */
  position(mission: MissionCode): string | null {
    return this.#since.get(mission) ?? null;
  }

  /**
   * Takes in what the mission's log has gained.
   * @param batches at most so many of 500 documents; all, where absent
   */
  async catchUp(book: MissionBook, progress?: Progress, batches?: number): Promise<CatchUp> {
    const caughtUp = await this.#turn.run(() => this.#catchUp(book, progress, batches));
    this.#keeper.tidySoon(this.#turn);
    return caughtUp;
  }

  /** what rows that could not be read were last looked at with, as what rests says */
  get readWith(): string | null {
    return this.#keeper.readWith;
  }

  noteReadWith(readWith: string): Promise<void> {
    return this.#turn.run(() => this.#keeper.noteReadWith(readWith));
  }

  /** What earlier states of rows said rests nowhere afterwards. @returns false where it cannot be done now */
  putInOrder(): Promise<boolean> {
    return this.#keeper.tidyNow(this.#turn);
  }

  async #catchUp(
    book: MissionBook,
    progress?: Progress,
    batches = Number.POSITIVE_INFINITY,
  ): Promise<CatchUp> {
    const changed = new Set<DossierId>();
    let since = this.#since.get(book.mission) ?? null;
    let left = progress ? await book.log.behind(since) : 0;
    let more = true;
    for (let read = 0; more && read < batches && !this.#closed; read += 1) {
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
      left = more ? Math.max(0, left - documents.length) : 0;
      progress?.(left);
    }
    return { changed, more: more && !this.#closed };
  }

  #idsOf(mission: MissionCode): DossierId[] {
    return [...this.rows.values()].filter((row) => row.mission === mission).map(({ id }) => id);
  }

  /** Computes these rows anew: something they show has changed outside the log, such as what was sent. */
  refresh(book: MissionBook, dossiers: Iterable<DossierId>): Promise<void> {
    return this.#turn.run(async () => {
      const since = this.#since.get(book.mission);
      if (since === undefined) await this.#catchUp(book);
      else await this.#recompute(book, new Set(dossiers), since);
    });
  }

  async #recompute(book: MissionBook, dossiers: ReadonlySet<DossierId>, since: string): Promise<void> {
    const ids = [...dossiers];
    const fresh: Row[] = [];
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      if (this.#closed) return;
      const some = ids.slice(at, at + AT_ONCE).map((id) => this.#project(book, id));
      for (const row of await Promise.all(some)) if (row) fresh.push(row);
    }
    if (this.#closed) return;
    for (const row of fresh) this.#keep(row);
    const positions = new Map(this.#since).set(book.mission, since);
    await this.#keeper.add({ rows: fresh, positions: [...positions] });
  }

  /**
   * Deletes everything and computes it again from the log, in pieces: what is sealed meanwhile need not wait for the end.
   * @param progress told after each piece, by mission
   */
  async rebuild(books: Iterable<MissionBook>, progress?: Progress): Promise<void> {
    await this.#turn.run(async () => {
      if (this.#closed) return;
      await this.#keeper.clear();
      this.#forget();
    });
    for (const book of books) {
      await book.takeReceipts(await book.log.withPrefix('receipt:'));
      while ((await this.catchUp(book, progress, PIECE)).more);
    }
  }

  /** resolves when what rests is in order, where that was due */
  get tidied(): Promise<void> {
    return this.#keeper.tidied;
  }

  /** Nothing is left in memory, and nothing more is written: another officer's model may follow on the same shelf. */
  close(): Promise<void> {
    // Receipts come also while nobody is here, and speak of these files' parts.
    if (!this.#closed) for (const book of this.#books) book.takeForLater();
    this.#closed = true;
    this.#keeper.close();
    this.#forget();
    return this.#turn.idle;
  }

  #partsOf(mission: MissionCode): PartsLater[] {
    const own = [...this.rows.values()].filter((row) => row.mission === mission);
    return own.map((row) => new PartsLater(row));
  }

  #keep(row: Row): void {
    if (this.#closed) return;
    this.rows.set(row.id, row);
    this.search.put(row);
    this.persons.put(row);
  }

  #forget(): void {
    this.rows.clear();
    this.search.clear();
    this.persons.clear();
    this.#since.clear();
  }
}
