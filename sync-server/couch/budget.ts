import { CouchError } from './errors.ts';
import type { CouchLimits } from './limits.ts';

/** Work without a pause that nobody notices. */
const SLICE_MS = 10;

/**
 * What one query may cost: it lets others in while it works, and ends when it has looked at too much or for too long.
 * Waiting for the disk, or for others, does not count.
 */
export class Budget {
  readonly #documents: number;
  readonly #ms: number;
  #looked = 0;
  #worked = 0;
  #slice = 0;

  constructor({ findDocuments, findMs }: Pick<CouchLimits, 'findDocuments' | 'findMs'>) {
    this.#documents = findDocuments;
    this.#ms = findMs;
  }

  /** Does the work on one document. @throws CouchError `timeout` */
  async spend<T>(work: () => T): Promise<T> {
    const started = performance.now();
    const result = work();
    const took = performance.now() - started;
    this.#worked += took;
    this.#slice += took;
    this.#looked++;
    if (this.#looked > this.#documents || this.#worked > this.#ms) throw this.#exhausted();
    if (this.#slice >= SLICE_MS) {
      this.#slice = 0;
      await new Promise(setImmediate);
    }
    return result;
  }

  #exhausted(): CouchError {
    const reason = `The request could not be processed in a reasonable amount of time: ${this.#looked} documents were looked at.`;
    return new CouchError('timeout', `${reason} Ask for less at a time, by \`_id\` or without patterns.`);
  }
}
