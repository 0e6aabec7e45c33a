/**
 * Requests that wait for their mission's turn, from whatever desks. Those that wait together are admitted together: one
 * store write, one receipt and one stir of the feeds for all of them, so that many desks wait about as long as one. Where
 * a group fails, each of its requests is tried by itself, so that nobody's bytes make another's request fail.
 */
import type { Outcome } from './judge.ts';
import type { Offered } from './offered.ts';

export interface Delivery {
  readonly offered: readonly Offered[];
  /** the desk whose session brought it */
  readonly carrier: string;
  readonly resolve: (outcomes: readonly Outcome[]) => void;
  readonly reject: (error: unknown) => void;
}

/** A group takes no further request once it has so many records. */
const RECORDS = 1000;
/** Nor once it holds so much. */
const BYTES = 16 * 1024 * 1024;

export class Deliveries {
  readonly #waiting: Delivery[] = [];
  /** of a group that failed */
  readonly #alone = new Set<Delivery>();

  /** Settles when the request has been admitted with some group. */
  add(offered: readonly Offered[], carrier: string): Promise<readonly Outcome[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ offered, carrier, resolve, reject });
    });
  }

  /** The next to be admitted together, in the order they came; none when all have been taken. */
  take(): readonly Delivery[] {
    let records = 0;
    let bytes = 0;
    let count = 0;
    for (const delivery of this.#waiting) {
      const isAlone = this.#alone.has(delivery);
      if (count > 0 && (isAlone || records >= RECORDS || bytes >= BYTES)) break;
      count += 1;
      if (isAlone) break;
      records += delivery.offered.length;
      bytes += delivery.offered.reduce((sum, one) => sum + one.bytes, 0);
    }
    const group = this.#waiting.splice(0, count);
    for (const delivery of group) this.#alone.delete(delivery);
    return group;
  }

  /** A group that failed comes next again, each by itself. */
  putBack(group: readonly Delivery[]): void {
    for (const delivery of group) this.#alone.add(delivery);
    this.#waiting.unshift(...group);
  }
}
