/** Time and randomness are injected: the core never asks the platform for either. */

/** Wall-clock time in milliseconds since 1970. It is evidence, never an order (law 9). */
export interface Clock {
  now(): number;
}

/** Cryptographically strong bytes. */
export interface RandomSource {
  bytes(length: number): Uint8Array;
}

export const systemRandom: RandomSource = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};

/** RFC 3339 in UTC with seconds, as every record writes time. */
export const isoTime = (milliseconds: number): string =>
  `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
