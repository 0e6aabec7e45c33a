/** When a silence is longer than usual, played over calendars (docs/decisions/0012). */
import { describe, expect, it } from 'vitest';
import {
  heardAt,
  isSilent,
  type Rhythm,
  UNKNOWN_MS,
  usualSilence,
} from '../../../sync-server/fleet/rhythm.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** a Monday, midnight */
const START = Date.UTC(2026, 5, 1);

/** A desk that is there whenever `isOn` says so, and comes every five minutes then. */
function live(isOn: (at: number) => boolean, days: number, from?: Rhythm, start = START): Rhythm {
  let rhythm = from;
  for (let at = start; at < start + days * DAY; at += 5 * MINUTE)
    if (isOn(at)) rhythm = heardAt(rhythm, at, 0);
  return rhythm as Rhythm;
}

const hourOf = (at: number): number => (at % DAY) / HOUR;
const isWeekday = (at: number): boolean => ![0, 6].includes(new Date(at).getUTCDay());
const office = (at: number): boolean => isWeekday(at) && hourOf(at) >= 8 && hourOf(at) < 16;
const always = (): boolean => true;
/** Two hours by a generator, each second Monday. */
const generator = (at: number): boolean => Math.floor((at - START) / DAY) % 14 === 0 && hourOf(at) < 2;

/** First moment of a silence at which the desk is listed. */
function listedAfter(rhythm: Rhythm): number {
  for (let silence = 0; ; silence += 15 * MINUTE)
    if (isSilent(rhythm, rhythm.last + silence, 0)) return silence;
}

/** How often a desk is listed that lives as ever, once its habit is known. */
function falseAlarms(isOn: (at: number) => boolean, days: number): number {
  let rhythm: Rhythm | undefined;
  let alarms = 0;
  for (let at = START; at < START + days * DAY; at += 15 * MINUTE) {
    if (isOn(at)) rhythm = heardAt(rhythm, at, 0);
    else if (rhythm && usualSilence(rhythm) !== null && isSilent(rhythm, at, 0)) alarms += 1;
  }
  return alarms;
}

describe('a desk', () => {
  it('of office hours is not listed for a night or a weekend, and is on the fourth day', () => {
    expect(falseAlarms(office, 90)).toBe(0);
    const silence = listedAfter(live(office, 40));
    expect(silence).toBeGreaterThan(64 * HOUR);
    expect(silence).toBeLessThan(4 * DAY);
  });

  it('that is always there is listed after little more than an hour', () => {
    expect(listedAfter(live(always, 10))).toBeLessThanOrEqual(75 * MINUTE);
  });

  it('that comes each second week is not listed in between, and is in the third', () => {
    expect(falseAlarms(generator, 20 * 14)).toBe(0);
    const silence = listedAfter(live(generator, 10 * 14 + 1));
    expect(silence).toBeGreaterThan(14 * DAY);
    expect(silence).toBeLessThan(19 * DAY);
  });

  it('that is new has no habit yet, and is listed after a week', () => {
    const rhythm = live(office, 3);
    expect(usualSilence(rhythm)).toBeNull();
    expect(listedAfter(rhythm)).toBe(UNKNOWN_MS + 15 * MINUTE);
  });

  it('that was away once for a month is not given a month from then on', () => {
    const before = live(office, 42);
    const after = live(office, 42, before, START + 72 * DAY);
    expect(listedAfter(after)).toBeLessThan(4 * DAY);
  });
});

describe('the gateway’s own time', () => {
  it('away, it lists nobody for that: silence counts from when it was there again', () => {
    const rhythm = live(always, 10);
    const back = rhythm.last + 20 * DAY;
    expect(isSilent(rhythm, back + MINUTE, back)).toBe(false);
    expect(isSilent(rhythm, back + 2 * HOUR, back)).toBe(true);
    expect(heardAt(rhythm, back + MINUTE, back).silences).toEqual(rhythm.silences);
  });

  it('set back, it makes no habit of what lies between', () => {
    const rhythm = live(always, 10);
    const back = heardAt(rhythm, rhythm.last - 3 * DAY, 0);
    expect(back).toMatchObject({ last: rhythm.last - 3 * DAY, silences: rhythm.silences });
    expect(isSilent(rhythm, rhythm.last - 3 * DAY, 0)).toBe(false);
  });
});
