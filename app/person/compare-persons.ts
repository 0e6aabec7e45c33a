/**
 * Whether two files may be about one person. Points are added for what agrees and taken for what does not; the figures
 * were set on half of the labelled pairs in tests/app/person and looked at on the other half (decision 0026). A person
 * always decides: nothing is merged.
 */
import { compareBirths } from './compare-births.ts';
import { compareNames } from './compare-names.ts';
import { likeness } from './likeness.ts';
import type { Reason, Weighed } from './reasons.ts';
import { soundsOf } from './sounds.ts';
import type { PersonTraits } from './traits.ts';
import { foldedWords, type Hear, scriptOf, type Word, wordsOf } from './words.ts';

export type Verdict = 'probable' | 'possible' | 'none';

export interface Comparison {
  readonly verdict: Verdict;
  /** to put the likeliest first; not a probability */
  readonly points: number;
  readonly reasons: readonly Reason[];
}

/** From here on two are shown as probably, as possibly one person. */
const PROBABLE = 62;
const POSSIBLE = 30;
const SAME_NUMBER = 60;

/** A person made ready to be compared with many. */
export interface ReadyPerson {
  readonly traits: PersonTraits;
  readonly words: readonly Word[];
  readonly numbers: ReadonlySet<string>;
  /** the sounds of where they were born: few are asked for theirs */
  readonly place: () => string;
}

export function readyPerson(traits: PersonTraits, hear: Hear = soundsOf): ReadyPerson {
  let place: string | undefined;
  return {
    traits,
    words: wordsOf(traits, hear),
    numbers: new Set(traits.numbers.map(foldedNumber).filter(isTelling)),
    place: () => {
      place ??= foldedWords(traits.birthPlace)
        .map((word) => hear(word, scriptOf(word)))
        .join('');
      return place;
    },
  };
}

/** As documents print them, and as people type them. */
export const foldedNumber = (number: string): string =>
  number
    .slice(0, 40)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
export const isTelling = (number: string): boolean => number.length >= 5;

/** The same either way. Total: traits of any content give a verdict. */
export function comparePersons(one: ReadyPerson, other: ReadyPerson): Comparison {
  const [a, b] = inOrder(one, other);
  const parts: readonly Weighed[] = [
    compareNumbers(a, b),
    compareNames(a.words, b.words),
    compareBirths(a.traits.birthDate, b.traits.birthDate),
    comparePlaces(a.place(), b.place()),
    compareSexes(a.traits.sex, b.traits.sex),
    compareNationalities(a.traits.nationality, b.traits.nationality),
  ];
  const points = parts.reduce((sum, part) => sum + part.points, 0);
  const reasons = parts.flatMap((part) => part.reasons);
  // One number in two files is a matter for a person, whatever else they say.
  const isSeen = points >= POSSIBLE || reasons.includes('same-number');
  return { verdict: points >= PROBABLE ? 'probable' : isSeen ? 'possible' : 'none', points, reasons };
}

/** Of words that fit equally well the first is taken: the order must not depend on who is compared with whom. */
function inOrder(one: ReadyPerson, other: ReadyPerson): readonly [ReadyPerson, ReadyPerson] {
  const key = ({ words }: ReadyPerson) => words.map(({ part, letters }) => `${part} ${letters}`).join();
  return key(one) <= key(other) ? [one, other] : [other, one];
}

function compareNumbers(a: ReadyPerson, b: ReadyPerson): Weighed {
  const isShared = [...a.numbers].some((number) => b.numbers.has(number));
  return isShared ? { points: SAME_NUMBER, reasons: ['same-number'] } : { points: 0, reasons: [] };
}

const known = (a: string, b: string): boolean => a !== '' && b !== '';

function comparePlaces(a: string, b: string): Weighed {
  if (!known(a, b)) return { points: 0, reasons: [] };
  const isOne = likeness(a, b) >= 0.8 || a.startsWith(b) || b.startsWith(a);
  return isOne ? { points: 8, reasons: [] } : { points: -4, reasons: ['other-birth-place'] };
}

function compareSexes(a: string, b: string): Weighed {
  if (!known(a, b) || a === 'unspecified' || b === 'unspecified') return { points: 0, reasons: [] };
  return a === b ? { points: 2, reasons: [] } : { points: -25, reasons: ['other-sex'] };
}

/** Many have two. */
function compareNationalities(a: string, b: string): Weighed {
  if (!known(a, b)) return { points: 0, reasons: [] };
  return a === b ? { points: 2, reasons: [] } : { points: -6, reasons: ['other-nationality'] };
}
