/** What still stands between a partial supply and its seal. Pure. */
import type { RequestView } from '../../../app/desk/dossier-view.ts';
import type { DraftEvidence } from '../../../app/desk/draft.ts';

export type SupplyProblem = 'none' | 'file' | 'answer';

/** null: it may be sealed. A document that is ticked needs its file; a question that is ticked needs words. */
export function supplyProblem(
  requests: readonly RequestView[],
  ticked: ReadonlySet<string>,
  evidence: readonly Pick<DraftEvidence, 'document'>[],
  note: string,
): SupplyProblem | null {
  const chosen = requests.filter(({ id }) => ticked.has(id));
  if (chosen.length === 0) return 'none';
  const has = (document: string): boolean => evidence.some((one) => one.document === document);
  if (chosen.some(({ document }) => document !== null && !has(document))) return 'file';
  if (chosen.some(({ document }) => document === null) && note.trim() === '') return 'answer';
  return null;
}
