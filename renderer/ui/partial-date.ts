/**
 * A date of which the day, or the day and the month, may be unknown: `1974-08-12`, `1974-08`, `1974`.
 * The officer types digits, the slashes come by themselves: dd/mm/yyyy. An unknown day or month is left
 * blank (spaces) or typed `00`. Pure functions; no clock: the caller gives today's date for an age.
 */

/** ISO 8601 of reduced precision: year, year-month, or full. */
export type PartialDate = string;

export interface DateParts {
  readonly year: number;
  readonly month?: number;
  readonly day?: number;
}

export type DateReading =
  | { readonly kind: 'empty' }
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'date'; readonly value: PartialDate }
  | { readonly kind: 'impossible'; readonly shown: string };

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** Puts the slashes into what was typed; anything but digits (and blanks for the unknown) is dropped. */
export function shapeTypedDate(typed: string): string {
  const iso = /^\s*(\d{4})-(\d{2})-(\d{2})\s*$/.exec(typed);
  const digits = iso
    ? `${iso[3]}${iso[2]}${iso[1]}`
    : typed
        .replace(/[^\d\s]/g, '')
        .replace(/\s/g, '0')
        .slice(0, 8);
  const parts = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 8)].filter((part) => part !== '');
  return parts.join('/');
}

/** Reads `dd/mm/yyyy`; where parts may be unknown, four digits alone are a year, six a month and a year. */
export function readTypedDate(shaped: string, partial: boolean): DateReading {
  const whole = readDigits(shaped);
  if (partial || whole.kind !== 'date' || whole.value.length === 10) return whole;
  return shaped.replace(/\D/g, '').length === 8
    ? { kind: 'impossible', shown: shaped }
    : { kind: 'unfinished' };
}

function readDigits(shaped: string): DateReading {
  const digits = shaped.replace(/\D/g, '');
  if (digits === '') return { kind: 'empty' };
  const year = Number(digits.slice(-4));
  if (digits.length === 4 && isYear(year)) return { kind: 'date', value: pad(year, 4) };
  if (digits.length === 6 && isYear(year)) return reading(0, Number(digits.slice(0, 2)), year, shaped);
  if (digits.length !== 8) return { kind: 'unfinished' };
  return reading(Number(digits.slice(0, 2)), Number(digits.slice(2, 4)), year, shaped);
}

const isYear = (year: number): boolean => year >= 1850 && year <= 2200;

function reading(day: number, month: number, year: number, shown: string): DateReading {
  const impossible = { kind: 'impossible', shown } as const;
  if (!isYear(year) || month > 12 || (month === 0 && day !== 0)) return impossible;
  if (month === 0) return { kind: 'date', value: pad(year, 4) };
  if (day === 0) return { kind: 'date', value: `${pad(year, 4)}-${pad(month, 2)}` };
  if (day > daysInMonth(year, month)) return impossible;
  return { kind: 'date', value: `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` };
}

/** Gregorian, proleptic. */
export function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

/** The parts of a stored date, or undefined where it is none. A time after the date is ignored. */
export function parsePartialDate(value: string): DateParts | undefined {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?$/.exec(value);
  if (!match) return undefined;
  const year = Number(match[1]);
  const month = match[2] === undefined ? undefined : Number(match[2]);
  const day = match[3] === undefined ? undefined : Number(match[3]);
  if (month !== undefined && (month < 1 || month > 12)) return undefined;
  if (month !== undefined && day !== undefined && (day < 1 || day > daysInMonth(year, month)))
    return undefined;
  return { year, ...(month === undefined ? {} : { month }), ...(day === undefined ? {} : { day }) };
}

/** What was typed and is no date, as a draft keeps it: of a day that does not exist in the order of stored dates. */
export const unreadDate = (shaped: string): string =>
  /^\d{2}\/\d{2}\/\d{4}$/.test(shaped) ? shaped.split('/').reverse().join('-') : shaped;

/** What the input shows for a stored date: `12/08/1974`, `00/08/1974`, `1974`; for what is none, what was typed. */
export function typedFromDate(value: PartialDate): string {
  const parts = parsePartialDate(value);
  if (!parts) return shapeTypedDate(value);
  if (parts.month === undefined) return pad(parts.year, 4);
  return `${pad(parts.day ?? 0, 2)}/${pad(parts.month, 2)}/${pad(parts.year, 4)}`;
}

/** Whole years between a birth date and today; undefined in the future. With an unknown day, the lower bound. */
export function ageOn(birth: PartialDate, today: PartialDate): number | undefined {
  const from = parsePartialDate(birth);
  const to = parsePartialDate(today);
  if (!from || !to) return undefined;
  const before = order(to.month ?? 12, to.day ?? 31) < order(from.month ?? 12, from.day ?? 31);
  const years = to.year - from.year - (before ? 1 : 0);
  return years < 0 ? undefined : years;
}

const order = (month: number, day: number): number => month * 100 + day;
