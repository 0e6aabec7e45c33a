/**
 * Acts that the centre has accepted although what they rest on was revoked, or a delegation taken back: a supervisor has
 * lifted them, an earlier word stands (app/admission/said.ts), or the date of the revocation came later. Rightly accepted,
 * and for a person to look at.
 */
import type { Said } from '../admission/said.ts';

export interface AfterRevocation {
  /** from when on what the act rests on counted no longer */
  readonly revokedAt: string;
  /** does a receipt dated before that name the act? Then its own claimed time says otherwise */
  readonly covered: boolean;
}

/** @param revokedAt of what the act rests on (app/admission/timely.ts); null where nothing is revoked */
export function acceptedDespite(
  claimedAt: string,
  revokedAt: string | null,
  { first, finals }: Said,
): AfterRevocation | null {
  if (revokedAt === null || !finals.includes('accepted')) return null;
  const covered = first !== undefined && first < revokedAt;
  return covered && claimedAt <= revokedAt ? null : { revokedAt, covered };
}
