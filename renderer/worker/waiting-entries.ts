/**
 * Own entries that the centre has not answered for, as the link panel counts them: from the rows while somebody is here to
 * read, and afterwards from files and receipts, of which it takes no key to see what they have been answered.
 */
import type { DeskId, DossierId, MissionCode } from '../../app/acts/ids.ts';
import type { Backlog } from '../../app/desk/fleet.ts';
import { projectRow, type Row } from '../read-model/project-row.ts';
import type { RowShelves } from '../read-model/row-shelf.ts';
import type { MissionBook } from './mission-book.ts';
import type { SentActs } from './sent-acts.ts';

type Entry = Row['entries'][number];
type Waiting = Pick<Row, 'mission' | 'entries'>;

const BATCH = 500;
const NO_KEYS: Parameters<MissionBook['load']>[1] = new Map();

export const isWaiting = ({ own, state }: Pick<Entry, 'own' | 'state'>): boolean =>
  own && (state === 'sealed' || state === 'sent');

interface Ground {
  readonly desk: DeskId;
  readonly books: ReadonlyMap<MissionCode, MissionBook>;
  readonly rows: Pick<RowShelves, 'since'>;
  readonly sent: Pick<SentActs, 'has'>;
}

export class WaitingEntries {
  readonly #ground: Ground;
  /** files in which something waits; null: nobody has been here to read since the program was started */
  #files: Map<DossierId, Waiting> | null = null;
  /** how far each log was read while nobody could */
  readonly #since = new Map<MissionCode, string>();

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** Takes what the rows say: later on they may be out of reach. */
  note(rows: Iterable<Row>): void {
    this.#since.clear();
    this.#files = new Map();
    for (const row of rows) keep(this.#files, row.id, row);
  }

  /** @param rows null while the desk is locked. @returns null where it cannot be known */
  async backlog(rows: Iterable<Row> | null): Promise<Backlog | null> {
    if (rows) this.note(rows);
    else await this.#followReceipts();
    return this.#files && backlogOf([...this.#files.values()].flatMap(({ entries }) => entries));
  }

  /** Nothing is sealed at a locked desk, so what waits can only become less: whatever receipts speak of is looked at again. */
  async #followReceipts(): Promise<void> {
    const files = this.#files;
    if (!files) return;
    const { books, desk, sent } = this.#ground;
    for (const mission of new Set([...files.values()].map((file) => file.mission))) {
      const book = books.get(mission);
      if (!book) continue;
      const epoch = book.receipts.serverEpoch;
      for (const id of await this.#spokenOf(book)) {
        if (!files.has(id)) continue;
        const row = projectRow(await book.load(id, NO_KEYS), book.receipts, desk, (act) => sent.has(act));
        if (row) keep(files, id, row);
      }
      // Of what the centre held in another epoch nothing is known before the rows are in reach again.
      const isAnother = epoch !== null && book.receipts.serverEpoch !== epoch;
      if (isAnother && this.#files === files) this.#files = null;
    }
  }

  /** the dossiers that new receipts speak of */
  async #spokenOf(book: MissionBook): Promise<ReadonlySet<DossierId>> {
    const spokenOf = new Set<DossierId>();
    let since = this.#since.get(book.mission) ?? (await this.#ground.rows.since(book.mission));
    for (let more = true; more; ) {
      const { documents, last } = await book.log.changes(since, BATCH);
      for (const id of await book.takeReceipts(documents)) spokenOf.add(id);
      more = last !== since;
      since = last;
      this.#since.set(book.mission, last);
    }
    return spokenOf;
  }
}

function keep(files: Map<DossierId, Waiting>, id: DossierId, row: Row): void {
  const waiting = row.settled === null ? row.entries.filter(isWaiting) : [];
  if (waiting.length > 0) files.set(id, { mission: row.mission, entries: waiting });
  else files.delete(id);
}

function backlogOf(entries: readonly Entry[]): Backlog {
  let bytes = 0;
  let oldestAt: string | null = null;
  for (const entry of entries) {
    bytes += entry.bytes;
    if (oldestAt === null || entry.at < oldestAt) oldestAt = entry.at;
  }
  return { entries: entries.length, bytes, oldestAt };
}
