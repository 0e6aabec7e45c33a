/**
 * What becomes of the answers of a draft when it goes over to a later definition of its service. An answer that has no
 * place there is set aside, never dropped: it is shown, and comes back where a still later definition asks for it again.
 */
import { type CodedPart, compareDefinitions, type Difference } from './compare.ts';
import { isFilled } from './conditions.ts';
import { questionsOf, type ServiceDefinition } from './definition.ts';
import type { AnswerMap, Field } from './fields.ts';
import { readAnswer } from './read-answer.ts';
import type { Texts } from './texts.ts';

/** An answer without a question. */
export interface SetAside {
  readonly field: Field;
  readonly answer: unknown;
}

export interface NamedDifference extends Difference {
  /** as the definition says it that has it; null for a part that has no name, such as how long files are kept */
  readonly label: Texts | null;
}

export interface Move {
  readonly changes: readonly NamedDifference[];
  readonly answers: AnswerMap;
  /** all of them, those that were set aside before too */
  readonly setAside: readonly SetAside[];
  /** answers that are without a place from this move on, by the question that is gone or of another type */
  readonly lost: readonly Field[];
  /** still asked for, and no longer right as they stand */
  readonly toReview: readonly Field[];
  /** codes of documents that nobody asks for any more */
  readonly documentsGone: readonly string[];
}

/** @param aside what earlier moves of this draft left without a place */
export function moveAnswers(
  from: ServiceDefinition,
  to: ServiceDefinition,
  answers: AnswerMap,
  aside: readonly SetAside[] = [],
): Move {
  const [before, after] = [fieldsOf(from), fieldsOf(to)];
  const kept: Record<string, unknown> = { ...answers };
  const lost: SetAside[] = [];
  const toReview: Field[] = [];
  for (const [code, field] of before) {
    const answer = Object.hasOwn(kept, code) ? kept[code] : undefined;
    if (!isFilled(answer)) continue;
    const next = after.get(code);
    if (next?.type !== field.type) {
      delete kept[code];
      lost.push({ field, answer });
    } else if (isRight(field, answer) && !isRight(next, answer)) toReview.push(next);
  }
  const isWanted = ({ field }: SetAside) =>
    after.get(field.code)?.type === field.type && !isFilled(kept[field.code]);
  const restored = aside.filter(isWanted);
  for (const { field, answer } of restored) kept[field.code] = answer;
  const codes = new Set(to.documents.map(({ code }) => code));
  return {
    changes: compareDefinitions(from, to).map((one) => ({ ...one, label: labelOf(one, from, to) })),
    answers: kept,
    setAside: [...aside.filter((one) => !restored.includes(one)), ...lost],
    lost: lost.map(({ field }) => field),
    toReview,
    documentsGone: from.documents.map(({ code }) => code).filter((code) => !codes.has(code)),
  };
}

const fieldsOf = ({ pages }: ServiceDefinition): ReadonlyMap<string, Field> =>
  new Map(pages.flatMap(({ fields }) => fields.map((field) => [field.code, field])));

const isRight = (field: Field, answer: unknown): boolean => readAnswer(field, answer).problems.length === 0;

function labelOf({ part, code }: Difference, from: ServiceDefinition, to: ServiceDefinition): Texts | null {
  if (part === 'service') return null;
  return namedIn(to, part, code) ?? namedIn(from, part, code) ?? null;
}

/** Rules, checks, grounds and prerequisites are known by what they say, a delay by nothing. */
function namedIn(definition: ServiceDefinition, part: CodedPart, code: string): Texts | undefined {
  if (part === 'questions')
    return questionsOf(definition).find(({ field }) => field.code === code)?.field.label;
  const entry = (definition[part] ?? []).find((one) => one.code === code);
  if (!entry) return undefined;
  if ('title' in entry) return entry.title;
  if ('label' in entry) return entry.label;
  return 'text' in entry ? entry.text : undefined;
}
