/**
 * Whether a condition of a definition can ever hold, by trying answers: every option of the choices it looks at, both
 * answers to a yes-no, and for other questions what conditions name, something else, and nothing. A question that is
 * not in sight has no answer, as in the form.
 */
import { type Condition, evaluate, type Facts, fieldsOf, holds, type Scalar } from './conditions.ts';
import { allFields, type ServiceDefinition } from './definition.ts';
import type { Field } from './fields.ts';

/** More combinations than this are not tried, and the condition passes: no definition seen so far needs a tenth. */
const MOST = 200_000;
const TODAY = '2026-06-15';
const OTHER = '\u0000other';

interface Variable {
  readonly key: string;
  readonly values: readonly unknown[];
}

/** @returns false only where every combination was tried and none makes all of `wanted` hold */
export function holdChecker(definition: ServiceDefinition): (wanted: readonly Condition[]) => boolean {
  const known = new Map(allFields(definition).map((one) => [one.field.code, one]));
  const { nationality } = definition.person;
  const gates = (code: string): readonly Condition[] => {
    const place = known.get(code);
    return [place?.page.when, place?.field.when].filter((when) => when !== undefined);
  };

  return (wanted) => {
    const conditions = [...wanted];
    const reached = new Set<string>();
    // Grows while it is walked: the questions that decide whether a question is in sight count too.
    for (const condition of conditions) {
      const asked = [...fieldsOf(condition)];
      if (nationality !== undefined && partsOf(condition).some((part) => 'nationalityIn' in part))
        asked.push(nationality);
      for (const code of asked) {
        if (reached.has(code)) continue;
        reached.add(code);
        conditions.push(...gates(code));
      }
    }
    const parts = conditions.flatMap((condition) => [...partsOf(condition)]);
    const variables = [
      ...[...reached].flatMap((code) => variablesOf(code, known.get(code)?.field, parts, nationality)),
      ...about('age', parts),
      ...about('mission', parts),
    ];
    const combinations = variables.reduce((product, { values }) => product * values.length, 1);
    if (combinations > MOST) return true;
    for (let at = 0; at < combinations; at += 1) {
      const facts = factsOf(variables, at, gates, nationality);
      if (wanted.every((condition) => holds(condition, facts))) return true;
    }
    return false;
  };
}

/** The condition and all conditions inside it. */
export function partsOf(condition: Condition): readonly Condition[] {
  if ('all' in condition) return [condition, ...condition.all.flatMap(partsOf)];
  if ('any' in condition) return [condition, ...condition.any.flatMap(partsOf)];
  if ('not' in condition) return [condition, ...partsOf(condition.not)];
  return [condition];
}

function variablesOf(
  code: string,
  field: Field | undefined,
  parts: readonly Condition[],
  nationality: string | undefined,
): readonly Variable[] {
  const named = new Map<string, Scalar[]>();
  for (const part of parts) {
    if ('nationalityIn' in part && code === nationality)
      named.set('', [...(named.get('') ?? []), ...part.nationalityIn]);
    if (!('field' in part) || part.field !== code) continue;
    const key = 'part' in part && part.part !== undefined ? part.part : '';
    const values = 'is' in part ? [part.is] : 'in' in part ? part.in : [];
    named.set(key, [...(named.get(key) ?? []), ...values]);
  }
  return [...named].map(([part, values]) => ({
    key: part === '' ? code : `${code}/${part}`,
    values: part === '' ? domain(field, values) : [undefined, true, false, OTHER, ...values],
  }));
}

function domain(field: Field | undefined, named: readonly Scalar[]): readonly unknown[] {
  if (field?.type === 'choice') return [undefined, ...field.options.map(({ code }) => code)];
  if (field?.type === 'yes-no') return [undefined, true, false];
  return [undefined, OTHER, ...new Set(named)];
}

function about(what: 'age' | 'mission', parts: readonly Condition[]): readonly Variable[] {
  const values = new Set<unknown>();
  for (const part of parts) {
    if (what === 'age' && 'ageBelow' in part)
      for (const age of [part.ageBelow - 1, part.ageBelow]) values.add(age);
    if (what === 'mission' && 'missionIn' in part)
      for (const one of [OTHER, ...part.missionIn]) values.add(one);
  }
  return values.size === 0 ? [] : [{ key: `@${what}`, values: [undefined, ...values] }];
}

/** The combination with this number, as a form would see it. */
function factsOf(
  variables: readonly Variable[],
  number: number,
  gates: (code: string) => readonly Condition[],
  nationality: string | undefined,
): Facts {
  const given = new Map<string, unknown>();
  let rest = number;
  for (const { key, values } of variables) {
    given.set(key, values[rest % values.length]);
    rest = Math.floor(rest / values.length);
  }
  const shown = new Map<string, unknown>();
  const answer = (code: string): unknown => {
    if (!shown.has(code)) {
      // Until it is settled, a question that asks about itself has no answer.
      shown.set(code, undefined);
      if (gates(code).every((when) => evaluate(when, facts) === true)) shown.set(code, givenTo(given, code));
    }
    return shown.get(code);
  };
  const age = given.get('@age');
  const mission = given.get('@mission');
  const facts: Facts = {
    answer,
    today: TODAY,
    birthDate: typeof age === 'number' ? `${Number(TODAY.slice(0, 4)) - age}-01-01` : undefined,
    mission: typeof mission === 'string' ? mission : undefined,
    get nationality() {
      const value = nationality === undefined ? undefined : answer(nationality);
      return typeof value === 'string' ? value : undefined;
    },
  };
  return facts;
}

function givenTo(given: ReadonlyMap<string, unknown>, code: string): unknown {
  if (given.has(code)) return given.get(code);
  const parts = [...given].filter(([key, value]) => key.startsWith(`${code}/`) && value !== undefined);
  return parts.length === 0
    ? undefined
    : Object.fromEntries(parts.map(([key, value]) => [key.slice(code.length + 1), value]));
}
