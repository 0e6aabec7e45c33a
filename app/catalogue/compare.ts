/** What is different between two versions of a service: for the ministry before it signs, for an officer before a draft moves. */
import canonicalize from 'canonicalize';
import { questionsOf, type ServiceDefinition } from './definition.ts';

/** Parts whose entries have codes, and by which an entry is known again. */
export const CODED_PARTS = [
  'steps',
  'prerequisites',
  'pages',
  'questions',
  'rules',
  'documents',
  'checks',
  'grounds',
  'fees',
  'delays',
] as const;
export type CodedPart = (typeof CODED_PARTS)[number];

/** `part` `service`: another member of the definition, and `code` is its name, such as `appeal`. */
export interface Difference {
  readonly part: CodedPart | 'service';
  readonly code: string;
  readonly what: 'added' | 'removed' | 'changed';
}

/** In the order of the parts above, then the rest; `version` itself is no difference. Empty: they say the same. */
export function compareDefinitions(
  before: ServiceDefinition,
  after: ServiceDefinition,
): readonly Difference[] {
  const coded = CODED_PARTS.flatMap((part) => {
    const [old, now] = [entriesOf(before, part), entriesOf(after, part)];
    return comparison(old, now).map((difference) => ({ part, ...difference }));
  });
  const rest = comparison(restOf(before), restOf(after)).map(
    (difference): Difference => ({ part: 'service', ...difference }),
  );
  return [...coded, ...rest];
}

function comparison(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly Omit<Difference, 'part'>[] {
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((code): Omit<Difference, 'part'>[] => {
    if (!before.has(code)) return [{ code, what: 'added' }];
    if (!after.has(code)) return [{ code, what: 'removed' }];
    return before.get(code) === after.get(code) ? [] : [{ code, what: 'changed' }];
  });
}

const textOf = (value: unknown): string => canonicalize(value) ?? '';

function entriesOf(definition: ServiceDefinition, part: CodedPart): ReadonlyMap<string, string> {
  if (part === 'questions')
    return new Map(questionsOf(definition).map(({ field }) => [field.code, textOf(field)]));
  if (part === 'pages')
    return new Map(
      // Questions are compared by themselves; their order is the page's.
      definition.pages.map(({ fields, ...page }) => [
        page.code,
        textOf({ ...page, fields: fields.map(({ code }) => code) }),
      ]),
    );
  return new Map((definition[part] ?? []).map((entry) => [entry.code, textOf(entry)]));
}

function restOf(definition: ServiceDefinition): ReadonlyMap<string, string> {
  const coded: readonly string[] = CODED_PARTS;
  return new Map(
    Object.entries(definition).flatMap(([name, value]) =>
      coded.includes(name) || name === 'version' ? [] : [[name, textOf(value)]],
    ),
  );
}
