/** A refusal names its grounds, says them in words, and tells the way of appeal. Pure. */
export interface RefusalDraft {
  readonly grounds: readonly string[];
  readonly explanation: string;
  /** null: not touched, the definition's own */
  readonly appeal: string | null;
}
export const NO_REFUSAL: RefusalDraft = { grounds: [], explanation: '', appeal: null };

export type RefusalProblem = 'grounds' | 'explanation' | 'appeal';

/** Empty: it may be decided. */
export function refusalProblems(draft: RefusalDraft, usualAppeal: string): readonly RefusalProblem[] {
  const problems: RefusalProblem[] = [];
  if (draft.grounds.length === 0) problems.push('grounds');
  if (draft.explanation.trim() === '') problems.push('explanation');
  if ((draft.appeal ?? usualAppeal).trim() === '') problems.push('appeal');
  return problems;
}
