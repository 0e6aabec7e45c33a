/**
 * Six-digit dates of machine readable zones. The standard gives no rule for the century (ICAO Doc 9303 part 3), so
 * this is the project's own: a birth lies in the hundred years that end today; an expiry lies between fifty years
 * before today and fifty years after it.
 */
import { parseDay } from '../catalogue/days.ts';

/** @returns `1974-08-12`, `1974-08` or `1974` where parts are unknown, or undefined for an impossible date */
export function readMrzDate(text: string, kind: 'birth' | 'expiry', today: string): string | undefined {
  const match = /^(\d{2})(\d{2}|<<)(\d{2}|<<)$/.exec(text);
  const now = parseDay(today);
  if (!match || !now) return undefined;
  const [, yy = '', mm = '', dd = ''] = match;
  const tail = mm === '<<' ? '' : dd === '<<' ? `-${mm}` : `-${mm}-${dd}`;
  if (mm === '<<' && dd !== '<<') return undefined;
  const century = now.year - (now.year % 100) + Number(yy);
  const year = kind === 'birth' ? notAfter(century, tail, today) : nearest(century, now.year);
  const date = `${year}${tail}`;
  return parseDay(date) ? date : undefined;
}

const notAfter = (year: number, tail: string, today: string): number =>
  `${year}${tail}` > today.slice(0, 4 + tail.length) ? year - 100 : year;

const nearest = (year: number, now: number): number =>
  year > now + 50 ? year - 100 : year <= now - 50 ? year + 100 : year;

/** `1974-08-12` as `740812`; unknown parts become `<<`. */
export function writeMrzDate(day: string): string | undefined {
  const parts = parseDay(day);
  if (!parts) return undefined;
  const two = (value: number | undefined) => (value === undefined ? '<<' : String(value).padStart(2, '0'));
  return `${two(parts.year % 100)}${two(parts.month)}${two(parts.day)}`;
}
