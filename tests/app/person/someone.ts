/** Invented persons, and what papers and pens do to them. */
import { NO_TRAITS, type PersonTraits } from '../../../app/person/traits.ts';

export type Random = () => number;

/** Mulberry32: small, and the same everywhere. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pick = <T>(from: readonly T[], random: Random): T => from[Math.floor(random() * from.length)] as T;
const times = <T>(n: number, make: () => T): T[] => Array.from({ length: n }, make);

/** Latin and Arabic of one syllable; surnames of three are nobody's. */
const SYLLABLES: readonly (readonly [string, string])[] = [
  ['ba', 'با'],
  ['di', 'دي'],
  ['fa', 'فا'],
  ['ko', 'كو'],
  ['la', 'لا'],
  ['mi', 'مي'],
  ['na', 'نا'],
  ['ro', 'رو'],
  ['sa', 'سا'],
  ['ti', 'تي'],
  ['jo', 'جو'],
  ['cha', 'شا'],
  ['gou', 'غو'],
  ['le', 'لي'],
];
const GIVEN: readonly (readonly [string, string])[] = [
  ['Mohamed', 'محمد'],
  ['Fatima', 'فاطمة'],
  ['Ibrahim', 'إبراهيم'],
  ['Khadija', 'خديجة'],
  ['Youssouf', 'يوسف'],
  ['Oumar', 'عمر'],
  ['Mariam', 'مريم'],
  ['Moustapha', 'مصطفى'],
  ['Djibril', 'جبريل'],
  ['Anna', 'آنا'],
  ['Cheikh', 'شيخ'],
  ['Abdelkader', 'عبد القادر'],
];
const PLACES = ['Zenith', 'Utopolis', 'Spécimenville', 'Port-Utopie', 'Nadir'];

const two = (n: number): string => String(n).padStart(2, '0');

export function someone(random: Random): PersonTraits {
  const syllables = times(3, () => pick(SYLLABLES, random));
  const given = pick(GIVEN, random);
  return {
    ...NO_TRAITS,
    surname: syllables
      .map(([latin]) => latin)
      .join('')
      .toUpperCase(),
    givenNames: given[0],
    surnameArabic: syllables.map(([, arabic]) => arabic).join(''),
    givenNamesArabic: given[1],
    birthDate: `${1940 + Math.floor(random() * 80)}-${two(2 + Math.floor(random() * 10))}-${two(2 + Math.floor(random() * 26))}`,
    birthPlace: pick(PLACES, random),
    sex: pick(['female', 'male'], random),
    nationality: 'UTO',
  };
}

type Disturb = (person: PersonTraits, random: Random) => PersonTraits;
const latin = (person: PersonTraits): PersonTraits => ({
  ...person,
  surnameArabic: '',
  givenNamesArabic: '',
});
const arabic = (person: PersonTraits): PersonTraits => ({ ...person, surname: '', givenNames: '' });
const spelt =
  (...rules: readonly (readonly [RegExp, string])[]): Disturb =>
  (person) => {
    const respell = (name: string) => rules.reduce((text, [from, to]) => text.replace(from, to), name);
    return latin({
      ...person,
      surname: respell(person.surname),
      givenNames: respell(person.givenNames),
    });
  };

export const DISTURBANCES: Readonly<Record<string, Disturb>> = {
  'nothing but the Latin writing': latin,
  'accents and case': (person) => latin({ ...person, surname: `${person.surname.toLowerCase()}̀` }),
  'a particle more': (person) => latin({ ...person, surname: `OULD ${person.surname}` }),
  'an article in one': (person) => latin({ ...person, surname: `EL${person.surname}` }),
  'ou for o, w for ou': spelt([/O(?!U)/g, 'OU'], [/Oumar/, 'Omar']),
  'doubled letters': spelt([/([LMNST])(?=[AEIOU])/g, '$1$1'], [/m(?=[ae])/g, 'mm']),
  'k, c and qu': spelt([/KO/g, 'CO'], [/Khad/, 'Kad']),
  'ch and sh': spelt([/CH/g, 'SH'], [/Ch/g, 'Sh']),
  'dj and j': spelt([/JO/g, 'DJO'], [/Dj/, 'J']),
  'i and y': spelt([/I/g, 'Y'], [/Youssouf/, 'Iousouf']),
  'an h more': spelt([/A$/, 'AH'], [/^M/, 'M']),
  'names turned': (person) => latin({ ...person, surname: person.givenNames, givenNames: person.surname }),
  'another given name more': (person) => latin({ ...person, givenNames: `${person.givenNames} Specimen` }),
  'the Arabic writing alone': arabic,
  'the Arabic writing with other letters': (person) =>
    arabic({
      ...person,
      givenNamesArabic: person.givenNamesArabic.replace(/[إآ]/g, 'ا').replace(/ة$/, 'ه').replace(/ى$/, 'ي'),
      surnameArabic: [...person.surnameArabic].join('\u0640'),
    }),
  'day and month turned': (person) => {
    const [year, month, day] = person.birthDate.split('-') as [string, string, string];
    return Number(day) > 12 ? person : { ...person, birthDate: `${year}-${day}-${month}` };
  },
  'a day that is not known': (person) => ({ ...person, birthDate: person.birthDate.slice(0, 7) }),
  'a year alone': (person) => ({ ...person, birthDate: person.birthDate.slice(0, 4) }),
  'no nationality and no place': (person) => ({ ...person, nationality: '', birthPlace: '' }),
};
