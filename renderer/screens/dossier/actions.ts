/** What can be done to a file from this page, in the order the desk gives; what has no sheet here is not offered. */
import type { ActKind } from '../../../app/acts/kinds.ts';
import type { DossierView } from '../../../app/desk/dossier-view.ts';

export const SHEET_KINDS = [
  'information-supplied',
  'fee-collected',
  'evidence-attached',
  'contact-noted',
  'annotated',
  'withdrawn',
  'closed',
  'instrument-issued',
  'instrument-voided',
  'handed-over',
  'reconciled',
  'submitted',
  'held-by-law',
  'hold-lifted',
] as const satisfies readonly ActKind[];
export type SheetKind = (typeof SHEET_KINDS)[number];

/** `review`: deciding has a screen of its own, where every document is seen first. `erase`: so has erasing. */
export type DossierAction = SheetKind | 'review' | 'erase';

const DECIDING: ReadonlySet<ActKind> = new Set([
  'approved',
  'refused',
  'countersigned',
  'information-requested',
]);

/** A fee is due and no quittance that stands was given for it. */
export const feeOutstanding = ({ due, paid }: DossierView['fee']): boolean =>
  due !== null && due.amount > 0 && paid.every(({ voided }) => voided);

export function actionsOf(view: Pick<DossierView, 'allowed' | 'fee' | 'missing'>): readonly DossierAction[] {
  const offered = view.allowed.filter((kind) => kind !== 'fee-collected' || feeOutstanding(view.fee));
  // One more document is the next thing to do only while one is missing.
  const last = (kind: ActKind): boolean => kind === 'evidence-attached' && view.missing.length === 0;
  const actions = [...offered.filter((kind) => !last(kind)), ...offered.filter(last)].flatMap(
    (kind): DossierAction[] => {
      if (DECIDING.has(kind)) return ['review'];
      if (kind === 'erased') return ['erase'];
      const sheet = SHEET_KINDS.find((one) => one === kind);
      return sheet === undefined ? [] : [sheet];
    },
  );
  return [...new Set(actions)];
}

/** Pressing these opens a sheet; the seal itself is in the sheet, so the page's primary is violet only for them. */
export const sealsNext = (action: DossierAction): boolean => action !== 'review' && action !== 'erase';
