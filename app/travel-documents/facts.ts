/** What a zone tells a form: the facts of a travel document, ready to be offered at its fields. */
import { readMrzDate } from './dates.ts';
import type { CheckedField, Mrz } from './mrz.ts';

export interface TravelDocumentFacts {
  readonly surname: string;
  readonly givenNames: string;
  readonly number: string;
  readonly issuer: string;
  readonly nationality: string;
  readonly sex: 'female' | 'male' | 'unspecified';
  readonly birthDate?: string;
  readonly expiryDate?: string;
  /** fields whose digit does not match: shown to be read again, not refused */
  readonly doubtful: readonly CheckedField[];
}

const SEXES = { F: 'female', M: 'male', '<': 'unspecified' } as const;

/** @param today `2026-11-21`, for the century. Names are in the letters of the zone: the printed ones win. */
export function factsOf(mrz: Mrz, today: string): TravelDocumentFacts {
  const birthDate = readMrzDate(mrz.birthDate, 'birth', today);
  const expiryDate = readMrzDate(mrz.expiryDate, 'expiry', today);
  return {
    surname: mrz.primary,
    givenNames: mrz.secondary,
    number: mrz.number,
    issuer: mrz.issuer,
    nationality: mrz.nationality,
    sex: SEXES[mrz.sex],
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(expiryDate === undefined ? {} : { expiryDate }),
    doubtful: (Object.keys(mrz.checks) as CheckedField[]).filter((field) => mrz.checks[field] === 'wrong'),
  };
}
