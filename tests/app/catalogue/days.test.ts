import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  dayNumber,
  dayOfNumber,
  dayRange,
  parseDay,
  weekday,
} from '../../../app/catalogue/days.ts';
import { dueDate, validUntil } from '../../../app/catalogue/due.ts';
import { PASSPORT } from './services.ts';

const day = fc.integer({ min: -40_000, max: 80_000 }).map(dayOfNumber);

describe('days', () => {
  it('are counted both ways', () => {
    fc.assert(
      fc.property(day, (text) => {
        expect(dayOfNumber(dayNumber(text) as number)).toBe(text);
      }),
    );
    expect(weekday(dayNumber('2026-11-21') as number)).toBe(6);
    expect(weekday(dayNumber('1969-12-28') as number)).toBe(0);
  });

  it('n months on keep the day, or take the last of the month', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2026-12-15', 1)).toBe('2027-01-15');
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
    expect(addMonths('2026-01', 1)).toBeUndefined();
    fc.assert(
      fc.property(day, fc.integer({ min: -400, max: 400 }), (text, months) => {
        const moved = addMonths(text, months);
        if (moved === undefined || !parseDay(moved)) return;
        expect(Number(moved.slice(8))).toBeLessThanOrEqual(Number(text.slice(8)));
      }),
    );
  });

  it('with unknown parts are a range', () => {
    expect(dayRange('2024-02')?.map(dayOfNumber)).toEqual(['2024-02-01', '2024-02-29']);
    expect(dayRange('2024')?.map(dayOfNumber)).toEqual(['2024-01-01', '2024-12-31']);
    expect(dayRange('2024-02-30')).toBeUndefined();
  });

  it('of validity end on the eve of the anniversary; a single journey may have none', () => {
    const { instrument } = PASSPORT;
    const validity = { text: PASSPORT.title };
    expect(validUntil({ ...instrument, validity: { ...validity, months: 1 } }, '2026-01-31')).toBe(
      '2026-02-27',
    );
    expect(validUntil({ ...instrument, validity: { ...validity, days: 30 } }, '2026-11-21')).toBe(
      '2026-12-20',
    );
    expect(validUntil({ ...instrument, validity }, '2026-11-21')).toBeUndefined();
  });

  it('of work never fall on rest, and a calendar on which nobody works does not hang', () => {
    const working = {
      ...PASSPORT,
      delays: [{ code: 'w', days: 5, count: 'working', basis: 'target', toBeConfirmed: true } as const],
    };
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40_000 }).map(dayOfNumber),
        fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 6 }),
        (today, restDays) => {
          const due = dueDate(working, {}, { today }, { restDays, holidays: [addDays(today, 1) as string] })
            ?.day as string;
          expect(restDays).not.toContain(weekday(dayNumber(due) as number));
          expect((dayNumber(due) as number) - (dayNumber(today) as number)).toBeGreaterThanOrEqual(5);
        },
      ),
    );
    expect(
      dueDate(working, {}, { today: '2026-11-21' }, { restDays: [0, 1, 2, 3, 4, 5, 6], holidays: [] })?.day,
    ).toBe('2026-11-26');
  });
});
