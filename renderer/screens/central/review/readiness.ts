/**
 * What still stands between a file and its approval. Pure: the same answer for the button, for Ctrl+Entrée and for the
 * line that says what is left. The worker and the signer decide again by themselves; this is what a person is told.
 */
import type { BlobId } from '../../../../app/acts/ids.ts';
import { holds } from '../../../../app/catalogue/conditions.ts';
import type { Check, DocumentAsked } from '../../../../app/catalogue/definition.ts';
import { type FormContext, visibleForm } from '../../../../app/catalogue/form.ts';
import { checklist } from '../../../../app/catalogue/required-documents.ts';
import type { DossierDocument, DossierView } from '../../../../app/desk/dossier-view.ts';
import type { ComplementLine } from './complement.ts';
import { NO_REFUSAL, type RefusalDraft } from './refusal.ts';

/** A check is answered when it is ticked, or marked with a remark. */
export interface CheckMark {
  readonly ticked: boolean;
  readonly remark: string;
}
export type CheckMarks = Readonly<Record<string, CheckMark>>;
export const NO_MARK: CheckMark = { ticked: false, remark: '' };
export const isAnswered = (mark: CheckMark | undefined): boolean =>
  mark !== undefined && (mark.ticked || mark.remark.trim() !== '');

/** What was done on a file so far, in this window. */
export interface ReviewWork {
  readonly displayed: ReadonlySet<BlobId>;
  readonly marks: CheckMarks;
  /** what is being written, kept when its sheet is closed */
  readonly complement: readonly ComplementLine[];
  readonly refusal: RefusalDraft;
}
export const NO_WORK: ReviewWork = { displayed: new Set(), marks: {}, complement: [], refusal: NO_REFUSAL };

export type Obstacle =
  /** written for a newer version, or its definition is not here */
  | { readonly kind: 'needs-update' }
  | { readonly kind: 'two-versions' }
  /** it has moved since it was displayed, and the officer has not said that they read it again */
  | { readonly kind: 'changed' }
  | { readonly kind: 'lodged-by-me' }
  /** the state of the file, or the officer's roles, do not allow it */
  | { readonly kind: 'not-allowed' }
  | { readonly kind: 'taken'; readonly by: string | null }
  | { readonly kind: 'not-provided'; readonly documents: readonly DocumentAsked[] }
  | { readonly kind: 'on-its-way'; readonly documents: readonly DossierDocument[] }
  | { readonly kind: 'not-displayed'; readonly documents: readonly DossierDocument[] }
  | { readonly kind: 'checks'; readonly left: number };

export interface ReviewCase {
  readonly view: DossierView;
  readonly work: ReviewWork;
  readonly context: FormContext;
  /** the officer's subject, and milliseconds since 1970: is the file another's just now? */
  readonly me: string;
  readonly now: number;
}

/** The checks of the definition that concern these answers. */
export function checksOf(view: DossierView, context: FormContext): readonly Check[] {
  if (view.definition === null) return [];
  const { facts } = visibleForm(view.definition, view.answers, context);
  return view.definition.checks.filter(({ when }) => holds(when, facts));
}

/** Files of the documents that these answers require: each has to be displayed before an approval. */
export function requiredFiles(view: DossierView, context: FormContext): readonly DossierDocument[] {
  if (view.definition === null) return [];
  const required = new Set(
    checklist(view.definition, view.answers, view.documents, context)
      .filter(({ document }) => document.required)
      .map(({ document }) => document.code),
  );
  return view.documents.filter(({ document }) => required.has(document));
}

/** Someone else holds the file for the moment. */
export function takenByOther({ view, me, now }: Pick<ReviewCase, 'view' | 'me' | 'now'>): boolean {
  const { assignee } = view.row;
  if (assignee === null || assignee.subject === me) return false;
  return assignee.until === null || Date.parse(assignee.until) > now;
}

/** Empty: it may be approved (or countersigned). The heaviest first. */
export function obstacles(review: ReviewCase, kind: 'approved' | 'countersigned'): readonly Obstacle[] {
  const { view, work, context } = review;
  if (view.definition === null) return [{ kind: 'needs-update' }];
  const found: Obstacle[] = [];
  if (view.versions.length > 1) found.push({ kind: 'two-versions' });
  if (view.lodgedByMe) found.push({ kind: 'lodged-by-me' });
  else if (!view.allowed.includes(kind)) found.push({ kind: 'not-allowed' });
  if (takenByOther(review)) found.push({ kind: 'taken', by: view.row.assignee?.name ?? null });

  const lines = checklist(view.definition, view.answers, view.documents, context);
  const absent = lines.filter(({ document, state }) => document.required && state === 'missing');
  if (absent.length > 0)
    found.push({ kind: 'not-provided', documents: absent.map(({ document }) => document) });
  const unseen = requiredFiles(view, context).filter(({ blob }) => !work.displayed.has(blob));
  const coming = unseen.filter(({ here }) => !here);
  const here = unseen.filter((document) => document.here);
  if (coming.length > 0) found.push({ kind: 'on-its-way', documents: coming });
  if (here.length > 0) found.push({ kind: 'not-displayed', documents: here });

  if (kind === 'approved') {
    const left = checksOf(view, context).filter(({ code }) => !isAnswered(work.marks[code])).length;
    if (left > 0) found.push({ kind: 'checks', left });
  }
  return found;
}

/** What a decision carries about how it was reached. */
export function decisionBasis(view: DossierView, work: ReviewWork, context: FormContext) {
  return {
    displayed: view.documents.flatMap(({ blob }) => (work.displayed.has(blob) ? [blob] : [])),
    checks: checksOf(view, context).map(({ code }) => {
      const { ticked, remark } = work.marks[code] ?? NO_MARK;
      const trimmed = remark.trim();
      return { code, ticked, ...(trimmed === '' ? {} : { remark: trimmed }) };
    }),
  };
}
