/**
 * A name as words to be compared: letters without their marks, particles laid aside. « Ould », « ben », « el » come and
 * go between two papers of one person; « N’ » and « Abd » are never names of their own.
 */
import { type Script, soundsOf } from './sounds.ts';
import type { PersonTraits } from './traits.ts';

export interface Word {
  readonly part: 'surname' | 'given';
  readonly script: Script;
  readonly letters: string;
  /** as it is heard (sounds.ts) */
  readonly sounds: string;
  /** the same with the particle before it, as people write it in one, or without the article that it begins with */
  readonly otherwise: string | null;
}

/** What is longer is cut: a name has no such length, and nobody is to wait for it. */
const MOST_LETTERS = 160;
const MOST_WORDS = 8;

/** Letters that do not come apart into a letter and its mark. */
const FOLDED: Readonly<Record<string, string>> = {
  ɛ: 'e',
  ɔ: 'o',
  ɲ: 'ny',
  ŋ: 'ng',
  ɗ: 'd',
  ɖ: 'd',
  ɓ: 'b',
  ƴ: 'y',
  ƒ: 'f',
  ɣ: 'g',
  ʋ: 'v',
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ı: 'i',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ئ: 'ي',
  ؤ: 'و',
  ة: 'ه',
  ک: 'ك',
  ء: '',
};
const PLAIN = /^[\u0020-\u007e]*$/;
const APOSTROPHES = /['’‘ʼʻʿʾ`´]/g;
/** harakat, the small alef, tatweel */
const ARABIC_MARKS = /[\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06ED\u0640]/g;
const ARABIC = /\p{Script=Arabic}/u;

const list = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const PARTICLES = list(
  'el al ul es ed en er ech et ez as ad an ar ach ash at az ben bin ibn beni bint bent ould wuld weld wold uld mint ' +
    'abou abu bou oum umm ait de du des di da dos la le les van von der den ' +
    'elhadj elhadji alhaji alhadji alhadj hadj hadja hadji haj hajj hajja ' +
    'بن ابن بنت ولد ولاد منت ال ابو ابي ام الحاج',
);
/** Between a name of birth and one of marriage. */
const OF_USE = list('nee ne epouse ep epse veuve vve dit dite alias');
const ABD = list('abd abdel abdal abdul abdoul abdoel عبد');

/** Each run of letters, without marks, in small letters. */
export function foldedWords(text: string): string[] {
  const kept = text.slice(0, MOST_LETTERS);
  // Most names are in plain letters, and there are many.
  if (PLAIN.test(kept))
    return (
      kept
        .toLowerCase()
        .replace(APOSTROPHES, '')
        .match(/[a-z]+/g) ?? []
    );
  const plain = kept
    .normalize('NFKC')
    .toLowerCase()
    // An alef has its hamza for a mark that comes apart; its letter is folded as a whole.
    .replace(/[^\p{Script=Arabic}]+/gu, (part) => part.normalize('NFD').replace(/\p{Mn}/gu, ''))
    .replace(ARABIC_MARKS, '')
    .replace(APOSTROPHES, '');
  return [...plain]
    .map((letter) => FOLDED[letter] ?? letter)
    .join('')
    .split(/[^\p{L}]+/u)
    .filter(Boolean);
}

/** @param hear what gives a word's sounds: whoever reads many persons hears each word once */
export function wordsOf(traits: PersonTraits, hear: Hear = soundsOf): readonly Word[] {
  const { surname, surnameArabic, givenNames, givenNamesArabic } = traits;
  return [
    ...partWords('surname', [...foldedWords(surname), ...foldedWords(surnameArabic)], hear),
    ...partWords('given', [...foldedWords(givenNames), ...foldedWords(givenNamesArabic)], hear),
  ];
}

export type Hear = typeof soundsOf;

export const scriptOf = (word: string): Script => (ARABIC.test(word) ? 'arabic' : 'latin');

const partWords = (part: Word['part'], folded: readonly string[], hear: Hear): Word[] =>
  (['latin', 'arabic'] as const).flatMap((script) => {
    const own = folded.filter((word) => scriptOf(word) === script);
    return scriptWords(part, own, script, hear);
  });

function scriptWords(part: Word['part'], folded: readonly string[], script: Script, hear: Hear): Word[] {
  const joined = joinedWords(folded);
  const names = joined.filter((word) => !PARTICLES.has(word) && !OF_USE.has(word));
  // Whoever has nothing but a particle for a name is called that.
  const kept = names.length > 0 ? names : joined;
  return kept.slice(0, MOST_WORDS).map((word) => {
    const letters = script === 'arabic' ? withoutArticle(word) : word;
    const otherwise = writtenOtherwise(word, letters, joined[joined.indexOf(word) - 1]);
    return {
      part,
      script,
      letters,
      sounds: hear(letters, script),
      otherwise: otherwise === null ? null : hear(otherwise, script),
    };
  });
}

function writtenOtherwise(word: string, letters: string, before: string | undefined): string | null {
  if (letters !== word) return word;
  if (before !== undefined && PARTICLES.has(before)) return `${before}${word}`;
  return /^[ea]l[a-z]{4,}/.test(word) ? word.slice(2) : null;
}

/** In Arabic the article is written in one with its word. God's name has none. */
const withoutArticle = (word: string): string =>
  /^ال.{3,}/u.test(word) && word !== 'الله' ? word.slice(2) : word;

/** « Abd el Kader », « N Diaye », « M Baye » are one word each. */
function joinedWords(folded: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (let at = 0; at < folded.length; at += 1) {
    let word = folded[at] as string;
    if (ABD.has(word)) {
      if (/^(el|al|ul)$/.test(folded[at + 1] ?? '') && at + 2 < folded.length) word += folded[++at];
      if (at + 1 < folded.length) word += folded[++at];
    } else if (isPrenasal(word, folded[at + 1])) word += folded[++at];
    joined.push(word);
  }
  return joined;
}

const isPrenasal = (word: string, next = ''): boolean =>
  (word === 'n' && /^[dgkjtsz]./.test(next)) || (word === 'm' && /^[bp]./.test(next));
