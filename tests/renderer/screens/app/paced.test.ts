import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { atMostEvery, oneAtATime } from '../../../../renderer/screens/app/paced.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('at most every second', () => {
  it('does what is asked at once, and what is asked during the pause at its end, once', () => {
    const work = vi.fn();
    const { ask } = atMostEvery(1000, work);
    ask();
    expect(work).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(400);
    ask();
    ask();
    expect(work).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(600);
    expect(work).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(5000);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('goes on for ever, in whatever moment it is asked', () => {
    for (let moment = 0; moment <= 1000; moment += 100) {
      const work = vi.fn();
      const { ask } = atMostEvery(1000, work);
      for (let round = 0; round < 20; round += 1) {
        ask();
        vi.advanceTimersByTime(moment);
        ask();
        const before = work.mock.calls.length;
        ask();
        vi.advanceTimersByTime(1000);
        expect(work.mock.calls.length, `asked after ${moment} ms, round ${round}`).toBeGreaterThan(before);
      }
    }
  });

  it('does nothing more once it is stopped', () => {
    const work = vi.fn();
    const { ask, stop } = atMostEvery(1000, work);
    ask();
    ask();
    stop();
    vi.advanceTimersByTime(5000);
    expect(work).toHaveBeenCalledTimes(1);
  });
});

describe('one at a time', () => {
  const wait = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      setTimeout(resolve, milliseconds);
    });

  it('gives each answer, however much faster it is asked', async () => {
    let answers = 0;
    let under = 0;
    const { ask } = oneAtATime(async (isWanted) => {
      under += 1;
      expect(under).toBe(1);
      await wait(700);
      under -= 1;
      if (isWanted()) answers += 1;
    });
    for (let asked = 0; asked < 30; asked += 1) {
      ask();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(answers).toBe(4);
    // The fifth is under way, and was asked during: there is one more.
    await vi.advanceTimersByTimeAsync(10_000);
    expect(answers).toBe(6);
  });

  it('asks again after what it was asked during, and wants nothing once it is stopped', async () => {
    let begun = 0;
    let wanted = 0;
    const { ask, stop } = oneAtATime(async (isWanted) => {
      begun += 1;
      await wait(100);
      if (isWanted()) wanted += 1;
    });
    ask();
    ask();
    await vi.advanceTimersByTimeAsync(150);
    stop();
    ask();
    await vi.advanceTimersByTimeAsync(1000);
    ask();
    await vi.advanceTimersByTimeAsync(1000);
    expect([begun, wanted]).toEqual([2, 1]);
  });
});
