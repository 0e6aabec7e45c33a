/**
 * Acts whose bytes have left this desk and were answered, until a receipt says more. Kept as facts, so that a restart
 * neither forgets it nor hopes. Wiped with the rest of the browser's storage, they are "on this computer only" again.
 */
import { type ActId, parseActId } from '../../app/acts/ids.ts';
import type { FactShelf } from './stores.ts';

const SENT = 'sent:';

export class SentActs {
  readonly #facts: FactShelf;
  readonly #acts = new Set<ActId>();

  constructor(facts: FactShelf) {
    this.#facts = facts;
  }

  async load(): Promise<void> {
    for (const [key] of await this.#facts.withPrefix(SENT))
      this.#acts.add(parseActId(key.slice(SENT.length)));
  }

  get size(): number {
    return this.#acts.size;
  }

  has(act: ActId): boolean {
    return this.#acts.has(act);
  }

  /** @returns those that were not known as sent */
  async add(acts: readonly ActId[]): Promise<ActId[]> {
    const fresh = acts.filter((act) => !this.#acts.has(act));
    for (const act of fresh) {
      await this.#facts.set(`${SENT}${act}`, '1');
      this.#acts.add(act);
    }
    return fresh;
  }

  /** Forgets those for which `settled` holds: a receipt speaks of them. */
  async forget(settled: (act: ActId) => boolean): Promise<void> {
    for (const act of [...this.#acts].filter(settled)) {
      await this.#facts.delete(`${SENT}${act}`);
      this.#acts.delete(act);
    }
  }
}
