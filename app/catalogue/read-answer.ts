/**
 * One answer, read: its stored form and what is wrong with it. Total: any value whatever is answered, nothing is
 * thrown. One reader a field type, in one table.
 */
import { isFilled } from './conditions.ts';
import { readCountry } from './countries.ts';
import { parseDay } from './days.ts';
import type { Field, FieldOf, FieldType } from './fields.ts';
import type { FormErrorCode, Params } from './form-errors.ts';
import { readNina } from './nina.ts';
import {
  latinDigits,
  strangerIn,
  type TextProblem,
  textProblem,
  tidyLine,
  tidyLines,
  tidyName,
} from './normalise.ts';

export interface FieldProblem {
  readonly code: FormErrorCode;
  readonly params: Params;
  /** part of a composite answer at which it stands: `latin`, `arabic`, `city`… */
  readonly part?: string;
}

export interface ReadAnswer {
  /** as it is stored and sealed; undefined where nothing was answered */
  readonly value: unknown;
  readonly problems: readonly FieldProblem[];
}

/** Longest name and text where the definition says nothing, in characters. Acts carry 4,000 at most. */
export const DEFAULT_LENGTHS = { name: 80, text: 200, line: 120, 'long-text': 2000 } as const;

/** Reads what was typed or stored. An empty answer to a required field is `FO-001`. */
export function readAnswer(field: Field, raw: unknown): ReadAnswer {
  if (!isFilled(raw)) return nothing(field);
  const reader = READERS[field.type] as (field: Field, raw: unknown) => ReadAnswer;
  const answer = reader(field, raw);
  return isFilled(answer.value) ? answer : nothing(field);
}

const nothing = (field: Field): ReadAnswer => ({
  value: undefined,
  problems: field.optional === true ? [] : [{ code: 'FO-001', params: {} }],
});
const good = (value: unknown): ReadAnswer => ({ value, problems: [] });
const bad = (value: unknown, code: FormErrorCode, params: Params = {}, part?: string): ReadAnswer => ({
  value,
  problems: [part === undefined ? { code, params } : { code, params, part }],
});
const fromText = (value: string, problem: TextProblem | undefined): ReadAnswer =>
  problem ? bad(value, problem.code, problem.params) : good(value);

const READERS: { readonly [T in FieldType]: (field: FieldOf<T>, raw: unknown) => ReadAnswer } = {
  'latin-name': (field, raw) => name(raw, 'latin', field),
  'arabic-name': (field, raw) => name(raw, 'arabic', field),
  'name-pair': namePair,
  text: (field, raw) => {
    if (typeof raw !== 'string') return bad(raw, 'FO-002');
    const value = cased(tidyLine(raw), field.case);
    return fromText(value, textProblem(value, field.maxLength ?? DEFAULT_LENGTHS.text));
  },
  'long-text': (field, raw) => {
    if (typeof raw !== 'string') return bad(raw, 'FO-002');
    const value = tidyLines(raw);
    return fromText(value, textProblem(value, field.maxLength ?? DEFAULT_LENGTHS['long-text']));
  },
  date,
  country: (_field, raw) => {
    const code = typeof raw === 'string' ? readCountry(raw) : undefined;
    return code === undefined ? bad(raw, 'FO-031') : good(code);
  },
  phone: (_field, raw) => {
    if (typeof raw !== 'string') return bad(raw, 'FO-041');
    const value = latinDigits(tidyLine(raw))
      .replace(/[\s().\-/]/g, '')
      .replace(/^00/, '+');
    return /^\+[1-9]\d{6,14}$/.test(value) ? good(value) : bad(value, 'FO-041');
  },
  email: (_field, raw) => {
    if (typeof raw !== 'string') return bad(raw, 'FO-042');
    const value = tidyLine(raw);
    const shape = /^[^\s@<>"(),:;[\]\\]{1,64}@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u;
    return value.length <= 254 && shape.test(value) ? good(value) : bad(value, 'FO-042');
  },
  choice: (field, raw) => (field.options.some(({ code }) => code === raw) ? good(raw) : bad(raw, 'FO-051')),
  'yes-no': (_field, raw) => (typeof raw === 'boolean' ? good(raw) : bad(raw, 'FO-002')),
  number,
  money,
  'travel-document-number': (_field, raw) => {
    if (typeof raw !== 'string') return bad(raw, 'FO-081');
    const value = capitals(latinDigits(tidyLine(raw)).replace(/[\s-]/g, ''));
    return /^[A-Z0-9]{1,20}$/.test(value) ? good(value) : bad(value, 'FO-081');
  },
  nina: (_field, raw) => {
    if (typeof raw !== 'string') return bad(raw, 'FO-082');
    const value = capitals(latinDigits(tidyLine(raw)).replace(/[\s-]/g, ''));
    return readNina(value) ? good(value) : bad(value, 'FO-082');
  },
  address,
};

/** Capitals can come apart into letter and mark: composed again, so that a stored form stays what it is. */
const capitals = (text: string): string => text.toUpperCase().normalize('NFC');

const cased = (text: string, transform: 'capitals' | undefined): string =>
  transform === 'capitals' ? capitals(text) : text;

function name(
  raw: unknown,
  script: 'latin' | 'arabic',
  options: { case?: 'capitals'; maxLength?: number },
): ReadAnswer {
  if (typeof raw !== 'string') return bad(raw, 'FO-002');
  const value = cased(tidyName(raw), script === 'latin' ? options.case : undefined);
  const problem = textProblem(value, options.maxLength ?? DEFAULT_LENGTHS.name);
  if (problem) return bad(value, problem.code, problem.params);
  const stranger = strangerIn(value, script);
  if (stranger !== undefined)
    return bad(value, script === 'latin' ? 'FO-015' : 'FO-016', { character: stranger });
  // A name of signs only, such as « - », names nobody.
  return value === '' || /\p{L}/u.test(value) ? good(value) : bad(value, 'FO-002');
}

function namePair(field: FieldOf<'name-pair'>, raw: unknown): ReadAnswer {
  if (typeof raw !== 'object' || raw === null) return bad(raw, 'FO-002');
  const given = raw as { readonly latin?: unknown; readonly arabic?: unknown };
  const latin = isFilled(given.latin) ? name(given.latin, 'latin', field) : undefined;
  const arabic = isFilled(given.arabic) ? name(given.arabic, 'arabic', field) : undefined;
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

function date(field: FieldOf<'date'>, raw: unknown): ReadAnswer {
  if (typeof raw !== 'string') return bad(raw, 'FO-023');
  const value = latinDigits(tidyLine(raw));
  const parts = parseDay(value);
  if (!parts) {
    const shape = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(value);
    if (!shape) return bad(value, 'FO-023');
    const shown = [shape[3], shape[2], shape[1]].filter((part) => part !== undefined).join('/');
    return bad(value, field.partial === true ? 'FO-021' : 'FO-024', { shown });
  }
  return parts.day === undefined && field.partial !== true ? bad(value, 'FO-022') : good(value);
}

function number(field: FieldOf<'number'>, raw: unknown): ReadAnswer {
  const typed =
    typeof raw === 'string'
      ? latinDigits(tidyLine(raw))
          .replace(/\s/g, '')
          .replace(/^([^,]*),([^,]*)$/, '$1.$2')
      : raw;
  const value = typeof typed === 'string' && /^-?\d{1,15}(\.\d{1,6})?$/.test(typed) ? Number(typed) : typed;
  if (typeof value !== 'number' || !Number.isFinite(value)) return bad(raw, 'FO-061');
  const { minimum = -999_999_999_999, maximum = 999_999_999_999, decimals = 0 } = field;
  if (value < minimum || value > maximum) return bad(value, 'FO-062', { minimum, maximum });
  const scaled = value * 10 ** decimals;
  return Math.abs(scaled - Math.round(scaled)) < 1e-6
    ? good(value)
    : bad(value, 'FO-063', { maximum: decimals });
}

function money(field: FieldOf<'money'>, raw: unknown): ReadAnswer {
  const { amount, currency } = (typeof raw === 'object' && raw !== null ? raw : {}) as {
    amount?: unknown;
    currency?: unknown;
  };
  const whole = typeof amount === 'number' && Number.isSafeInteger(amount) && amount >= 0;
  const listed = typeof currency === 'string' && field.currencies.includes(currency);
  return whole && listed ? good({ amount, currency }) : bad(raw, 'FO-071');
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
  const country = typeof given.country === 'string' ? readCountry(given.country) : undefined;
  if (isFilled(given.country) && country === undefined)
    problems.push({ code: 'FO-031', params: {}, part: 'country' });
  const missing =
    (['line1', 'city'] as const).find((part) => !isFilled(parts[part])) ??
    (isFilled(given.country) ? undefined : 'country');
  if (missing) problems.push({ code: 'FO-091', params: {}, part: missing });
  return { value: withoutEmpty({ ...parts, country }), problems };
}

const withoutEmpty = (parts: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => isFilled(value)));
