/**
 * Enrolment of an officer on an enrolled desk, without a network: the desk shows a request, somebody who may give such a
 * credential answers it elsewhere, and the answer makes the request a slot (docs/decisions/0014).
 */
import type { DeskId, Kid, MissionCode } from '../acts/ids.ts';
import type { OfficerRole } from '../keyring/roles.ts';

/** What somebody who is new on this desk asks for. Roles are a wish: whoever approves gives those or fewer. */
export interface EnrolmentWish {
  readonly initials: string;
  readonly roles: readonly OfficerRole[];
}

/** A request that waits on this desk for its answer. Public: it holds two public keys and no name. */
export interface PendingEnrolment {
  /** hash of the request's text */
  readonly id: string;
  readonly initials: string;
  readonly roles: readonly OfficerRole[];
  /** ISO time */
  readonly askedAt: string;
  /** eight groups of four digits, made of the hash: compared by voice on both sides */
  readonly fingerprint: string;
  /** the request as text: fits one QR code (at most 1,200 bytes), also saved as a file */
  readonly text: string;
}

/** The same as the one who is to approve it sees it. */
export interface EnrolmentRequestView {
  readonly id: string;
  readonly desk: DeskId;
  readonly mission: MissionCode | 'CENTRAL';
  readonly initials: string;
  readonly roles: readonly OfficerRole[];
  /** ISO time */
  readonly askedAt: string;
  readonly fingerprint: string;
  /** what this officer may give there; empty: nothing, and `refusal` says why */
  readonly mayGive: readonly OfficerRole[];
  readonly refusal: 'not-yours' | 'other-mission' | 'expired-credential' | null;
  /** ISO time: the approver's own end */
  readonly longestUntil: string;
  /** a credential with these very keys exists */
  readonly approvedBefore: boolean;
}

export interface EnrolmentApproval {
  /** clear; only ever written encrypted, into the directory */
  readonly name: string;
  readonly roles: readonly OfficerRole[];
  /** ISO time */
  readonly until: string;
}

export interface EnrolmentAsked {
  readonly pending: PendingEnrolment;
  /** given once, where no PIN was; null where one was */
  readonly words: string | null;
}

/** `kid`: the new slot's. `waitUntil`: the secret was not right, and before this ISO time none is tried. */
export type EnrolmentActivation = { readonly kid: Kid } | { readonly waitUntil: string };

/**
 * Part of `DeskApi`. Refused with EN-001 (not a request, or not an answer), EN-002 (an answer for another request or
 * other keys), EN-003 (does not verify back to this ministry's root), EN-004 (more than may be given), EN-005 (a request
 * of another ministry), EN-006 (no such request waits here).
 */
export interface EnrolmentApi {
  // while locked
  pendingEnrolments(): Promise<readonly PendingEnrolment[]>;
  /** Makes keys on this desk. @param pin where the system has a key store, else null: words are made and given back once */
  askForEnrolment(wish: EnrolmentWish, pin: string | null): Promise<EnrolmentAsked>;
  withdrawEnrolment(id: string): Promise<void>;
  /** @param secret the PIN or words of the request: the slot is sealed anew under its credential */
  activateEnrolment(answer: string, secret: string): Promise<EnrolmentActivation>;

  // unlocked, for those who may enrol
  readEnrolmentRequest(text: string): Promise<EnrolmentRequestView>;
  /**
   * signs the credential, the grants and the directory entry; they are journaled and travel. Needs a secret confirmed
   * a moment ago (`confirmSecret`), as decisions do.
   * @returns the answer as text, also fit for a file
   */
  approveEnrolment(text: string, approval: EnrolmentApproval): Promise<{ readonly answer: string }>;
}
