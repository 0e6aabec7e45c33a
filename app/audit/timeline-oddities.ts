/**
 * What is odd about the time and the place of one file's acts, for its timeline: the same test as an auditor's list, on the
 * few records that a file's page has at hand. A chain runs through many files, so the record before each act comes with it.
 */
import type { ReceiptTimes, TimedRecord, TimeOddity } from './time-evidence.ts';
import { timeEvidence } from './time-evidence.ts';

/** How long newer authorisations may be in force before an act that was sealed on older ones is flagged: to be confirmed. */
export const STALE_KEYRING_MS = 30 * 86_400_000;

/** An act where its chain has it. */
export interface PlacedAct extends TimedRecord {
  readonly desk: string;
  readonly epoch: string;
  /** the act before it in its chain; null at the first */
  readonly prev: string | null;
  /** since when newer authorisations than those that it was sealed on are in force; null where there are none */
  readonly keyringReplacedAt: string | null;
  /** from when on what it rests on was revoked, where it was accepted all the same (after-revocation.ts); else null */
  readonly acceptedDespite: string | null;
}

/**
 * Beside the oddities of time: `stale-keyring`: sealed on authorisations that had long been replaced; `fork`: another act
 * has its number; `restored`: the first act here of a further epoch of its desk, which a copy that was put back begins;
 * `after-revocation`: accepted although what it rests on had been revoked.
 */
export interface TimelineOddity {
  readonly what: TimeOddity | 'stale-keyring' | 'fork' | 'restored' | 'after-revocation';
  /** what the claimed time is held against; null where it is no matter of time */
  readonly against: string | null;
  /** milliseconds between the two */
  readonly apart: number | null;
}

export interface ChainWord {
  readonly contiguousTo: number;
  readonly head: string | null;
}

/**
 * @param acts of the file, in its causal order
 * @param before records that stand before them in their chains, by id, as far as they are at hand
 * @param chainOf how far the centre has a chain, and which act stands there
 */
export function timelineOddities(
  acts: readonly PlacedAct[],
  before: ReadonlyMap<string, TimedRecord>,
  receipts: ReceiptTimes,
  chainOf: (desk: string, epoch: string) => ChainWord | undefined,
): ReadonlyMap<string, readonly TimelineOddity[]> {
  const found = new Map<string, TimelineOddity[]>(acts.map(({ id }) => [id, []]));
  const add = (id: string, oddity: TimelineOddity) => found.get(id)?.push(oddity);
  for (const chain of chainsOf(acts).values()) {
    const own = new Map<string, TimedRecord>(chain.map((act) => [act.id, act]));
    for (const { prev } of chain) {
      const known = prev === null ? undefined : before.get(prev);
      if (known && !own.has(known.id)) own.set(known.id, known);
    }
    const ordered = [...own.values()].sort((a, b) => a.seq - b.seq);
    const numbers = new Set(ordered.map(({ seq }) => seq));
    for (const { what, id, seq, against, apart } of timeEvidence(ordered, receipts)) {
      // Days between two acts of one file are how files are; between two neighbours of a chain they are a jump.
      const isKnown = what !== 'jumped' || numbers.has(seq - 1);
      if (isKnown && what !== 'stale-receipt') add(id, { what, against, apart });
    }
  }
  for (const act of acts) {
    for (const { what, against, apart } of timeEvidence([act], receipts))
      if (what === 'stale-receipt') add(act.id, { what, against, apart });
    const replaced = act.keyringReplacedAt;
    const late = replaced === null ? 0 : Date.parse(act.claimedAt) - Date.parse(replaced);
    if (late > STALE_KEYRING_MS) add(act.id, { what: 'stale-keyring', against: replaced, apart: late });
    if (act.acceptedDespite !== null)
      add(act.id, { what: 'after-revocation', against: act.acceptedDespite, apart: null });
    if (isForked(act, acts, chainOf(act.desk, act.epoch)))
      add(act.id, { what: 'fork', against: null, apart: null });
  }
  for (const { id } of firstOfFurtherEpochs(acts)) add(id, { what: 'restored', against: null, apart: null });
  return found;
}

const chainName = ({ desk, epoch }: PlacedAct): string => `${desk} ${epoch}`;

function chainsOf(acts: readonly PlacedAct[]): Map<string, PlacedAct[]> {
  const chains = new Map<string, PlacedAct[]>();
  for (const act of acts) chains.set(chainName(act), [...(chains.get(chainName(act)) ?? []), act]);
  return chains;
}

const isForked = (act: PlacedAct, acts: readonly PlacedAct[], word: ChainWord | undefined): boolean =>
  acts.some((other) => other.id !== act.id && chainName(other) === chainName(act) && other.seq === act.seq) ||
  (word !== undefined && word.contiguousTo === act.seq && word.head !== null && word.head !== act.id);

/** A file that goes on after its desk was restored: each further epoch is told once. */
function firstOfFurtherEpochs(acts: readonly PlacedAct[]): PlacedAct[] {
  const epochs = new Map<string, Set<string>>();
  return acts.filter(({ desk, epoch }) => {
    const known = epochs.get(desk) ?? new Set();
    epochs.set(desk, known);
    const isFurther = known.size > 0 && !known.has(epoch);
    known.add(epoch);
    return isFurther;
  });
}
