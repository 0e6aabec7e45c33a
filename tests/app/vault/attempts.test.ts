import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type AttemptsClock,
  type AttemptsState,
  begin,
  delayAfter,
  LONGEST_DELAY_MS,
  NO_FAILURES,
  parseAttempts,
  recordOf,
  remaining,
  resume,
  succeed,
} from '../../../app/vault/attempts.ts';

/** A desk's two clocks; `reboot` starts the monotonic one anew, as a restart does. */
class TwoClocks implements AttemptsClock {
  wall = 1_790_000_000_000;
  ticks = 500;
  now = () => this.wall;
  monotonic = () => this.ticks;
  pass(ms: number): void {
    this.wall += ms;
    this.ticks += ms;
  }
  reboot(offMs: number): void {
    this.wall += offMs;
    this.ticks = 3;
  }
}

const failTimes = (times: number, clock: AttemptsClock): AttemptsState => {
  let state = resume(NO_FAILURES, clock);
  for (let i = 0; i < times; i += 1) state = begin(state, clock);
  return state;
};

test('1 s, doubling, to 15 min', () => {
  expect([0, 1, 2, 3, 10, 11, 100].map(delayAfter)).toEqual([0, 1e3, 2e3, 4e3, 512e3, 900e3, 900e3]);
});

test('the delay runs down with time and ends', () => {
  const clock = new TwoClocks();
  const state = failTimes(3, clock);
  expect(remaining(state, clock)).toBe(4_000);
  clock.pass(3_999);
  expect(remaining(state, clock)).toBe(1);
  clock.pass(1);
  expect(remaining(state, clock)).toBe(0);
});

test('success forgets the failures', () => {
  expect(recordOf(succeed())).toEqual(NO_FAILURES);
});

test('a restart does not shorten the delay', () => {
  const clock = new TwoClocks();
  const state = failTimes(5, clock);
  clock.pass(6_000);
  clock.reboot(1_000);
  expect(remaining(resume(parseAttempts(JSON.parse(JSON.stringify(recordOf(state)))), clock), clock)).toBe(
    9_000,
  );
});

test('a clock set back over a restart starts the whole delay anew', () => {
  const clock = new TwoClocks();
  const state = failTimes(5, clock);
  clock.reboot(-86_400_000);
  expect(remaining(resume(recordOf(state), clock), clock)).toBe(16_000);
});

test('while running, moving the wall clock in any way changes nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: -1e12, max: 1e12 }), (times, jump) => {
      const clock = new TwoClocks();
      const state = failTimes(times, clock);
      const before = remaining(state, clock);
      clock.wall += jump;
      expect(remaining(state, clock)).toBe(before);
    }),
  );
});

test('never longer than 15 min, whatever was stored and wherever the clock stands', () => {
  fc.assert(
    fc.property(fc.nat(), fc.maxSafeInteger(), fc.integer({ min: -1e14, max: 1e14 }), (failures, at, off) => {
      const clock = new TwoClocks();
      clock.reboot(off);
      expect(remaining(resume({ failures, at }, clock), clock)).toBeLessThanOrEqual(LONGEST_DELAY_MS);
    }),
  );
});

test.each([null, 3, {}, { failures: -1, at: 0 }, { failures: 'x', at: 1 }])(
  'damaged record %j waits longest',
  (value) => {
    const clock = new TwoClocks();
    expect(remaining(resume(parseAttempts(value), clock), clock)).toBe(LONGEST_DELAY_MS);
  },
);
