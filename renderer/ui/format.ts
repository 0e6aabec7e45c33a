/**
 * Numbers, dates and money as UI.md section 5 says. Built here and not by Intl, which puts U+200F into Arabic
 * dates and U+202F (no glyph in our fonts) into French numbers. Digits are 0-9 in every language.
 */
import { type ArabicMonths, type Locale, monthNames, weekdayNames } from './locale.ts';
import { type PartialDate, parsePartialDate } from './partial-date.ts';

const NBSP = '\u00a0';
const pad = (value: number): string => String(value).padStart(2, '0');

/** `55 000`, `1,8`: groups of three, decimals only where given. */
export function formatNumber(locale: Locale, value: number, decimals?: number): string {
  const fixed =
    decimals === undefined
      ? String(Math.round(Math.abs(value) * 1000) / 1000)
      : Math.abs(value).toFixed(decimals);
  const [whole = '0', fraction] = fixed.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, locale === 'en' ? ',' : NBSP);
  const point = locale === 'en' ? '.' : ',';
  return `${value < 0 ? '\u2212' : ''}${grouped}${fraction ? point + fraction : ''}`;
}

/** How a currency is written after the amount, and how many minor units it has (ISO 4217). */
const CURRENCIES: Readonly<Record<string, { readonly sign: string; readonly digits: number }>> = {
  XOF: { sign: 'F\u00a0CFA', digits: 0 },
  XAF: { sign: 'F\u00a0CFA', digits: 0 },
  EUR: { sign: '€', digits: 2 },
};

/** The sign is the code itself where there is no other; two minor digits are ISO 4217's rule. */
export const currencyOf = (code: string): { readonly sign: string; readonly digits: number } =>
  CURRENCIES[code] ?? { sign: code, digits: 2 };

/** @param minor amount in the currency's smallest unit (cents; whole francs). `55 000 F CFA`, `84,00 €`. */
export function formatMoney(locale: Locale, minor: number, currency: string): string {
  const known = currencyOf(currency);
  return `${formatNumber(locale, minor / 10 ** known.digits, known.digits)}${NBSP}${known.sign}`;
}

/** dd/mm/yyyy for tables; unknown parts are left out: `08/1974`, `1974`. */
export function formatShortDate(value: PartialDate): string {
  const parts = parsePartialDate(value);
  if (!parts) return '';
  const { year, month, day } = parts;
  return [day, month]
    .flatMap((part) => (part === undefined ? [] : [pad(part)]))
    .concat(String(year))
    .join('/');
}

/** « 12 août 1974 », « 1er janvier 1974 », « août 1974 », « 1974 »: for sentences and the applicant. */
export function formatLongDate(locale: Locale, value: PartialDate, arabic: ArabicMonths): string {
  const parts = parsePartialDate(value);
  if (!parts) return '';
  const { year, month, day } = parts;
  if (month === undefined) return String(year);
  const name = monthNames(locale, arabic)[month - 1] ?? '';
  if (day === undefined) return `${name}${NBSP}${year}`;
  const shown = locale === 'fr' && day === 1 ? '1er' : String(day);
  return `${shown}${NBSP}${name}${NBSP}${year}`;
}

/** Local wall clock parts of an instant; `zone` is an IANA name, the system's when absent. */
function partsOf(instant: string | number, zone: string | undefined): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
  return Object.fromEntries(format.formatToParts(new Date(instant)).map((part) => [part.type, part.value]));
}

/** 24 h: `10:43`, with `seconds` `10:43:12`. */
export function formatTime(
  instant: string | number,
  options: { seconds?: boolean; zone?: string } = {},
): string {
  const { hour, minute, second } = partsOf(instant, options.zone);
  return options.seconds ? `${hour}:${minute}:${second}` : `${hour}:${minute}`;
}

/** `21/11 09:12` for table cells; with `year` `21/11/2026 09:12`. */
export function formatMoment(
  instant: string | number,
  options: { year?: boolean; zone?: string } = {},
): string {
  const { year, month, day, hour, minute } = partsOf(instant, options.zone);
  return `${day}/${month}${options.year ? `/${year}` : ''} ${hour}:${minute}`;
}

/** The local calendar day of an instant, `2026-11-21`. */
export function localDay(instant: string | number, zone?: string): PartialDate {
  if (zone === undefined) {
    // Lists ask this of thousands of rows: a formatter for each would take seconds.
    const local = new Date(instant);
    return `${local.getFullYear()}-${pad(local.getMonth() + 1)}-${pad(local.getDate())}`;
  }
  const { year, month, day } = partsOf(instant, zone);
  return `${year}-${month}-${day}`;
}

/** « ven. », of the local calendar day of an instant. */
export function formatWeekday(locale: Locale, instant: string | number, zone?: string): string {
  return weekdayNames(locale)[new Date(`${localDay(instant, zone)}T00:00Z`).getUTCDay()] ?? '';
}

const UNITS = {
  fr: ['o', 'Ko', 'Mo', 'Go'],
  en: ['B', 'KB', 'MB', 'GB'],
  ar: ['بايت', 'ك.ب', 'م.ب', 'ج.ب'],
} as const;

/** `212 Ko`, `1,8 Mo`: powers of 1,000, one decimal under ten. */
export function formatBytes(locale: Locale, bytes: number): string {
  const power = Math.min(3, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  const shown = power > 0 && value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
  return `${formatNumber(locale, shown)}${NBSP}${UNITS[locale][power]}`;
}
