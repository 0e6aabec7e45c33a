import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMrzDate, writeMrzDate } from '../../../app/travel-documents/dates.ts';
import {
  composeMrz,
  LAYOUTS,
  MrzError,
  type MrzFormat,
  type MrzInput,
  parseMrz,
  readTypedMrz,
} from '../../../app/travel-documents/mrz.ts';
import { composeName, transliterate } from '../../../app/travel-documents/names.ts';

const specimen: MrzInput = {
  format: 'TD3',
  documentCode: 'P<',
  issuer: 'UTO',
  name: { primary: 'ERIKSSON', secondary: 'ANNA MARIA' },
  number: 'L898902C3',
  nationality: 'UTO',
  birthDate: '740812',
  sex: 'F',
  expiryDate: '120415',
  optional: 'ZE184226B',
};
const formats = Object.keys(LAYOUTS) as MrzFormat[];
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const code = (min: number, max: number) =>
  fc
    .array(fc.constantFrom(...alphabet), { minLength: min, maxLength: max })
    .map((letters) => letters.join(''));

describe('a zone', () => {
  it('says which check failed when one character of a checked field is misread, in every format', () => {
    const field = fc.constantFrom('number', 'birthDate', 'expiryDate');
    fc.assert(
      fc.property(fc.constantFrom(...formats), field, fc.nat(5), (format, name, offset) => {
        const lines = [...composeMrz({ ...specimen, format, optional: '' })];
        const [line, from] = LAYOUTS[format][name];
        const text = lines[line] as string;
        const spot = from - 1 + offset;
        const read = text.charAt(spot);
        // Neighbouring digits, and L taken for Z (21 and 35), differ modulo 10; O for E, 24 and 14, would not.
        const misread = /\d/.test(read) ? String((Number(read) + 1) % 10) : 'Z';
        lines[line] = text.slice(0, spot) + misread + text.slice(spot + 1);
        expect(parseMrz(lines).checks[name]).toBe('wrong');
        expect(parseMrz(lines).checks.composite).not.toBe('right');
      }),
    );
  });

  it('is written and read to the same values, whatever they are', () => {
    const input = fc.record({
      format: fc.constantFrom(...formats),
      documentCode: fc.constant('V<'),
      issuer: code(3, 3),
      name: fc.record({
        primary: fc.stringMatching(/^[A-Z]{1,8}$/),
        secondary: fc.stringMatching(/^[A-Z]{0,8}$/),
      }),
      number: code(1, 9),
      nationality: code(3, 3),
      birthDate: fc.stringMatching(/^\d{6}$/),
      sex: fc.constantFrom('M', 'F', '<') as fc.Arbitrary<'M' | 'F' | '<'>,
      expiryDate: fc.stringMatching(/^\d{6}$/),
      optional: code(0, 7),
    });
    fc.assert(
      fc.property(input, (values) => {
        const visa = values.format.startsWith('MRV');
        const lines = composeMrz({ ...values, documentCode: visa ? 'V<' : 'PP' });
        const read = parseMrz(lines);
        expect(lines.every((line) => line.length === LAYOUTS[values.format].width)).toBe(true);
        expect(Object.values(read.checks)).not.toContain('wrong');
        const { name, ...plain } = values;
        expect(read).toMatchObject({ ...plain, ...name, documentCode: visa ? 'V<' : 'PP' });
      }),
    );
  });

  it('carries a number of more than nine characters in the optional field of a card, digit after it', () => {
    for (const format of ['TD1', 'TD2'] as const) {
      const lines = composeMrz({
        ...specimen,
        format,
        documentCode: 'I<',
        number: 'D23145890734',
        optional: '',
      });
      const read = parseMrz(lines);
      expect(read.number).toBe('D23145890734');
      expect(read.checks).toMatchObject({ number: 'right', composite: 'right' });
    }
  });

  it('refuses a number that is too long for a passport or a visa, which have no place for the rest', () => {
    for (const format of ['TD3', 'MRV-A', 'MRV-B'] as const) {
      expect(() => composeMrz({ ...specimen, format, number: 'L898902C3X' })).toThrow(MrzError);
    }
  });

  it('refuses lines of other lengths and characters without a place, by code', () => {
    const [first = '', second = ''] = composeMrz(specimen);
    expect(() => parseMrz([`${first}<`, second])).toThrow(expect.objectContaining({ code: 'TD-101' }));
    expect(() => parseMrz([])).toThrow(expect.objectContaining({ code: 'TD-101' }));
    expect(() => parseMrz([first.replace('E', 'É'), second])).toThrow(
      expect.objectContaining({ code: 'TD-102' }),
    );
  });

  it('never throws anything but its own error, whatever the lines', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 44 }), { maxLength: 4 }), (lines) => {
        try {
          parseMrz(lines);
        } catch (error) {
          expect(error).toBeInstanceOf(MrzError);
        }
      }),
    );
  });

  it('takes what people paste: lower case, line ends of other systems, blanks', () => {
    const lines = composeMrz(specimen);
    expect(readTypedMrz(`\n ${lines.join('\r\n').toLowerCase()} \n`)).toEqual(lines);
  });
});

describe('names', () => {
  it('keeps both identifiers and ends in a letter when it must truncate, and fills otherwise', () => {
    const words = fc
      .array(fc.stringMatching(/^[A-Z]{1,14}$/), { minLength: 1, maxLength: 5 })
      .map((list) => list.join(' '));
    fc.assert(
      fc.property(words, words, fc.constantFrom(30, 31, 39), (primary, secondary, length) => {
        const { field, truncated } = composeName({ primary, secondary }, length);
        expect(field).toHaveLength(length);
        expect(field).toMatch(/^[A-Z<]+$/);
        expect(field).toContain('<<');
        expect(truncated).toBe(primary.length + secondary.length + 2 > length);
        if (truncated) expect(field).toMatch(/[A-Z]$/);
      }),
    );
  });

  it('has letters for Bambara, Ewe and accents', () => {
    expect(transliterate('Ɲɛnɛ Kɔnɛ')).toBe('NENE<KONE');
    expect(transliterate('Ɖɔɖzi')).toBe('DODZI');
    expect(transliterate('Élodie D’Étang-Müller')).toBe('ELODIE<DETANG<MUELLER');
    expect(transliterate('إريكسون')).toBe('IRYKSWN');
    expect(transliterate('3ⅨX')).toBe('X');
  });
});

describe('dates', () => {
  it('puts a birth into the past and an expiry near today', () => {
    expect(readMrzDate('740812', 'birth', '2026-11-21')).toBe('1974-08-12');
    expect(readMrzDate('261122', 'birth', '2026-11-21')).toBe('1926-11-22');
    expect(readMrzDate('261121', 'birth', '2026-11-21')).toBe('2026-11-21');
    expect(readMrzDate('120415', 'expiry', '2026-11-21')).toBe('2012-04-15');
    expect(readMrzDate('760101', 'expiry', '2026-11-21')).toBe('2076-01-01');
    expect(readMrzDate('74<<<<', 'birth', '2026-11-21')).toBe('1974');
    expect(readMrzDate('7408<<', 'birth', '2026-11-21')).toBe('1974-08');
    expect(readMrzDate('740231', 'birth', '2026-11-21')).toBeUndefined();
    expect(readMrzDate('74<<12', 'birth', '2026-11-21')).toBeUndefined();
  });

  it('writes them back', () => {
    expect(writeMrzDate('1974-08-12')).toBe('740812');
    expect(writeMrzDate('1974-08')).toBe('7408<<');
    expect(writeMrzDate('1974')).toBe('74<<<<');
    expect(writeMrzDate('1974-02-31')).toBeUndefined();
  });
});
