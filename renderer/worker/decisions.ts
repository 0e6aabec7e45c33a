/**
 * Decisions: eight seconds in which they can be cancelled, then sealed. A crash within that time leaves a draft
 * decision, which the next start shows. Nothing is decided on documents that were not displayed.
 */
import { isoTime } from '../../app/acts/clock.ts';
import type { ActId, DossierId, DraftId } from '../../app/acts/ids.ts';
import type { ActCommand } from '../../app/desk/act-command.ts';
import type { PendingDecision } from '../../app/desk/decision.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { Language } from '../../app/desk/language.ts';
import type { SealOutcome } from '../../app/desk/seal-outcome.ts';
import type { DeskContext } from './desk-context.ts';
import { fromDraft } from './from-draft.ts';
import { sealOnDossier } from './seal-on-dossier.ts';
import { draftRecipients } from './session.ts';
import { requireDisplayed, requireGround, standOnSeen } from './stand-on-seen.ts';

export const DECISION_SECONDS = 8;
type DecisionKind = PendingDecision['kind'];
const DECISION_KINDS: readonly string[] = [
  'approved',
  'refused',
  'countersigned',
  'erased',
] satisfies DecisionKind[];

/** The file has changed within the eight seconds: nothing was sealed, and that is told. */
const OVERTAKEN: ReadonlySet<string> = new Set(['DO-003', 'DO-005', 'DO-031', 'DO-032']);

/** Sealed only after its eight seconds. */
export const isDecision = (kind: string): boolean => DECISION_KINDS.includes(kind);

interface Counting {
  readonly pending: Omit<PendingDecision, 'secondsLeft'>;
  readonly endsAt: number;
}

export class Decisions {
  readonly #desk: DeskContext;
  readonly #counting = new Map<string, Counting>();
  /** dossiers on which a decision is being taken: one at a time */
  readonly #reserved = new Set<DossierId>();

  constructor(desk: DeskContext) {
    this.#desk = desk;
  }

  /**
   * @throws DeskError DO-003 not allowed, DO-005 documents not displayed, DO-031 the file has moved, DO-032 these were
   *   never its heads, PN-002 PIN asked again, KR-011 the keyring is too old
   */
  async decide(
    dossier: DossierId,
    command: ActCommand,
    seen: readonly ActId[],
    language: Language,
  ): Promise<PendingDecision> {
    if (!isDecision(command.kind)) throw new DeskError('DO-003');
    await this.#desk.freshness.require(command.kind);
    this.#desk.requireConfirmedSecret();
    if (this.#reserved.has(dossier)) throw new DeskError('DO-006');
    this.#reserved.add(dossier);
    try {
      return await this.#begin(dossier, command, seen, language);
    } catch (error) {
      this.#reserved.delete(dossier);
      throw error;
    }
  }

  async #begin(
    dossier: DossierId,
    command: ActCommand,
    seen: readonly ActId[],
    language: Language,
  ): Promise<PendingDecision> {
    const desk = this.#desk;
    const file = await desk.file(dossier);
    const stand = standOnSeen(file, command.kind, seen, desk.signatory());
    const { definition } = stand;
    requireDisplayed(file, command.kind, desk.displayed(dossier));
    requireGround(stand, command, isoTime(desk.clock.now()));
    const { mission, service, release, ref } = file.state;
    const content = {
      purpose: 'decision',
      mission,
      dossier,
      service,
      release,
      evidence: [],
      command,
    } as const;
    const recipients = await draftRecipients(desk.session, desk.reference.keyring, mission, definition.class);
    const draft = await desk.drafts.create(desk.session.reader, recipients, content);
    const drawnBy = (await desk.platform.signer.keyStore()) === 'browser' ? 'page' : 'main';
    const pending = { id: draft.id, dossier, ref, kind: command.kind as DecisionKind, drawnBy } as const;
    this.#counting.set(draft.id, { pending, endsAt: desk.clock.now() + DECISION_SECONDS * 1000 });
    void this.#run(pending, withDisplayed(command, desk.displayed(dossier)), seen, language);
    return { ...pending, secondsLeft: DECISION_SECONDS };
  }

  async #run(
    pending: Counting['pending'],
    command: ActCommand,
    seen: readonly ActId[],
    language: Language,
  ): Promise<void> {
    const { id, dossier, ref, kind } = pending;
    try {
      const seconds = DECISION_SECONDS;
      this.#desk.emit({ type: 'decision-counting', pending: { ...pending, secondsLeft: seconds } });
      const answer = await this.#desk.platform.signer.confirm({
        id,
        dossier,
        ref,
        kind,
        seconds,
        language,
      });
      if (answer === 'cancelled') {
        await this.#forget(id);
        this.#desk.emit({ type: 'decision-ended', end: { id, dossier, end: 'cancelled' } });
        return;
      }
      const outcome = await this.#seal(id as DraftId, dossier, command, seen);
      this.#desk.emit({ type: 'decision-ended', end: { id, dossier, end: 'sealed', outcome } });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'DO-007';
      // It is decided anew on the file as it is, never taken up again as it was.
      if (OVERTAKEN.has(code)) await this.#forget(id).catch((cause) => this.#desk.trouble(cause));
      this.#desk.emit({ type: 'decision-ended', end: { id, dossier, end: 'failed', code } });
    } finally {
      this.#counting.delete(id);
      this.#reserved.delete(dossier);
      this.#desk.emit({ type: 'drafts-changed' });
    }
  }

  async #seal(
    id: DraftId,
    dossier: DossierId,
    command: ActCommand,
    seen: readonly ActId[],
  ): Promise<SealOutcome> {
    const { drafts, session } = this.#desk;
    const draft = await drafts.open(id, session.reader);
    return sealOnDossier(this.#desk, dossier, command, seen, fromDraft(drafts, draft, []));
  }

  async #forget(id: string): Promise<void> {
    await this.#desk.drafts.delete(id as DraftId);
  }

  async cancel(id: string): Promise<void> {
    await this.#desk.platform.signer.cancel(id);
  }

  pending(): readonly PendingDecision[] {
    const now = this.#desk.clock.now();
    return [...this.#counting.values()].map(({ pending, endsAt }) => ({
      ...pending,
      secondsLeft: Math.max(0, Math.ceil((endsAt - now) / 1000)),
    }));
  }
}

/** What was on screen goes into the decision's body: seen, not claimed. */
function withDisplayed(command: ActCommand, displayed: ReadonlySet<string>): ActCommand {
  if (command.kind !== 'approved' && command.kind !== 'refused' && command.kind !== 'countersigned')
    return command;
  return { ...command, body: { ...command.body, displayed: [...displayed].sort() } } as ActCommand;
}
