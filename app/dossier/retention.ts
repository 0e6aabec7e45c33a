/**
 * Retention: how long a file is kept after it has come to rest, as the service's definition of its release says. Years
 * that nobody has set (`null`, "to be confirmed") make nothing due: then a supervisor erases on another ground.
 */
import type { ServiceDefinition } from '../catalogue/definition.ts';
import type { DossierState } from './dossier-state.ts';

type Resting = Pick<DossierState, 'restingSince'>;
type Kept = Pick<ServiceDefinition, 'retention'>;

/**
 * Which day counts in retention: the UTC day of the moment, as records write time. Where a desk stands is in no record, and
 * the gateway must come to the same day as the desk that asks it.
 * @param at RFC 3339 in UTC
 */
export const dayOf = (at: string): string => at.slice(0, 10);

/** @param ends of `retentionEnds` @param at RFC 3339 in UTC */
export const isPast = (ends: string | null, at: string): boolean => ends !== null && dayOf(at) >= ends;

/** The first day (`YYYY-MM-DD`) on which retention is over; null while the file is open, or where no time is set. */
export function retentionEnds({ restingSince }: Resting, { retention }: Kept): string | null {
  if (restingSince === null || retention.years === null) return null;
  const [year = 0, month = 0, day = 0] = dayOf(restingSince).split('-').map(Number);
  // The day after the anniversary: on the day itself the last of the years is not over. Counted, not read as a text: of a
  // 29th of February, or of a date that there is not, every engine then says the same.
  const ends = new Date(Date.UTC(year + retention.years, month - 1, day + 1));
  // Beyond the calendar of records it is kept for good.
  if (Number.isNaN(ends.getTime()) || ends.getUTCFullYear() > 9999) return null;
  return dayOf(ends.toISOString());
}

/** @param at RFC 3339: of an act, the time that it claims */
export function isRetentionOver(state: Resting, definition: Kept, at: string): boolean {
  return isPast(retentionEnds(state, definition), at);
}
