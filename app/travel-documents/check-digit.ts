/**
 * Check digit of machine readable zones. Weights 7-3-1, modulo 10; 0–9 as they are, A–Z 10 to 35, `<` 0.
 * Source: ICAO Doc 9303 part 3, section 4.9.
 */
const VALUES = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const WEIGHTS = [7, 3, 1] as const;

export const isMrzText = (text: string): boolean => /^[A-Z0-9<]*$/.test(text);

/** @returns one digit, or undefined where a character has no place in a machine readable zone */
export function checkDigit(text: string): string | undefined {
  if (!isMrzText(text)) return undefined;
  let sum = 0;
  for (let i = 0; i < text.length; i += 1) {
    const value = Math.max(0, VALUES.indexOf(text.charAt(i)));
    sum += value * (WEIGHTS[i % 3] ?? 0);
  }
  return String(sum % 10);
}

/** Whether a typed digit is the one that belongs to the text. */
export const checksOut = (text: string, digit: string): boolean => checkDigit(text) === digit;
