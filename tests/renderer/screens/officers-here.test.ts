/** Who is asked for their secret first on the locked screen. */
import { expect, test } from 'vitest';
import type { Kid } from '../../../app/acts/ids.ts';
import { firstAsked } from '../../../renderer/screens/app/officers-here.ts';
import { isSaid } from '../../../renderer/screens/unlock/tries-left.tsx';

const [A, B, C] = ['a', 'b', 'c'] as unknown as [Kid, Kid, Kid];
const slots = [A, B, C].map((kid) => ({ kid }));

test('after a lock the last one who was here', () => {
  expect(firstAsked(slots, [B, A], null)).toBe(B);
});

test('after one has made room, the last one before, or whoever else there is', () => {
  expect(firstAsked(slots, [B, C, A], B)).toBe(C);
  expect(firstAsked(slots, [A], A)).toBe(B);
  expect(firstAsked([{ kid: A }], [A], A)).toBe(A);
});

test('somebody whose slot is no more is not asked; a desk without slots asks nobody', () => {
  expect(firstAsked(slots, ['gone' as Kid], null)).toBe(A);
  expect(firstAsked([], [A], null)).toBeUndefined();
});

test('the last three tries before the end are said, no others', () => {
  expect([undefined, 9, 4, 3, 2, 1, 0].map(isSaid)).toEqual([false, false, false, true, true, true, false]);
});
