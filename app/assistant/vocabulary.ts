/** The words that are known, and the known word that a slip of the hand meant. */
import { isAlike, slips } from './likeness.ts';

/** Which letters a word has, one bit for each of 30: words with many different bits are far from each other. */
function lettersOf(word: string): number {
  let bits = 0;
  for (const letter of word) bits |= 1 << ((letter.codePointAt(0) ?? 0) % 30);
  return bits;
}
const bitCount = (bits: number): number => {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
};

interface Known {
  readonly word: string;
  readonly letters: number;
}
/** One slip changes at most one letter into another: two bits. Nothing that isAlike allows is more than two slips. */
const MOST_BITS = 4;

export class Vocabulary {
  readonly #rank = new Map<string, number>();
  readonly #byLength = new Map<number, Known[]>();

  /** @param rank of two words equally near, the one with the lower rank is meant */
  add(word: string, rank: number): void {
    const before = this.#rank.get(word);
    this.#rank.set(word, Math.min(rank, before ?? rank));
    if (before !== undefined) return;
    const known = { word, letters: lettersOf(word) };
    const same = this.#byLength.get(word.length);
    if (same) same.push(known);
    else this.#byLength.set(word.length, [known]);
  }

  /** The word itself where it is known, else the nearest that it may be; undefined: no word of ours. */
  meant(typed: string): string | undefined {
    if (this.#rank.has(typed)) return typed;
    const letters = lettersOf(typed);
    let best: { readonly word: string; readonly order: number } | undefined;
    for (const length of [-2, -1, 0, 1, 2].map((more) => typed.length + more))
      for (const one of this.#byLength.get(length) ?? []) {
        if (bitCount(letters ^ one.letters) > MOST_BITS || !isAlike(typed, one.word)) continue;
        const order = slips(typed, one.word) * 10 + (this.#rank.get(one.word) ?? 9);
        if (!best || order < best.order) best = { word: one.word, order };
      }
    return best?.word;
  }
}
