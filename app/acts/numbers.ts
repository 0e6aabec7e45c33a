/** Numbers of quittances and instruments as they are written, and read back by an auditor. */
import type { MissionCode } from './ids.ts';

/** The series that quittances of a desk are drawn from. */
export const QUITTANCE = 'quittance';

const placeOf = (mission: MissionCode): string => mission.slice(mission.indexOf('-') + 1);
const instrumentPrefix = (mission: MissionCode): string => placeOf(mission).slice(0, 3);

/** `PAR-Q-26-01120`: the quittance's number as it is printed. */
export const quittanceText = (mission: MissionCode, year: number, number: number): string =>
  `${placeOf(mission)}-Q-${String(year % 100).padStart(2, '0')}-${String(number).padStart(5, '0')}`;

/** `PAR000042`: an instrument's number, nine characters as a machine readable zone holds them. */
export const instrumentText = (mission: MissionCode, number: number): string =>
  `${instrumentPrefix(mission)}${String(number).padStart(6, '0')}`;

const digits = (text: string, prefix: RegExp, least: number): number | null => {
  const rest = text.replace(prefix, '');
  return rest.length < text.length && rest.length >= least && /^\d{1,15}$/.test(rest) ? Number(rest) : null;
};

/** @returns null where the text is no number of a quittance of this mission */
export const quittanceNumber = (mission: MissionCode, text: string): number | null =>
  digits(text, new RegExp(`^${placeOf(mission)}-Q-\\d{2}-`), 5);

/** @returns null where the text is no number that this mission gives an instrument */
export const instrumentNumber = (mission: MissionCode, text: string): number | null =>
  digits(text, new RegExp(`^${instrumentPrefix(mission)}`), 6);
