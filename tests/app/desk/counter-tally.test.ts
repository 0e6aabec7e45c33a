/** What a counter measures: work without its pauses, medians, and answers that earlier files gave. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServiceCode } from '../../../app/acts/ids.ts';
import {
  activeUntil,
  broughtAmong,
  counted,
  measuredOf,
  PAUSE_MS,
  type Tallies,
} from '../../../app/desk/counter-tally.ts';

const VISA = 'ml-visa' as ServiceCode;
const sealed = (seconds: number, answered = 0, brought = 0) => ({
  service: VISA,
  seconds,
  answered,
  brought,
});
const tallied = (...all: ReturnType<typeof sealed>[]) => measuredOf(all.reduce<Tallies>(counted, {}))[0];

describe('time of work on a draft', () => {
  it('counts what passed since the last change, and no pause of more than five minutes', () => {
    expect(activeUntil(0, 1000, 61_000)).toBe(60_000);
    expect(activeUntil(60_000, 0, PAUSE_MS)).toBe(60_000 + PAUSE_MS);
    expect(activeUntil(60_000, 0, PAUSE_MS + 1)).toBe(60_000);
  });

  it('is not made less by a clock that was set back, nor made up where no time is known', () => {
    expect(activeUntil(60_000, 10_000, 5000)).toBe(60_000);
    expect(activeUntil(60_000, Number.NaN, 5000)).toBe(60_000);
  });
});

describe('answers from earlier files', () => {
  it('are those that are still as they were brought, in whatever order their members stand', () => {
    const brought = { surname: { latin: 'SPECIMEN', arabic: '' }, phone: '+33100000000', city: 'Lyon' };
    const answers = { surname: { arabic: '', latin: 'SPECIMEN' }, phone: '+33100000001', job: 'Baker' };
    expect(broughtAmong(answers, brought)).toBe(1);
    expect(broughtAmong(answers, {})).toBe(0);
    expect(broughtAmong({ constructor: 'x' }, {})).toBe(0);
  });
});

describe('a tally', () => {
  it('has the median of the durations and the sums of the answers, of each service by itself', () => {
    expect(tallied(sealed(60), sealed(600), sealed(120))).toMatchObject({ count: 3, medianSeconds: 120 });
    expect(tallied(sealed(60), sealed(120))).toMatchObject({ medianSeconds: 90 });
    expect(tallied(sealed(1, 10, 4), sealed(1, 5, 0))).toMatchObject({ answered: 15, brought: 4 });
    const two = counted(counted({}, sealed(5)), { ...sealed(7), service: 'ml-other' as ServiceCode });
    expect(measuredOf(two).map(({ service, count }) => [service, count])).toEqual([
      [VISA, 1],
      ['ml-other', 1],
    ]);
    expect(measuredOf({})).toEqual([]);
  });

  it('counts all and keeps the newest two hundred durations', () => {
    const many = [...Array(200).keys()].map(() => sealed(10));
    expect(tallied(...many, ...many.map(() => sealed(30)))).toMatchObject({ count: 400, medianSeconds: 30 });
  });

  it('has a median with as many values at or below it as at or above', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5000), { minLength: 1, maxLength: 200 }), (seconds) => {
        const median = tallied(...seconds.map((one) => sealed(one)))?.medianSeconds ?? -1;
        const below = seconds.filter((one) => one <= median).length;
        const above = seconds.filter((one) => one >= median).length;
        expect(Math.min(below, above) * 2).toBeGreaterThanOrEqual(seconds.length);
      }),
    );
  });
});
