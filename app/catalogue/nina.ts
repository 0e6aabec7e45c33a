/**
 * Mali's national identification number: nationality 1, sex 1, year of birth 2, place 7, serial 3 digits, then a
 * check letter. The letter's algorithm is not public, so only the shape is checked, never the letter.
 * Source: maliweb.net 128722 (director of civil status, 2013); the coding of sex (1 male, 2 female) is the usual
 * one and is to be confirmed: other digits are taken as unknown, never as a contradiction.
 */
export interface Nina {
  readonly sex: 'male' | 'female' | undefined;
  /** last two digits of the year of birth */
  readonly year: string;
}

/** @returns undefined where the text does not have the shape of a NINA */
export function readNina(text: string): Nina | undefined {
  if (!/^\d{14}[A-Z]$/.test(text)) return undefined;
  const sexes: Readonly<Record<string, Nina['sex']>> = { 1: 'male', 2: 'female' };
  return { sex: sexes[text.charAt(1)], year: text.slice(2, 4) };
}
