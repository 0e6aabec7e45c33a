/**
 * Acts that the centre has and has not admitted. Receipts count them (`contiguousTo` goes over any verdict), and the
 * mission's database has none of them: they lie in quarantine, which does not replicate. Their numbers are no gap.
 */
import type { ActId } from '../acts/ids.ts';
import type { Receipt } from '../admission/receipt.ts';
import { OF_NO_CHAIN, type VerdictCode } from '../admission/verdict-codes.ts';
import type { ReceiptBook } from '../replication/receipt-book.ts';
import { bySeq, type Chain } from './chain-check.ts';
import type { Find } from './findings.ts';

export interface Holdings {
  readonly receipts: readonly Receipt[];
  readonly book: ReceiptBook;
  /** ids of the acts that the database has, of whatever desk */
  readonly present: ReadonlySet<string>;
}

/** What is said of one missing act, or of several: by links where they name one, else because there are as many as are missing. */
export class NotAdmitted {
  readonly #chain: Chain;
  readonly #holdings: Holdings;
  readonly #covered: { readonly to: number; readonly head: string | null };
  #account: { readonly codes: readonly string[]; readonly explainsAll: boolean } | null = null;

  constructor(chain: Chain, holdings: Holdings) {
    const word = chain.of === 'acts' ? holdings.book.chain(chain.desk, chain.epoch) : undefined;
    this.#chain = chain;
    this.#holdings = holdings;
    this.#covered = { to: word?.contiguousTo ?? 0, head: word?.head ?? null };
  }

  /** how far receipts say that everything has a verdict */
  get coveredTo(): number {
    return this.#covered.to;
  }

  /**
   * Numbers that a receipt covers and that are not here.
   * @param missed says that they are missing, where nothing explains it
   */
  tell(seq: number, until: number, find: Find, where: object, missed: () => void): void {
    const id = seq === until ? this.#idAt(seq) : undefined;
    const word = id === undefined ? undefined : this.#holdings.book.act(id as ActId);
    if (word && word.verdict !== 'accepted')
      find('AU-212', `${word.verdict} ${word.code}`, { ...where, seq, until, record: id ?? null });
    else if (!word && this.#told().explainsAll)
      find('AU-212', [...new Set(this.#told().codes)].sort().join(', '), {
        ...where,
        seq,
        until,
        record: null,
      });
    else missed();
  }

  /**
   * `codes`: of acts that are not here because they are held or refused, by receipts that speak of this chain;
   * `explainsAll`: whether they are as many as the numbers that are missing as far as receipts go.
   */
  #told() {
    if (this.#account) return this.#account;
    const { desk, epoch, records } = this.#chain;
    const { book, receipts, present } = this.#holdings;
    const speaking = receipts.filter(({ chains }) => chains.some(([d, e]) => d === desk && e === epoch));
    const acts = speaking.flatMap(({ items }) => items.filter(([type]) => type === 'act'));
    const away = new Set(acts.flatMap(([, id]) => (present.has(id) ? [] : [id as ActId])));
    const words = [...away].flatMap((id) => book.act(id) ?? []);
    const codes = words.flatMap(({ verdict, code }) =>
      verdict !== 'accepted' && hasPlace(code) ? [code] : [],
    );
    const here = new Set(records.map(({ seq }) => seq).filter((seq) => seq <= this.#covered.to)).size;
    // One that was accepted and is not here could be any of the missing: then nothing is taken for explained.
    const isLost = words.some(({ verdict }) => verdict === 'accepted');
    this.#account = { codes, explainsAll: !isLost && codes.length >= this.#covered.to - here };
    return this.#account;
  }

  /** The one at this number, as the one behind it names it, or a receipt. */
  #idAt(seq: number): string | undefined {
    const { to, head } = this.#covered;
    const next = bySeq(this.#chain.records).find((record) => record.seq === seq + 1);
    return next?.prev ?? (seq === to ? (head ?? undefined) : undefined);
  }
}

const hasPlace = (code: string): boolean => !OF_NO_CHAIN.has(code as VerdictCode);
