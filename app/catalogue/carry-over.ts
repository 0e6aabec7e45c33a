/**
 * What the application of one visitor gives to the next of the same visit, so that one interview is enough: of the same
 * person, of their child, of another child of the same parents. What belongs to the request itself (its purpose, what was
 * lost, what is consented to) is asked of each.
 */
import { type Condition, fieldsOf, isFilled } from './conditions.ts';
import { allFields, type ServiceDefinition } from './definition.ts';
import type { AnswerMap, Field } from './fields.ts';
import { type FormContext, sealableAnswers, validateField } from './form.ts';
import { personOf } from './person.ts';

export const VISITORS = ['same', 'child', 'sibling'] as const;
/** Who the next application is about, as the one before sees them. */
export type Visitor = (typeof VISITORS)[number];

/** Answers about a person, and no decision that is taken anew in each application. */
const PERSONAL: ReadonlySet<Field['type']> = new Set([
  ...([
    'name-pair',
    'latin-name',
    'arabic-name',
    'date',
    'country',
    'nina',
    'text',
    'phone',
    'email',
  ] as const),
  ...(['relation', 'address', 'authority', 'travel-document-number'] as const),
]);

/** Codes of the catalogue that say of whom a question is. */
const OF_FAMILY = /^(father|mother|declarant)-/;
const FAMILY_DOCUMENT = /^(authority|declarant)-/;

/** @returns answers by the codes of `to`, each a right one, or one that is begun where it stands for several */
export function carriedAnswers(
  from: ServiceDefinition,
  answers: AnswerMap,
  to: ServiceDefinition,
  visitor: Visitor,
  context: FormContext,
): AnswerMap {
  const given = sealableAnswers(from, answers, context);
  const asked = new Map(allFields(to).map((one) => [one.field.code, one]));
  const carried: Record<string, unknown> = {};
  for (const { field: source } of allFields(from)) {
    const { page, field } = asked.get(source.code) ?? {};
    const value = given[source.code];
    if (!page || !field || field.type !== source.type || !isFilled(value)) continue;
    if (!belongs(visitor, field, to) || validateField(field, value).length > 0) continue;
    if (!ofRequest(to, field, [page.when, field.when])) carried[field.code] = value;
  }
  return visitor === 'child' ? { ...carried, ...ofParent(from, given, to) } : carried;
}

/** Documents that need not be shown twice. @returns codes that both services ask for */
export function carriedDocuments(
  from: ServiceDefinition,
  to: ServiceDefinition,
  visitor: Visitor,
): ReadonlySet<string> {
  const asked = new Set(to.documents.map(({ code }) => code));
  return new Set(
    from.documents
      .map(({ code }) => code)
      .filter(
        (code) =>
          asked.has(code) && (visitor === 'same' || (visitor === 'sibling' && FAMILY_DOCUMENT.test(code))),
      ),
  );
}

function belongs(visitor: Visitor, field: Field, { person }: ServiceDefinition): boolean {
  const contact = field.type === 'address' || field.code === person.phone || field.code === person.email;
  switch (visitor) {
    case 'same':
      return PERSONAL.has(field.type) || Object.values(person).includes(field.code);
    case 'sibling':
      return contact || field.type === 'authority' || OF_FAMILY.test(field.code);
    case 'child':
      return contact;
  }
}

/** In sight only where a choice of this very application was made: what was lost, what is renewed. */
function ofRequest(
  to: ServiceDefinition,
  { type }: Field,
  conditions: readonly (Condition | undefined)[],
): boolean {
  if (type === 'authority') return false;
  const choices = new Set(
    allFields(to).flatMap(({ field }) => (field.type === 'choice' ? [field.code] : [])),
  );
  return conditions.some((one) => one !== undefined && fieldsOf(one).some((code) => choices.has(code)));
}

/** The parent at the counter, as a child's form asks about them. */
function ofParent(from: ServiceDefinition, answers: AnswerMap, to: ServiceDefinition): AnswerMap {
  const { latin, sex, birthDate, birthPlace, phone } = personOf(from, answers);
  const relation = sex === 'female' ? 'mother' : sex === 'male' ? 'father' : undefined;
  if (latin === '' || relation === undefined) return {};
  const known = (whose: string): AnswerMap => ({
    [`${whose}-name`]: latin,
    [`${whose}-birth-date`]: birthDate,
    [`${whose}-birth-place`]: birthPlace,
    [`${whose}-nina`]: answers.nina,
    [`${whose}-relation`]: relation,
  });
  const said: AnswerMap = { ...known(relation), ...known('declarant') };
  return Object.fromEntries(
    allFields(to).flatMap(({ field }): [string, unknown][] => {
      // Whether authority is shared, and what the other parent says, is asked of each child.
      if (field.type === 'authority')
        return [[field.code, { name: latin, relation, ...(phone === undefined ? {} : { phone }) }]];
      const value = said[field.code];
      return isFilled(value) && validateField(field, value).length === 0 ? [[field.code, value]] : [];
    }),
  );
}
