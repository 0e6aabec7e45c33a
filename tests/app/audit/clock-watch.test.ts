/** A desk sees its own clock set, and tells it from time that passed and from sleep. */
import { expect, test } from 'vitest';
import { ClockWatch } from '../../../app/audit/clock-watch.ts';

const HOUR = 3_600_000;

function watched() {
  const at = { wall: Date.UTC(2026, 10, 21, 9), monotonic: 5000 };
  const watch = new ClockWatch({ now: () => at.wall, monotonic: () => at.monotonic });
  const pass = (ms: number) => {
    at.wall += ms;
    at.monotonic += ms;
  };
  return { at, watch, pass };
}

test('time that passes is no change, nor is a correction within a minute', () => {
  const { at, watch, pass } = watched();
  pass(9 * HOUR);
  expect(watch.look()).toBeNull();
  at.wall -= 59_000;
  expect(watch.look()).toBeNull();
});

test('a clock that is set back or forward is seen once, by how much', () => {
  const { at, watch, pass } = watched();
  pass(30_000);
  at.wall -= 3 * HOUR;
  expect(watch.look()).toBe(-3 * HOUR);
  pass(30_000);
  expect(watch.look()).toBeNull();
  at.wall += 26 * HOUR;
  expect(watch.look()).toBe(26 * HOUR);
  expect(watch.look()).toBeNull();
});

test('a sleep says nothing of a step forward, and hides no step back', () => {
  const { at, watch } = watched();
  watch.noteSleep();
  at.wall += 8 * HOUR;
  expect(watch.look()).toBeNull();
  watch.noteSleep();
  at.wall -= HOUR;
  expect(watch.look()).toBe(-HOUR);
  // What comes after the first look behind a sleep is looked at as ever.
  at.wall += HOUR;
  expect(watch.look()).toBe(HOUR);
});
