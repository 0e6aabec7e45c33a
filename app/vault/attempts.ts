/**
 * The delay after wrong secrets: 1 s, doubling with each failure to 15 min; it survives restarts.
 *
 * A pure state machine: the caller stores the state durably at each {@link begin}, *before* the secret is tried, so
 * that pulling the plug during the try is a failure too, and again at {@link succeed}. While a program runs, time is
 * taken from its monotonic clock alone, so that setting the clock forward or back changes nothing. After a restart
 * only the wall clock knows how long the desk was off; if it stands before the last failure, the whole delay starts
 * anew.
 */
import type { Clock } from '../acts/clock.ts';

export const FIRST_DELAY_MS = 1_000;
export const LONGEST_DELAY_MS = 15 * 60_000;

/** What is stored. `at`: wall clock of the last failure, milliseconds. */
export interface AttemptsRecord {
  readonly failures: number;
  readonly at: number;
}

export interface AttemptsState extends AttemptsRecord {
  /** monotonic milliseconds at which the next attempt may be made */
  readonly freeAt: number;
}

/** Two clocks in milliseconds: the wall, and one that never jumps and starts anywhere. */
export interface AttemptsClock extends Clock {
  monotonic(): number;
}

export const NO_FAILURES: AttemptsRecord = { failures: 0, at: 0 };

export const delayAfter = (failures: number): number =>
  failures === 0 ? 0 : Math.min(FIRST_DELAY_MS * 2 ** Math.min(failures - 1, 30), LONGEST_DELAY_MS);

/** The state after a restart, from what was stored. */
export function resume(record: AttemptsRecord, clock: AttemptsClock): AttemptsState {
  const delay = delayAfter(record.failures);
  const since = clock.now() - record.at;
  return { ...record, freeAt: clock.monotonic() + (since < 0 ? delay : Math.max(0, delay - since)) };
}

/** Milliseconds until an attempt is taken; 0 when one may be made now. */
export const remaining = (state: AttemptsState, clock: AttemptsClock): number =>
  Math.max(0, state.freeAt - clock.monotonic());

/** Counts an attempt as failed, before it is made. Store it, then try. */
export function begin(state: AttemptsState, clock: AttemptsClock): AttemptsState {
  const failures = state.failures + 1;
  return { failures, at: clock.now(), freeAt: clock.monotonic() + delayAfter(failures) };
}

/** The secret was right. */
export const succeed = (): AttemptsState => ({ ...NO_FAILURES, freeAt: 0 });

export const recordOf = ({ failures, at }: AttemptsState): AttemptsRecord => ({ failures, at });

/**
 * Tries before `most` failures in a row. A damaged record leaves one: an accident of the disk uses up none that somebody
 * was to have.
 */
export const triesLeft = ({ failures, at }: AttemptsRecord, most: number): number =>
  Math.max(at === DAMAGED.at ? 1 : 0, most - failures);

const DAMAGED: AttemptsRecord = { failures: 11, at: Number.MAX_SAFE_INTEGER };

/** Reads a stored record. One that is damaged counts as many failures. */
export function parseAttempts(value: unknown): AttemptsRecord {
  const { failures, at } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  if (Number.isSafeInteger(failures) && (failures as number) >= 0 && Number.isSafeInteger(at)) {
    return { failures: failures as number, at: at as number };
  }
  return DAMAGED;
}
