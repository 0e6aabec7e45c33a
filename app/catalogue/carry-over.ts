/**
 * What the application of one visitor gives to the next of the same visit, so that one interview is enough: of the same
 * person, of their child, of another child of the same parents. What belongs to the request itself (its purpose, the act
 * that is transcribed, what was lost, what is consented to) is asked of each: only what is listed here is carried.
 */
import { type Condition, fieldsOf, isFilled } from './conditions.ts';
import { allFields, type DocumentAsked, type ServiceDefinition } from './definition.ts';
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

/** Codes of the catalogue that say of whom a question is. A code that is not among them is taken for the request's own. */
const OF_FAMILY = /^(father|mother|declarant)-/;
const CONTACT = /^(address|phone|email)$/;
const OF_PERSON =
  /^(surname|surname-at-birth|given-names|sex|nina|profession|occupation|nationality|nationality-at-birth|other-nationality)$/;
const OF_THEIR_LIFE =
  /^(birth|emergency|identity-document|travel-document|residence-permit|national-id|unique-card|cnie)-/;

/** Papers that are about a person whatever is asked for with them. */
const FAMILY_DOCUMENT = /^(authority|declarant)-identity$/;
const OWN_DOCUMENT =
  /^(photo|identity-document|identity-proof|travel-document|residence-permit|unique-card|birth-extract|birth-record|nationality-proof|parent-nationality-proof|vaccination)$/;

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
  for (const { page: sourcePage, field: source } of allFields(from)) {
    const { page, field } = asked.get(source.code) ?? {};
    const value = given[source.code];
    if (!page || !field || field.type !== source.type || !isFilled(value)) continue;
    if (!belongs(visitor, field, to) || validateField(field, value).length > 0) continue;
    if (ofRequest(to, field, [page.when, field.when])) continue;
    if (!ofRequest(from, source, [sourcePage.when, source.when])) carried[field.code] = value;
  }
  return visitor === 'child' ? { ...carried, ...ofParent(from, given, to) } : carried;
}

/** Documents that need not be shown twice. @returns codes that both services ask for, whatever the request is */
export function carriedDocuments(
  from: ServiceDefinition,
  to: ServiceDefinition,
  visitor: Visitor,
): ReadonlySet<string> {
  const asked = new Set(to.documents.filter(isOfNoAnswer).map(({ code }) => code));
  const isOf = (code: string): boolean =>
    FAMILY_DOCUMENT.test(code) ? visitor !== 'child' : visitor === 'same' && OWN_DOCUMENT.test(code);
  return new Set(
    from.documents
      .filter((one) => isOfNoAnswer(one) && isOf(one.code) && asked.has(one.code))
      .map(({ code }) => code),
  );
}

/** Asked of everybody, or of an age or a nationality: never for what this very application answers. */
const isOfNoAnswer = ({ when }: DocumentAsked): boolean => when === undefined || fieldsOf(when).length === 0;

function belongs(visitor: Visitor, field: Field, { person }: ServiceDefinition): boolean {
  const { code, type } = field;
  const contact = CONTACT.test(code) || code === person.phone || code === person.email;
  const family = type === 'authority' || OF_FAMILY.test(code);
  switch (visitor) {
    case 'same':
      return (
        Object.values(person).includes(code) ||
        (PERSONAL.has(type) && (contact || family || OF_PERSON.test(code) || OF_THEIR_LIFE.test(code)))
      );
    case 'sibling':
      return contact || (family && PERSONAL.has(type));
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
