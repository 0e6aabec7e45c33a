/**
 * The readers of answers that are one value: text, name, date, number, code. Total: any value whatever is answered,
 * nothing is thrown.
 */
import { readCountry } from './countries.ts';
import { parseDay } from './days.ts';
import type { FieldOf } from './fields.ts';
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
  /** part of a composite answer at which it stands: `latin`, `arabic`, `city`…; in a group, `2/birth-date` */
  readonly part?: string;
}

export interface ReadAnswer {
  /** as it is stored and sealed; undefined where nothing was answered */
  readonly value: unknown;
  readonly problems: readonly FieldProblem[];
}

/** Longest name and text where the definition says nothing, in characters. Acts carry 4,000 at most. */
export const DEFAULT_LENGTHS = { name: 80, text: 200, line: 120, 'long-text': 2000 } as const;

export const good = (value: unknown): ReadAnswer => ({ value, problems: [] });
export const bad = (value: unknown, code: FormErrorCode, params: Params = {}, part?: string): ReadAnswer => ({
  value,
  problems: [part === undefined ? { code, params } : { code, params, part }],
});
const fromText = (value: string, problem: TextProblem | undefined): ReadAnswer =>
  problem ? bad(value, problem.code, problem.params) : good(value);

/** Capitals can come apart into letter and mark: composed again, so that a stored form stays what it is. */
const capitals = (text: string): string => text.toUpperCase().normalize('NFC');

const cased = (text: string, transform: 'capitals' | undefined): string =>
  transform === 'capitals' ? capitals(text) : text;

export function readName(
  raw: unknown,
  script: 'latin' | 'arabic',
  options: { readonly case?: 'capitals'; readonly maxLength?: number },
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

/** One line, such as a place or an employer. */
export function readLine(
  raw: unknown,
  options: { readonly case?: 'capitals'; readonly maxLength?: number } = {},
): ReadAnswer {
  if (typeof raw !== 'string') return bad(raw, 'FO-002');
  const value = cased(tidyLine(raw), options.case);
  return fromText(value, textProblem(value, options.maxLength ?? DEFAULT_LENGTHS.text));
}

export function readLines(raw: unknown, maxLength: number = DEFAULT_LENGTHS['long-text']): ReadAnswer {
  if (typeof raw !== 'string') return bad(raw, 'FO-002');
  const value = tidyLines(raw);
  return fromText(value, textProblem(value, maxLength));
}

export function readCountryCode(raw: unknown): ReadAnswer {
  const code = typeof raw === 'string' ? readCountry(raw) : undefined;
  return code === undefined ? bad(raw, 'FO-031') : good(code);
}

export function readPhone(raw: unknown): ReadAnswer {
  if (typeof raw !== 'string') return bad(raw, 'FO-041');
  const value = latinDigits(tidyLine(raw))
    .replace(/[\s().\-/]/g, '')
    .replace(/^00/, '+');
  return /^\+[1-9]\d{6,14}$/.test(value) ? good(value) : bad(value, 'FO-041');
}

export function readEmail(raw: unknown): ReadAnswer {
  if (typeof raw !== 'string') return bad(raw, 'FO-042');
  const value = tidyLine(raw);
  const shape = /^[^\s@<>"(),:;[\]\\]{1,64}@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u;
  return value.length <= 254 && shape.test(value) ? good(value) : bad(value, 'FO-042');
}

/** Spaces and hyphens, as documents print them, are no part of a number. */
const serial = (raw: string): string => capitals(latinDigits(tidyLine(raw)).replace(/[\s-]/g, ''));

export function readTravelDocumentNumber(raw: unknown): ReadAnswer {
  if (typeof raw !== 'string') return bad(raw, 'FO-081');
  const value = serial(raw);
  return /^[A-Z0-9]{1,20}$/.test(value) ? good(value) : bad(value, 'FO-081');
}

export function readNinaNumber(raw: unknown): ReadAnswer {
  if (typeof raw !== 'string') return bad(raw, 'FO-082');
  const value = serial(raw);
  return readNina(value) ? good(value) : bad(value, 'FO-082');
}

export function readDate(field: FieldOf<'date'>, raw: unknown): ReadAnswer {
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

export function readNumber(field: FieldOf<'number'>, raw: unknown): ReadAnswer {
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

export function readMoney(field: FieldOf<'money'>, raw: unknown): ReadAnswer {
  const { amount, currency } = (typeof raw === 'object' && raw !== null ? raw : {}) as {
    amount?: unknown;
    currency?: unknown;
  };
  const whole = typeof amount === 'number' && Number.isSafeInteger(amount) && amount >= 0;
  const listed = typeof currency === 'string' && field.currencies.includes(currency);
  return whole && listed ? good({ amount, currency }) : bad(raw, 'FO-071');
}
