/**
 * Conditions are data: a tiny closed language, evaluated here and nowhere else. There is no code in a catalogue.
 *
 * The logic has three values. A question that has no answer yet makes a condition unknown (`undefined`), and
 * `not` leaves it unknown: a part of a form appears only when its condition certainly holds.
 */
import { type Static, Type } from 'typebox';
import { type DayParts, daysInMonth, parseDay } from './days.ts';

const fieldCode = Type.String({ pattern: '^[a-z][a-z0-9-]{0,47}$' });
const part = Type.Optional(Type.String({ pattern: '^[a-z][A-Za-z0-9]{0,31}$' }));
const scalar = Type.Union([Type.String({ maxLength: 200 }), Type.Number(), Type.Boolean()]);
export type Scalar = Static<typeof scalar>;

/**
 * `part` looks at one part of a composite answer, such as `shared` of an authority. `ageBelow` and `nationalityIn` read
 * the fields that the definition's `person` names.
 */
export type Condition =
  | { readonly field: string; readonly part?: string; readonly is: Scalar }
  | { readonly field: string; readonly part?: string; readonly in: readonly Scalar[] }
  | { readonly field: string; readonly filled: boolean }
  | { readonly ageBelow: number }
  | { readonly nationalityIn: readonly string[] }
  | { readonly missionIn: readonly string[] }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

const strict = { additionalProperties: false } as const;
const self = Type.Ref('Condition');
const ConditionSchema = Type.Cyclic(
  {
    Condition: Type.Union([
      Type.Object({ field: fieldCode, part, is: scalar }, strict),
      Type.Object({ field: fieldCode, part, in: Type.Array(scalar, { minItems: 1 }) }, strict),
      Type.Object({ field: fieldCode, filled: Type.Boolean() }, strict),
      Type.Object({ ageBelow: Type.Integer({ minimum: 1, maximum: 120 }) }, strict),
      Type.Object({ nationalityIn: Type.Array(Type.String({ maxLength: 3 }), { minItems: 1 }) }, strict),
      Type.Object({ missionIn: Type.Array(Type.String({ maxLength: 12 }), { minItems: 1 }) }, strict),
      Type.Object({ all: Type.Array(self, { minItems: 1 }) }, strict),
      Type.Object({ any: Type.Array(self, { minItems: 1 }) }, strict),
      Type.Object({ not: self }, strict),
    ]),
  },
  'Condition',
);
/** Unlike other members, a condition holds nothing unknown: what is not understood must not decide in silence. */
export const Condition = Type.Unsafe<Condition>(ConditionSchema);

/**
 * What a condition inside a condition refers to, for whoever checks a shape that holds conditions. Without it the
 * reference is looked for in the whole shape, anew at each condition: seconds for one service.
 */
export const CONDITION_CONTEXT = ConditionSchema.$defs;

/** What a condition may look at. */
export interface Facts {
  /** the answer to a field that is in sight; undefined where it is hidden or empty */
  readonly answer: (field: string) => unknown;
  readonly birthDate?: string | undefined;
  readonly nationality?: string | undefined;
  readonly mission?: string | undefined;
  /** the calendar day at the counter, `2026-11-21` */
  readonly today: string;
}

/** true, false, or undefined: not known yet. Total: any answers give a value, nothing is thrown. */
export function evaluate(condition: Condition, facts: Facts): boolean | undefined {
  if ('all' in condition) return fold(condition.all, facts, false);
  if ('any' in condition) return fold(condition.any, facts, true);
  if ('not' in condition) {
    const inner = evaluate(condition.not, facts);
    return inner === undefined ? undefined : !inner;
  }
  if ('ageBelow' in condition) return youngerThan(facts.birthDate, condition.ageBelow, facts.today);
  if ('nationalityIn' in condition) return memberOf(facts.nationality, condition.nationalityIn);
  if ('missionIn' in condition) return memberOf(facts.mission, condition.missionIn);
  const whole = facts.answer(condition.field);
  if ('filled' in condition) return isFilled(whole) === condition.filled;
  const answer = condition.part === undefined ? whole : partOf(whole, condition.part);
  if ('is' in condition) return isFilled(answer) ? answer === condition.is : undefined;
  return memberOf(answer, condition.in);
}

const partOf = (answer: unknown, part: string): unknown =>
  typeof answer === 'object' && answer !== null && Object.hasOwn(answer, part)
    ? (answer as Readonly<Record<string, unknown>>)[part]
    : undefined;

/** Only what certainly holds is shown, asked or charged. An absent condition always holds. */
export const holds = (condition: Condition | undefined, facts: Facts): boolean =>
  condition === undefined || evaluate(condition, facts) === true;

/** Kleene's connectives: `decisive` is the value that settles the matter whatever the others are. */
function fold(parts: readonly Condition[], facts: Facts, decisive: boolean): boolean | undefined {
  let result: boolean | undefined = !decisive;
  for (const part of parts) {
    const value = evaluate(part, facts);
    if (value === decisive) return decisive;
    if (value === undefined) result = undefined;
  }
  return result;
}

const memberOf = (value: unknown, list: readonly Scalar[]): boolean | undefined =>
  isFilled(value) ? list.some((entry) => entry === value) : undefined;

/** Blank text, an empty list and a composite of blanks count as unanswered. */
export function isFilled(answer: unknown): boolean {
  if (answer === undefined || answer === null) return false;
  if (typeof answer === 'string') return answer.trim() !== '';
  if (typeof answer === 'object') return Object.values(answer).some(isFilled);
  return true;
}

/**
 * With an unknown day or month the latest possible birthday counts, so that a minor is never taken for an adult.
 * Undefined without a birth date.
 */
export function youngerThan(birth: unknown, years: number, today: string): boolean | undefined {
  const born = typeof birth === 'string' ? parseDay(birth) : undefined;
  const now = parseDay(today);
  if (!born || !now) return undefined;
  return order(latest(now)) < order({ ...latest(born), year: born.year + years });
}

function latest({ year, month = 12, day }: DayParts): Required<DayParts> {
  return { year, month, day: day ?? daysInMonth(year, month) };
}
const order = ({ year, month, day }: Required<DayParts>): number => year * 10_000 + month * 100 + day;

/** The codes of the fields a condition reads, `person` fields aside. */
export function fieldsOf(condition: Condition): readonly string[] {
  if ('all' in condition) return condition.all.flatMap(fieldsOf);
  if ('any' in condition) return condition.any.flatMap(fieldsOf);
  if ('not' in condition) return fieldsOf(condition.not);
  return 'field' in condition ? [condition.field] : [];
}
