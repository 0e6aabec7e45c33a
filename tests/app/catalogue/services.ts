import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import { readCountry } from '../../../scripts/catalogue/country-folder.ts';

export const MALI = readCountry('ml');

export function serviceOf(code: string): ServiceDefinition {
  const found = MALI.services.find((one) => one.code === code);
  if (!found) throw new Error(`no service ${code}`);
  return found;
}

export const PASSPORT = serviceOf('ml-passport-ordinary');
export const VISA = serviceOf('ml-visa-short-stay');
export const LAISSEZ_PASSER = serviceOf('ml-laissez-passer');
export const SERVICES = [PASSPORT, VISA, LAISSEZ_PASSER] as const;
