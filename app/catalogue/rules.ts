/**
 * Rules across fields, as data. Each has a code of its own (`FO-1nn` and up) and the sentence that is shown at the
 * fields it names. A rule whose fields are hidden, empty or only partly known says nothing.
 */
import { type Static, Type } from 'typebox';
import { Condition, evaluate, type Facts, fieldsOf } from './conditions.ts';
import { addDays, addMonths, dayRange } from './days.ts';
import { readNina } from './nina.ts';
import { provenance, Texts } from './texts.ts';

const Code = Type.String({ pattern: '^[a-z][a-z0-9-]{0,47}$' });
/** A date field, or the day at the counter. */
const Day = Type.Union([Code, Type.Literal('@today')]);
const Span = Type.Object({ months: Type.Optional(Type.Integer()), days: Type.Optional(Type.Integer()) });
export type Span = Static<typeof Span>;

/** What must be true. */
export const RuleTest = Type.Union([
  /** `earlier` lies before `later`, or on the same day with `orEqual` */
  Type.Object({ kind: Type.Literal('date-order'), earlier: Day, later: Day, orEqual: Type.Boolean() }),
  /** `to` lies at least, or at most, so long after `from` */
  Type.Object({
    kind: Type.Literal('date-distance'),
    from: Day,
    to: Day,
    atLeast: Type.Optional(Span),
    atMost: Type.Optional(Span),
  }),
  Type.Object({ kind: Type.Literal('condition'), holds: Condition }),
  /** the sex and the year of birth inside the number agree with the answers (DOMAIN.md, "NINA structure") */
  Type.Object({ kind: Type.Literal('nina-matches'), nina: Code, sex: Code, birthDate: Code }),
]);
export type RuleTest = Static<typeof RuleTest>;

export const Rule = Type.Object({
  code: Type.String({ pattern: '^FO-[1-9]\\d{2}$' }),
  /** fields at which the sentence stands; the first is where the cursor goes */
  at: Type.Array(Code, { minItems: 1 }),
  when: Type.Optional(Condition),
  test: RuleTest,
  text: Texts,
  /** a warning is shown and blocks nothing */
  severity: Type.Union([Type.Literal('error'), Type.Literal('warning')]),
  ...provenance,
});
export type Rule = Static<typeof Rule>;

/** true or false, or undefined where the answers do not settle it. Total. */
export function testRule(test: RuleTest, facts: Facts): boolean | undefined {
  const day = (code: string): string | undefined => {
    const value = code === '@today' ? facts.today : facts.answer(code);
    return typeof value === 'string' ? value : undefined;
  };
  switch (test.kind) {
    case 'date-order':
      return inOrder(day(test.earlier), day(test.later), test.orEqual);
    case 'date-distance':
      return atDistance(day(test.from), day(test.to), test.atLeast, test.atMost);
    case 'condition':
      return evaluate(test.holds, facts);
    case 'nina-matches':
      return ninaMatches(facts.answer(test.nina), facts.answer(test.sex), facts.answer(test.birthDate));
  }
}

/** With unknown parts, false only when no day they may mean would do. */
function inOrder(
  earlier: string | undefined,
  later: string | undefined,
  orEqual: boolean,
): boolean | undefined {
  const a = earlier === undefined ? undefined : dayRange(earlier);
  const b = later === undefined ? undefined : dayRange(later);
  if (!a || !b) return undefined;
  return orEqual ? a[0] <= b[1] : a[0] < b[1];
}

function atDistance(
  from: string | undefined,
  to: string | undefined,
  least?: Span,
  most?: Span,
): boolean | undefined {
  const start = from === undefined ? undefined : dayRange(from);
  const end = to === undefined ? undefined : dayRange(to);
  if (!start || !end || from === undefined) return undefined;
  const low = least && shift(from, least);
  const high = most && shift(from, most);
  if ((least && low === undefined) || (most && high === undefined)) return undefined;
  return (low === undefined || end[1] >= low) && (high === undefined || end[0] <= high);
}

function shift(day: string, { months = 0, days = 0 }: Span): number | undefined {
  const moved = addMonths(day, months);
  const target = moved === undefined ? undefined : addDays(moved, days);
  return target === undefined ? undefined : dayRange(target)?.[0];
}

function ninaMatches(nina: unknown, sex: unknown, birthDate: unknown): boolean | undefined {
  const read = typeof nina === 'string' ? readNina(nina) : undefined;
  if (!read || typeof birthDate !== 'string' || !/^\d{4}/.test(birthDate)) return undefined;
  if (read.year !== birthDate.slice(2, 4)) return false;
  if (read.sex === undefined || (sex !== 'male' && sex !== 'female')) return undefined;
  return read.sex === sex;
}

/** Field codes a test reads. */
export function fieldsOfTest(test: RuleTest): readonly string[] {
  const days = (...codes: string[]) => codes.filter((code) => code !== '@today');
  switch (test.kind) {
    case 'date-order':
      return days(test.earlier, test.later);
    case 'date-distance':
      return days(test.from, test.to);
    case 'condition':
      return fieldsOf(test.holds);
    case 'nina-matches':
      return [test.nina, test.sex, test.birthDate];
  }
}
