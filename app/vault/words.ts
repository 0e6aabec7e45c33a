/**
 * The generated passphrase of a slot: six words of a list of 2048, 11 bits each, 66 bits in all. Under Argon2id
 * (64 MiB, t=3) that is out of reach of whoever copies the disk; what a person would choose is not.
 *
 * The list is made by rule, so that it needs no file, no language and no spelling: two syllables of consonant and
 * vowel (`bado`, `kilu`), four letters each, so that words may be typed with any separator or none. No syllable is
 * doubled, and no letter is used that French, English and Arabic speakers would write in two ways on hearing it
 * (`c`, `q`, `x`, `y`, `h`, `w`, `e`).
 */
import type { RandomSource } from '../acts/clock.ts';

export const WORD_COUNT = 2048;
export const WORDS_IN_PASSPHRASE = 6;
const WORD_LENGTH = 4;

const FIRST = 'bdfgjklmnprstvz';
const SECOND = 'bdgklmnrt';
const VOWELS = 'aiou';
/** Rude in one of the languages of a counter. */
const LEFT_OUT = new Set(
  'baka bita bito buta fiki fodi foka fuda fuka fuki kaka kuka kulo kulu kuna kuta nika niki niko niku pida pola pula puta puti puto pudo rula'.split(
    ' ',
  ),
);

const syllables = (consonants: string): readonly string[] =>
  [...consonants].flatMap((consonant) => [...VOWELS].map((vowel) => consonant + vowel));

/** The 2048 words, in a fixed order. */
export const WORDS: readonly string[] = syllables(FIRST)
  .flatMap((first) =>
    syllables(SECOND)
      .filter((second) => second !== first)
      .map((second) => first + second),
  )
  .filter((word) => !LEFT_OUT.has(word))
  .slice(0, WORD_COUNT);

const KNOWN = new Set(WORDS);

/** A new passphrase, such as `bado-kilu-meta…`: words joined by hyphens. */
export function generateWords(random: RandomSource): string {
  const bytes = random.bytes(2 * WORDS_IN_PASSPHRASE);
  const words: string[] = [];
  for (let i = 0; i < bytes.length; i += 2) {
    const number = (((bytes[i] as number) << 8) | (bytes[i + 1] as number)) % WORD_COUNT; // 2048 divides 65536
    words.push(WORDS[number] as string);
  }
  return words.join('-');
}

/** The one spelling that is derived from, whatever was typed between the words: `bado-kilu-…`. */
export function normaliseWords(typed: string): string {
  const letters = typed
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
  return (letters.match(new RegExp(`.{1,${WORD_LENGTH}}`, 'g')) ?? []).join('-');
}

/**
 * Whether this could be a generated passphrase: six words or more, each of the list. A slip of the pen is told
 * before anything is tried; it says nothing about the right words.
 */
export function areWords(typed: string): boolean {
  const words = normaliseWords(typed).split('-');
  return words.length >= WORDS_IN_PASSPHRASE && words.every((word) => KNOWN.has(word));
}

export const MIN_PIN_DIGITS = 6;
const MAX_PIN_DIGITS = 64;

/** A PIN's digits in ASCII, also from an Arabic or Persian keyboard; anything else is left out. */
export const normalisePin = (typed: string): string =>
  [...typed]
    .map((char) => {
      const code = char.codePointAt(0) as number;
      if (code >= 0x0660 && code <= 0x0669) return String(code - 0x0660);
      if (code >= 0x06f0 && code <= 0x06f9) return String(code - 0x06f0);
      return code >= 0x30 && code <= 0x39 ? char : '';
    })
    .join('');

/** Six digits or more, and not the same one throughout, nor a run such as 123456. */
export function isChoosablePin(typed: string): boolean {
  const pin = normalisePin(typed);
  if (pin.length < MIN_PIN_DIGITS || pin.length > MAX_PIN_DIGITS || pin.length !== typed.trim().length)
    return false;
  const steps = new Set([...pin].slice(1).map((digit, i) => (Number(digit) - Number(pin[i]) + 10) % 10));
  return !(steps.size === 1 && [0, 1, 9].includes([...steps][0] as number));
}
