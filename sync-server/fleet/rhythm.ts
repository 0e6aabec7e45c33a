/**
 * When a desk comes, and when a silence of it is longer than its habit (docs/decisions/0012). Times are milliseconds of
 * the gateway's clock.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A shorter one is a pause between two passes. */
export const SILENCE_MS = 30 * MINUTE;
/** Silences remembered: six weeks of a desk that is off at night. */
export const REMEMBERED = 30;
/** The longest is taken for an exception once so many are known: four weeks of nights. */
const MANY = 20;
/** A habit is known after a week with its weekend. */
const KNOWN_AFTER_MS = 8 * DAY;
const ROOM = 1.25;
const SHORTEST_MS = HOUR;
/** Of a desk whose habit is not known yet. */
export const UNKNOWN_MS = 7 * DAY;

export interface Rhythm {
  readonly first: number;
  readonly last: number;
  /** milliseconds, the newest last */
  readonly silences: readonly number[];
}

/**
 * The desk has come.
 * @param servedSince from when on a gateway was there without a break: before, nobody could come
 */
export function heardAt(rhythm: Rhythm | undefined, at: number, servedSince: number): Rhythm {
  if (rhythm === undefined) return { first: at, last: at, silences: [] };
  const silence = at - rhythm.last;
  // The gateway's clock was set back: what lies between is not known.
  if (silence < 0) return { ...rhythm, first: Math.min(rhythm.first, at), last: at };
  const wasServed = rhythm.last >= servedSince;
  const silences =
    silence >= SILENCE_MS && wasServed ? [...rhythm.silences, silence].slice(-REMEMBERED) : rhythm.silences;
  return { ...rhythm, last: at, silences };
}

/** @returns milliseconds after which a silence is longer than usual; null while the habit is not known */
export function usualSilence({ first, last, silences }: Rhythm): number | null {
  if (last - first < KNOWN_AFTER_MS) return null;
  const longest = silences.toSorted((a, b) => b - a);
  const habit = longest[silences.length >= MANY ? 1 : 0] ?? 0;
  return Math.max(SHORTEST_MS, habit * ROOM);
}

/** Silent for longer than usual, counted while a gateway was there to be reached. */
export function isSilent(rhythm: Rhythm, now: number, servedSince: number): boolean {
  return now - Math.max(rhythm.last, servedSince) > (usualSilence(rhythm) ?? UNKNOWN_MS);
}
