/** Everything that a gateway holds of a mission, by kind and hash: what is settled packed, the rest as it is. */
import type { DossierId } from '../../app/acts/ids.ts';
import { ACCEPTED } from '../../app/admission/verdict-codes.ts';
import type { Entry, Told } from './entry.ts';
import type { EntryKey } from './offered.ts';
import type { Settled } from './settled.ts';

export class Entries {
  readonly #settled: Settled;
  /** what may still change; credentials, lifts, audit records */
  readonly #others = new Map<EntryKey, Entry>();

  constructor(settled: Settled) {
    this.#settled = settled;
  }

  get(key: EntryKey): Entry | undefined {
    return this.#others.get(key) ?? this.#settled.get(key);
  }

  has(key: EntryKey): boolean {
    return this.get(key) !== undefined;
  }

  /** @param chain the number of an act's chain */
  set(entry: Entry, chain: number | undefined): void {
    const { key } = entry;
    if (this.#settled.keep(entry, chain)) this.#others.delete(key);
    else {
      this.#settled.release(key);
      this.#others.set(key, entry);
    }
  }

  /** Everything that may have the key of a dossier in it, wherever it lies. */
  *wrapsOf(dossier: DossierId): Generator<Entry> {
    for (const key of [...this.#settled.wrapsOf(dossier)]) yield this.get(key) as Entry;
    for (const entry of [...this.#others.values()])
      if (entry.kind === 'wrap' && entry.claims.dossier === dossier) yield entry;
  }

  delete(key: EntryKey): void {
    this.#others.delete(key);
    this.#settled.release(key);
  }

  /** Those that are not settled. */
  unsettled(): Iterable<Entry> {
    return this.#others.values();
  }

  /** Those of which this gateway's last word is not of this epoch, and all that are not settled. */
  *unsaid(epoch: string): Generator<EntryKey> {
    yield* this.#others.keys();
    yield* this.#settled.keys(
      (told: Told | undefined) => told?.epoch === epoch && told.code === ACCEPTED.code,
    );
  }
}
