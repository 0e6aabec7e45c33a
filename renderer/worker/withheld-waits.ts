/**
 * What a desk waits for since it was missed first, kept over locks and starts: or whoever starts a desk anew each day would
 * never be told.
 */
import type { ActId, MissionCode } from '../../app/acts/ids.ts';
import type { ReceiptGap } from '../../app/replication/receipt-book.ts';
import type { FactShelf } from './stores.ts';

/** How many of each do not come. */
export interface Missing {
  readonly acts: number;
  readonly receipts: number;
  /** lists of the keyring, and what they name */
  readonly records: number;
}

/** What something signed names and what is not here. */
export type Named =
  | { readonly kind: 'acts'; readonly mission: MissionCode; readonly act: ActId }
  | { readonly kind: 'receipts'; readonly mission: MissionCode; readonly gap: ReceiptGap }
  /** a list's hash, or a record's revision */
  | { readonly kind: 'records'; readonly record: string };

export interface Wait {
  readonly named: Named;
  /** milliseconds of this desk's clock */
  readonly since: number;
  /** the centre had its time: what a restore loses afterwards is not this */
  readonly told: boolean;
}

const WAITS = 'withheld:waits';

export function keyOf(named: Named): string {
  switch (named.kind) {
    case 'acts':
      return `act ${named.mission} ${named.act}`;
    case 'receipts':
      return `receipt ${named.mission} ${named.gap.gateway} ${named.gap.epoch} ${named.gap.from}`;
    case 'records':
      return `record ${named.record}`;
  }
}

/** One fact: a gateway may withhold thousands at once. */
export class WithheldWaits {
  readonly #facts: FactShelf;
  #stored: string | null = null;

  constructor(facts: FactShelf) {
    this.#facts = facts;
  }

  async read(): Promise<Map<string, Wait>> {
    this.#stored = (await this.#facts.get(WAITS)) ?? '[]';
    const waits = JSON.parse(this.#stored) as Wait[];
    return new Map(waits.map((wait) => [keyOf(wait.named), wait]));
  }

  async write(waits: Iterable<Wait>): Promise<void> {
    const text = JSON.stringify([...waits]);
    if (text === this.#stored) return;
    await this.#facts.set(WAITS, text);
    this.#stored = text;
  }
}
