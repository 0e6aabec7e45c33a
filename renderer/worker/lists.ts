/** Lists, worklists, the central queue, search and the first screen: all made of the read model's rows. */
import type { DossierId } from '../../app/acts/ids.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { DeskHealth, HomeLists } from '../../app/desk/home.ts';
import {
  LIST_FILTERS,
  type ListFilter,
  type ListPage,
  type QueuePage,
  type SearchHit,
} from '../../app/desk/lists.ts';
import { RecepisseError, type RecepisseToken, verifyRecepisse } from '../../app/desk/recepisse-token.ts';
import { type ProcedureState, RESTING_STATES } from '../../app/dossier/status.ts';
import type { Delegation } from '../../app/keyring/delegation.ts';
import { worksFor } from '../../app/keyring/limits.ts';
import type { OfficerRole } from '../../app/keyring/roles.ts';
import type { Row } from '../read-model/project-row.ts';
import type { DeskContext } from './desk-context.ts';
import type { Dossiers } from './dossiers.ts';
import type { DraftEditing } from './draft-editing.ts';
import { leaseOf } from './numbers.ts';
import type { Papers } from './papers.ts';
import { isTheirs } from './theirs.ts';

/** A dossier is due soon when an answer is due within these days. */
const SOON_DAYS = 3;
const DAY = 86_400_000;
const AT_CENTRE: ReadonlySet<ProcedureState> = new Set([
  'submitted',
  'under-review',
  'information-supplied',
  'to-countersign',
]);
const DECIDABLE: ReadonlySet<ProcedureState> = new Set([
  'submitted',
  'under-review',
  'information-supplied',
  'waiting-on-other',
]);
const TO_RESUME: ReadonlySet<Row['entry']> = new Set(['held', 'not-admitted', 'needs-update', 'unverified']);

export class Lists {
  readonly #desk: DeskContext;
  readonly #dossiers: Dossiers;
  readonly #drafts: DraftEditing;
  readonly #papers: Papers;

  constructor(desk: DeskContext, dossiers: Dossiers, drafts: DraftEditing, papers: Papers) {
    this.#desk = desk;
    this.#dossiers = dossiers;
    this.#drafts = drafts;
    this.#papers = papers;
  }

  /** As head of mission, or in the place of one. */
  #decides({ service, lodgedBy }: Row): boolean {
    const role: OfficerRole = 'head-of-mission';
    const { credential, delegations } = this.#desk.signatory();
    const isDelegated = ({ by, roles, services }: Delegation): boolean =>
      roles.includes(role) && (services?.includes(service) ?? true) && !lodgedBy.includes(by.subject);
    return credential.roles.includes(role) || delegations.some(isDelegated);
  }

  #matches(row: Row, filter: ListFilter): boolean {
    const { procedure } = row;
    switch (filter) {
      case 'all':
        return true;
      case 'here':
        return (
          procedure === 'lodged' ||
          procedure === 'information-requested' ||
          procedure === 'approved' ||
          this.#matches(row, 'to-decide')
        );
      case 'at-centre':
        return AT_CENTRE.has(procedure) && row.decidedBy === 'centre';
      case 'to-collect':
        return procedure === 'issued' || procedure === 'approved';
      case 'to-resume':
        return (
          TO_RESUME.has(row.entry) ||
          procedure === 'information-requested' ||
          row.notices.some(({ code }) => code === 'two-versions')
        );
      case 'to-countersign':
        return procedure === 'to-countersign';
      case 'to-decide':
        return (
          DECIDABLE.has(procedure) &&
          row.decidedBy === 'mission' &&
          this.#decides(row) &&
          !row.lodgedBy.includes(this.#desk.session.officer.subject)
        );
      case 'closed':
        return RESTING_STATES.has(procedure);
    }
  }

  #theirs(): Row[] {
    const { credential } = this.#desk.session;
    return [...this.#desk.model.rows.values()].filter((row) => isTheirs(credential, row));
  }

  #rows(): Row[] {
    return this.#theirs().sort((a, b) =>
      a.lastAt === b.lastAt ? (a.id < b.id ? -1 : 1) : a.lastAt < b.lastAt ? 1 : -1,
    );
  }

  list(filter: ListFilter, offset: number, limit: number): ListPage {
    const counts = Object.fromEntries(LIST_FILTERS.map((name) => [name, 0])) as Record<ListFilter, number>;
    const matching: Row[] = [];
    for (const row of this.#rows()) {
      for (const name of LIST_FILTERS) {
        if (!this.#matches(row, name)) continue;
        counts[name] += 1;
        if (name === filter) matching.push(row);
      }
    }
    return {
      rows: matching.slice(offset, offset + limit).map((row) => this.#dossiers.shownRow(row)),
      total: matching.length,
      counts,
    };
  }

  async search(text: string, limit: number): Promise<SearchHit[]> {
    const found = await this.#desk.model.search.find(text, limit);
    return found.flatMap(({ id, matched }) => {
      const row = this.#desk.model.rows.get(id);
      return row && isTheirs(this.#desk.session.credential, row)
        ? [{ ...this.#dossiers.shownRow(row), matched }]
        : [];
    });
  }

  /** A true token opens only the file that its act began, under its reference, and of its signer's mission. */
  async fileOfRecepisse(text: string): Promise<DossierId> {
    const { ref, act, day, by } = await this.#verified(text.trim());
    const { model, session } = this.#desk;
    for (const book of this.#desk.books.values())
      for (const id of book.dossiersOf([act])) {
        const row = model.rows.get(id);
        if (!row) continue;
        if (row.ref !== ref || !worksFor(by, row.mission)) throw new DeskError('QR-002');
        if (!isTheirs(session.credential, row)) continue;
        const { state } = await this.#desk.file(id);
        const opened = state.acts.find((entry) => entry.id === act);
        if (opened?.kind !== 'opened' || opened.act.envelope.claimedAt.slice(0, 10) !== day)
          throw new DeskError('QR-002');
        return id;
      }
    throw new DeskError('QR-004', { ref });
  }

  async #verified(text: string): Promise<RecepisseToken> {
    try {
      return await verifyRecepisse(text, this.#desk.reference.keyring);
    } catch (error) {
      if (error instanceof RecepisseError) throw new DeskError(error.code, {}, { cause: error });
      throw error;
    }
  }

  async home(): Promise<HomeLists> {
    const rows = this.#rows();
    const shown = (filter: ListFilter) =>
      rows.filter((row) => this.#matches(row, filter)).map((row) => this.#dossiers.shownRow(row));
    const soon = new Date(this.#desk.clock.now() + SOON_DAYS * DAY).toISOString().slice(0, 10);
    const due = rows.filter(
      (row) =>
        row.dueBy !== null &&
        row.dueBy <= soon &&
        !RESTING_STATES.has(row.procedure) &&
        row.procedure !== 'issued',
    );
    return {
      resume: await this.#drafts.rows(),
      returned: shown('to-resume'),
      toDecide: shown('to-decide'),
      toCountersign: shown('to-countersign'),
      toHandOver: shown('to-collect'),
      dueSoon: due.map((row) => this.#dossiers.shownRow(row)),
      desk: await this.#health(),
    };
  }

  async #health(): Promise<DeskHealth> {
    const { reference, stores, desk, numbers, freshness } = this.#desk;
    const estimate = await globalThis.navigator?.storage?.estimate?.().catch(() => null);
    const lease = await leaseOf(reference.keyring, stores.keyring, desk, 'quittance');
    await numbers?.catchUp();
    return {
      freeBytes: estimate?.quota ? estimate.quota - (estimate.usage ?? 0) : null,
      keyring: await freshness.staleness(),
      clockWentBackSeconds: this.#clockWentBack(),
      quittancesLeft: numbers?.left('quittance', lease) ?? null,
      unprinted: await this.#papers.unprinted(),
    };
  }

  /** How far this computer's clock is behind the newest word of the centre. */
  #clockWentBack(): number | null {
    const newest = [...this.#desk.books.values()]
      .map((book) => book.receipts.newest?.at ?? '')
      .sort()
      .at(-1);
    const behind = newest ? Math.round((Date.parse(newest) - this.#desk.clock.now()) / 1000) : 0;
    return behind > 60 ? behind : null;
  }

  /** Files that this officer may decide, of all missions at the centre: urgent first, then by due date. */
  queue(offset: number, limit: number): QueuePage {
    const rows = this.#waiting();
    return {
      rows: rows.slice(offset, offset + limit).map((row) => this.#dossiers.shownRow(row)),
      total: rows.length,
      missions: [...this.#desk.books.keys()],
    };
  }

  #waiting(): Row[] {
    const central = this.#desk.session.officer.mission === 'CENTRAL';
    const waiting = this.#theirs().filter((row) =>
      central
        ? row.decidedBy === 'centre' && (DECIDABLE.has(row.procedure) || row.procedure === 'to-countersign')
        : this.#matches(row, 'to-decide'),
    );
    const key = (row: Row) => `${row.urgent ? 0 : 1} ${row.dueBy ?? '9999'} ${row.openedAt} ${row.id}`;
    return waiting.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }

  /** The first file that nobody else has taken; an assignment whose time is over counts no more. */
  nextToTake(): DossierId | null {
    const { subject } = this.#desk.session.officer;
    const now = new Date(this.#desk.clock.now()).toISOString();
    const free = this.#waiting().filter(
      (row) =>
        DECIDABLE.has(row.procedure) &&
        !row.lodgedBy.includes(subject) &&
        (!row.assignee || row.assignee.subject === subject || (row.assignee.until ?? '') < now),
    );
    return free[0]?.id ?? null;
  }
}
