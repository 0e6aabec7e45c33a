/**
 * A name as it stands in a machine readable zone. Apostrophes and other signs are dropped, hyphens and blanks
 * become `<`, primary and secondary identifier are parted by `<<`. A name that fits is never truncated.
 * Sources: ICAO Doc 9303 part 3, section 6 (transliteration tables A and C) and parts 4 to 7, section 4.2.3.
 * The letters Ɛ Ɔ Ɲ of Bambara and Ɖ Ƒ Ɣ Ʋ of Ewe are not in the standard's table: E, O, N, D, F, G, V is a rule of
 * this project, to be confirmed by the issuing State.
 */
const LATIN: Readonly<Record<string, string>> = {
  Ä: 'AE',
  Å: 'AA',
  Æ: 'AE',
  Ð: 'D',
  Þ: 'TH',
  Ö: 'OE',
  Ø: 'OE',
  Œ: 'OE',
  Ü: 'UE',
  ẞ: 'SS',
  ß: 'SS',
  Đ: 'D',
  Ħ: 'H',
  Ł: 'L',
  Ŋ: 'N',
  Ŧ: 'T',
  İ: 'I',
  ı: 'I',
  Ĳ: 'IJ',
  ĸ: 'Q',
  Ɛ: 'E',
  Ɔ: 'O',
  Ɲ: 'N',
  Ɖ: 'D',
  Ƒ: 'F',
  Ɣ: 'G',
  Ʋ: 'V',
};

const ARABIC: Readonly<Record<string, string>> = {
  ء: 'XE',
  آ: 'XAA',
  أ: 'XAE',
  ؤ: 'U',
  إ: 'I',
  ئ: 'XI',
  ا: 'A',
  ب: 'B',
  ة: 'XTA',
  ت: 'T',
  ث: 'XTH',
  ج: 'J',
  ح: 'XH',
  خ: 'XKH',
  د: 'D',
  ذ: 'XDH',
  ر: 'R',
  ز: 'Z',
  س: 'S',
  ش: 'XSH',
  ص: 'XSS',
  ض: 'XDZ',
  ط: 'XTT',
  ظ: 'XZZ',
  ع: 'E',
  غ: 'G',
  ف: 'F',
  ق: 'Q',
  ك: 'K',
  ل: 'L',
  م: 'M',
  ن: 'N',
  ه: 'H',
  و: 'W',
  ى: 'XAY',
  ي: 'Y',
  ٱ: 'XXA',
  ٹ: 'XXT',
  پ: 'P',
  ڤ: 'V',
  چ: 'XC',
  ک: 'XKK',
  گ: 'XGG',
  ھ: 'XDO',
};
const SHADDA = '\u0651';
const GOD = 'الله';

export interface VizName {
  /** surname, as printed in the visual zone */
  readonly primary: string;
  /** given names; empty where the holder has one name only */
  readonly secondary: string;
}

/** « ERIKSSON, ANNA MARIA »: a comma parts the two; without one the whole is the primary identifier. */
export function readVizName(text: string): VizName {
  const comma = text.search(/[,،]/);
  if (comma < 0) return { primary: text, secondary: '' };
  return { primary: text.slice(0, comma), secondary: text.slice(comma + 1) };
}

/** One identifier in the letters of the zone, components parted by `<`. Characters without a rule are dropped. */
export function transliterate(text: string): string {
  const parts = text
    .normalize('NFC')
    .toUpperCase()
    .split(/[\s\-\u2010-\u2015<]+/u);
  return parts.map(component).filter(Boolean).join('<');
}

function component(text: string): string {
  if (text.replace(/\p{M}|\u0640/gu, '') === GOD) return 'ALLXH';
  const letters = [...text];
  let result = '';
  let last = '';
  for (const [index, letter] of letters.entries()) {
    if (letter === SHADDA) {
      // Doubling keeps the leading X once: XDZ becomes XDZDZ.
      result += last.startsWith('X') && last.length > 1 ? last.slice(1) : last;
      continue;
    }
    const written = letter === 'ة' && endsHere(letters, index) ? 'XAH' : letterOf(letter);
    if (written !== '') last = written;
    result += written;
  }
  return result;
}

const endsHere = (letters: readonly string[], index: number): boolean =>
  letters.slice(index + 1).every((letter) => /\p{M}/u.test(letter));

function letterOf(letter: string): string {
  if (/^[A-Z]$/.test(letter)) return letter;
  const known = LATIN[letter] ?? ARABIC[letter];
  if (known !== undefined) return known;
  const plain = letter.normalize('NFD').replace(/\p{M}/gu, '');
  return /^[A-Z]$/.test(plain) ? plain : '';
}

/** @param truncated the name did not fit, and its field ends in a letter, as the standard wants it */
export interface MrzName {
  readonly field: string;
  readonly truncated: boolean;
}

/**
 * The name field, filled with `<` to `length`. Too long a name is cut at its end; the surname gives way only as far
 * as the first letter of the given names needs, and the last position is a letter, so that a reader sees the cut.
 */
export function composeName(name: VizName, length: number): MrzName {
  const primary = transliterate(name.primary);
  const secondary = transliterate(name.secondary);
  const whole = secondary === '' ? primary : `${primary}<<${secondary}`;
  if (whole.length <= length) return { field: whole.padEnd(length, '<'), truncated: false };
  if (secondary === '') return { field: cut(primary, length), truncated: true };
  const surname = cut(primary, length - 3);
  return { field: `${surname}<<${cut(secondary, length - 2 - surname.length)}`, truncated: true };
}

/** At most `length` characters, the last a letter: a filler there gives way to the letter after it. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  if (text.charAt(length - 1) !== '<') return text.slice(0, length);
  const stem = text.charAt(length - 3) === '<' ? text.slice(0, length - 1) : `${text.slice(0, length - 2)}<`;
  return stem + text.charAt(length);
}

/** The identifiers of a name field. A field that is full to its last position is read as truncated. */
export function parseName(field: string): { primary: string; secondary: string; truncated: boolean } {
  const trimmed = field.replace(/<+$/, '');
  const parting = trimmed.indexOf('<<');
  const words = (text: string) => text.split('<').filter(Boolean).join(' ');
  return {
    primary: words(parting < 0 ? trimmed : trimmed.slice(0, parting)),
    secondary: parting < 0 ? '' : words(trimmed.slice(parting + 2)),
    truncated: field.length > 0 && !field.endsWith('<'),
  };
}
