/**
 * A check digit that does not match usually hides one misread character. Of the pairs that eyes and scanners take
 * for each other, these are the ones that would make it match: a hint to read again, never a repair.
 */
import { checkDigit } from './check-digit.ts';

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '0': 'OQD',
  O: '0QD',
  Q: 'O0',
  D: '0O',
  '1': 'IL',
  I: '1L',
  L: '1I',
  '2': 'Z',
  Z: '2',
  '5': 'S',
  S: '5',
  '6': 'G',
  G: '6C',
  '8': 'B',
  B: '8',
  '4': 'A',
  A: '4',
  '7': 'T',
  T: '7',
  C: 'G',
  U: 'V',
  V: 'U',
};

export interface Misreading {
  /** from 1, as people count */
  readonly position: number;
  readonly read: string;
  readonly perhaps: string;
}

/** Every single exchange of look-alikes with which the digit is right; empty where it is right already. */
export function misreadings(text: string, digit: string): readonly Misreading[] {
  const found = checkDigit(text);
  if (found === undefined || found === digit) return [];
  return [...text].flatMap((read, index) =>
    [...(LOOK_ALIKES[read] ?? '')].flatMap((perhaps) =>
      checkDigit(text.slice(0, index) + perhaps + text.slice(index + 1)) === digit
        ? [{ position: index + 1, read, perhaps }]
        : [],
    ),
  );
}
