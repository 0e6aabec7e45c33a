import { type ComplementLine, problemsOf } from '../../../../renderer/screens/central/review/complement.ts';

export const lineOf = (change: Partial<ComplementLine>): ComplementLine => ({
  id: 'i1',
  document: 'passport',
  what: 'جواز السفر',
  why: 'النسخة مقطوعة.',
  satisfiedBy: 'نسخة كاملة.',
  dueBy: '2026-12-05',
  ...change,
});
export const complementProblems = (lines: readonly ComplementLine[]) => problemsOf(lines, '2026-11-21');
