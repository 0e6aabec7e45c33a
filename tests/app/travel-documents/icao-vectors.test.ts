/**
 * Vectors of ICAO Doc 9303, kept in tests/vectors/icao.json. Known slips of their transcription, which are not
 * vectors of ours: the MRV-A example (a) of part 7 has 45 characters and example (d) has 36; one Arabic example is
 * typed with U+06BE instead of U+0647.
 */
import { describe, expect, it } from 'vitest';
import { checkDigit } from '../../../app/travel-documents/check-digit.ts';
import { composeMrz, LAYOUTS, type MrzFormat, parseMrz } from '../../../app/travel-documents/mrz.ts';
import { composeName, parseName, readVizName, transliterate } from '../../../app/travel-documents/names.ts';
import icao from '../../vectors/icao.json' with { type: 'json' };

const FORMATS = { MRVA: 'MRV-A', MRVB: 'MRV-B', TD3: 'TD3', TD2: 'TD2', TD1: 'TD1' } as const;
const zones = Object.entries(FORMATS).flatMap(([key, format]) =>
  (icao.mrz[key as keyof typeof FORMATS] as (string | null)[][]).map((row) => {
    const lines = row.slice(0, LAYOUTS[format].lines);
    return { format: format as MrzFormat, lines, source: String(row.at(-1)) };
  }),
);
const whole = zones.filter((zone): zone is typeof zone & { lines: string[] } =>
  zone.lines.every((line) => line !== null),
);

describe('machine readable zones of the standard', () => {
  it('are all there: eight whole ones and one of which only the second line is printed', () => {
    expect(whole).toHaveLength(8);
    expect(zones).toHaveLength(9);
  });

  it.each(whole)(
    '$format ($source): read with every digit right, and written back to the same lines',
    ({ format, lines }) => {
      const mrz = parseMrz(lines);
      expect(mrz.format).toBe(format);
      expect(Object.values(mrz.checks)).not.toContain('wrong');
      expect(mrz.primary).toBe('ERIKSSON');
      expect(mrz.secondary).toBe('ANNA MARIA');
      const written = composeMrz({ ...mrz, name: { primary: mrz.primary, secondary: mrz.secondary } });
      expect(written).toEqual(lines);
    },
  );

  it('TD3 part 3 appendix A example 3: only the second line is given', () => {
    const second = icao.mrz.TD3[1]?.[1] as string;
    expect(parseMrz([composeMrz({ ...blank, format: 'TD3' })[0] as string, second]).checks).toEqual({
      number: 'right',
      birthDate: 'right',
      expiryDate: 'right',
      optional: 'right',
      composite: 'right',
    });
  });

  it.each(icao.mrz.checkDigits)('the check digit of %s is %s', (text, digit) => {
    expect(checkDigit(text as string)).toBe(digit);
  });
});

const blank = {
  documentCode: 'P<',
  issuer: 'UTO',
  name: { primary: 'ERIKSSON', secondary: 'ANNA MARIA' },
  number: 'L898902C3',
  nationality: 'UTO',
  birthDate: '740812',
  sex: 'F',
  expiryDate: '120415',
} as const;

describe('names of the visual zone', () => {
  it.each(icao.mrz.names)('$viz in $len positions', ({ viz, line, len }) => {
    expect(line).toHaveLength(len);
    const field = len === 30 ? line : line.slice(5);
    expect(composeName(readVizName(viz), field.length)).toEqual({ field, truncated: false });
  });

  it.each(icao.arabic)('%s is written %s', (arabic, latin) => {
    expect(transliterate(arabic as string)).toBe(latin);
  });

  it('reads a name that ends on the last position as truncated, as the standard says', () => {
    expect(parseName('PAPANDROPOULOUS<<JONATHON<ALEC').truncated).toBe(true);
    expect(parseName('ERIKSSON<<ANNA<MARIA<<<<<<<<<<')).toEqual({
      primary: 'ERIKSSON',
      secondary: 'ANNA MARIA',
      truncated: false,
    });
  });
});
