/** What a file is found by, as one line of folded words: a field after the other, each word with a space on either side. */

/** In the order in which a match in several counts. */
export const SEARCH_FIELDS = ['name', 'arabic', 'reference', 'phone', 'document'] as const;
export type SearchField = (typeof SEARCH_FIELDS)[number];

/** between two fields; no word holds it */
const NEXT_FIELD = '\t';

/** Letters without their marks; the letters of Bambara and Ewe as people type them on a French keyboard. */
const FOLDED: Readonly<Record<string, string>> = {
  ɛ: 'e',
  ɔ: 'o',
  ɲ: 'n',
  ŋ: 'n',
  ɖ: 'd',
  ƒ: 'f',
  ɣ: 'g',
  ʋ: 'v',
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ة: 'ه',
};
const ARABIC_MARKS = /[\u064B-\u065F\u0670\u0640]/g;

export function foldText(text: string): string {
  const plain = text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(ARABIC_MARKS, '');
  return [...plain].map((letter) => FOLDED[letter] ?? letter).join('');
}

export const digits = (text: string): string => text.replace(/\D/g, '');
export const words = (text: string): string[] =>
  foldText(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

export interface SearchedBy {
  readonly ref: string;
  readonly applicant: string | null;
  readonly applicantArabic: string | null;
  readonly phones: readonly string[];
  readonly documentNumbers: readonly string[];
}

export function searchText({ ref, applicant, applicantArabic, phones, documentNumbers }: SearchedBy): string {
  const fields: Record<SearchField, readonly string[]> = {
    name: words(applicant ?? ''),
    arabic: words(applicantArabic ?? ''),
    reference: words(ref),
    phone: phones.map(digits),
    document: documentNumbers.flatMap(words),
  };
  return SEARCH_FIELDS.map((field) => ` ${fields[field].join(' ')} `).join(NEXT_FIELD);
}

/** The words of a field of such a line. */
export const fieldOf = (text: string, field: SearchField): string =>
  text.split(NEXT_FIELD)[SEARCH_FIELDS.indexOf(field)] as string;

/** Which field of such a line this place lies in: its place in `SEARCH_FIELDS`. */
export function fieldAt(text: string, place: number): number {
  let field = 0;
  for (let at = text.indexOf(NEXT_FIELD); at >= 0 && at < place; at = text.indexOf(NEXT_FIELD, at + 1))
    field += 1;
  return field;
}
