import type { ReplicaDb } from '../stores/replica-store.ts';

/** Waits for writes to a database without missing one that falls between reading a page and waiting. */
export class Wakeup {
  readonly #leave: () => void;
  #changed = false;
  #wake: () => void = () => {};

  constructor(db: ReplicaDb) {
    this.#leave = db.subscribe(() => {
      this.#changed = true;
      this.#wake();
    });
  }

  /** Call before reading a page: only what is written from now on wakes. */
  arm(): void {
    this.#changed = false;
  }

  /** Resolves on a write since `arm`, after `ms`, or when the signal fires. */
  wait(ms: number, signal: AbortSignal): Promise<'changed' | 'elapsed' | 'aborted'> {
    if (signal.aborted) return Promise.resolve('aborted');
    if (this.#changed) return Promise.resolve('changed');
    return new Promise((resolve) => {
      const done = (outcome: 'changed' | 'elapsed' | 'aborted'): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        this.#wake = () => {};
        resolve(outcome);
      };
      const onAbort = (): void => done('aborted');
      const timer = setTimeout(() => done('elapsed'), Math.min(ms, 2 ** 31 - 1));
      signal.addEventListener('abort', onAbort);
      this.#wake = () => done('changed');
    });
  }

  /** Stops listening. */
  leave(): void {
    this.#leave();
  }
}
