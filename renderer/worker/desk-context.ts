/** What the parts of the desk share: ports, stores, books, and whoever is unlocked. */
import { type Clock, isoTime, type RandomSource } from '../../app/acts/clock.ts';
import type { ActId, DeskId, DossierId, MissionCode } from '../../app/acts/ids.ts';
import { doubtsOf } from '../../app/admission/receipt.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { DeskEvent } from '../../app/desk/desk-event.ts';
import type { DeskConfiguration, DeskPlatform } from '../../app/desk/ports.ts';
import { delegationsTo } from '../../app/keyring/delegations-in-force.ts';
import type { ChunkStore } from '../../app/log/act-log.ts';
import type { JournalHead } from '../../app/log/durable-journal.ts';
import { hashOf } from '../../app/seal/hash.ts';
import type { DraftBook } from '../drafts/draft-book.ts';
import type { Row } from '../read-model/project-row.ts';
import type { Progress, ReadModel } from '../read-model/read-model.ts';
import type { JournalReplay } from './journal-replay.ts';
import { KeyringFreshness } from './keyring-freshness.ts';
import type { MissionBook, OpenedFile } from './mission-book.ts';
import type { Numbers } from './numbers.ts';
import type { ReferenceData } from './reference-data.ts';
import type { SealingGround } from './sealing.ts';
import { SentActs } from './sent-acts.ts';
import type { Session } from './session.ts';
import type { Signatory } from './stand-on-seen.ts';
import type { DeskStores } from './stores.ts';
import { Turn } from './turn.ts';
import { WaitingEntries } from './waiting-entries.ts';
import { Withheld } from './withheld.ts';

/** Everything that stands before anyone unlocks. */
export type DeskGround = Pick<
  DeskContext,
  | 'platform'
  | 'configuration'
  | 'stores'
  | 'clock'
  | 'random'
  | 'reference'
  | 'books'
  | 'drafts'
  | 'numbers'
  | 'replay'
  | 'emit'
>;

/** So many batches of a log are read before the screens show what has come. */
const PIECE = 10;

interface Unlocked {
  readonly session: Session;
  readonly model: ReadModel;
  /** documents displayed to this officer, by dossier: a decision rests on nothing else */
  readonly displayed: Map<DossierId, Set<string>>;
  /** files whose reading is recorded of this officer */
  readonly read: Set<DossierId>;
  /** until when a confirmed PIN is good, milliseconds */
  confirmedUntil: number;
}

export class DeskContext {
  readonly platform: DeskPlatform;
  readonly configuration: DeskConfiguration;
  readonly stores: DeskStores;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly reference: ReferenceData;
  readonly books: ReadonlyMap<MissionCode, MissionBook>;
  readonly drafts: DraftBook;
  readonly numbers: Numbers | null;
  readonly replay: JournalReplay | null;
  readonly emit: (event: DeskEvent) => void;
  /** acts whose bytes have left this desk and were answered */
  readonly sent: SentActs;
  readonly waiting: WaitingEntries;
  readonly freshness: KeyringFreshness;
  readonly withheld: Withheld;
  /** one sealing or audit record at a time: two would only take each other's place, or begin an epoch each */
  readonly #sealing = new Turn();
  unlocked: Unlocked | null = null;
  /** erases what of these files is to be erased (erasing.ts); the desk gives it, since it works with all of this */
  erase: (rows: Iterable<Row>) => Promise<void> = async () => {};

  constructor(ground: DeskGround) {
    this.platform = ground.platform;
    this.configuration = ground.configuration;
    this.stores = ground.stores;
    this.clock = ground.clock;
    this.random = ground.random;
    this.reference = ground.reference;
    this.books = ground.books;
    this.drafts = ground.drafts;
    this.numbers = ground.numbers;
    this.replay = ground.replay;
    this.emit = ground.emit;
    this.sent = new SentActs(ground.stores.facts);
    this.freshness = new KeyringFreshness(ground);
    this.withheld = new Withheld(ground);
    this.waiting = new WaitingEntries({
      desk: this.desk,
      books: this.books,
      rows: this.stores.rows,
      sent: this.sent,
    });
  }

  get desk(): DeskId {
    return this.configuration.desk;
  }

  /** @throws DeskError LK-001 while locked */
  get session(): Session {
    return this.#open.session;
  }

  /** Whoever is unlocked, with what was delegated to them and is in force by this desk's clock and keyring. */
  signatory(): Signatory {
    const { credential } = this.session;
    const delegations = delegationsTo(this.reference.keyring, credential, isoTime(this.clock.now()));
    return { credential, delegations };
  }

  get model(): ReadModel {
    return this.#open.model;
  }

  get #open(): Unlocked {
    if (!this.unlocked) throw new DeskError('LK-001');
    return this.unlocked;
  }

  displayed(dossier: DossierId): Set<string> {
    const { displayed } = this.#open;
    const known = displayed.get(dossier) ?? new Set<string>();
    displayed.set(dossier, known);
    return known;
  }

  /** @throws DeskError PN-002 when the PIN must be given again */
  requireConfirmedSecret(): void {
    if (this.#open.confirmedUntil <= this.clock.now()) throw new DeskError('PN-002');
  }

  /** the calendar day at the counter, local to this computer */
  today(): string {
    const now = new Date(this.clock.now());
    const two = (value: number) => String(value).padStart(2, '0');
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  book(mission: MissionCode): MissionBook {
    const book = this.books.get(mission);
    if (!book) throw new DeskError('DO-001');
    return book;
  }

  chunks(mission: MissionCode): ChunkStore {
    const store = this.stores.missions.get(mission);
    if (!store) throw new DeskError('DO-001');
    return store.chunks;
  }

  /** @throws DeskError DO-001 when this desk knows no such dossier */
  row(id: DossierId): Row {
    const row = this.model.rows.get(id);
    if (!row) throw new DeskError('DO-001');
    return row;
  }

  /** The dossier's file, with a state to act on. @throws DeskError DO-001, DO-002 nothing in it counts yet */
  async file(id: DossierId): Promise<OpenedFile> {
    const file = await this.book(this.row(id).mission).load(id, this.session.groups);
    if (!file.state) throw new DeskError('DO-002');
    return { ...file, state: file.state };
  }

  sealingGround(mission: MissionCode): SealingGround {
    const book = this.book(mission);
    return {
      turn: this.#sealing,
      catchUpJournal: async () => this.replay?.catchUp(),
      head: () => this.#head(mission),
      trouble: (error) => this.trouble(error),
      notePut: (acts) => this.replay?.notePut(acts),
      desk: this.desk,
      signer: this.platform.signer,
      journal: this.platform.journal,
      keyring: this.reference.keyring,
      clock: this.clock,
      random: this.random,
      log: book.log,
      chunks: this.chunks(mission),
      lastReceipt: book.receipts.newest?.hash ?? null,
    };
  }

  /**
   * Where the next act goes, and in which epoch the next audit record. A receipt that is ahead of this journal, or names another act at a place that this journal
   * has, says that another copy of this desk has gone on: from here on it is a branch of its own, under a new epoch.
   */
  async #head(mission: MissionCode): Promise<JournalHead> {
    const { journal } = this.platform;
    if (!journal) throw new DeskError('SL-001');
    const head = await journal.head(mission);
    const word = this.book(mission).receipts.chain(this.desk, head.epoch);
    if (!word || word.contiguousTo === 0) return head;
    if (word.contiguousTo > head.seq) return journal.startEpoch(mission);
    await this.numbers?.catchUp();
    const own = this.numbers?.actAt(mission, head.epoch, word.contiguousTo);
    return own === word.head ? head : journal.startEpoch(mission);
  }

  /** Something failed that nobody waits for: said on screen, by its code. */
  trouble(error: unknown): void {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'UI-000';
    this.emit({ type: 'trouble', code, values: {} });
  }

  /**
   * Brings the rows of a mission up to its log and tells the screens.
   * @param batches where the log is not to be read to its end. @returns whether it has more
   */
  async catchUp(mission: MissionCode, batches?: number, progress?: Progress): Promise<boolean> {
    const book = this.book(mission);
    let hasMore = false;
    if (this.unlocked) {
      const { changed, more } = await this.unlocked.model.catchUp(book, progress, batches);
      hasMore = more;
      if (changed.size > 0) this.emit({ type: 'dossiers-changed', dossiers: [...changed] });
      const { rows } = this.unlocked?.model ?? { rows: new Map<DossierId, Row>() };
      await this.erase([...changed].flatMap((id) => rows.get(id) ?? []));
    } else {
      book.forgetWhatWasRead();
    }
    this.emit({ type: 'link-changed' });
    return hasMore;
  }

  /** The same for logs of which much is to be read, piece by piece beside the officer's work, and saying how far it is. */
  async catchUpBesides(missions: readonly MissionCode[]): Promise<void> {
    for (const mission of missions) {
      const progress = this.progress();
      while (await this.catchUp(mission, PIECE, progress));
    }
    if (this.unlocked) await this.refreshStale();
  }

  /** Tells the screens how far the rows are computed. The bar goes when nothing is left. */
  progress(): Progress {
    let of = 0;
    return (left) => {
      of = Math.max(of, left);
      this.emit({ type: 'rebuild-progress', done: of - left, of });
    };
  }

  /** After sealing: a row that cannot be written is no reason to say that the act was not sealed. */
  async showSealed(mission: MissionCode): Promise<void> {
    try {
      await this.catchUp(mission);
    } catch (error) {
      this.trouble(error);
    }
  }

  /** The bytes of these acts have left and were answered: kept, so that the next start says so too. */
  async noteSent(mission: MissionCode, acts: readonly ActId[]): Promise<void> {
    const book = this.book(mission);
    const fresh = await this.sent.add(acts.filter((act) => !book.receipts.act(act)));
    await this.refresh(book, book.dossiersOf(fresh));
  }

  /** New keys or services have come: what could not be verified or understood is looked at again. */
  async refreshReference(): Promise<void> {
    const before = this.reference.newest;
    await this.reference.refresh(this.stores.keyring, this.stores.catalogue);
    if (this.reference.newest !== before) this.emit({ type: 'catalogue-changed' });
    await this.unlocked?.session.learn(this.reference.keyring);
    for (const book of this.books.values()) {
      const { verified, touched } = await book.retryReceipts();
      // Rows cannot be computed where nobody is here to read them: they are made anew when their key is here again.
      if (verified) await this.#clearUnreadable();
      await this.refresh(book, [...touched, ...book.unread, ...(this.unlocked ? this.#stale(book) : [])]);
    }
    await this.#refreshClosed();
  }

  /** Takes away the rows of whoever is not unlocked. */
  #clearUnreadable(): Promise<void> {
    const { rows } = this.stores;
    return this.unlocked ? rows.of(this.unlocked.session.readModelKey.id).clearOthers() : rows.clear();
  }

  /** Rows at rest may be older than what is known beside the log: what was sent, the server's epoch, the keyring. */
  async refreshStale(): Promise<void> {
    for (const book of this.books.values()) await this.refresh(book, this.#stale(book));
    await this.#refreshClosed();
  }

  /**
   * What could not be read, or waits for a delegation, is looked at again when other keys or delegations are here; what
   * receipts speak of that count no longer, and what no receipt speaks of while somebody was revoked, when these rows were
   * computed before that was known.
   */
  async #refreshClosed(): Promise<void> {
    if (!this.unlocked) return;
    const { model, session } = this.unlocked;
    const { keyring } = this.reference;
    const delegations = keyring.delegations.all().map(({ id }) => id);
    const keys = await hashOf([...session.groups.keys(), ...delegations].sort().join(' '));
    const doubts = await hashOf(doubtsOf(keyring));
    const ended = keyring.delegations.all().filter(({ id }) => keyring.delegations.endOf(id) !== undefined);
    const ends = `${keyring.revocations.count}+${ended.length}`;
    const [keysThen, doubtsThen, endsThen] = model.readWith?.split(' ') ?? [];
    if (keys === keysThen && doubts === doubtsThen && ends === endsThen) return;
    const isOld = (row: Row) =>
      (keys !== keysThen && row.closed) || (ends !== endsThen && row.settled === null);
    const old = [...model.rows.values()].filter(isOld);
    for (const book of this.books.values()) {
      const own = old.filter(({ mission }) => mission === book.mission).map(({ id }) => id);
      await this.refresh(book, doubts === doubtsThen ? own : [...own, ...(await book.doubted())]);
    }
    // In the same chain as the rows, and after them. Locked meanwhile, it writes nothing.
    await model.noteReadWith(`${keys} ${doubts} ${ends}`);
  }

  async refresh(book: MissionBook, dossiers: Iterable<DossierId>): Promise<void> {
    const touched = new Set(dossiers);
    if (!this.unlocked || touched.size === 0) return;
    await this.unlocked.model.refresh(book, touched);
    this.emit({ type: 'dossiers-changed', dossiers: [...touched] });
  }

  #stale(book: MissionBook): DossierId[] {
    const { receipts } = book;
    const sentOtherwise = ({ act, state }: Row['entries'][number]) =>
      (state === 'sealed' && this.sent.has(act)) ||
      (state === 'sent' && !this.sent.has(act) && !receipts.act(act));
    // To take a file's entries apart takes time, and there are many.
    const anySent = this.sent.size > 0;
    const isStale = (row: Row) =>
      row.mission === book.mission &&
      (row.serviceClass === null ||
        row.entry === 'unverified' ||
        (row.receivedIn !== null && row.receivedIn !== receipts.serverEpoch) ||
        ((row.sent || (anySent && row.settled === null)) && row.entries.some(sentOtherwise)));
    return [...this.model.rows.values()].filter(isStale).map(({ id }) => id);
  }
}
