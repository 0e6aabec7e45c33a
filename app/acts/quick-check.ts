/**
 * Schemas that every record passes, checked without walking the schema each time: TypeBox compiles checks with
 * `new Function`, which the desk's content security policy forbids, and interprets them at ten times the cost. A schema
 * is turned into closures once. They say yes only where TypeBox would; wherever they do not say yes, and for every
 * keyword that they do not know, TypeBox is asked. So what fits is what fits the schema, by TypeBox's word.
 */
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';

type Test = (value: unknown) => boolean;
type Keywords = Readonly<Record<string, unknown>>;

/** @returns a check that answers what `Value.Check` answers for this schema */
export function quickCheck<T extends TSchema>(schema: T): (value: unknown) => value is Static<T> {
  const test = testOf(schema as Keywords);
  return (value): value is Static<T> => test(value) || Value.Check(schema, value);
}

const never: Test = () => false;

/** Keywords of each type that are understood here; any other makes a test that never says yes. */
const MAKERS: Readonly<Record<string, { keywords: readonly string[]; make: (schema: Keywords) => Test }>> = {
  object: { keywords: ['properties', 'required'], make: objectTest },
  array: { keywords: ['items', 'additionalItems', 'minItems', 'maxItems'], make: arrayTest },
  string: { keywords: ['pattern', 'maxLength', 'const'], make: stringTest },
  integer: { keywords: ['minimum', 'maximum'], make: integerTest },
  number: { keywords: ['const'], make: constTest },
  null: { keywords: [], make: () => (value) => value === null },
};

function testOf(schema: Keywords): Test {
  const keywords = Object.keys(schema).filter((name) => name !== 'type');
  if (keywords.join() === 'anyOf') {
    const tests = (schema.anyOf as readonly Keywords[]).map(testOf);
    return (value) => tests.some((test) => test(value));
  }
  const maker = Object.hasOwn(MAKERS, String(schema.type)) ? MAKERS[String(schema.type)] : undefined;
  const isKnown = maker && keywords.every((name) => maker.keywords.includes(name));
  return isKnown ? maker.make(schema) : never;
}

function objectTest({ properties = {}, required = [] }: Keywords): Test {
  const musts = new Set(required as readonly string[]);
  const members = Object.entries(properties as Readonly<Record<string, Keywords>>).map(
    ([name, schema]) => [name, testOf(schema), musts.has(name)] as const,
  );
  if (musts.size > members.filter(([, , must]) => must).length) return never;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    for (const [name, test, must] of members) {
      if (Object.hasOwn(value, name) ? !test((value as Keywords)[name]) : must) return false;
    }
    return true;
  };
}

function arrayTest(schema: Keywords): Test {
  const { items, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  if (Array.isArray(items)) return tupleTest(items, schema);
  if ('additionalItems' in schema || items === undefined) return never;
  const test = testOf(items as Keywords);
  return (value) =>
    Array.isArray(value) &&
    value.length >= (minItems as number) &&
    value.length <= (maxItems as number) &&
    value.every(test);
}

/** As many items as the schema lists, no fewer and no more. */
function tupleTest(items: readonly Keywords[], { minItems, additionalItems, maxItems }: Keywords): Test {
  if (minItems !== items.length || additionalItems !== false || maxItems !== undefined) return never;
  const tests = items.map(testOf);
  return (value) =>
    Array.isArray(value) && value.length === tests.length && tests.every((test, at) => test(value[at]));
}

/** TypeBox counts what people see as characters: never more than code units. */
function stringTest({ pattern, maxLength = Number.POSITIVE_INFINITY, ...rest }: Keywords): Test {
  const form = pattern === undefined ? null : new RegExp(pattern as string, 'u');
  const isConst = 'const' in rest;
  return (value) =>
    typeof value === 'string' &&
    value.length <= (maxLength as number) &&
    (!isConst || value === rest.const) &&
    (form === null || form.test(value));
}

function integerTest({
  minimum = Number.NEGATIVE_INFINITY,
  maximum = Number.POSITIVE_INFINITY,
}: Keywords): Test {
  return (value) =>
    Number.isInteger(value) &&
    (value as number) >= (minimum as number) &&
    (value as number) <= (maximum as number);
}

function constTest(schema: Keywords): Test {
  return 'const' in schema ? (value) => value === schema.const : never;
}
