/** How alike two words sound: an edit distance in which what ears and scribes confuse costs little. */
import { isVowel } from './sounds.ts';

/** From here on two words are one name. */
export const LIKE = 0.8;
/** Of so little sound every letter counts. */
const SHORT = 2;
const LIKE_SHORT = 0.88;
/** Whatever is less alike is nothing to anybody. */
const LEAST = 0.5;

/** What it costs to take the one for the other; any two that are not here cost 1. */
const CONFUSED: Readonly<Record<string, number>> = {
  sz: 0.2,
  Ss: 0.35,
  Sz: 0.5,
  gk: 0.4,
  hk: 0.4,
  gj: 0.35,
  jz: 0.6,
  Sj: 0.5,
  bp: 0.4,
  bv: 0.5,
  dt: 0.4,
  dz: 0.4,
  fv: 0.4,
  vw: 0.4,
  st: 0.5,
  gr: 0.5,
  mn: 0.5,
  uw: 0.1,
  iw: 0.6,
};

/** What is dropped or exchanged, in the one writing or between the two. */
interface Ear {
  readonly vowel: number;
  /** the same of the second word: between the scripts it is the Arabic one, whose vowels are long */
  readonly secondVowel: number;
  readonly vowelAtStart: number;
  readonly vowelAtEnd: number;
  /** « -ou » at the end makes another name: Mohamed is not Mamadou */
  readonly longAtEnd: number;
  readonly aForI: number;
  readonly aForU: number;
  readonly iForU: number;
  readonly vowelAtEdge: number;
  readonly breath: number;
  /** of a vowel, beside 1 of a consonant */
  readonly weight: number;
}
const LATIN: Ear = {
  vowel: 0.3,
  secondVowel: 0.3,
  vowelAtStart: 0.3,
  vowelAtEnd: 0.3,
  longAtEnd: 0.9,
  aForI: 0.25,
  aForU: 0.4,
  iForU: 0.45,
  vowelAtEdge: 0.6,
  breath: 0.3,
  weight: 0.4,
};
/** A vowel that is written is long, and tells names apart. */
const ARABIC: Ear = {
  vowel: 0.95,
  secondVowel: 0.95,
  vowelAtStart: 0.4,
  vowelAtEnd: 0.5,
  longAtEnd: 0.9,
  aForI: 0.6,
  aForU: 0.8,
  iForU: 0.8,
  vowelAtEdge: 0.7,
  breath: 0.8,
  weight: 0.7,
};
/** Of the vowels of a Latin writing the Arabic has the long ones only. */
const BETWEEN: Ear = {
  vowel: 0.08,
  secondVowel: 0.6,
  vowelAtStart: 0.15,
  vowelAtEnd: 0.1,
  longAtEnd: 0.45,
  aForI: 0.05,
  aForU: 0.3,
  iForU: 0.9,
  vowelAtEdge: 0.2,
  breath: 0.15,
  weight: 0.2,
};
export type Scripts = 'latin' | 'arabic' | 'both';
const EARS: Readonly<Record<Scripts, Ear>> = { latin: LATIN, arabic: ARABIC, both: BETWEEN };

/**
 * @param scripts `both`: the second word is the Arabic one. In one script the order does not matter.
 * @returns 0 nothing to speak of in common, to 1 the same
 */
export function likeness(a: string, b: string, scripts: Scripts = 'latin'): number {
  if (a === b) return a === '' ? 0 : 1;
  if (a === '' || b === '') return 0;
  const ear = EARS[scripts];
  const weight = Math.max(weightOf(a, ear), weightOf(b, ear));
  // Each consonant that one has more is dropped, at 1.
  if (Math.abs(consonants(a) - consonants(b)) > (1 - LEAST) * weight) return 0;
  return Math.max(0, 1 - distance(a, b, ear) / weight);
}

/** Whether two words of such a likeness are one name. */
export const isLike = (found: number, a: string, b: string): boolean =>
  found >= (Math.min(weightOf(a, LATIN), weightOf(b, LATIN)) < SHORT ? LIKE_SHORT : LIKE);

function weightOf(word: string, ear: Ear): number {
  let weight = 0;
  for (const sound of word)
    weight += isVowel(sound) ? ear.weight : sound === 'h' ? ear.breath : sound === 'w' ? 0.6 : 1;
  return weight;
}

function consonants(word: string): number {
  let count = 0;
  for (const sound of word) if (!isVowel(sound) && sound !== 'h' && sound !== 'w') count += 1;
  return count;
}

/** Rows of the table, used again: two words are compared a thousand times for one search. */
const ROOM = 64;
let [before, row, next] = [new Float64Array(ROOM), new Float64Array(ROOM), new Float64Array(ROOM)];
const dropsOfA = new Float64Array(ROOM);
const dropsOfB = new Float64Array(ROOM);

/** @param a @param b of sounds (sounds.ts): shorter than the room */
function distance(a: string, b: string, ear: Ear): number {
  for (let i = 0; i < a.length; i += 1) dropsOfA[i] = dropped(a, i, ear, ear.vowel);
  for (let j = 0; j < b.length; j += 1) dropsOfB[j] = dropped(b, j, ear, ear.secondVowel);
  row[0] = 0;
  for (let j = 0; j < b.length; j += 1) row[j + 1] = at(row, j) + at(dropsOfB, j);
  for (let i = 0; i < a.length; i += 1) {
    next[0] = at(row, 0) + at(dropsOfA, i);
    for (let j = 0; j < b.length; j += 1) {
      let least = at(row, j) + exchanged(a, i, b, j, ear);
      least = Math.min(least, at(row, j + 1) + at(dropsOfA, i), at(next, j) + at(dropsOfB, j));
      const isTurned = i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j];
      next[j + 1] = isTurned ? Math.min(least, at(before, j - 1) + TURNED) : least;
    }
    [before, row, next] = [row, next, before];
  }
  return at(row, b.length);
}

/** Two sounds beside each other in the other order. */
const TURNED = 0.6;
const at = (from: Float64Array, n: number): number => from[n] as number;

function dropped(word: string, n: number, ear: Ear, vowel: number): number {
  const sound = word[n] as string;
  if (sound === 'h') return n === 0 ? ear.breath / 2 : ear.breath;
  if (sound === 'w') return 0.5;
  if (!isVowel(sound)) return 1;
  if (n === word.length - 1) return sound === 'u' ? ear.longAtEnd : ear.vowelAtEnd;
  return n === 0 ? ear.vowelAtStart : vowel;
}

function exchanged(a: string, i: number, b: string, j: number, ear: Ear): number {
  const [one, other] = [a[i] as string, b[j] as string];
  if (one === other) return 0;
  if (!isVowel(one) || !isVowel(other)) return at(EXCHANGES, placeOf(one, other));
  const hasU = one === 'u' || other === 'u';
  const isEnd = i === a.length - 1 && j === b.length - 1 && hasU;
  if ((i === 0 && j === 0) || isEnd) return ear.vowelAtEdge;
  if (!hasU) return ear.aForI;
  return one === 'a' || other === 'a' ? ear.aForU : ear.iForU;
}

const placeOf = (one: string, other: string): number => one.charCodeAt(0) * 128 + other.charCodeAt(0);
const EXCHANGES = new Float64Array(128 * 128).fill(1);
for (const [pair, cost] of Object.entries(CONFUSED)) {
  const [one, other] = [...pair] as [string, string];
  EXCHANGES[placeOf(one, other)] = cost;
  EXCHANGES[placeOf(other, one)] = cost;
}
