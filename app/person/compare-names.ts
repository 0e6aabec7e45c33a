/**
 * Two names, word by word, whichever part they stand in. Where both are written in one script, that is compared; where
 * each has another, the Arabic consonants are held against the Latin sounds.
 */
import { isLike, likeness, type Scripts } from './likeness.ts';
import type { Reason, Weighed } from './reasons.ts';
import type { Script } from './sounds.ts';
import type { Word } from './words.ts';

interface Pair {
  readonly a: readonly Word[];
  readonly b: readonly Word[];
  readonly like: number;
  readonly how: 'same' | 'spelling' | 'cut';
}

/** For a whole name that is the same; each word in which it differs, and each that one paper has more, takes from it. */
const SAME = 42;
const UNLIKE_WORDS = 14;
const MORE_WORDS = 3;
const ONE_NAME_ONLY = 22;
const SURNAME_ONLY = -25;
const GIVEN_ONLY = 5;
const NOTHING = -40;
/** A machine readable zone cuts names off; so short a beginning says nothing. */
const CUT_AT_LEAST = 5;
const CUT_LIKE = 0.85;

export function compareNames(a: readonly Word[], b: readonly Word[]): Weighed {
  const of = (words: readonly Word[], script: Script) => words.filter((word) => word.script === script);
  const [latinA, latinB, arabicA, arabicB] = [
    of(a, 'latin'),
    of(b, 'latin'),
    of(a, 'arabic'),
    of(b, 'arabic'),
  ];
  const latin = weigh(latinA, latinB);
  const arabic = weigh(arabicA, arabicB);
  if (latin && arabic) return inBoth(latin, arabic);
  const one = latin ?? arabic;
  if (one) return one;
  const across = weigh(latinA, arabicB) ?? weigh(arabicA, latinB);
  // Of somebody without a name nothing else makes a person.
  if (!across) return { points: NOTHING, reasons: [] };
  return { ...across, reasons: acrossScripts(across.reasons) };
}

/** One writing that agrees outweighs another that only nearly does; one that contradicts takes half of it. */
function inBoth(latin: Weighed, arabic: Weighed): Weighed {
  const [better, worse] = latin.points >= arabic.points ? [latin, arabic] : [arabic, latin];
  if (worse.points < 0) return { points: (better.points + worse.points) / 2, reasons: worse.reasons };
  // Written alike in the one and not in the other: somebody transliterated.
  if (better.reasons.includes('same-name')) return { ...better, reasons: acrossScripts(worse.reasons) };
  return { points: better.points, reasons: [...new Set([...better.reasons, ...worse.reasons])] };
}

const acrossScripts = (reasons: readonly Reason[]): Reason[] => [
  ...new Set(
    reasons.map((reason) =>
      reason === 'spelling' || reason === 'same-name' || reason === 'cut' ? 'transliteration' : reason,
    ),
  ),
];

/** @returns null where one of them has no name in this script */
function weigh(a: readonly Word[], b: readonly Word[]): Weighed | null {
  if (a.length === 0 || b.length === 0) return null;
  const pairs = pairsOf(a, b);
  if (pairs.length === 0) return { points: NOTHING, reasons: ['other-surname', 'other-given-names'] };
  const left = (words: readonly Word[], side: 'a' | 'b') =>
    words.filter((word) => !pairs.some((pair) => pair[side].includes(word)));
  const [leftA, leftB] = [left(a, 'a'), left(b, 'b')];
  const isCrossed = pairs.some((pair) => partOf(pair.a) !== partOf(pair.b));
  const reasons = new Set<Reason>();
  if (isCrossed) reasons.add('name-order');
  for (const { how } of pairs) if (how !== 'same') reasons.add(how);
  const points = pointsOf(pairs, [a, leftA], [b, leftB], isCrossed, reasons);
  if (reasons.size === 0) reasons.add('same-name');
  return { points, reasons: [...reasons] };
}

type Side = readonly [all: readonly Word[], left: readonly Word[]];

function pointsOf(
  pairs: readonly Pair[],
  [a, leftA]: Side,
  [b, leftB]: Side,
  isCrossed: boolean,
  reasons: Set<Reason>,
): number {
  const mean = pairs.reduce((sum, { like }) => sum + like, 0) / pairs.length;
  const left = [...leftA, ...leftB];
  const has = (words: readonly Word[], part: Word['part']) => words.some((word) => word.part === part);
  const found = (part: Word['part']) =>
    isCrossed ? pairs.length > 1 : pairs.some((pair) => partOf(pair.a) === part);
  const asked = (part: Word['part']) => has(a, part) && has(b, part);
  if (asked('surname') && asked('given')) {
    if (!found('surname') && !found('given')) return SURNAME_ONLY;
    if (!found('given')) {
      reasons.add('other-given-names');
      return SURNAME_ONLY;
    }
    if (!found('surname')) {
      reasons.add('usage-name');
      return leftA.some(isGiven) && leftB.some(isGiven) ? SURNAME_ONLY : GIVEN_ONLY;
    }
  } else if (pairs.length < 2) {
    if (left.length > 0) reasons.add('more-names');
    return ONE_NAME_ONLY - UNLIKE_WORDS * ((1 - mean) / 0.2);
  }
  if (has(left, 'surname')) reasons.add('usage-name');
  if (has(left, 'given')) reasons.add('more-names');
  // A paper with fewer names says less; two that each have others contradict each other.
  const contradicting = Math.min(leftA.length, leftB.length);
  return SAME - UNLIKE_WORDS * ((1 - mean) / 0.2) - MORE_WORDS * left.length - 3 * MORE_WORDS * contradicting;
}

const isGiven = (word: Word): boolean => word.part === 'given';
const partOf = (words: readonly Word[]): Word['part'] | undefined => words[0]?.part;

/** The best first, each word once; then words that one paper writes in two. */
function pairsOf(a: readonly Word[], b: readonly Word[]): readonly Pair[] {
  const possible: Pair[] = a.flatMap((one) =>
    b.flatMap((other) => {
      const pair = pairOf(one, other);
      return pair ? [pair] : [];
    }),
  );
  const inPlace = ({ a: [one], b: [other] }: Pair): number => (one?.part === other?.part ? 0.02 : 0);
  const ordered = possible.toSorted((x, y) => y.like + inPlace(y) - (x.like + inPlace(x)));
  const pairs: Pair[] = [];
  for (const pair of ordered) if (!pairs.some((taken) => overlaps(taken, pair))) pairs.push(pair);
  const free = (words: readonly Word[], side: 'a' | 'b') =>
    words.filter((word) => !pairs.some((pair) => pair[side].includes(word)));
  for (const one of free(a, 'a')) {
    const parts = writtenApart(one, free(b, 'b'));
    if (parts) pairs.push({ a: [one], b: parts, like: JOINED, how: 'cut' });
  }
  for (const other of free(b, 'b')) {
    const parts = writtenApart(other, free(a, 'a'));
    if (parts) pairs.push({ a: parts, b: [other], like: JOINED, how: 'cut' });
  }
  return pairs;
}

const JOINED = 0.97;
/** Heard alike and written otherwise. */
const HEARD = 0.99;
const overlaps = (one: Pair, other: Pair): boolean =>
  other.a.some((word) => one.a.includes(word)) || other.b.some((word) => one.b.includes(word));

function pairOf(a: Word, b: Word): Pair | null {
  const scripts: Scripts = a.script === b.script ? a.script : 'both';
  const likenessOf = (one: string, other: string): number =>
    scripts === 'both' && a.script === 'arabic'
      ? likeness(other, one, scripts)
      : likeness(one, other, scripts);
  const made = (like: number, how: Pair['how']): Pair => ({ a: [a], b: [b], like, how });
  if (scripts !== 'both' && a.letters === b.letters) return made(1, 'same');
  const plain = likenessOf(a.sounds, b.sounds);
  if (isLike(plain, a.sounds, b.sounds)) return made(Math.min(plain, HEARD), 'spelling');
  for (const [one, other] of [
    [a.otherwise, b.sounds],
    [a.sounds, b.otherwise],
    [a.otherwise, b.otherwise],
  ] as const) {
    if (one === null || other === null) continue;
    const like = likenessOf(one, other);
    if (isLike(like, one, other)) return made(Math.min(like, JOINED), 'cut');
  }
  const [short, long] = [a.letters, b.letters].sort((x, y) => x.length - y.length) as [string, string];
  if (scripts !== 'both' && short.length >= CUT_AT_LEAST && long.startsWith(short))
    return made(CUT_LIKE, 'cut');
  return null;
}

/** Two words beside each other that are this one: « Jean Pierre », JEANPIERRE. */
function writtenApart(word: Word, others: readonly Word[]): readonly Word[] | null {
  for (let at = 0; at + 1 < others.length; at += 1) {
    const [first, second] = others.slice(at, at + 2) as [Word, Word];
    if (first.part !== second.part || first.script !== word.script) continue;
    const whole = first.sounds + second.sounds;
    const like = likeness(word.sounds, whole, word.script);
    if (like >= 0.9 && isLike(like, word.sounds, whole)) return [first, second];
  }
  return null;
}
