/**
 * How far the centre has each desk's chain, `(desk, epoch, seq)`: evidence for auditors and desks, never a reason to
 * hold or refuse. Any verdict counts. Two acts under one `seq` are both kept; the smaller id names the place, so that
 * the order of arrival says nothing.
 */
import type { ActId, DeskId, Epoch } from '../../app/acts/ids.ts';
import type { ReceiptChain } from '../../app/admission/receipt.ts';

interface Chain {
  readonly number: number;
  readonly desk: DeskId;
  readonly epoch: Epoch;
  contiguousTo: number;
  head: ActId | null;
  /** what lies beyond the first gap */
  readonly beyond: Map<number, ActId>;
}

export class Chains {
  readonly #chains = new Map<string, Chain>();
  readonly #byNumber: Chain[] = [];

  add(desk: DeskId, epoch: Epoch, seq: number, act: ActId): void {
    const chain = this.#of(desk, epoch);
    if (seq < chain.contiguousTo) return;
    if (seq === chain.contiguousTo) {
      if (chain.head === null || act < chain.head) chain.head = act;
      return;
    }
    const known = chain.beyond.get(seq);
    if (known === undefined || act < known) chain.beyond.set(seq, act);
    this.#close(chain);
  }

  /** As a receipt says it. */
  receiptOf(desk: DeskId, epoch: Epoch): ReceiptChain {
    const { contiguousTo, head } = this.#of(desk, epoch);
    return [desk, epoch, contiguousTo, head];
  }

  /** Undefined for a chain that is not known; asking makes none known. */
  contiguousTo(desk: DeskId, epoch: Epoch): number | undefined {
    return this.#chains.get(`${desk} ${epoch}`)?.contiguousTo;
  }

  /** A short name of the chain in this process. */
  numberOf(desk: DeskId, epoch: Epoch): number {
    return this.#of(desk, epoch).number;
  }

  branch(number: number): readonly [DeskId, Epoch] | undefined {
    const chain = this.#byNumber[number];
    return chain && [chain.desk, chain.epoch];
  }

  #close(chain: Chain): void {
    for (let next = chain.contiguousTo + 1; ; next += 1) {
      const act = chain.beyond.get(next);
      if (act === undefined) return;
      chain.beyond.delete(next);
      chain.contiguousTo = next;
      chain.head = act;
    }
  }

  #of(desk: DeskId, epoch: Epoch): Chain {
    const name = `${desk} ${epoch}`;
    const known = this.#chains.get(name);
    if (known) return known;
    const number = this.#byNumber.length;
    const chain: Chain = { number, desk, epoch, contiguousTo: 0, head: null, beyond: new Map() };
    this.#byNumber.push(chain);
    this.#chains.set(name, chain);
    return chain;
  }
}
