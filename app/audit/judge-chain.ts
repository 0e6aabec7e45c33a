/** One chain of a desk, judged in itself, beside what others know of it, and by its clock. */
import type { ActId, RecordHash } from '../acts/ids.ts';
import type { ReceiptBook } from '../replication/receipt-book.ts';
import { acceptedDespite } from './after-revocation.ts';
import { bySeq, type Chain, chainKey, checkChain, compareChain } from './chain-check.ts';
import type { ChainRecord } from './chain-record.ts';
import { type Find, type FindingCode, TIME_CODE } from './findings.ts';
import { CLOCK_TOLERANCE_MS, type TimeLimits, type TimeOddity, timeEvidence } from './time-evidence.ts';

export interface ChainSummary {
  readonly journal: number;
  readonly of: 'acts' | 'audits';
  readonly desk: string;
  readonly mission: string | null;
  readonly epoch: string;
  readonly first: number;
  readonly last: number;
  readonly records: number;
  /** hash of the last one */
  readonly head: string;
  /** a further epoch of that mission in this journal */
  readonly branch: boolean;
  /** acts that no receipt given names; null where none was given */
  readonly withoutReceipt: number | null;
}

/** A time that is odd, with what it is held against. */
export interface ClockEvidence {
  readonly journal: number;
  /** `set`: the desk itself saw its clock set */
  readonly what: TimeOddity | 'set';
  readonly of: 'acts' | 'audits';
  readonly desk: string;
  readonly mission: string | null;
  readonly epoch: string;
  /** first and last number of those that follow each other */
  readonly seq: number;
  readonly until: number;
  readonly record: string;
  readonly kid: string;
  readonly claimedAt: string;
  /** time of the newest receipt that it names as seen; null where it names none, or none that is at hand */
  readonly lastReceiptAt: string | null;
  readonly against: string;
  /** milliseconds from `against` to the claimed time */
  readonly apart: number;
}

export interface JudgedChain {
  /** null where nothing of the chain is there */
  readonly summary: ChainSummary | null;
  readonly clocks: readonly ClockEvidence[];
}

export interface BesideChain {
  readonly book: ReceiptBook;
  readonly hasReceipts: boolean;
  readonly limits: TimeLimits;
  readonly copies: readonly ChainRecord[];
  readonly branch: boolean;
}

export function judgeChain(chain: Chain, beside: BesideChain, journal: number, find: Find): JudgedChain {
  const { of, desk, mission, epoch, records } = chain;
  const { book, copies, branch } = beside;
  checkChain(chain, find);
  const receipted = of === 'acts' ? book.chain(desk, epoch) : undefined;
  compareChain(chain, { records: copies, receipted }, find);
  const where = { of, desk, mission, epoch };
  const ordered = bySeq(records);
  const clocks = clocksOf(ordered, beside).map((clock) => ({ journal, ...where, ...clock }));
  for (const { what, claimedAt, against, apart, seq, until, record } of clocks) {
    const code: FindingCode = what === 'set' ? 'AU-211' : TIME_CODE[what];
    const detail = `${claimedAt} against ${against}, ${Math.round(Math.abs(apart) / 1000)} s`;
    find(code, detail, { ...where, seq, until, record });
  }
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (!first || !last) return { summary: null, clocks };
  if (branch && of === 'acts') find('AU-202', 'it stands beside an earlier one', where);
  for (const { id, seq } of ordered) {
    const word = book.act(id as ActId);
    if (of !== 'acts' || !word || word.verdict === 'accepted') continue;
    find('AU-212', `${word.verdict} ${word.code}`, { ...where, seq, until: seq, record: id });
  }
  if (of === 'acts') tellAccepted(ordered, book, find, where);
  const waiting = ordered.filter(({ id }) => book.act(id as ActId) === undefined).length;
  const withoutReceipt = of === 'acts' && beside.hasReceipts ? waiting : null;
  if (withoutReceipt) find('AU-209', `${withoutReceipt} of ${ordered.length}`, where);
  const counts = { first: first.seq, last: last.seq, records: records.length, head: last.id };
  return { summary: { journal, ...where, ...counts, branch, withoutReceipt }, clocks };
}

/** Those that follow each other with one reason are one finding, whose record is the first. */
function tellAccepted(ordered: readonly ChainRecord[], book: ReceiptBook, find: Find, where: object): void {
  let run: { readonly from: ChainRecord; last: number; readonly detail: string } | null = null;
  const tell = () => {
    if (run === null) return;
    find('AU-213', run.detail, { ...where, seq: run.from.seq, until: run.last, record: run.from.id });
    run = null;
  };
  for (const record of ordered) {
    const despite = acceptedDespite(record.claimedAt, record.revokedAt, book.said(record.id as ActId));
    const detail =
      despite &&
      `revoked from ${despite.revokedAt}; ${despite.covered ? 'a receipt before that names it' : 'no receipt before that names it'}`;
    if (run !== null && run.detail === detail && run.last + 1 === record.seq) run.last = record.seq;
    else {
      tell();
      if (detail) run = { from: record, last: record.seq, detail };
    }
  }
  tell();
}

type Clock = Omit<ClockEvidence, 'journal' | 'of' | 'desk' | 'mission' | 'epoch'>;

/** What a chain's own claims and the receipts say, then what the desk saw of its clock by itself. */
function clocksOf(ordered: readonly ChainRecord[], { book, limits }: BesideChain): Clock[] {
  const timeOf = (receipt: string | null) =>
    receipt === null ? undefined : book.timeOf(receipt as RecordHash);
  const times = { timeOf, coveredAt: (act: string) => book.coveredAt(act as ActId) };
  const byId = new Map(ordered.map((record) => [record.id, record]));
  const odd = timeEvidence(ordered, times, limits).map(({ id, ...found }) => {
    const { kid, lastReceipt } = byId.get(id) as ChainRecord;
    const signed = found.what === 'back-dated' || found.what === 'went-back' ? -found.apart : found.apart;
    return { ...found, record: id, kid, lastReceiptAt: timeOf(lastReceipt) ?? null, apart: signed };
  });
  const set = ordered.flatMap(({ expected, claimedAt, seq, id, kid, lastReceipt }) => {
    const apart = expected === null ? 0 : Date.parse(claimedAt) - Date.parse(expected);
    if (expected === null || Math.abs(apart) < CLOCK_TOLERANCE_MS) return [];
    const lastReceiptAt = timeOf(lastReceipt) ?? null;
    return [
      {
        what: 'set' as const,
        seq,
        until: seq,
        record: id,
        kid,
        claimedAt,
        lastReceiptAt,
        against: expected,
        apart,
      },
    ];
  });
  return [...odd, ...set];
}

/** By chain. */
export function grouped(records: readonly ChainRecord[]): Map<string, ChainRecord[]> {
  const groups = new Map<string, ChainRecord[]>();
  for (const record of records) {
    const group = groups.get(chainKey(record));
    if (group) group.push(record);
    else groups.set(chainKey(record), [record]);
  }
  return groups;
}
