/**
 * Machine readable zones, read and written: TD1, TD2, TD3 and the visas MRV-A, MRV-B. One table of positions serves
 * both ways. Reading never refuses a zone whose digits are wrong: it says which check failed, and a person decides.
 * Sources: ICAO Doc 9303 parts 4 (TD3), 5 (TD1), 6 (TD2), 7 (visas), 8 (emergency travel documents on TD2).
 */
import { checkDigit } from './check-digit.ts';
import { composeName, parseName, type VizName } from './names.ts';

export type MrzFormat = 'TD1' | 'TD2' | 'TD3' | 'MRV-A' | 'MRV-B';
export const MRZ_FIELDS = ['number', 'birthDate', 'expiryDate', 'optional', 'composite'] as const;
export type CheckedField = (typeof MRZ_FIELDS)[number];

/** line (from 0), first and last position (from 1, inclusive) as the standard counts them */
type Place = readonly [line: number, from: number, to: number];

interface Layout {
  readonly lines: number;
  readonly width: number;
  readonly code: Place;
  readonly issuer: Place;
  readonly name: Place;
  readonly number: Place;
  readonly nationality: Place;
  readonly birthDate: Place;
  readonly sex: Place;
  readonly expiryDate: Place;
  readonly optional: Place;
  readonly optional2?: Place;
  /** where the digit of a field stands */
  readonly digits: Partial<Readonly<Record<CheckedField, Place>>>;
  /** what the composite digit covers, in order */
  readonly composite: readonly Place[];
  /** a longer number goes on in the optional field; visas have no such place */
  readonly spills: boolean;
}

const visa = (width: 44 | 36): Layout => ({
  lines: 2,
  width,
  code: [0, 1, 2],
  issuer: [0, 3, 5],
  name: [0, 6, width],
  number: [1, 1, 9],
  nationality: [1, 11, 13],
  birthDate: [1, 14, 19],
  sex: [1, 21, 21],
  expiryDate: [1, 22, 27],
  optional: [1, 29, width],
  digits: { number: [1, 10, 10], birthDate: [1, 20, 20], expiryDate: [1, 28, 28] },
  composite: [],
  spills: false,
});

export const LAYOUTS: Readonly<Record<MrzFormat, Layout>> = {
  'MRV-A': visa(44),
  'MRV-B': visa(36),
  TD3: {
    ...visa(44),
    optional: [1, 29, 42],
    digits: { ...visa(44).digits, optional: [1, 43, 43], composite: [1, 44, 44] },
    composite: [
      [1, 1, 10],
      [1, 14, 20],
      [1, 22, 43],
    ],
  },
  TD2: {
    ...visa(36),
    optional: [1, 29, 35],
    digits: { ...visa(36).digits, composite: [1, 36, 36] },
    composite: [
      [1, 1, 10],
      [1, 14, 20],
      [1, 22, 35],
    ],
    spills: true,
  },
  TD1: {
    lines: 3,
    width: 30,
    code: [0, 1, 2],
    issuer: [0, 3, 5],
    number: [0, 6, 14],
    optional: [0, 16, 30],
    birthDate: [1, 1, 6],
    sex: [1, 8, 8],
    expiryDate: [1, 9, 14],
    nationality: [1, 16, 18],
    optional2: [1, 19, 29],
    name: [2, 1, 30],
    digits: { number: [0, 15, 15], birthDate: [1, 7, 7], expiryDate: [1, 15, 15], composite: [1, 30, 30] },
    composite: [
      [0, 6, 30],
      [1, 1, 7],
      [1, 9, 15],
      [1, 19, 29],
    ],
    spills: true,
  },
};

/** TD-101 not lines of a known length; TD-102 a character without a place in a zone; TD-104 does not fit its field. */
export type MrzErrorCode = 'TD-101' | 'TD-102' | 'TD-104';
export class MrzError extends Error {
  readonly code: MrzErrorCode;
  constructor(code: MrzErrorCode, message: string) {
    super(message);
    this.name = 'MrzError';
    this.code = code;
  }
}

/** `TD-103` at the field whose digit does not match. `absent`: the format has no digit there, or it may be `<`. */
export type CheckResult = 'right' | 'wrong' | 'absent';

export interface Mrz {
  readonly format: MrzFormat;
  /** two characters, `<` kept: `P<`, `PU`, `V<` */
  readonly documentCode: string;
  /** fillers removed: `UTO`, `D` */
  readonly issuer: string;
  readonly primary: string;
  readonly secondary: string;
  readonly nameTruncated: boolean;
  readonly number: string;
  readonly nationality: string;
  /** YYMMDD as written, `<` for unknown parts: the standard has no rule for the century */
  readonly birthDate: string;
  readonly sex: 'M' | 'F' | '<';
  readonly expiryDate: string;
  readonly optional: string;
  readonly optional2: string;
  readonly checks: Readonly<Record<CheckedField, CheckResult>>;
}

/** The format of these lines; visas begin with V. */
export function formatOf(lines: readonly string[]): MrzFormat | undefined {
  const widths = new Set(lines.map((line) => line.length));
  if (widths.size !== 1) return undefined;
  const [width] = widths;
  const isVisa = lines[0]?.startsWith('V') === true;
  if (lines.length === 3 && width === 30) return 'TD1';
  if (lines.length === 2 && width === 44) return isVisa ? 'MRV-A' : 'TD3';
  if (lines.length === 2 && width === 36) return isVisa ? 'MRV-B' : 'TD2';
  return undefined;
}

const at = (lines: readonly string[], [line, from, to]: Place): string =>
  (lines[line] ?? '').slice(from - 1, to);
const bare = (text: string): string => text.replace(/<+$/, '');

/** @throws MrzError TD-101, TD-102. Wrong digits are no error: see `checks`. */
export function parseMrz(lines: readonly string[]): Mrz {
  const format = formatOf(lines);
  if (format === undefined) throw new MrzError('TD-101', 'not the lines of a machine readable zone');
  if (!lines.every((line) => /^[A-Z0-9<]+$/.test(line)))
    throw new MrzError('TD-102', 'a character without a place');
  const layout = LAYOUTS[format];
  const name = parseName(at(lines, layout.name));
  const long = longNumber(lines, layout);
  const sex = at(lines, layout.sex);
  return {
    format,
    documentCode: at(lines, layout.code),
    issuer: bare(at(lines, layout.issuer)),
    primary: name.primary,
    secondary: name.secondary,
    nameTruncated: name.truncated,
    number: long?.number ?? bare(at(lines, layout.number)),
    nationality: bare(at(lines, layout.nationality)),
    birthDate: at(lines, layout.birthDate),
    sex: sex === 'M' || sex === 'F' ? sex : '<',
    expiryDate: at(lines, layout.expiryDate),
    optional: long?.rest ?? bare(at(lines, layout.optional)),
    optional2: layout.optional2 ? bare(at(lines, layout.optional2)) : '',
    checks: checksOf(lines, layout, long),
  };
}

interface LongNumber {
  readonly number: string;
  readonly digit: string;
  readonly rest: string;
}

/** Over nine characters: `<` stands in place of the digit, the rest and then the digit in the optional field. */
function longNumber(lines: readonly string[], layout: Layout): LongNumber | undefined {
  const { digits, optional, number, spills } = layout;
  if (!spills || !digits.number || at(lines, digits.number) !== '<') return undefined;
  const field = at(lines, optional);
  const end = field.indexOf('<');
  const tail = end < 0 ? field : field.slice(0, end);
  if (tail.length < 2) return undefined;
  return {
    number: at(lines, number) + tail.slice(0, -1),
    digit: tail.slice(-1),
    rest: end < 0 ? '' : bare(field.slice(end + 1)),
  };
}

function checksOf(lines: readonly string[], layout: Layout, long: LongNumber | undefined): Mrz['checks'] {
  const digit = (field: CheckedField): string | undefined => {
    const place = layout.digits[field];
    return place && at(lines, place);
  };
  const judge = (text: string, found: string | undefined): CheckResult =>
    found === undefined ? 'absent' : checkDigit(text) === found ? 'right' : 'wrong';
  const optional = at(lines, layout.optional);
  const emptyOptional = digit('optional') === '<' && bare(optional) === '';
  return {
    number: long ? judge(long.number, long.digit) : judge(at(lines, layout.number), digit('number')),
    birthDate: judge(at(lines, layout.birthDate), digit('birthDate')),
    expiryDate: judge(at(lines, layout.expiryDate), digit('expiryDate')),
    optional: emptyOptional ? 'absent' : judge(optional, digit('optional')),
    composite: judge(layout.composite.map((place) => at(lines, place)).join(''), digit('composite')),
  };
}

export interface MrzInput {
  readonly format: MrzFormat;
  /** one or two characters */
  readonly documentCode: string;
  readonly issuer: string;
  readonly name: VizName;
  readonly number: string;
  readonly nationality: string;
  readonly birthDate: string;
  readonly sex: 'M' | 'F' | '<';
  readonly expiryDate: string;
  readonly optional?: string;
  readonly optional2?: string;
  /** an empty personal number of a TD3 has `0` or `<` as its digit: the issuer's choice */
  readonly emptyOptionalDigit?: '0' | '<';
}

/** @throws MrzError TD-102 for a character without a place, TD-104 for a value longer than its field */
export function composeMrz(input: MrzInput): readonly string[] {
  const layout = LAYOUTS[input.format];
  const grid = Array.from({ length: layout.lines }, () => Array.from({ length: layout.width }, () => '<'));
  const put = ([line, from, to]: Place, text: string): void => {
    if (!/^[A-Z0-9<]*$/.test(text)) throw new MrzError('TD-102', 'a character without a place');
    if (text.length > to - from + 1) throw new MrzError('TD-104', 'a value longer than its field');
    for (let i = 0; i < text.length; i += 1) grid[line]?.splice(from - 1 + i, 1, text.charAt(i));
  };
  const lines = (): readonly string[] => grid.map((row) => row.join(''));

  put(layout.code, input.documentCode);
  put(layout.issuer, input.issuer);
  put(layout.name, composeName(input.name, layout.name[2] - layout.name[1] + 1).field);
  put(layout.nationality, input.nationality);
  put(layout.birthDate, input.birthDate);
  put(layout.sex, input.sex);
  put(layout.expiryDate, input.expiryDate);
  if (layout.optional2) put(layout.optional2, input.optional2 ?? '');
  const spilled = layout.spills && input.number.length > 9;
  if (spilled) {
    put(layout.number, input.number.slice(0, 9));
    put(layout.optional, `${input.number.slice(9)}${checkDigit(input.number) ?? ''}<${input.optional ?? ''}`);
  } else {
    put(layout.number, input.number);
    put(layout.optional, input.optional ?? '');
  }
  for (const field of MRZ_FIELDS) {
    const place = layout.digits[field];
    if (!place || (field === 'number' && spilled)) continue;
    const empty = field === 'optional' && (input.optional ?? '') === '';
    const covered =
      field === 'composite'
        ? layout.composite.map((part) => at(lines(), part)).join('')
        : at(lines(), layout[field]);
    put(place, empty ? (input.emptyOptionalDigit ?? '<') : (checkDigit(covered) ?? ''));
  }
  return lines();
}

/** Trailing newline and blanks around lines go; lower case becomes capitals; nothing else is guessed. */
export const readTypedMrz = (text: string): readonly string[] =>
  text
    .toUpperCase()
    .split(/\r\n?|\n/)
    .map((line) => line.replace(/\s/g, '').replace(/[«‹]/g, '<'))
    .filter((line) => line !== '');
