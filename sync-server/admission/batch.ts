/** One delivery on its way through a mission's gateway: what came, what it touched, what it may free. */
import type { DossierId, RecordHash } from '../../app/acts/ids.ts';
import type { VerifiedAct } from '../../app/acts/verify-act.ts';
import type { Receipt } from '../../app/admission/receipt.ts';
import type { MissionIndex } from './mission-index.ts';
import { type EntryKey, entryKey, type Offered, type OfferedRecord } from './offered.ts';

export interface Batch {
  /** offered now: what is to be written */
  readonly fresh: Map<EntryKey, Offered>;
  /** known before and not written now, though a client is told that it is here, or verdicts rest on it */
  readonly relied: Set<EntryKey>;
  /** whose word may have to be said */
  readonly touched: Set<EntryKey>;
  /** what a client offered now: they are to hear this gateway's own word of it */
  readonly asked: Set<EntryKey>;
  /** dossiers in which something has come that may free others */
  readonly stirred: Set<DossierId>;
  /** acts judged in this batch whose signature is good */
  readonly acts: Map<EntryKey, VerifiedAct>;
  /** receipts of before, offered again after a restore */
  readonly receipts: Map<EntryKey, OfferedRecord>;
  /** the desk that brought it first */
  readonly carriers: Map<EntryKey, string>;
  /** what found no room in quarantine */
  readonly leftOut: Set<EntryKey>;
  keyringGrew: boolean;
  /** whatever names a receipt that was not known may be free */
  receiptsGrew: boolean;
}

export const newBatch = (): Batch => ({
  fresh: new Map(),
  relied: new Set(),
  touched: new Set(),
  asked: new Set(),
  stirred: new Set(),
  acts: new Map(),
  receipts: new Map(),
  carriers: new Map(),
  leftOut: new Set(),
  keyringGrew: false,
  receiptsGrew: false,
});

/**
 * Takes a receipt in. On what it says of an act rest whether a revocation, a lift or a hold counts for it, so the files of
 * those that it names and that are on hold here are judged again.
 */
export function takeReceipt(receipt: Receipt, batch: Batch, index: MissionIndex): void {
  const isBelieved = index.addReceipt(receipt);
  batch.receiptsGrew = true;
  for (const [type, id] of receipt.items) {
    const key = entryKey(type, id as RecordHash);
    // Believed in nothing, it has told nobody: this gateway says what is here.
    if (!isBelieved) batch.touched.add(key);
    const dossier = index.held.has(key) ? index.entries.get(key)?.claims.dossier : null;
    if (dossier) batch.stirred.add(dossier);
  }
}

/** What each desk brought of these; what nobody brought just now stands under the empty name. */
export function byCarrier(
  offered: readonly Offered[],
  batch: Batch,
): ReadonlyMap<string, readonly Offered[]> {
  const groups = new Map<string, Offered[]>();
  for (const one of offered) {
    const carrier = batch.carriers.get(one.key) ?? '';
    const group = groups.get(carrier) ?? [];
    if (group.length === 0) groups.set(carrier, group);
    group.push(one);
  }
  return groups;
}
