import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COUNTRY_CODES } from '../../../app/catalogue/countries.ts';
import { COUNTRIES, countryName, findCountries } from '../../../renderer/ui/countries.ts';
import { formatBytes, formatNumber, formatShortDate } from '../../../renderer/ui/format.ts';
import { readAmount } from '../../../renderer/ui/money-field.tsx';
import {
  ageOn,
  daysInMonth,
  parsePartialDate,
  readTypedDate,
  shapeTypedDate,
  typedFromDate,
} from '../../../renderer/ui/partial-date.ts';
import { isPhone, readPhone } from '../../../renderer/ui/phone-field.tsx';
import { linesUnderHeadings } from '../../../renderer/ui/row-groups.ts';
import { holdOrder, waitingNews } from '../../../renderer/ui/steady-rows.ts';

describe('dates typed as eight digits', () => {
  it('get their slashes', () => {
    expect(shapeTypedDate('1')).toBe('1');
    expect(shapeTypedDate('120')).toBe('12/0');
    expect(shapeTypedDate('12081974')).toBe('12/08/1974');
    expect(shapeTypedDate('12/08/1974')).toBe('12/08/1974');
    expect(shapeTypedDate('1974-08-12')).toBe('12/08/1974');
  });

  it('may lack the day, or the day and the month, where that is allowed', () => {
    expect(readTypedDate('00/08/1974', true)).toEqual({ kind: 'date', value: '1974-08' });
    expect(readTypedDate('08/1974', true)).toEqual({ kind: 'date', value: '1974-08' });
    expect(readTypedDate('19/74', true)).toEqual({ kind: 'date', value: '1974' });
    expect(readTypedDate('00/00/1974', true)).toEqual({ kind: 'date', value: '1974' });
    expect(readTypedDate(shapeTypedDate('    1974'), true)).toEqual({ kind: 'date', value: '1974' });
    expect(readTypedDate('00/08/1974', false).kind).toBe('impossible');
    expect(readTypedDate('19/74', false).kind).toBe('unfinished');
  });

  it('that do not exist are said to', () => {
    expect(readTypedDate('31/02/2019', true)).toEqual({ kind: 'impossible', shown: '31/02/2019' });
    expect(readTypedDate('29/02/2023', true).kind).toBe('impossible');
    expect(readTypedDate('29/02/2024', true).kind).toBe('date');
    expect(readTypedDate('12/13/2019', true).kind).toBe('impossible');
    expect(readTypedDate('12/00/2019', true).kind).toBe('impossible');
    expect(readTypedDate('', true).kind).toBe('empty');
  });

  it('come back the same from what the field shows', () => {
    const date = fc
      .record({
        year: fc.integer({ min: 1850, max: 2200 }),
        month: fc.integer({ min: 1, max: 12 }),
        day: fc.integer({ min: 1, max: 31 }),
        known: fc.integer({ min: 1, max: 3 }),
      })
      .map(({ year, month, day, known }) =>
        [
          String(year),
          String(month).padStart(2, '0'),
          String(Math.min(day, daysInMonth(year, month))).padStart(2, '0'),
        ]
          .slice(0, known)
          .join('-'),
      );
    fc.assert(
      fc.property(date, (value) => {
        expect(readTypedDate(shapeTypedDate(typedFromDate(value)), true)).toEqual({ kind: 'date', value });
        expect(formatShortDate(value).endsWith(value.slice(0, 4))).toBe(true);
      }),
    );
  });

  it('never make a date of noise that is none', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const reading = readTypedDate(shapeTypedDate(text), true);
        if (reading.kind === 'date') expect(parsePartialDate(reading.value)).toBeDefined();
      }),
    );
  });

  it('give an age', () => {
    expect(ageOn('1974-08-12', '2026-11-21')).toBe(52);
    expect(ageOn('1974-11-22', '2026-11-21')).toBe(51);
    expect(ageOn('1974-11-21', '2026-11-21')).toBe(52);
    expect(ageOn('1974', '2026-11-21')).toBe(51);
    expect(ageOn('2027-01-01', '2026-11-21')).toBeUndefined();
  });
});

describe('countries', () => {
  it('are those of the catalogue', () => {
    expect(COUNTRIES.map((country) => country.code).sort()).toEqual([...COUNTRY_CODES].sort());
  });

  it.each([
    ['mali', 'MLI'],
    ['MLI', 'MLI'],
    ['مالي', 'MLI'],
    ['haute volta', 'BFA'],
    ['zaire', 'COD'],
    ['dahomey', 'BEN'],
    ['cote d’ivoire', 'CIV'],
    ['deu', 'D'],
    ['germany', 'D'],
    ['utopi', 'UTO'],
  ])('« %s » finds %s', (typed, code) => {
    expect(findCountries(typed, 'fr').map((country) => country.code)).toContain(code);
  });

  it('keep a code that is not known', () => {
    expect(countryName('ZZ9', 'fr')).toBe('ZZ9');
    expect(countryName('MLI', 'ar')).toBe('مالي');
  });
});

describe('money, telephones, sizes', () => {
  it('reads amounts exactly, with comma or point', () => {
    expect(readAmount('84,00', 2)).toBe(8400);
    expect(readAmount('84.5', 2)).toBe(8450);
    expect(readAmount('55\u00a0000', 0)).toBe(55_000);
    expect(readAmount('55,5', 0)).toBeUndefined();
    expect(readAmount('84,005', 2)).toBeUndefined();
    expect(readAmount('-3', 2)).toBeUndefined();
  });

  it('reads back what it shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (minor) => {
        expect(readAmount(formatNumber('fr', minor / 100, 2), 2)).toBe(minor);
      }),
    );
  });

  it('makes E.164 of telephones', () => {
    expect(readPhone('00 223 70 00 00 00')).toBe('+22370000000');
    expect(readPhone('06 12 34 56 78', '+33')).toBe('+33612345678');
    expect(isPhone('+22370000000')).toBe(true);
    expect(isPhone('0612')).toBe(false);
  });

  it('says sizes with a number that a person reads', () => {
    expect(formatBytes('fr', 212_000)).toBe('212\u00a0Ko');
    expect(formatBytes('fr', 1_800_000)).toBe('1,8\u00a0Mo');
    expect(formatBytes('en', 0)).toBe('0\u00a0B');
  });
});

describe('lists that do not move under the hand', () => {
  const key = (row: { id: number }) => String(row.id);
  const rows = (...ids: number[]) => ids.map((id) => ({ id, at: id * 10 }));

  it('keep their order with the newest content', () => {
    const now = [
      { id: 9, at: 0 },
      { id: 2, at: 99 },
      { id: 1, at: 10 },
    ];
    expect(holdOrder(rows(1, 2, 3), now, key)).toEqual([
      { id: 1, at: 10 },
      { id: 2, at: 99 },
      { id: 3, at: 30 },
    ]);
  });

  it('say how many wait', () => {
    expect(waitingNews(rows(1, 2), rows(1, 2), key)).toBeUndefined();
    expect(waitingNews(rows(1, 2), rows(5, 4, 1, 2), key)).toBe(2);
    expect(waitingNews(rows(1, 2), rows(2, 1), key)).toBe(0);
    expect(waitingNews(rows(1, 2), rows(1), key)).toBe(0);
  });

  it('take another heading for another place', () => {
    const now = rows(1, 2).map((row) => ({ ...row, at: 0 }));
    const byAge = ({ at }: { at: number }) => (at === 0 ? 'new' : 'old');
    expect(waitingNews(rows(1, 2), now, key, byAge)).toBe(0);
    expect(waitingNews(rows(1, 2), now, key)).toBeUndefined();
  });

  it('draw a heading before the first row of each group, with how many follow', () => {
    expect(linesUnderHeadings(['a', 'a', 'b'])).toEqual([
      { group: 'a', count: 2 },
      0,
      1,
      { group: 'b', count: 1 },
      2,
    ]);
    expect(linesUnderHeadings([])).toEqual([]);
  });
});
