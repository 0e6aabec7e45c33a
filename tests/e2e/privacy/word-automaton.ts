/**
 * Finds any of many byte patterns in one pass (Aho and Corasick, 1975): hundreds of spellings over tens of megabytes,
 * in the time that one search for each would take over one of them.
 */
export interface Pattern<Tag> {
  readonly bytes: Uint8Array;
  readonly tag: Tag;
}

export class WordAutomaton<Tag> {
  readonly #next: Int32Array;
  readonly #tags: readonly (readonly Tag[])[];

  constructor(patterns: readonly Pattern<Tag>[]) {
    const size = 1 + patterns.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const next = new Int32Array(size * 256).fill(-1);
    const tags: Tag[][] = Array.from({ length: size }, () => []);
    let states = 1;
    for (const { bytes, tag } of patterns) {
      if (bytes.length === 0) throw new RangeError('an empty pattern is everywhere');
      let state = 0;
      for (const byte of bytes) {
        const at = state * 256 + byte;
        if (next[at] === -1) next[at] = states++;
        state = next[at] as number;
      }
      tags[state]?.push(tag);
    }
    const fail = new Int32Array(states);
    const queue: number[] = [];
    for (let byte = 0; byte < 256; byte++) {
      const child = next[byte] as number;
      if (child > 0) queue.push(child);
      else next[byte] = 0;
    }
    for (let head = 0; head < queue.length; head++) {
      const state = queue[head] as number;
      const back = fail[state] as number;
      tags[state]?.push(...(tags[back] ?? []));
      for (let byte = 0; byte < 256; byte++) {
        const at = state * 256 + byte;
        const child = next[at] as number;
        const otherwise = next[back * 256 + byte] as number;
        if (child === -1) next[at] = otherwise;
        else {
          fail[child] = otherwise;
          queue.push(child);
        }
      }
    }
    this.#next = next;
    this.#tags = tags;
  }

  /** The tags of the patterns that occur. */
  in(bytes: Uint8Array): ReadonlySet<Tag> {
    const found = new Set<Tag>();
    const next = this.#next;
    let state = 0;
    for (let i = 0; i < bytes.length; i++) {
      state = next[state * 256 + (bytes[i] as number)] as number;
      const here = this.#tags[state] as readonly Tag[];
      if (here.length > 0) for (const tag of here) found.add(tag);
    }
    return found;
  }
}
