/** Two birth dates, each perhaps without its day or month. */
import type { Weighed } from './reasons.ts';

const SAME = 40;
/** The first and the last of a year are what a clerk writes where only the year was known. */
const SAME_BY_DEFAULT = 28;
const SWAPPED = 27;
const MONTH_ONLY = 25;
const YEAR_ONLY = 16;
const NEAR = 14;
const BY_DEFAULT = 8;
const YEAR_BESIDE = -10;
const OTHER = -40;

const UNKNOWN: Weighed = { points: 0, reasons: [] };
const other = (points = OTHER): Weighed => ({ points, reasons: ['other-birth-date'] });
const partial = (points: number): Weighed => ({ points, reasons: ['partial-birth-date'] });

export function compareBirths(a: string, b: string): Weighed {
  const [one, two] = [readDate(a), readDate(b)];
  if (!one || !two) return UNKNOWN;
  if (one.length < 3 || two.length < 3) return comparePartial(one, two);
  if (one.join() === two.join())
    return { points: isDefault(one) ? SAME_BY_DEFAULT : SAME, reasons: ['same-birth-date'] };
  if (one[0] === two[0] && one[1] === two[2] && one[2] === two[1])
    return { points: SWAPPED, reasons: ['day-month-swapped'] };
  if (isSlip(one.join(''), two.join(''))) return { points: NEAR, reasons: ['near-birth-date'] };
  if (one[0] === two[0] && (isDefault(one) || isDefault(two))) return partial(BY_DEFAULT);
  return other();
}

function comparePartial(one: readonly string[], two: readonly string[]): Weighed {
  if (Math.abs(Number(one[0]) - Number(two[0])) === 1) return other(YEAR_BESIDE);
  if (one[0] !== two[0]) return other();
  if (one[1] === undefined || two[1] === undefined) return partial(YEAR_ONLY);
  return one[1] === two[1] ? partial(MONTH_ONLY) : other(YEAR_BESIDE);
}

const isDefault = ([, month, day]: readonly string[]): boolean =>
  (month === '01' && day === '01') || (month === '12' && day === '31');

/** One digit is another, or two beside each other are turned. */
function isSlip(a: string, b: string): boolean {
  const at = [...a].flatMap((digit, n) => (digit === b[n] ? [] : [n]));
  const [first, second] = at as [number, number];
  if (at.length === 1) return true;
  return at.length === 2 && second === first + 1 && a[first] === b[second] && a[second] === b[first];
}

/** @returns year, month, day, as far as they are known; null where there is no date */
export function readDate(date: string): readonly string[] | null {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(date);
  return match ? match.slice(1).filter((part) => part !== undefined) : null;
}
