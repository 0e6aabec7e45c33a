/** What the parts of the desk share: ports, stores, books, and whoever is unlocked. */
import type { Clock, RandomSource } from '../../app/acts/clock.ts';
import type { ActId, DeskId, DossierId, MissionCode } from '../../app/acts/ids.ts';
import { DeskError, type DeskEvent } from '../../app/desk/desk-api.ts';
import type { DeskConfiguration, DeskPlatform } from '../../app/desk/ports.ts';
import type { ChunkStore } from '../../app/log/act-log.ts';
import type { DraftBook } from '../drafts/draft-book.ts';
import type { Row } from '../read-model/project-row.ts';
import type { ReadModel } from '../read-model/read-model.ts';
import type { DossierFile, MissionBook } from './mission-book.ts';
import type { Numbers } from './numbers.ts';
import type { ReferenceData } from './reference-data.ts';
import type { SealingGround } from './sealing.ts';
import type { Session } from './session.ts';
import type { DeskStores } from './stores.ts';

/** Everything that stands before anyone unlocks. */
export interface DeskGround {
  readonly platform: DeskPlatform;
  readonly configuration: DeskConfiguration;
  readonly stores: DeskStores;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly reference: ReferenceData;
  readonly books: ReadonlyMap<MissionCode, MissionBook>;
  readonly drafts: DraftBook;
  readonly numbers: Numbers | null;
  readonly emit: (event: DeskEvent) => void;
}

interface Unlocked {
  readonly session: Session;
  readonly model: ReadModel;
  /** documents displayed to this officer, by dossier: a decision rests on nothing else */
  readonly displayed: Map<DossierId, Set<string>>;
  /** until when a confirmed PIN is good, milliseconds */
  confirmedUntil: number;
}

export class DeskContext implements DeskGround {
  readonly platform: DeskPlatform;
  readonly configuration: DeskConfiguration;
  readonly stores: DeskStores;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly reference: ReferenceData;
  readonly books: ReadonlyMap<MissionCode, MissionBook>;
  readonly drafts: DraftBook;
  readonly numbers: Numbers | null;
  readonly emit: (event: DeskEvent) => void;
  /** acts whose bytes have left this desk and were answered */
  readonly sent = new Set<ActId>();
  unlocked: Unlocked | null = null;

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
    this.emit = ground.emit;
  }

  get desk(): DeskId {
    return this.configuration.desk;
  }

  /** @throws DeskError LK-001 while locked */
  get session(): Session {
    return this.#open.session;
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
  async file(id: DossierId): Promise<DossierFile & { readonly state: NonNullable<DossierFile['state']> }> {
    const file = await this.book(this.row(id).mission).load(id, this.session.groups);
    if (!file.state) throw new DeskError('DO-002');
    return { ...file, state: file.state };
  }

  sealingGround(mission: MissionCode): SealingGround {
    const book = this.book(mission);
    return {
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

  /** Brings the rows of a mission up to its log and tells the screens. */
  async catchUp(mission: MissionCode): Promise<void> {
    if (!this.unlocked) return;
    const changed = await this.unlocked.model.catchUp(this.book(mission));
    if (changed.size > 0) this.emit({ type: 'dossiers-changed', dossiers: [...changed] });
    this.emit({ type: 'link-changed' });
  }
}
