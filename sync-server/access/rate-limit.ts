/** Token buckets by name: `capacity` at once, `perSecond` in the long run. */
export interface Rate {
  readonly capacity: number;
  readonly perSecond: number;
}

/** Names remembered; a full bucket is the same as none, so those are forgotten first. */
const NAMES = 10_000;

export class RateLimit {
  readonly #rate: Rate;
  readonly #monotonic: () => number;
  readonly #buckets = new Map<string, { left: number; at: number }>();

  constructor(rate: Rate, monotonic: () => number) {
    this.#rate = rate;
    this.#monotonic = monotonic;
  }

  /** @returns 0 when it may pass, else the seconds to wait */
  take(name: string): number {
    const { capacity, perSecond } = this.#rate;
    const now = this.#monotonic();
    const bucket = this.#buckets.get(name) ?? { left: capacity, at: now };
    this.#buckets.delete(name);
    bucket.left = Math.min(capacity, bucket.left + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    this.#buckets.set(name, bucket);
    for (const oldest of this.#buckets.keys()) {
      if (this.#buckets.size <= NAMES) break;
      this.#buckets.delete(oldest);
    }
    if (bucket.left < 1) return Math.ceil((1 - bucket.left) / perSecond);
    bucket.left -= 1;
    return 0;
  }
}
