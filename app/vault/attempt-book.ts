/** The attempts at the secrets of a desk: each is counted durably before it is made (attempts.ts). */
import { isoTime } from '../acts/clock.ts';
import {
  type AttemptsClock,
  type AttemptsRecord,
  type AttemptsState,
  begin,
  recordOf,
  remaining,
  resume,
  succeed,
  triesLeft,
} from './attempts.ts';
import { VaultError } from './errors.ts';

/** Where failed attempts rest, by the name of what was to be opened: a slot's kid, or a request's id. */
export interface AttemptShelf<Name extends string> {
  attempts(name: Name): Promise<AttemptsRecord>;
  noteAttempts(name: Name, record: AttemptsRecord): Promise<void>;
}

export class AttemptBook<Name extends string> {
  readonly #shelf: AttemptShelf<Name>;
  readonly #clock: AttemptsClock;
  readonly #states = new Map<Name, AttemptsState>();

  constructor(shelf: AttemptShelf<Name>, clock: AttemptsClock) {
    this.#shelf = shelf;
    this.#clock = clock;
  }

  /** ISO time before which no attempt is taken; null when one may be made now */
  async waitUntil(name: Name): Promise<string | null> {
    const wait = remaining(await this.#stateOf(name), this.#clock);
    return wait === 0 ? null : this.after(wait);
  }

  /** tries before `most` failures in a row; one that was cut off is a failure */
  async left(name: Name, most: number): Promise<number> {
    return triesLeft(await this.#stateOf(name), most);
  }

  /**
   * One attempt. What went wrong is not told: a wrong secret, an altered file and a lost key store all read alike.
   * @returns `opened` null when it failed or came too early
   */
  async make<T>(
    name: Name,
    open: () => Promise<T>,
  ): Promise<{ readonly opened: T | null; readonly waitUntil: string }> {
    const state = await this.#stateOf(name);
    const wait = remaining(state, this.#clock);
    if (wait > 0) return { opened: null, waitUntil: this.after(wait) };
    const failed = begin(state, this.#clock);
    await this.#note(name, failed);
    try {
      const opened = await open();
      await this.#note(name, succeed());
      return { opened, waitUntil: this.after(0) };
    } catch (error) {
      if (!(error instanceof VaultError)) {
        // No memory to derive a key, say: nothing was tried, though the delay stays.
        await this.#note(name, { ...state, freeAt: failed.freeAt });
        throw error;
      }
      return { opened: null, waitUntil: this.after(remaining(failed, this.#clock)) };
    }
  }

  /** Rounded up to the second, so that nobody is told a moment too early. */
  after(ms: number): string {
    return isoTime(Math.ceil((this.#clock.now() + ms) / 1000) * 1000);
  }

  async #note(name: Name, state: AttemptsState): Promise<void> {
    this.#states.set(name, state);
    await this.#shelf.noteAttempts(name, recordOf(state));
  }

  async #stateOf(name: Name): Promise<AttemptsState> {
    const known = this.#states.get(name);
    if (known !== undefined) return known;
    const state = resume(await this.#shelf.attempts(name), this.#clock);
    this.#states.set(name, state);
    return state;
  }
}
