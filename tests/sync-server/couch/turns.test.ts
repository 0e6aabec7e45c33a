import { expect, it } from 'vitest';
import { Turns } from '../../../sync-server/couch/turns.ts';

it('work goes on in turns: so much at once, the rest in order, and no more than may wait', async () => {
  const turns = new Turns(2, 3);
  const begun: number[] = [];
  const endings: (() => void)[] = [];
  const work = (n: number): Promise<number> =>
    turns.take(() => {
      begun.push(n);
      return new Promise((resolve) => {
        endings[n] = () => resolve(n);
      });
    });
  const all = [0, 1, 2, 3, 4].map(work);
  await expect(work(5)).rejects.toMatchObject({
    error: 'service_unavailable',
    headers: { 'retry-after': expect.stringMatching(/^\d+$/) },
  });
  for (let n = 0; n < 5; n++) {
    await expect.poll(() => begun).toEqual([0, 1, 2, 3, 4].slice(0, Math.min(5, n + 2)));
    endings[n]?.();
    expect(await all[n]).toBe(n);
  }
});

it('work that fails gives its turn on', async () => {
  const turns = new Turns(1, 1);
  const failing = turns.take(() => Promise.reject(new Error('no')));
  const next = turns.take(async () => 'next');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('next');
});
