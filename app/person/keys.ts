/**
 * What two persons who may be one have in common nearly always, so that a few of many are compared: a number; the day
 * they were born, day and month in either order; a name's consonants with the year; two names' consonants.
 */
import { readDate } from './compare-births.ts';
import type { ReadyPerson } from './compare-persons.ts';
import { isVowel } from './sounds.ts';

/** More names than these are not needed to find somebody. */
const MOST_NAMES = 6;

/** Consonants that are taken for each other are one. */
const CLASS: Readonly<Record<string, string>> = {
  S: 's',
  z: 's',
  g: 'k',
  p: 'b',
  v: 'b',
  t: 'd',
  n: 'm',
  h: '',
  w: '',
};

export interface PersonKey {
  readonly key: string;
  /** how much it says that two have it in common */
  readonly weight: number;
}

/** The keys that a person is kept under. */
export const keysOf = (person: ReadyPerson): readonly PersonKey[] => keys(person, [yearOf(person)]);

/** The keys under which those are found that may be this person: born in a year beside theirs, or in none that is known. */
export function keysToFind(person: ReadyPerson): readonly PersonKey[] {
  const year = Number(yearOf(person));
  return keys(person, year === 0 ? [] : [year, year - 1, year + 1, 0].map(String));
}

function keys(person: ReadyPerson, years: readonly string[]): readonly PersonKey[] {
  const bones = [...new Set(person.words.map(({ sounds }) => bonesOf(sounds)))].slice(0, MOST_NAMES).sort();
  const born = readDate(person.traits.birthDate) ?? [];
  const [year, ...dayAndMonth] = born;
  return [
    ...[...person.numbers].map((number) => ({ key: `#${number}`, weight: 8 })),
    ...(dayAndMonth.length === 2 ? [{ key: `d${year} ${dayAndMonth.sort().join(' ')}`, weight: 3 }] : []),
    ...bones.flatMap((one, at) =>
      bones.slice(at + 1).map((other) => ({ key: `n${one} ${other}`, weight: 3 })),
    ),
    ...bones.flatMap((one) => years.map((born) => ({ key: `y${one} ${born}`, weight: 1 }))),
  ];
}

/** `0` where it is not known. */
const yearOf = ({ traits }: ReadyPerson): string => readDate(traits.birthDate)?.[0] ?? '0';

/** The first consonants, by class; of a name without any, that it has none. */
function bonesOf(sounds: string): string {
  const bones = [...sounds].map((sound) => (isVowel(sound) ? '' : (CLASS[sound] ?? sound))).join('');
  return bones.replace(/(.)\1+/g, '$1').slice(0, 5);
}
