/**
 * What the centre is known to hold of one mission, from verified receipts that count, alone (law 6). Not a cache of hopes:
 * nothing enters but through a {@link Receipt}, and what it says does not depend on the order they came in. Verdicts stay what
 * they are; what the centre *holds* is known of its newest epoch only (SPEC.md).
 */
import type { ActId, DossierId, Epoch, RecordHash } from '../acts/ids.ts';
import { isOfThisVersion, type ReadAct } from '../acts/verify-act.ts';
import type { Receipt, ReceiptChain, ReceiptItem } from '../admission/receipt.ts';
import type { FinalVerdict, Said } from '../admission/said.ts';
import type { EntryState } from '../dossier/status.ts';
import type { Verdict, Verdicts } from '../dossier/verdict.ts';

export interface Word {
  readonly verdict: Verdict;
  readonly code: string;
  /** time of the receipt, the centre's clock */
  readonly at: string;
  readonly receipt: RecordHash;
  readonly gateway: string;
  readonly epoch: string;
  readonly n: number;
}

type Place = Pick<Receipt, 'gateway' | 'epoch' | 'n' | 'at' | 'hash'>;
const seriesOf = ({ gateway, epoch }: Place): string => `${gateway} ${epoch}`;

/**
 * A supervisor's lift replaces what was held before it: a later receipt says so. Within one gateway's epoch the highest
 * `n` is the later; else the later time: each gateway counts for itself. Where even that is the same, whatever does not
 * depend on the order of arrival. Two under one number are a gateway's lie: neither is later.
 */
const isNewer = (a: Place, b: Place | undefined): boolean => {
  if (!b) return true;
  if (seriesOf(a) === seriesOf(b)) return a.n === b.n ? isLaterOfTwo(a, b) : a.n > b.n;
  return a.at === b.at ? seriesOf(a) > seriesOf(b) : a.at > b.at;
};
const isLaterOfTwo = (a: Place, b: Place): boolean => (a.at === b.at ? a.hash > b.hash : a.at > b.at);

/** For sorting: the same order as far as a gateway's times follow its numbers, which they do unless it lies. */
export const inOrder = (a: Place, b: Place): number => {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  if (seriesOf(a) !== seriesOf(b)) return seriesOf(a) < seriesOf(b) ? -1 : 1;
  return a.n - b.n || (a.hash < b.hash ? -1 : 1);
};
const placeOf = ({ gateway, epoch, n, at, receipt }: Word): Place => ({
  gateway,
  epoch,
  n,
  at,
  hash: receipt,
});

/** Numbers of receipts that are here of one gateway's epoch: all up to one, and some beyond. */
interface Numbers {
  to: number;
  readonly beyond: Set<number>;
}

/** Numbers between which receipts were signed, since a later one was, that are not here. */
export interface ReceiptGap {
  readonly gateway: string;
  readonly epoch: string;
  /** the first number that is missing, and the last */
  readonly from: number;
  readonly to: number;
}

/** The centre has both accepted and refused an act, for good: a supervisor is to say which (FORMATS.md, "Admission"). */
export const DISPUTED = 'DO-040';

export class ReceiptBook {
  readonly #acts = new Map<ActId, Word>();
  readonly #others = new Map<string, Word>();
  readonly #times = new Map<RecordHash, string>();
  readonly #first = new Map<ActId, string>();
  /** final verdicts once said, whatever was said after them */
  readonly #final = new Map<ActId, readonly FinalVerdict[]>();
  readonly #chains = new Map<
    string,
    { epoch: Epoch; contiguousTo: number; head: ActId | null; at: string }
  >();
  readonly #numbers = new Map<string, Numbers & Pick<Receipt, 'gateway' | 'epoch'>>();
  /** final verdicts that contradict each other: shown, and lifted by a supervisor */
  readonly disputed = new Set<ActId>();
  #newest: Receipt | null = null;

  add(receipt: Receipt): void {
    if (this.#times.has(receipt.hash)) return;
    this.#times.set(receipt.hash, receipt.at);
    if (isNewer(receipt, this.#newest ?? undefined)) this.#newest = receipt;
    this.#number(receipt);
    for (const item of receipt.items) this.#item(item, receipt);
    for (const chain of receipt.chains) this.#chain(chain, receipt.at);
  }

  #item([type, id, verdict, code]: ReceiptItem, { at, hash, gateway, epoch, n }: Receipt): void {
    const word: Word = { verdict, code, at, receipt: hash, gateway, epoch, n };
    if (type !== 'act') {
      const before = this.#others.get(`${type}:${id}`);
      if (isNewer(placeOf(word), before && placeOf(before))) this.#others.set(`${type}:${id}`, word);
      return;
    }
    const act = id as ActId;
    const known = this.#acts.get(act);
    const finals = this.#final.get(act) ?? [];
    if (verdict !== 'held' && !finals.includes(verdict)) {
      this.#final.set(act, [...finals, verdict]);
      if (finals.length > 0) this.disputed.add(act);
    }
    if (isNewer(placeOf(word), known && placeOf(known))) this.#acts.set(act, word);
    const first = this.#first.get(act);
    if (first === undefined || at < first) this.#first.set(act, at);
  }

  #number({ gateway, epoch, n }: Receipt): void {
    const series = `${gateway} ${epoch}`;
    const known = this.#numbers.get(series) ?? { gateway, epoch, to: 0, beyond: new Set() };
    this.#numbers.set(series, known);
    if (n > known.to) known.beyond.add(n);
    while (known.beyond.delete(known.to + 1)) known.to += 1;
  }

  /**
   * A gateway counts its receipts from 1 without holes. Of an older server epoch the centre may have lost some itself, with
   * the copy of its data that is gone.
   */
  gaps(): readonly ReceiptGap[] {
    const gaps: ReceiptGap[] = [];
    for (const { gateway, epoch, to, beyond } of this.#numbers.values()) {
      if (beyond.size === 0 || epoch !== this.serverEpoch) continue;
      let last = [...beyond].reduce((a, b) => Math.max(a, b));
      while (beyond.has(last)) last -= 1;
      gaps.push({ gateway, epoch, from: to + 1, to: last });
    }
    return gaps;
  }

  /** How many of these numbers are not here, of whatever epoch. */
  missing({ gateway, epoch, from, to }: ReceiptGap): number {
    const known = this.#numbers.get(`${gateway} ${epoch}`) ?? { to: 0, beyond: new Set<number>() };
    const first = Math.max(from, known.to + 1);
    const here = [...known.beyond].filter((n) => n >= first && n <= to).length;
    return Math.max(0, to - first + 1 - here);
  }

  #chain([desk, epoch, contiguousTo, head]: ReceiptChain, at: string): void {
    const known = this.#chains.get(`${desk} ${epoch}`);
    if (known && known.contiguousTo >= contiguousTo) return; // one chain has one act at each number
    this.#chains.set(`${desk} ${epoch}`, {
      epoch: epoch as Epoch,
      contiguousTo,
      head: head as ActId | null,
      at,
    });
  }

  /** the newest receipt seen: the honest clock of the next act */
  get newest(): Receipt | null {
    return this.#newest;
  }

  /** how far the centre has this desk's chain: ahead of our own head means another copy of this desk went on */
  chain(desk: string, epoch: Epoch): { contiguousTo: number; head: ActId | null } | undefined {
    return this.#chains.get(`${desk} ${epoch}`);
  }

  /** the epoch of the newest receipt: what an earlier one said it held may be gone since (FORMATS.md, "Server epoch") */
  get serverEpoch(): string | null {
    return this.#newest?.epoch ?? null;
  }

  /** acts that the centre says it holds, of its present epoch */
  *held(): Generator<ActId> {
    for (const [act, word] of this.#acts) if (this.#holds(word)) yield act;
  }

  holdsAct(act: ActId): boolean {
    return this.#holds(this.#acts.get(act));
  }

  /** accepted, by a receipt of the server epoch now */
  #holds(word: Word | undefined): boolean {
    return word?.verdict === 'accepted' && word.epoch === this.serverEpoch;
  }

  timeOf(receipt: RecordHash): string | undefined {
    return this.#times.get(receipt);
  }

  /** the earliest receipt's time that covers an act */
  coveredAt(act: ActId): string | undefined {
    return this.#first.get(act);
  }

  said(act: ActId): Said {
    return { first: this.#first.get(act), finals: this.#final.get(act) ?? [] };
  }

  act(act: ActId): Word | undefined {
    return this.#acts.get(act);
  }

  /** what is to be told of an act: its verdict's code, or that two final ones contradict each other */
  codeOf(act: ActId): string | null {
    return this.disputed.has(act) ? DISPUTED : (this.#acts.get(act)?.code ?? null);
  }

  chunk(chunk: RecordHash): Word | undefined {
    return this.#others.get(`chunk:${chunk}`);
  }

  wrap(wrap: RecordHash): Word | undefined {
    return this.#others.get(`wrap:${wrap}`);
  }

  get verdicts(): Verdicts {
    return this.#acts;
  }

  /**
   * Does the centre hold the act, a wrap of its dossier key, and every chunk? Only then "received" is shown. What it
   * held in an older epoch it may have lost with that copy of its data: it counts again when this epoch says so.
   * @param wraps hashes of the wraps of the act's key generation that are known here; null of an erased file, of which
   *   nobody is to hold the key or the evidence
   * @returns when the last of them was receipted, or null
   */
  receivedAt(act: ReadAct, wraps: readonly RecordHash[] | null): string | null {
    const word = this.#acts.get(act.id);
    if (wraps === null) return word && this.#holds(word) ? word.at : null;
    const wrap = wraps.map((hash) => this.wrap(hash)).find((known) => this.#holds(known));
    const chunks = act.envelope.blobs.flatMap((blob) => blob.chunks.map((chunk) => this.chunk(chunk)));
    const all = [word, wrap, ...chunks];
    if (!all.every((known) => this.#holds(known))) return null;
    return all.reduce((latest, known) => (known && known.at > latest ? known.at : latest), '');
  }

  /** Where an entry is, for its mark. @param sent whether its bytes have left this desk and were answered */
  entryState(act: ReadAct, wraps: readonly RecordHash[] | null, sent: boolean): EntryState {
    const word = this.#acts.get(act.id);
    const verdict = word?.verdict;
    if (verdict === 'refused') return 'not-admitted';
    if (!isOfThisVersion(act)) return 'needs-update';
    if (verdict === 'held') return 'held';
    if (this.receivedAt(act, wraps) !== null) return 'received';
    return sent || this.#holds(word) ? 'sent' : 'sealed';
  }
}

/** Wraps known here by dossier and generation. */
export const wrapsOf = (
  wraps: ReadonlyMap<string, readonly RecordHash[]>,
  dossier: DossierId,
  gen: number,
): readonly RecordHash[] => wraps.get(`${dossier}:${gen}`) ?? [];
