/** What a desk sees of its own clock while it is open: the wall clock beside one that never jumps. */
import { CLOCK_TOLERANCE_MS } from './time-evidence.ts';

export interface WatchedClock {
  /** milliseconds since 1970, as people set it */
  now(): number;
  /** milliseconds of a clock that nobody sets; it may stand still while the computer sleeps */
  monotonic(): number;
}

export class ClockWatch {
  readonly #clock: WatchedClock;
  #last: { readonly wall: number; readonly monotonic: number };
  #slept = false;

  constructor(clock: WatchedClock) {
    this.#clock = clock;
    this.#last = { wall: clock.now(), monotonic: clock.monotonic() };
  }

  /** The computer sleeps from now on: how long is not known, so that a step forward says nothing. */
  noteSleep(): void {
    this.#slept = true;
  }

  /**
   * @returns by how many milliseconds the wall clock has been set since the last look: back below nought, forward above; null
   *   where it goes as clocks do
   */
  look(): number | null {
    const [wall, monotonic] = [this.#clock.now(), this.#clock.monotonic()];
    const by = wall - this.#last.wall - (monotonic - this.#last.monotonic);
    const bySleep = this.#slept && by > 0;
    this.#last = { wall, monotonic };
    this.#slept = false;
    return Math.abs(by) < CLOCK_TOLERANCE_MS || bySleep ? null : by;
  }
}
