/**
 * Calendar days without a clock or a zone: `2026-11-21`, and for a birth with unknown parts `1974-08`, `1974`.
 * Proleptic Gregorian. Distances are counted in days since 1970-01-01.
 */
export interface DayParts {
  readonly year: number;
  readonly month?: number;
  readonly day?: number;
}

export function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

/** The parts, or undefined where the text is no date or the day does not exist. */
export function parseDay(text: string): DayParts | undefined {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (!match) return undefined;
  const year = Number(match[1]);
  if (year < 1850 || year > 2200) return undefined;
  if (match[2] === undefined) return { year };
  const month = Number(match[2]);
  if (month < 1 || month > 12) return undefined;
  if (match[3] === undefined) return { year, month };
  const day = Number(match[3]);
  return day >= 1 && day <= daysInMonth(year, month) ? { year, month, day } : undefined;
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** A day whose three parts are known, as a number of days; undefined for a partial or impossible one. */
export function dayNumber(text: string): number | undefined {
  const { year, month, day } = parseDay(text) ?? { year: 0 };
  return month === undefined || day === undefined ? undefined : Date.UTC(year, month - 1, day) / 86_400_000;
}

export const dayOfNumber = (days: number): string => new Date(days * 86_400_000).toISOString().slice(0, 10);

/** The earliest and the latest day a partial date may mean. */
export function dayRange(text: string): readonly [number, number] | undefined {
  const parts = parseDay(text);
  if (!parts) return undefined;
  const { year, month, day } = parts;
  const to = month ?? 12;
  const first = Date.UTC(year, (month ?? 1) - 1, day ?? 1) / 86_400_000;
  return [first, Date.UTC(year, to - 1, day ?? daysInMonth(year, to)) / 86_400_000];
}

/** The same day n months on; 31 January plus one month is the last of February. */
export function addMonths(text: string, months: number): string | undefined {
  const parts = parseDay(text);
  if (parts?.month === undefined || parts.day === undefined) return undefined;
  const index = parts.year * 12 + (parts.month - 1) + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(Math.min(parts.day, daysInMonth(year, month)), 2)}`;
}

/** @param day a full date @returns it n calendar days on, or undefined for a partial one */
export function addDays(day: string, days: number): string | undefined {
  const number = dayNumber(day);
  return number === undefined ? undefined : dayOfNumber(number + days);
}

/** 0 Sunday to 6 Saturday. */
export const weekday = (days: number): number => (((days + 4) % 7) + 7) % 7;
