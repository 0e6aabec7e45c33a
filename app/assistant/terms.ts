/**
 * Words as they are compared: without accents, case, plural and article, in one spelling for Arabic letters that are
 * confused. The same for what the catalogue says and for what is asked.
 */

const ARABIC_LETTERS: Readonly<Record<string, string>> = {
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ئ: 'ي',
  ؤ: 'و',
  ة: 'ه',
  گ: 'ك',
  ک: 'ك',
  پ: 'ب',
  ڤ: 'ف',
};
/** The article, with what is written before it; the longest first. A letter alone may be the word's own. */
const ARABIC_PREFIXES = ['وال', 'بال', 'كال', 'فال', 'ولل', 'لل', 'ال'];
const ARABIC_SUFFIXES = ['ات', 'ين', 'ون', 'ها', 'يه', 'ه', 'ي'];
/** Fewer letters than this are left of no word. */
const SHORTEST_STEM = 3;

/** In the order in which they stand; what is neither letter nor digit parts them. */
export function termsOf(text: string): readonly string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/[\p{M}\u0640]/gu, '')
    .toLowerCase();
  return (plain.match(/[\p{L}\d]+/gu) ?? []).map(termOf);
}

const termOf = (word: string): string =>
  /\p{Script=Arabic}/u.test(word) ? arabicStem(word) : latinStem(word);

/** Plural and feminine endings of French and English, and the doubled letter before them. */
function latinStem(word: string): string {
  const singular = word.replace(/(?:aux)$/, 'al').replace(/(?:es|s|x|e)$/, '');
  const bare = singular.replace(/(?:ing|er|ed)$/, '');
  const stem = bare.length > SHORTEST_STEM ? bare : singular.length >= SHORTEST_STEM ? singular : word;
  return stem.replace(/([a-z])\1+/g, '$1');
}

function arabicStem(word: string): string {
  const letters = [...word].map((letter) => ARABIC_LETTERS[letter] ?? letter).join('');
  const prefix = ARABIC_PREFIXES.find(
    (one) => letters.startsWith(one) && letters.length - one.length >= SHORTEST_STEM,
  );
  const bare = letters.slice(prefix?.length ?? 0);
  const suffix = ARABIC_SUFFIXES.find(
    (one) => bare.endsWith(one) && bare.length - one.length >= SHORTEST_STEM,
  );
  return suffix === undefined ? bare : bare.slice(0, -suffix.length);
}
