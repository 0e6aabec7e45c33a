/** How far erasures have come, from what lies in the log: rows, receipts, and what desks signed. */
import { isoTime } from '../../app/acts/clock.ts';
import type { Trace } from '../../app/desk/access.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { ErasedFile, ErasingDesk, ErasuresView, RestingFile } from '../../app/desk/erasure.ts';
import { dayOf, isPast } from '../../app/dossier/retention.ts';
import { expectedDesks } from '../../app/erasure/desks.ts';
import type { Row } from '../read-model/project-row.ts';
import type { DeskContext } from './desk-context.ts';
import type { Dossiers } from './dossiers.ts';
import { erasureOf } from './erasing.ts';
import type { MissionBook } from './mission-book.ts';
import { isTheirs } from './theirs.ts';
import type { Traces } from './traces.ts';

const DAY = 86_400_000;
/** Of audit records only these tell anything of an erasure. */
const TELLING: ReadonlySet<Trace['what']> = new Set(['erased-here', 'exported', 'exported-in-clear']);

export class Erasures {
  readonly #desk: DeskContext;
  readonly #dossiers: Dossiers;
  readonly #traces: Traces;

  constructor(desk: DeskContext, dossiers: Dossiers, traces: Traces) {
    this.#desk = desk;
    this.#dossiers = dossiers;
    this.#traces = traces;
  }

  /** @throws DeskError DO-003 for an officer who is no supervisor */
  async view(): Promise<ErasuresView> {
    const desk = this.#desk;
    if (!desk.session.officer.roles.includes('supervisor')) throw new DeskError('DO-003');
    // Who is limited is told of no other files here either.
    const theirs = [...desk.model.rows.values()].filter((row) => isTheirs(desk.session.credential, row));
    const rows = theirs.sort((a, b) => (a.lastAt < b.lastAt ? -1 : 1));
    const erased: ErasedFile[] = [];
    for (const book of desk.books.values()) {
      const own = rows.filter(({ mission, procedure }) => mission === book.mission && procedure === 'erased');
      for (const row of own)
        erased.push(await this.#erased(row, book, await this.#traces.of(row.id, TELLING)));
    }
    return {
      resting: rows.flatMap((row) => this.#resting(row)),
      erased,
      backupDays: this.#backupDays,
    };
  }

  /** as the newest list of the keyring says it, signed; null: to be confirmed by the ministry */
  get #backupDays(): number | null {
    return this.#desk.reference.keyring.head()?.backupDays ?? null;
  }

  #resting(row: Row): RestingFile[] {
    if (row.procedure === 'erased') return [];
    const { retentionEnds } = row;
    const isDue = isPast(retentionEnds, isoTime(this.#desk.clock.now()));
    const state = row.legalHold ? 'held' : isDue ? 'due' : null;
    return state === null ? [] : [{ state, row: this.#dossiers.shownRow(row), retentionEnds }];
  }

  async #erased(row: Row, book: MissionBook, told: readonly Trace[]): Promise<ErasedFile> {
    const file = await book.load(row.id, this.#desk.session.groups);
    const accepted = erasureOf(file, book);
    const act = accepted ?? file.state?.acts.find(({ kind }) => kind === 'erased')?.act ?? null;
    const centreAt = (accepted && book.receipts.act(accepted.id)?.at) ?? null;
    const confirmed = new Map<string, string>();
    for (const { what, desk, claimedAt } of told) if (what === 'erased-here') confirmed.set(desk, claimedAt);
    const expected = expectedDesks(
      this.#desk.reference.keyring,
      row.mission,
      // A clock that was behind would leave desks out that had the key.
      [act?.envelope.claimedAt ?? row.lastAt, centreAt ?? ''].sort().at(-1) as string,
    );
    const desks = expected.map(({ desk, revoked }): ErasingDesk => {
      const at = confirmed.get(desk) ?? null;
      return { desk, state: at !== null ? 'confirmed' : revoked ? 'revoked' : 'awaited', at };
    });
    const isDone = centreAt !== null && desks.every(({ state }) => state !== 'awaited');
    return {
      state: isDone ? 'erased' : 'erasing',
      row: this.#dossiers.shownRow(row),
      ground: act?.envelope.ground ?? null,
      centreAt,
      desks,
      exports: told
        .filter(({ what }) => what !== 'erased-here')
        .map(({ what, desk, claimedAt }) => ({
          desk,
          at: claimedAt,
          inClear: what === 'exported-in-clear',
        })),
      horizon: isDone ? this.#horizon(centreAt) : null,
    };
  }

  /** A backup that was made the moment before is kept so long. Desks that confirm have no backups of the server. */
  #horizon(centreAt: string): string | null {
    const backupDays = this.#backupDays;
    return backupDays === null ? null : dayOf(isoTime(Date.parse(centreAt) + (backupDays + 1) * DAY));
  }
}
