/** What of each database the centre has been offered, and whether it took all of it. */
import type { FactShelf } from './stores.ts';
import { isDenial, LinkError, type Transfer } from './transfer.ts';

/** fact: the server epoch in which a database was last offered whole */
const OFFERED = 'offered:';
/** fact: the centre denied something of a database on the wire, and has not taken it since */
const DENIED = 'denied:';

export class Offers {
  readonly #transfer: Pick<Transfer, 'push'>;
  readonly #facts: Pick<FactShelf, 'get' | 'set' | 'delete'>;
  /** databases that were offered whole since this program was started, or since a person asked */
  readonly #whole = new Set<string>();

  constructor(transfer: Pick<Transfer, 'push'>, facts: Pick<FactShelf, 'get' | 'set' | 'delete'>) {
    this.#transfer = transfer;
    this.#facts = facts;
  }

  /** A person asks: what was denied is offered again. */
  again(): void {
    this.#whole.clear();
  }

  /**
   * In an epoch of the server that is new to it, a database is offered whole: the centre may be a restored copy. So it is
   * after a denial, once a start of the program and whenever a person asks: what was denied lies behind the checkpoint.
   * Until it is taken, each pass says so.
   * @throws LinkError
   */
  async offer(database: string, epoch: string, sent: (ids: readonly string[]) => void): Promise<void> {
    const wasDenied = (await this.#facts.get(`${DENIED}${database}`)) !== undefined;
    const isKnown = (await this.#facts.get(`${OFFERED}${database}`)) === epoch;
    const isWhole = !isKnown || (wasDenied && !this.#whole.has(database));
    const denial = await this.#pushed(database, sent, isWhole);
    if (denial) await this.#facts.set(`${DENIED}${database}`, epoch);
    // Also what was denied has been answered for: one document does not have all offered whole with each pass.
    if (isWhole) {
      this.#whole.add(database);
      await this.#facts.set(`${OFFERED}${database}`, epoch);
    }
    if (denial) throw denial;
    if (isWhole && wasDenied) await this.#facts.delete(`${DENIED}${database}`);
    else if (wasDenied) throw new LinkError('LN-007');
  }

  /** @returns the denial, where all else was answered for */
  async #pushed(
    database: string,
    sent: (ids: readonly string[]) => void,
    isWhole: boolean,
  ): Promise<LinkError | null> {
    try {
      await this.#transfer.push(database, sent, isWhole ? 'start' : 'checkpoint');
      return null;
    } catch (error) {
      if (isDenial(error)) return error;
      throw error;
    }
  }
}
