/**
 * A draft and a later release of its service. The draft keeps the release that it was opened with until whoever works on
 * it says otherwise; what it then has no place for is set aside in it, and goes with it when it is sealed or discarded.
 */
import { isoTime } from '../../app/acts/clock.ts';
import type { RecordHash } from '../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { type Move, moveAnswers } from '../../app/catalogue/move-draft.ts';
import { isOffered } from '../../app/catalogue/offered.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { DraftMove } from '../../app/desk/draft.ts';
import type { ApplicationContent, DraftContent } from '../drafts/draft-content.ts';
import type { DeskContext } from './desk-context.ts';

type Ground = Pick<DeskContext, 'reference' | 'clock' | 'session'>;

interface Later {
  readonly hash: RecordHash;
  readonly n: number;
  readonly issuedAt: string;
  readonly from: number;
  readonly before: ServiceDefinition;
  /** undefined: the service is no longer offered there */
  readonly definition: ServiceDefinition | undefined;
}

/** The release in force, where it is later than the draft's and says something else of its service. */
function laterOf({ reference }: Pick<Ground, 'reference'>, content: DraftContent): Later | null {
  const [own, { newest }] = [reference.release(content.release), reference];
  if (content.purpose !== 'application' || !own || !newest || newest.manifest.n <= own.manifest.n)
    return null;
  if (own.text(content.service) === newest.text(content.service)) return null;
  const before = reference.definition(own.hash, content.service);
  if (!before) return null;
  const definition = reference.definition(newest.hash, content.service);
  const { n, issuedAt } = newest.manifest;
  const { hash } = newest;
  const offered = definition && isOffered(definition, content.mission) ? definition : undefined;
  return { hash, n, issuedAt, from: own.manifest.n, before, definition: offered };
}

const moveOf = (content: ApplicationContent, { before, definition }: Later): Move | null =>
  definition ? moveAnswers(before, definition, content.answers, content.setAside) : null;

/** What the officer is asked; null where there is nothing to ask, or they have said that this draft stays as it is. */
export function offeredMove(desk: Pick<Ground, 'reference'>, content: DraftContent): DraftMove | null {
  const later = laterOf(desk, content);
  if (!later || content.purpose !== 'application') return null;
  const move = moveOf(content, later);
  const gone = new Set(move?.documentsGone);
  return {
    to: later.hash,
    n: later.n,
    from: later.from,
    issuedAt: later.issuedAt,
    declined: content.keptBefore === later.hash,
    offered: move !== null,
    changes: move?.changes ?? [],
    lost: move?.lost ?? [],
    toReview: move?.toReview ?? [],
    filesLost: content.evidence.filter(({ document }) => gone.has(document)).length,
    feeAgain: move !== null && isFeeAgain(content, move),
  };
}

/** What was paid was paid for another amount, perhaps: it is looked at once more. */
const isFeeAgain = ({ fee }: ApplicationContent, { changes }: Move): boolean =>
  (fee.paid || fee.means !== null) && changes.some(({ part }) => part === 'fees');

/** @param to what the officer saw offered @throws DeskError DR-004 another release has come since */
export function moved(desk: Ground, content: DraftContent, to: RecordHash): DraftContent {
  const later = laterOf(desk, content);
  const move = content.purpose === 'application' && later && moveOf(content, later);
  if (!later || later.hash !== to || !move || content.purpose !== 'application')
    throw new DeskError('DR-004');
  const { reused = {}, keptBefore: _kept, ...rest } = content;
  const gone = new Set(move.documentsGone);
  const isLost = ({ document }: ApplicationContent['evidence'][number]) => gone.has(document);
  const asked = new Set(later.definition?.documents.map(({ code }) => code));
  const back = (content.filesAside ?? []).filter(({ document }) => asked.has(document));
  return {
    ...rest,
    release: to,
    answers: move.answers as ApplicationContent['answers'],
    setAside: move.setAside,
    evidence: [...content.evidence.filter((one) => !isLost(one)), ...back],
    filesAside: [
      ...(content.filesAside ?? []).filter((one) => !back.includes(one)),
      ...content.evidence.filter(isLost),
    ],
    reused: Object.fromEntries(Object.entries(reused).filter(([code]) => code in move.answers)),
    ...(isFeeAgain(content, move) ? { fee: { paid: false, collected: null, means: null } } : {}),
    moves: [
      ...(content.moves ?? []),
      {
        from: content.release,
        to,
        at: isoTime(desk.clock.now()),
        by: desk.session.credential.kid,
      },
    ],
  };
}

/** The officer has seen what changed, and goes on under the release that the draft was opened with. */
export function kept(desk: Ground, content: DraftContent, to: RecordHash): DraftContent {
  const later = laterOf(desk, content);
  if (!later || later.hash !== to || content.purpose !== 'application') throw new DeskError('DR-004');
  return { ...content, keptBefore: to };
}
