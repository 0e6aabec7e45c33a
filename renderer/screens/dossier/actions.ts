/** What can be done to a file from this page, in the order the desk gives; what has no sheet here is not offered. */
import type { ActKind } from '../../../app/acts/kinds.ts';
import type { DossierView } from '../../../app/desk/desk-api.ts';

export const SHEET_KINDS = [
  'information-supplied',
  'contact-noted',
  'annotated',
  'withdrawn',
  'closed',
  'instrument-issued',
  'instrument-voided',
  'handed-over',
  'reconciled',
  'submitted',
] as const satisfies readonly ActKind[];
export type SheetKind = (typeof SHEET_KINDS)[number];

/** `review`: deciding has a screen of its own, where every document is seen first. */
export type DossierAction = SheetKind | 'review';

const DECIDING: ReadonlySet<ActKind> = new Set([
  'approved',
  'refused',
  'countersigned',
  'information-requested',
]);

export function actionsOf({ allowed }: Pick<DossierView, 'allowed'>): readonly DossierAction[] {
  const actions = allowed.flatMap((kind): DossierAction[] => {
    if (DECIDING.has(kind)) return ['review'];
    const sheet = SHEET_KINDS.find((one) => one === kind);
    return sheet === undefined ? [] : [sheet];
  });
  return [...new Set(actions)];
}

/** Pressing these opens a sheet; the seal itself is in the sheet, so the page's primary is violet only for them. */
export const sealsNext = (action: DossierAction): boolean => action !== 'review';
