/**
 * One answer, read: its stored form and what is wrong with it. Total: any value whatever is answered, nothing is
 * thrown. One reader a field type, in one table.
 */
import { holds, isFilled } from './conditions.ts';
import { type AnswerMap, CONSENTS, type Field, type FieldOf, type FieldType } from './fields.ts';
import type { FormErrorCode } from './form-errors.ts';
import { textProblem, tidyLine } from './normalise.ts';
import {
  bad,
  DEFAULT_LENGTHS,
  type FieldProblem,
  good,
  type ReadAnswer,
  readCountryCode,
  readDate,
  readEmail,
  readLine,
  readLines,
  readMoney,
  readName,
  readNinaNumber,
  readNumber,
  readPhone,
  readTravelDocumentNumber,
} from './read-value.ts';
import { RELATIONS, WITH_AUTHORITY } from './relations.ts';

export type { FieldProblem, ReadAnswer } from './read-value.ts';

/** Reads what was typed or stored. An empty answer to a required field is `FO-001`. */
export function readAnswer(field: Field, raw: unknown): ReadAnswer {
  if (!isFilled(raw)) return nothing(field);
  const reader = READERS[field.type] as (field: Field, raw: unknown) => ReadAnswer;
  const answer = reader(field, raw);
  return isFilled(answer.value) ? answer : nothing(field);
}

function nothing(field: Field): ReadAnswer {
  if (field.optional === true || field.type === 'evidence') return good(undefined);
  if (field.type === 'group')
    return field.minimum === 0 ? good(undefined) : bad(undefined, 'FO-095', { minimum: field.minimum });
  return bad(undefined, 'FO-001');
}
const READERS: { readonly [T in FieldType]: (field: FieldOf<T>, raw: unknown) => ReadAnswer } = {
  'latin-name': (field, raw) => readName(raw, 'latin', field),
  'arabic-name': (field, raw) => readName(raw, 'arabic', field),
  'name-pair': namePair,
  text: (field, raw) => readLine(raw, field),
  'long-text': (field, raw) => readLines(raw, field.maxLength),
  date: readDate,
  country: (_field, raw) => readCountryCode(raw),
  phone: (_field, raw) => readPhone(raw),
  email: (_field, raw) => readEmail(raw),
  choice: (field, raw) => (field.options.some(({ code }) => code === raw) ? good(raw) : bad(raw, 'FO-051')),
  'yes-no': (_field, raw) => (typeof raw === 'boolean' ? good(raw) : bad(raw, 'FO-002')),
  number: readNumber,
  money: readMoney,
  'travel-document-number': (_field, raw) => readTravelDocumentNumber(raw),
  nina: (_field, raw) => readNinaNumber(raw),
  address,
  relation: (field, raw) =>
    (field.among ?? RELATIONS).some((code) => code === raw) ? good(raw) : bad(raw, 'FO-051'),
  authority,
  // What is added here is a file of the act, not an answer.
  evidence: () => good(undefined),
  group,
};

function namePair(field: FieldOf<'name-pair'>, raw: unknown): ReadAnswer {
  if (typeof raw !== 'object' || raw === null) return bad(raw, 'FO-002');
  const given = raw as { readonly latin?: unknown; readonly arabic?: unknown };
  const latin = isFilled(given.latin) ? readName(given.latin, 'latin', field) : undefined;
  const arabic = isFilled(given.arabic) ? readName(given.arabic, 'arabic', field) : undefined;
  const problems: FieldProblem[] = [];
  for (const [part, read] of [
    ['latin', latin],
    ['arabic', arabic],
  ] as const) {
    for (const problem of read?.problems ?? []) problems.push({ ...problem, part });
  }
  if (!latin || !isFilled(latin.value)) problems.push({ code: 'FO-018', params: {}, part: 'latin' });
  if (field.arabic === 'required' && !isFilled(arabic?.value))
    problems.push({ code: 'FO-017', params: {}, part: 'arabic' });
  return { value: withoutEmpty({ latin: latin?.value, arabic: arabic?.value }), problems };
}

function authority(_field: FieldOf<'authority'>, raw: unknown): ReadAnswer {
  if (typeof raw !== 'object' || raw === null) return bad(raw, 'FO-092');
  const given = raw as Readonly<Record<string, unknown>>;
  const problems: FieldProblem[] = [];
  const take = (part: string, read: ReadAnswer): unknown => {
    for (const problem of read.problems) problems.push({ ...problem, part });
    return read.value;
  };
  const named = (part: 'name' | 'secondName'): unknown =>
    isFilled(given[part]) ? take(part, readName(given[part], 'latin', {})) : undefined;
  const missing = (part: string, code: FormErrorCode): number => problems.push({ code, params: {}, part });

  const first = named('name');
  const relation = WITH_AUTHORITY.find((code) => code === given.relation);
  const phone = isFilled(given.phone) ? take('phone', readPhone(given.phone)) : undefined;
  const shared = typeof given.shared === 'boolean' ? given.shared : undefined;
  if (!isFilled(first)) missing('name', 'FO-092');
  if (!relation) missing('relation', 'FO-092');
  if (shared === undefined) missing('shared', 'FO-092');
  if (shared !== true) return { value: withoutEmpty({ name: first, relation, phone, shared }), problems };

  const secondName = named('secondName');
  const consent = CONSENTS.find((code) => code === given.consent);
  const reason =
    consent === 'dispensed' && isFilled(given.reason) ? take('reason', readLine(given.reason)) : undefined;
  if (!isFilled(secondName)) missing('secondName', 'FO-093');
  if (!consent) missing('consent', 'FO-093');
  if (consent === 'dispensed' && !isFilled(reason)) missing('reason', 'FO-094');
  return {
    value: withoutEmpty({ name: first, relation, phone, shared, secondName, consent, reason }),
    problems,
  };
}

/**
 * Items that hold nothing are left out: an empty row that was added by mistake is no answer. A problem's part counts the
 * items as they were given, which is where the form shows them.
 */
function group(field: FieldOf<'group'>, raw: unknown): ReadAnswer {
  if (!Array.isArray(raw)) return bad(raw, 'FO-002');
  const items: AnswerMap[] = [];
  const problems: FieldProblem[] = [];
  for (const [n, item] of (raw as readonly unknown[]).entries()) {
    if (!isFilled(item)) continue;
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return bad(raw, 'FO-002');
    const read = readItem(field, item as AnswerMap);
    for (const { part, ...problem } of read.problems) problems.push({ ...problem, part: `${n}/${part}` });
    items.push(read.answers);
  }
  const count = items.length;
  if (count < field.minimum) problems.push({ code: 'FO-095', params: { minimum: field.minimum } });
  if (count > field.maximum) problems.push({ code: 'FO-096', params: { maximum: field.maximum } });
  return { value: items, problems };
}

/** The questions of one item that are in sight, its answers in their stored form, and what is wrong with them. */
export function readItem(field: FieldOf<'group'>, item: AnswerMap) {
  const answers: Record<string, unknown> = {};
  const facts = { answer: (code: string) => answers[code], today: '' };
  const problems: (FieldProblem & { readonly part: string })[] = [];
  const fields = field.fields.filter((asked) => {
    if (!holds(asked.when, facts)) return false;
    const read = readAnswer(asked, Object.hasOwn(item, asked.code) ? item[asked.code] : undefined);
    if (isFilled(read.value)) answers[asked.code] = read.value;
    for (const problem of read.problems)
      problems.push({ ...problem, part: [asked.code, problem.part].filter(Boolean).join('/') });
    return true;
  });
  return { fields, answers, problems };
}

const ADDRESS_PARTS = ['line1', 'line2', 'postalCode', 'city'] as const;

function address(_field: FieldOf<'address'>, raw: unknown): ReadAnswer {
  if (typeof raw !== 'object' || raw === null) return bad(raw, 'FO-091');
  const given = raw as Readonly<Record<string, unknown>>;
  const parts: Record<string, unknown> = {};
  const problems: FieldProblem[] = [];
  for (const part of ADDRESS_PARTS) {
    const typed = given[part];
    if (!isFilled(typed)) continue;
    if (typeof typed !== 'string') return bad(raw, 'FO-091');
    parts[part] = tidyLine(typed);
    const problem = textProblem(tidyLine(typed), DEFAULT_LENGTHS.line);
    if (problem) problems.push({ ...problem, part });
  }
  const country = isFilled(given.country) ? readCountryCode(given.country) : good(undefined);
  for (const problem of country.problems) problems.push({ ...problem, part: 'country' });
  const missing =
    (['line1', 'city'] as const).find((part) => !isFilled(parts[part])) ??
    (isFilled(given.country) ? undefined : 'country');
  if (missing) problems.push({ code: 'FO-091', params: {}, part: missing });
  return {
    value: withoutEmpty({ ...parts, country: country.problems.length > 0 ? undefined : country.value }),
    problems,
  };
}

const withoutEmpty = (parts: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => isFilled(value)));
