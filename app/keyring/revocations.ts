/** What is known of revocations, by key and in whatever order it came. */
import type { Kid } from '../acts/ids.ts';
import type { SignedDocument } from '../log/records.ts';

export interface Revocation {
  readonly kid: Kid;
  /** when it counts from, as whoever signed it says */
  readonly at: string;
  /** from a closed list where the ministry's own commands signed it (scripts/ministry/officers.ts) */
  readonly reason: string;
  /** who signed it */
  readonly by: Kid;
  /** as it was signed, to be shown to others */
  readonly document: SignedDocument;
}

const byTime = (a: Revocation, b: Revocation): number =>
  a.at === b.at ? (a.document._id < b.document._id ? -1 : 1) : a.at < b.at ? -1 : 1;

export class Revocations {
  readonly #known = new Map<Kid, readonly Revocation[]>();
  #count = 0;

  add(revocation: Revocation): void {
    const { kid } = revocation;
    this.#known.set(kid, [...this.of(kid), revocation].sort(byTime));
    this.#count += 1;
  }

  /** Every word on this key, the earliest first: a signer's own key and the authority may both have said it. */
  of(kid: Kid): readonly Revocation[] {
    return this.#known.get(kid) ?? [];
  }

  has(kid: Kid): boolean {
    return this.#known.has(kid);
  }

  /** how many there are: it grows with each */
  get count(): number {
    return this.#count;
  }
}
