/**
 * What the record says of its own clock (law 9): claimed times beside the order of one chain and beside the centre's
 * receipts. Evidence, never an order and never a reason to refuse. Pure, so that an auditor's report and a screen list the
 * same.
 */

/** A clock this much apart from the centre's is a clock as they are. */
export const CLOCK_TOLERANCE_MS = 60_000;
const DAY_MS = 86_400_000;

export interface TimeLimits {
  readonly toleranceMs: number;
  /** between one record and the next, forward */
  readonly jumpMs: number;
  /** from the newest receipt that the officer had seen to the claimed time */
  readonly staleMs: number;
}

export const TIME_LIMITS: TimeLimits = {
  toleranceMs: CLOCK_TOLERANCE_MS,
  jumpMs: 7 * DAY_MS,
  staleMs: 7 * DAY_MS,
};

/** What of a record its time is judged by. */
export interface TimedRecord {
  readonly seq: number;
  readonly id: string;
  readonly claimedAt: string;
  /** the newest receipt that it names as seen */
  readonly lastReceipt: string | null;
}

/** What the centre's receipts say; `undefined` where they say nothing. */
export interface ReceiptTimes {
  /** the time of a receipt */
  timeOf(receipt: string): string | undefined;
  /** the earliest time of a receipt that covers this act */
  coveredAt(act: string): string | undefined;
}

/**
 * - `back-dated`: claims to be older than a receipt that it names. Proven: nobody can have seen what was not there yet.
 * - `after-receipt`: claims to be younger than the receipt that covers it. Proven as well; a clock that runs ahead.
 * - `went-back`: claims to be older than one before it in its chain.
 * - `jumped`: lies further behind the one before it than the limit.
 * - `stale-receipt`: sealed when the newest receipt seen was older than the limit; once for all that follow each other.
 */
export type TimeOddity = 'back-dated' | 'after-receipt' | 'went-back' | 'jumped' | 'stale-receipt';

export interface TimeFinding {
  readonly what: TimeOddity;
  readonly seq: number;
  /** last of those that follow each other; `seq` where it is one */
  readonly until: number;
  readonly id: string;
  readonly claimedAt: string;
  /** what it is held against, RFC 3339 */
  readonly against: string;
  /** milliseconds between the two */
  readonly apart: number;
}

/** Nobody has seen a receipt before it was signed. @param lastReceiptAt null where that receipt is not known */
export const isBackDated = (
  claimedAt: string,
  lastReceiptAt: string | null,
  toleranceMs = CLOCK_TOLERANCE_MS,
): boolean => lastReceiptAt !== null && Date.parse(claimedAt) + toleranceMs < Date.parse(lastReceiptAt);

/** @param chain the records of one chain, by `seq` */
export function timeEvidence(
  chain: readonly TimedRecord[],
  receipts: ReceiptTimes,
  limits: TimeLimits = TIME_LIMITS,
): readonly TimeFinding[] {
  const findings: TimeFinding[] = [];
  const find = (what: TimeOddity, { seq, id, claimedAt }: TimedRecord, against: string): TimeFinding => {
    const apart = Math.abs(Date.parse(claimedAt) - Date.parse(against));
    const finding = { what, seq, until: seq, id, claimedAt, against, apart };
    findings.push(finding);
    return finding;
  };
  // The latest time so far, and not the one before: steps back that are each within tolerance add up.
  let latest: string | null = null;
  let stale: TimeFinding | null = null;
  for (const record of chain) {
    const { claimedAt, lastReceipt, id } = record;
    const claimed = Date.parse(claimedAt);
    const seenAt = (lastReceipt !== null && receipts.timeOf(lastReceipt)) || null;
    if (isBackDated(claimedAt, seenAt, limits.toleranceMs)) find('back-dated', record, seenAt as string);
    const covered = receipts.coveredAt(id);
    if (covered !== undefined && claimed > Date.parse(covered) + limits.toleranceMs)
      find('after-receipt', record, covered);
    if (latest !== null && claimed + limits.toleranceMs < Date.parse(latest)) {
      find('went-back', record, latest);
      latest = claimedAt;
    } else {
      if (latest !== null && claimed - Date.parse(latest) > limits.jumpMs) find('jumped', record, latest);
      if (latest === null || claimedAt > latest) latest = claimedAt;
    }
    const isStale = seenAt !== null && claimed - Date.parse(seenAt) > limits.staleMs;
    if (isStale && stale) stale = extend(findings, stale, record, claimed - Date.parse(seenAt));
    else stale = isStale ? find('stale-receipt', record, seenAt) : null;
  }
  return findings;
}

/** One finding for a run of them: its last number, and the greatest age. */
function extend(
  findings: TimeFinding[],
  known: TimeFinding,
  { seq }: TimedRecord,
  apart: number,
): TimeFinding {
  const longer = { ...known, until: seq, apart: Math.max(known.apart, apart) };
  findings[findings.indexOf(known)] = longer;
  return longer;
}
