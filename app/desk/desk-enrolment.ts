/**
 * Putting a desk into service without a kit and without a network (docs/decisions/0023): a computer shows a request for desk
 * and first officer, somebody who may give both answers it at a desk in service, and the answer makes the computer a desk.
 */
import type { DeskId, MissionCode } from '../acts/ids.ts';
import type { OfficerRole } from '../keyring/roles.ts';
import type { EnrolmentActivation, EnrolmentApproval, EnrolmentRequestView } from './enrolment.ts';

/** What a computer asks for. Mission and roles are a wish: whoever approves gives that mission or nothing, and those roles or fewer. */
export interface DeskWish {
  /** the ministry's root record, compared with its paper */
  readonly root: string;
  readonly mission: MissionCode | 'CENTRAL';
  readonly initials: string;
  readonly roles: readonly OfficerRole[];
}

/** A root record before anything is believed of it. */
export interface RootView {
  /** the record, without blanks around it */
  readonly text: string;
  /** sixteen groups of four hexadecimal digits, as the ministry prints them */
  readonly fingerprint: string;
  /** ISO time */
  readonly until: string;
}

/** The request that waits on this computer. Public: it holds three public keys and no name. */
export interface PendingDesk {
  /** hash of the request's text */
  readonly id: string;
  readonly mission: MissionCode | 'CENTRAL';
  readonly initials: string;
  readonly roles: readonly OfficerRole[];
  /** ISO time */
  readonly askedAt: string;
  /** eight groups of four digits, made of the hash: compared by voice on both sides */
  readonly fingerprint: string;
  /** of the root that it was made for */
  readonly rootFingerprint: string;
  /** the request as text: fits one QR code (at most 1,200 bytes), also saved as a file */
  readonly text: string;
}

/**
 * `no-desks`: this officer puts no desk into service; `no-letter`: none is left at this desk for that mission; `not-carried`:
 * this desk does not carry that mission's records; `revoked`: what was given to these very keys was revoked.
 */
export type DeskRefusal =
  | NonNullable<EnrolmentRequestView['refusal']>
  | 'no-desks'
  | 'no-letter'
  | 'not-carried'
  | 'revoked';

/** The same as the one who is to approve it sees it. */
export interface DeskRequestView {
  readonly id: string;
  readonly mission: MissionCode | 'CENTRAL';
  /** the letter that it gets here; null where none is given, and `refusal` says why */
  readonly desk: DeskId | null;
  /** letters of that mission that this desk may still give */
  readonly lettersLeft: number;
  readonly initials: string;
  readonly roles: readonly OfficerRole[];
  /** ISO time */
  readonly askedAt: string;
  readonly fingerprint: string;
  readonly mayGive: readonly OfficerRole[];
  readonly refusal: DeskRefusal | null;
  /** ISO time: the approver's own end, and the desk's */
  readonly longestUntil: string;
  /** a credential with this very desk key exists */
  readonly approvedBefore: boolean;
  /** it was given at this desk, which gives the same letter again; another desk knows nothing of that letter */
  readonly letterStays: boolean;
}

export interface DeskAsked {
  readonly pending: PendingDesk;
  /** given once, where no PIN was; null where one was */
  readonly words: string | null;
}

/**
 * Part of `DeskApi`. Refused with EN-001 to EN-006 as an officer's enrolment is (enrolment.ts), EN-007 (no letter to give), EN-008
 * (not a ministry's root), EN-009 (this computer is in service).
 */
export interface DeskEnrolmentApi {
  // on a computer without a kit
  readRoot(text: string): Promise<RootView>;
  pendingDesk(): Promise<PendingDesk | null>;
  /** Makes keys on this computer. @param pin where the system has a key store, else null: words are made and given back once */
  askForDesk(wish: DeskWish, pin: string | null): Promise<DeskAsked>;
  withdrawDesk(): Promise<void>;
  /** afterwards the page is to be loaded anew. @param secret the PIN or words of the request */
  activateDesk(answer: string, secret: string): Promise<EnrolmentActivation>;

  // unlocked, for those who may put desks into service
  readDeskRequest(text: string): Promise<DeskRequestView>;
  /**
   * signs the desk's credential and its first officer's, with grants and name; they are journaled and travel. Needs a secret
   * confirmed a moment ago (`confirmSecret`).
   * @returns the answer as text, for a file
   */
  approveDesk(
    text: string,
    approval: EnrolmentApproval,
  ): Promise<{ readonly answer: string; readonly desk: DeskId }>;
}
