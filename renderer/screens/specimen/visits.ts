/** Visits of the specimen desk: which drafts belong together is known in memory only. */

import type { DossierId, DraftId, ServiceCode } from '../../../app/acts/ids.ts';
import { carriedAnswers, carriedDocuments } from '../../../app/catalogue/carry-over.ts';
import { personOf } from '../../../app/catalogue/person.ts';
import type { DossierRow } from '../../../app/desk/dossier-row.ts';
import type { Draft, DraftReview } from '../../../app/desk/draft.ts';
import type { SealOutcome } from '../../../app/desk/seal-outcome.ts';
import type { VisitApi, VisitOutcome } from '../../../app/desk/visit.ts';

interface Parts {
  readonly draftOf: (id: DraftId) => Draft;
  readonly put: (draft: Draft) => void;
  readonly make: (service: ServiceCode, ticket: string | null) => Draft;
  readonly review: (draft: Draft) => DraftReview;
  readonly seal: (id: DraftId) => Promise<SealOutcome>;
  readonly rowOf: (id: DossierId) => DossierRow;
  readonly today: () => string;
}

export function specimenVisits({ draftOf, put, make, review, seal, rowOf, today }: Parts): VisitApi {
  /** of each draft, the drafts of its visit in order */
  const visits = new Map<DraftId, DraftId[]>();
  const sealed = new Map<DraftId, DossierId>();
  const openOf = (id: DraftId): readonly Draft[] =>
    (visits.get(id) ?? [id]).filter((one) => !sealed.has(one)).map(draftOf);
  return {
    addToVisit: async (id, service, visitor) => {
      const source = draftOf(id);
      const begun = make(service, source.ticket);
      const context = { today: today() };
      const answers = carriedAnswers(source.definition, source.answers, begun.definition, visitor, context);
      const files = carriedDocuments(source.definition, begun.definition, visitor);
      const from = { dossier: source.id as string as DossierId, day: today() };
      const draft: Draft = {
        ...begun,
        answers,
        reused: Object.fromEntries(Object.keys(answers).map((code) => [code, from])),
        evidence: source.evidence.filter(({ document }) => files.has(document)),
        inVisit: true,
      };
      put({ ...source, inVisit: true });
      put(draft);
      const visit = visits.get(id) ?? [id];
      visit.push(draft.id);
      for (const one of visit) visits.set(one, visit);
      return draft;
    },
    visit: async (id) => {
      const applications = openOf(id).map((draft) => {
        const { issues, fee } = review(draft);
        const { id: key, service, savedAt, ticket, definition, answers } = draft;
        const applicant = personOf(definition, answers).latin || null;
        return {
          draft: { id: key, service, savedAt, ticket, applicant, interrupted: false, mine: true },
          state: issues.length === 0 ? ('ready' as const) : ('incomplete' as const),
          issues: issues.length,
          fee: fee && fee.due.amount > 0 ? { due: fee.due, collected: fee.collected } : null,
          means: draft.fee.means,
          waitsFor: [],
        };
      });
      const [first] = applications.flatMap(({ fee }) => (fee ? [fee.due] : []));
      const amount = applications.reduce((sum, { fee }) => sum + (fee?.due.amount ?? 0), 0);
      return {
        applications,
        sealed: (visits.get(id) ?? []).flatMap((one) => {
          const dossier = sealed.get(one);
          return dossier ? [rowOf(dossier)] : [];
        }),
        due: first ? [{ ...first, amount }] : [],
      };
    },
    sealVisit: async (id, listed) => {
      const outcomes: VisitOutcome[] = [];
      for (const draft of openOf(id)) {
        if (!listed.includes(draft.id) || review(draft).issues.length > 0) continue;
        const applicant = personOf(draft.definition, draft.answers).latin || null;
        const outcome = await seal(draft.id);
        sealed.set(draft.id, outcome.dossier);
        outcomes.push({ ...outcome, draft: draft.id, applicant });
      }
      return { sealed: outcomes, stopped: null };
    },
  };
}
