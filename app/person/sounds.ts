/**
 * A word as it is heard, in few letters: consonants `b d f g h j k l m n p r s S t v w z`, vowels `a i u`. French, English
 * and Arabic ears write the names of the Sahel and the Maghreb differently; what they heard is the same. These rules are
 * the project's own, made for names, not for a language.
 */
export type Script = 'latin' | 'arabic';

/** Beyond that two words are not told apart. */
const MOST = 24;

/** In this order: what is longer first. Capitals stand for what later rules are not to touch. */
const LATIN: readonly (readonly [RegExp, string])[] = [
  [/tch|sch|sh|ch(?!r)/g, 'S'],
  [/ckh|kh|ck|ch|qu(?=[eiy])|q/g, 'k'],
  [/ph/g, 'f'],
  [/th/g, 't'],
  [/dh/g, 'd'],
  [/gh/g, 'g'],
  [/rh/g, 'r'],
  [/dj|dg(?=[eiy])|zh/g, 'j'],
  [/d[iy](?=[aeou])/g, 'j'],
  [/gni?(?=[aeou])|gn|n[iy](?=[aou])/g, 'n'],
  [/gu(?=[eiy])/g, 'G'],
  [/g(?=[eiy])/g, 'j'],
  [/G/g, 'g'],
  [/c(?=[eiy])/g, 's'],
  [/c/g, 'k'],
  [/x/g, 'ks'],
  [/ou?(?=w)/g, ''],
  [/(?:ou|oo|u)(?=[aeiy])/g, 'w'],
  [/ou(?=o)/g, 'w'],
  [/w+(?=[ou])/g, ''],
  [/w(?![aeiy])/g, 'u'],
  [/ou|oo|o/g, 'u'],
  [/[ey]/g, 'i'],
  [/ai(?![au])/g, 'i'],
  [/h$/g, ''],
  [/[^a-zS]/g, ''],
];

const ARABIC: Readonly<Record<string, string>> = {
  ا: 'a',
  ب: 'b',
  ت: 't',
  ث: 't',
  ج: 'j',
  ح: 'h',
  خ: 'k',
  د: 'd',
  ذ: 'd',
  ر: 'r',
  ز: 'z',
  س: 's',
  ش: 'S',
  ص: 's',
  ض: 'd',
  ط: 't',
  ظ: 'z',
  ع: 'a',
  غ: 'g',
  ف: 'f',
  ق: 'k',
  ك: 'k',
  ل: 'l',
  م: 'm',
  ن: 'n',
  ه: 'h',
  و: 'u',
  ي: 'i',
  پ: 'p',
  چ: 'S',
  ڤ: 'v',
  ڨ: 'g',
  گ: 'g',
  ڭ: 'g',
};

/** @param letters one folded word (words.ts) */
export function soundsOf(letters: string, script: Script): string {
  const heard = script === 'latin' ? latinSounds(letters) : arabicSounds(letters);
  return heard.replace(/(.)\1+/g, '$1').slice(0, MOST);
}

const latinSounds = (letters: string): string =>
  LATIN.reduce((word, [written, heard]) => word.replace(written, heard), letters);

function arabicSounds(letters: string): string {
  const heard = [...letters].map((letter) => ARABIC[letter] ?? '').join('');
  // The letter at the end is nearly always the ending of a name in -a.
  return heard.replace(/^u(?=[ai])/, 'w').replace(/(?<=..)h$/, 'a');
}

export const isVowel = (sound: string): boolean => sound === 'a' || sound === 'i' || sound === 'u';
