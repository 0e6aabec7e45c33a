/**
 * Letters of desks that are yet to be put into service (docs/decisions/0023). The authority leases each to one desk, and
 * only whoever may put desks into service at that desk gives it: so two desks that never speak to each other give no letter
 * twice. FORMATS.md lets quittances and documents draw their numbers in the same way.
 */
import { type DeskId, parseDeskId } from '../acts/ids.ts';
import type { RecordPayload } from './records.ts';

const SERIES = 'desk:';

type Lease = RecordPayload<'guichet-lease+jws'>;

/** @param holder at which desk it may be given @param letter the desk that is yet to be, `ML-PAR/P` */
export const letterLease = (holder: DeskId, letter: DeskId): Lease => ({
  v: 1,
  desk: holder,
  series: `${SERIES}${letter}`,
  first: 1,
  last: 1,
});

export class Letters {
  readonly #holders = new Map<string, Set<string>>();

  static idOf(holder: DeskId | null, letter: DeskId | null): string {
    return `lease:${holder}:${SERIES}${letter}`;
  }

  add(holder: string, series: string): void {
    const letter = parseDeskId(series.slice(SERIES.length));
    this.#holders.set(letter, (this.#holders.get(letter) ?? new Set()).add(holder));
  }

  isLeased(letter: DeskId | null, holder: DeskId | null): boolean {
    return letter !== null && holder !== null && (this.#holders.get(letter)?.has(holder) ?? false);
  }

  of(holder: DeskId): readonly DeskId[] {
    const letters = [...this.#holders].filter(([, holders]) => holders.has(holder));
    return letters.map(([letter]) => letter as DeskId).sort();
  }

  /** Whom a letter is laid aside for; empty where for nobody. */
  holders(letter: DeskId): readonly string[] {
    return [...(this.#holders.get(letter) ?? [])];
  }
}
