/**
 * Text as it is stored: one spelling of what the eye sees as one, and nothing the eye cannot see. What can be
 * repaired without a doubt is repaired (decomposed accents, pasted line breaks, invisible characters, Arabic
 * digits in numbers); what would change the meaning is refused at the field, never at sealing time.
 */
import type { FormErrorCode, Params } from './form-errors.ts';

export interface TextProblem {
  readonly code: FormErrorCode;
  readonly params: Params;
}

/** Format characters: bidirectional controls, zero-width ones, soft hyphen, byte order mark, tags. */
const INVISIBLE = /\p{Cf}|\p{Variation_Selector}/gu;
/** Unpaired surrogates, private use, unassigned. */
const UNREADABLE = /\p{Cs}|\p{Co}|\p{Cn}/gu;
const PICTOGRAM = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;
/** These are pictographic to Unicode and plain signs to everyone else. */
const PLAIN_SIGNS = /[©®™0-9#*]/gu;

/** Most answers: letters and signs of one line that need no look at each of them. Read models do this by the 100,000. */
const TIDY =
  /^[!-~\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f]+( [!-~\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f]+)*$/;
const LATIN_ONLY = /^[\n -~\u00a0-\u00a8\u00aa-\u00ad\u00af-\u017f]*$/;

/** Line breaks of every system become `\n`; NFC; nothing invisible; no blanks at the ends of lines. */
export function tidyLines(text: string): string {
  if (TIDY.test(text)) return text;
  const plain = text.replace(/\r\n?|\u2028|\u2029/g, '\n').replace(/(?!\n)\p{Cc}/gu, ' ');
  const lines = plain.normalize('NFC').replace(INVISIBLE, '').replace(UNREADABLE, '').split('\n');
  return lines
    .map((line) => line.replace(/[\p{Zs}]+/gu, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** One line: pasted line breaks become blanks. */
export const tidyLine = (text: string): string => tidyLines(text).replace(/\n+/g, ' ');

/** A name: one kind of apostrophe and of hyphen, no tatweel, so that search finds it however it was typed. */
export const tidyName = (text: string): string =>
  tidyLine(text)
    .replace(/[\u2018\u2019\u201b\u02bc\u02bb\u0060\u00b4\u2032]/g, "'")
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\u0640/g, '');

/** Arabic-Indic and Persian digits as 0-9. */
export const latinDigits = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));

/** Characters as people count them, near enough: code points. */
export const lengthOf = (text: string): number => [...text].length;

/** The first thing that cannot be stored: too long, a pictogram, one word in two alphabets. */
export function textProblem(text: string, maximum: number): TextProblem | undefined {
  const length = lengthOf(text);
  if (length > maximum) return { code: 'FO-011', params: { length, maximum } };
  if (LATIN_ONLY.test(text)) return undefined;
  if (PICTOGRAM.test(text.replace(PLAIN_SIGNS, ''))) return { code: 'FO-013', params: {} };
  const stranger = lookAlike(text);
  return stranger === undefined ? undefined : { code: 'FO-014', params: { character: stranger } };
}

const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
];

/** The first letter of a word that is not of the script the word began in; undefined where all agree. */
function lookAlike(text: string): string | undefined {
  for (const word of text.match(/[\p{L}\p{M}]+/gu) ?? []) {
    const own = SCRIPTS.find((script) => script.test(word.match(/\p{L}/u)?.[0] ?? ''));
    for (const character of word) {
      if (own && /\p{L}/u.test(character) && !own.test(character) && !/\p{Script=Common}/u.test(character)) {
        return character;
      }
    }
  }
  return undefined;
}

const LATIN_NAME = /^[\p{Script=Latin}\p{M} '.,-]$/u;
const ARABIC_NAME = /^[\p{Script=Arabic}\p{M} '.\-\u060c]$/u;

/** The first character that has no place in a name of this script: a digit, a sign, another alphabet. */
export function strangerIn(name: string, script: 'latin' | 'arabic'): string | undefined {
  const allowed = script === 'latin' ? LATIN_NAME : ARABIC_NAME;
  const digit = /[\u0660-\u0669\u06f0-\u06f9]/;
  return [...name].find((character) => !allowed.test(character) || digit.test(character));
}
