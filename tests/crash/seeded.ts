/** Seeded randomness for fault tests: a failure names its seed, and the seed plays it again. */
export interface Dice {
  /** 0 ≤ x < 1 */
  next(): number;
  below(n: number): number;
  chance(p: number): boolean;
  bytes(length: number): Uint8Array;
}

/** mulberry32 */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return {
    next,
    below,
    chance: (p) => next() < p,
    bytes: (n) => Uint8Array.from({ length: n }, () => below(256)),
  };
}

/** `SEED=n` plays one; otherwise `count` seeds from a base that changes from run to run. */
export function seeds(count: number): number[] {
  const asked = process.env.SEED;
  if (asked !== undefined) return [Number(asked)];
  const base = Math.floor(Math.random() * 2 ** 31);
  return Array.from({ length: count }, (_, i) => base + i);
}

/** Runs `test` for each seed; an error says which. */
export async function forEachSeed(
  count: number,
  test: (d: Dice, seed: number) => Promise<void>,
): Promise<void> {
  for (const seed of seeds(count)) {
    try {
      await test(dice(seed), seed);
    } catch (error) {
      throw new Error(`failed with SEED=${seed}`, { cause: error });
    }
  }
}
