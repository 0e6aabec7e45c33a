/** « Complément »: a list, one line a document. Pure: what a line needs before it may be sealed. */
import type { RequestedItem } from '../../../../app/acts/bodies.ts';
import type { ServiceDefinition } from '../../../../app/catalogue/definition.ts';
import type { Language } from '../../../../app/desk/language.ts';

export interface ComplementLine {
  /** unique within the request, such as `i1` */
  readonly id: string;
  /** a document of the definition, or null for a question */
  readonly document: string | null;
  readonly what: string;
  readonly why: string;
  readonly satisfiedBy: string;
  /** `2026-12-05`, or '' */
  readonly dueBy: string;
}

export type LinePart = 'what' | 'why' | 'satisfiedBy' | 'dueBy';
export interface LineProblem {
  readonly line: string;
  readonly part: LinePart;
  readonly kind: 'empty' | 'past';
}

/** Days that an applicant has by default; the reviewer changes it line by line. */
export const USUAL_DAYS = 14;

export function newLine(
  lines: readonly ComplementLine[],
  document: string | null,
  definition: ServiceDefinition,
  language: Language,
  dueBy: string,
): ComplementLine {
  const numbers = lines.map(({ id }) => Number(id.slice(1)));
  const asked = definition.documents.find(({ code }) => code === document);
  return {
    id: `i${Math.max(0, ...numbers) + 1}`,
    document,
    what: asked?.title[language] ?? '',
    why: '',
    satisfiedBy: '',
    dueBy,
  };
}

const TEXTS = ['what', 'why', 'satisfiedBy'] as const;

/** In the order of the lines. Empty, with at least one line: it may be sealed. */
export function problemsOf(lines: readonly ComplementLine[], today: string): readonly LineProblem[] {
  return lines.flatMap((line): LineProblem[] => [
    ...TEXTS.filter((part) => line[part].trim() === '').map(
      (part): LineProblem => ({ line: line.id, part, kind: 'empty' }),
    ),
    ...(line.dueBy === ''
      ? [{ line: line.id, part: 'dueBy', kind: 'empty' } as const]
      : line.dueBy.length < 10 || line.dueBy < today
        ? [{ line: line.id, part: 'dueBy', kind: 'past' } as const]
        : []),
  ]);
}

/** As the act carries them. Call only without problems. */
export const itemsOf = (lines: readonly ComplementLine[]): RequestedItem[] =>
  lines.map((line) => ({
    id: line.id,
    document: line.document,
    what: line.what.trim(),
    why: line.why.trim(),
    satisfiedBy: line.satisfiedBy.trim(),
    dueBy: line.dueBy,
  }));
