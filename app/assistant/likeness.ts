/** Slips of the hand: whether a typed word may be another. */

/** Letters that may be wrong, by length of the word that is meant: short words are too near to each other. */
const allowed = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2);
/** Shorter words keep their first letter, which is rarely mistaken; the shortest their last one too. */
const SHORT = 6;
const SHORTEST = 4;

/** Dropped, added, wrong and swapped letters each count one. */
export function isAlike(typed: string, meant: string): boolean {
  if (typed === meant) return true;
  const shorter = Math.min(typed.length, meant.length);
  if (shorter < SHORT && typed[0] !== meant[0]) return false;
  if (shorter <= SHORTEST && typed.at(-1) !== meant.at(-1)) return false;
  const most = allowed(shorter);
  return most > 0 && Math.abs(typed.length - meant.length) <= most && slips(typed, meant, most) <= most;
}

/** Damerau and Levenshtein's distance (optimal string alignment), given up beyond `most`. */
export function slips(a: string, b: string, most = Number.POSITIVE_INFINITY): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return least;
    before = last;
    last = row;
  }
  return last[b.length] ?? a.length;
}
