/** Keyrings of each age, for the preview. */
import type { Staleness } from '../../../app/desk/keyring-age.ts';

export const SPECIMEN_KEYRINGS = {
  fresh: { wordAt: '2026-11-20T17:20:00Z', days: 0, state: 'fresh', daysLeft: null },
  old: { wordAt: '2026-10-25T07:00:00Z', days: 27, state: 'old', daysLeft: null },
  ending: { wordAt: '2026-10-25T07:00:00Z', days: 27, state: 'old', daysLeft: 3 },
  blocked: { wordAt: '2026-10-12T07:00:00Z', days: 40, state: 'blocked', daysLeft: 0 },
} as const satisfies Readonly<Record<string, Staleness>>;
export type SpecimenKeyring = keyof typeof SPECIMEN_KEYRINGS;
