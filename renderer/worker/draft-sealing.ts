/** Drafts are sealed: an application opens its file, what was gathered is added to a file that exists. */
import type { BlobManifest } from '../../app/acts/bodies.ts';
import type { ActId, DraftId, RecordHash } from '../../app/acts/ids.ts';
import type { ActCommand } from '../../app/desk/act-command.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { SealOutcome } from '../../app/desk/seal-outcome.ts';
import { isAllowed } from '../../app/dossier/allowed-acts.ts';
import type { OpenDraft } from '../drafts/draft-book.ts';
import { formOf, reviewApplication } from './application-review.ts';
import { composeApplication } from './compose-application.ts';
import type { Counter } from './counter.ts';
import type { DeskContext } from './desk-context.ts';
import { type DraftEditing, mustBeOf } from './draft-editing.ts';
import { fromDraft } from './from-draft.ts';
import { wholeChunksOf } from './resume-sealing.ts';
import { sealOnDossier } from './seal-on-dossier.ts';
import { seal } from './sealing.ts';
import { sealedFigures } from './worked-on.ts';

export class DraftSealing {
  readonly #desk: DeskContext;
  readonly #editing: DraftEditing;
  readonly #counter: Counter;
  /** a second press while a draft is being sealed is the same press */
  readonly #running = new Map<DraftId, Promise<SealOutcome>>();

  constructor(desk: DeskContext, editing: DraftEditing, counter: Counter) {
    this.#desk = desk;
    this.#counter = counter;
    this.#editing = editing;
  }

  #once(id: DraftId, work: (draft: OpenDraft) => Promise<SealOutcome>): Promise<SealOutcome> {
    const running = this.#running.get(id) ?? this.#editing.inTurn(id, work);
    this.#running.set(id, running);
    const ended = () => void this.#running.delete(id);
    running.then(ended, ended);
    return running;
  }

  /** `opened`, `submitted`, and `fee-collected` when paid, in one journal frame. */
  seal(id: DraftId, release?: RecordHash): Promise<SealOutcome> {
    return this.#once(id, (draft) => {
      mustBeOf(draft.content, release);
      return this.#seal(draft);
    });
  }

  async #seal(draft: OpenDraft): Promise<SealOutcome> {
    const { content } = draft;
    if (content.purpose !== 'application') throw new DeskError('DR-001');
    const definition = this.#editing.definition(content);
    if (!isAllowed('opened', null, definition, this.#desk.session.credential)) throw new DeskError('DO-003');
    const review = reviewApplication(this.#desk, content, definition);
    if (!review.sealable) throw new DeskError('SL-003', { issues: review.issues.length });
    const { mission, dossier, service, release } = content;
    const desk = this.#desk;
    const figures = sealedFigures(content, draft.savedAt, definition, formOf(desk, content), desk.clock);
    const outcome = await seal(
      {
        mission,
        dossier,
        service,
        release,
        ...fromDraft(desk.drafts, draft, await wholeChunksOf(desk, draft)),
        compose: () => composeApplication(desk, draft.id, content, definition, review),
      },
      desk.sealingGround(mission),
    );
    await desk.showSealed(mission);
    // Sealed is sealed, whether it is counted or not.
    await this.#counter.add(figures).catch((error: unknown) => desk.trouble(error));
    desk.emit({ type: 'drafts-changed' });
    return outcome;
  }

  /** Some or all of what was asked: the rest stays asked. */
  sealSupply(
    id: DraftId,
    items: readonly string[],
    note: string,
    seen: readonly ActId[],
  ): Promise<SealOutcome> {
    return this.#sealGathered(id, seen, (documents) => ({
      kind: 'information-supplied',
      body: { items: [...items], documents, ...(note ? { note } : {}) },
    }));
  }

  /** Documents that nobody asked again: those that were missing at lodging, or one more. */
  sealAttachment(id: DraftId, note: string, seen: readonly ActId[]): Promise<SealOutcome> {
    return this.#sealGathered(id, seen, (documents) => {
      if (documents.length === 0) throw new DeskError('SL-003', { issues: 1 });
      return { kind: 'evidence-attached', body: { documents, ...(note ? { note } : {}) } };
    });
  }

  #sealGathered(
    id: DraftId,
    seen: readonly ActId[],
    command: (documents: BlobManifest[]) => ActCommand,
  ): Promise<SealOutcome> {
    return this.#once(id, async (draft) => {
      const desk = this.#desk;
      const { content } = draft;
      if (content.purpose !== 'supply') throw new DeskError('DR-001');
      const outcome = await sealOnDossier(
        desk,
        content.dossier,
        command([...content.evidence]),
        seen,
        fromDraft(desk.drafts, draft, await wholeChunksOf(desk, draft)),
      );
      desk.emit({ type: 'drafts-changed' });
      return outcome;
    });
  }
}
