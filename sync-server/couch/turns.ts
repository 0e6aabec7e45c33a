import { CouchError } from './errors.ts';

/** Lets so many work at once, the others in the order they came: work that shares the processor gains nothing by more. */
export class Turns {
  readonly #most: number;
  readonly #waitingMost: number;
  readonly #waiting: (() => void)[] = [];
  #working = 0;

  constructor(most: number, waitingMost: number) {
    this.#most = most;
    this.#waitingMost = waitingMost;
  }

  /** @throws CouchError `service_unavailable` when too many wait already, and whatever the work throws */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#working >= this.#most) await this.#wait();
    else this.#working++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#working--;
      else next();
    }
  }

  #wait(): Promise<void> {
    if (this.#waiting.length >= this.#waitingMost) {
      const after = { 'retry-after': '10' };
      throw new CouchError('service_unavailable', 'Too many queries are waiting: ask again later.', after);
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
