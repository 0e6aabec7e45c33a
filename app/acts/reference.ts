/**
 * The reference that is printed, said on the telephone and typed: `PAR-B-26-00417-6`
 * = mission's short name, desk's letter, year, serial of that desk, ISO 7064 Mod 37,36 check character.
 * Unique without a network, because each desk counts its own serials without gaps.
 */
import { type DeskId, IdError, type Reference } from './ids.ts';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** ISO 7064 hybrid system Mod 37,36 over digits and capitals. */
export function mod37_36(text: string): string {
  let product = 36;
  for (const character of text) {
    const value = DIGITS.indexOf(character);
    if (value < 0) throw new IdError('reference');
    const sum = (product + value) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return DIGITS.charAt((37 - product) % 36);
}

/** @param year four digits; only its last two are shown. */
export function makeReference(desk: DeskId, year: number, serial: number): Reference {
  const [scope = '', letter = ''] = desk.split('/');
  const short = scope.includes('-') ? scope.slice(scope.indexOf('-') + 1) : scope;
  const digits = `${String(year % 100).padStart(2, '0')}-${String(serial).padStart(5, '0')}`;
  const stem = `${short}-${letter}-${digits}`;
  return `${stem}-${mod37_36(stem.replaceAll('-', ''))}` as Reference;
}

/** Accepts what people type: lower case, spaces, missing dashes are not repaired, a wrong check is refused. */
export function parseReference(text: unknown): Reference {
  const value = typeof text === 'string' ? text.trim().toUpperCase() : '';
  const match = /^([A-Z0-9]{2,8}-[A-Z]-\d{2}-\d{5,7})-([0-9A-Z])$/.exec(value);
  if (!match?.[1] || mod37_36(match[1].replaceAll('-', '')) !== match[2]) throw new IdError('reference');
  return value as Reference;
}

/** The serial inside a reference. */
export const serialOf = (reference: Reference): number => Number(reference.split('-')[3]);
