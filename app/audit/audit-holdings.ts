/**
 * Audits what the centre holds of desks: the acts and audit records of a mission's database beside the receipts there. No
 * desk is asked and no file of one is read, so that a desk's own end is not known: what it sealed and has not sent is
 * nobody's gap. What a receipt says that the centre has must be there.
 */
import type { ActId, DeskId, Epoch } from '../acts/ids.ts';
import type { Receipt } from '../admission/receipt.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { ReceiptBook } from '../replication/receipt-book.ts';
import { activityOf, deedOf } from './activity.ts';
import type { JournalsAudit } from './audit-journals.ts';
import { bySeq, CENTRE_HAS_THEM, type Chain, chainKey } from './chain-check.ts';
import { type ChainRecord, type JudgedRecord, placeOf } from './chain-record.ts';
import { distinct } from './copies.ts';
import { type Find, type Finding, finder, isFault } from './findings.ts';
import { type BesideChain, grouped, type JudgedChain, judgeChain } from './judge-chain.ts';
import { NotAdmitted } from './not-admitted.ts';
import { TIME_LIMITS, type TimeLimits } from './time-evidence.ts';

export interface HoldingsGround {
  readonly keyring: Keyring;
  /** verified */
  readonly receipts: readonly Receipt[];
  /** null: all that records and receipts name */
  readonly desk: DeskId | null;
  /** ids of the acts that the database has, of whatever desk; those that were judged where it is absent */
  readonly present?: ReadonlySet<string>;
  readonly limits?: TimeLimits;
}

/**
 * @param judged every act and audit record that the database has of these desks; one without a record belongs to none
 * @returns as of journals, one a desk, in the order of their names
 */
export function auditHoldings(judged: readonly JudgedRecord[], ground: HoldingsGround): JournalsAudit {
  const { keyring, receipts, desk: only, limits = TIME_LIMITS } = ground;
  const findings: Finding[] = [];
  const book = new ReceiptBook();
  for (const receipt of receipts) book.add(receipt);
  const records = distinct(judged.flatMap(({ record }) => record ?? []));
  const present = ground.present ?? new Set(records.map(({ id }) => id));
  const told = receipts
    .flatMap((receipt) =>
      receipt.chains.map(([desk, epoch]) => ({ desk: desk as DeskId, epoch: epoch as Epoch })),
    )
    .filter(({ desk }) => only === null || desk === only);
  const desks = [...new Set([...records, ...told].map(({ desk }) => desk))].sort();
  const journalOf = (desk: string): number => desks.indexOf(desk as DeskId) + 1;
  for (const { record, fault } of judged) {
    if (!fault) continue;
    const where = record ? { ...placeOf(record), record: record.id } : {};
    finder(findings, record ? journalOf(record.desk) : 0)(fault.code, fault.detail, where);
  }
  const own = new Map<string, Chain>();
  for (const [key, group] of grouped(records)) {
    const [{ of, desk, mission, epoch }] = group as [ChainRecord];
    own.set(key, { of, desk, mission, epoch, records: bySeqKeepingForks(group) });
  }
  for (const place of told) {
    const chain = { of: 'acts' as const, ...place, mission: null, records: [] };
    if (!own.has(chainKey(chain))) own.set(chainKey(chain), chain);
  }
  const chains = [...own.values()].map((chain): JudgedChain => {
    const { desk } = chain;
    const branch = isBranch(chain, records, book);
    const beside: BesideChain = { book, hasReceipts: receipts.length > 0, limits, copies: [], branch };
    const journal = journalOf(desk);
    const admitted = new NotAdmitted(chain, { receipts, book, present });
    return judgeChain(chain, beside, journal, notYetCome(admitted, finder(findings, journal)));
  });
  return {
    whole: !findings.some(isFault),
    desks,
    chains: chains.flatMap(({ summary }) => summary ?? []),
    findings,
    officers: activityOf(records, keyring),
    deeds: records.flatMap((record) => deedOf(record) ?? []),
    clocks: chains.flatMap(({ clocks }) => clocks),
    records,
  };
}

const bySeqKeepingForks = (records: readonly ChainRecord[]): ChainRecord[] =>
  records.toSorted((a, b) => a.seq - b.seq || (a.id < b.id ? -1 : 1));

/**
 * An urgent act travels ahead of its backlog: a number that is missing is wrong only where a receipt covers it, and says of
 * none that it was not admitted.
 */
function notYetCome(notAdmitted: NotAdmitted, find: Find): Find {
  return (code, detail, where = {}) => {
    const { seq, until } = where;
    const isMissing = code === 'AU-105' || (code === 'AU-109' && detail === CENTRE_HAS_THEM);
    if (!isMissing || typeof seq !== 'number' || typeof until !== 'number') return find(code, detail, where);
    const covered = Math.min(until, notAdmitted.coveredTo);
    const why = code === 'AU-105' ? 'a receipt covers them' : detail;
    if (seq <= covered)
      notAdmitted.tell(seq, covered, find, where, () => find(code, why, { ...where, until: covered }));
    if (until > covered) find('AU-210', 'not here', { ...where, seq: Math.max(seq, covered + 1) });
  };
}

/** The epoch that the centre heard of first is the desk's own; any other came after a copy was put back. */
function isBranch(
  { of, desk, mission, epoch, records }: Chain,
  all: readonly ChainRecord[],
  book: ReceiptBook,
): boolean {
  if (records.length === 0) return false;
  const ofDesk = all.filter((one) => one.of === of && one.desk === desk && one.mission === mission);
  const firstOf = (own: readonly ChainRecord[]): string => {
    const [first] = bySeq(own) as [ChainRecord];
    return book.coveredAt(first.id as ActId) ?? first.claimedAt;
  };
  const own = firstOf(records);
  return [...grouped(ofDesk.filter((one) => one.epoch !== epoch)).values()].some(
    (others) => firstOf(others) < own,
  );
}
