/**
 * Acts on hold at the centre that only a supervisor's word frees: sealed under a credential or a delegation that was revoked
 * or had ended, on a receipt that nobody has any more, or erasing a file under a hold that was not seen. The gateway keeps
 * them; whoever lifts sees their envelopes.
 */
import type { ActId, DeskId, MissionCode, Reference } from '../acts/ids.ts';

/** Verdicts that a lift frees (admission/admit-act.ts). Other holds free themselves when what is missing comes. */
export const LIFTABLE_CODES = ['AD-107', 'AD-108', 'AD-110', 'AD-112', 'AD-113'] as const;
export type LiftableCode = (typeof LIFTABLE_CODES)[number];
export const isLiftable = (code: string): code is LiftableCode =>
  (LIFTABLE_CODES as readonly string[]).includes(code);

/** Closed, because a lift is clear to every server and desk: no word of a person in it. */
export const LIFT_REASONS = {
  accepted: ['sealed-before', 'confirmed'],
  refused: ['not-confirmed', 'not-genuine'],
} as const;
export type LiftVerdict = keyof typeof LIFT_REASONS;
export type LiftReason = (typeof LIFT_REASONS)[LiftVerdict][number];

export interface HeldEntry {
  readonly act: ActId;
  readonly mission: MissionCode;
  readonly desk: DeskId;
  readonly ref: Reference;
  readonly service: string;
  readonly kind: string;
  /** null where this officer may not know it */
  readonly by: string | null;
  readonly claimedAt: string;
  /** `newer`: a reason that this version does not know */
  readonly code: LiftableCode | 'newer';
  /**
   * whether this officer may say a word on it: nobody does on an act of their own, or on what they cannot be told.
   * `refuse-only`: an erasure of a file that is under a hold, or is not on this desk, so that nobody here can see that none
   * is left
   */
  readonly mayLift: 'yes' | 'own' | 'not-yours' | 'refuse-only' | 'newer';
}

/**
 * Part of `DeskApi`, for supervisors. Refused with LF-001 (not on hold, or no longer), LF-002 (not this officer's to lift),
 * LF-003 (an erasure under a hold is not admitted), PN-002 (the secret is to be given again), and what a link is refused with.
 */
export interface HeldApi {
  /** as the gateway answers now, the oldest first */
  held(): Promise<readonly HeldEntry[]>;
  /** signs the word and sends it. Needs a secret confirmed a moment ago, for each */
  lift(act: ActId, verdict: LiftVerdict, reason: LiftReason): Promise<void>;
}
