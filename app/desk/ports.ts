/**
 * The three ports that differ between Electron and the web console; the rest of the desk worker is the same.
 * Electron: private signing keys stay in the main process, which limits the rate of seals and draws the strip that
 * counts down a decision. Browser: the same contract inside the worker, keys non-extractable once imported.
 */
import type { DossierId, Kid, MissionCode, Reference } from '../acts/ids.ts';
import type { SignedDocument } from '../log/records.ts';
import type { DeskWish } from './desk-enrolment.ts';
import type { EnrolmentWish } from './enrolment.ts';
import type { OfficerSlot, Refused, SecretConfirmed } from './officer.ts';

/** What an officer's key may sign; anything else is refused with `SG-003`. */
export const SIGNABLE_TYPES = [
  'guichet-act+jws',
  'guichet-wrap+jws',
  'guichet-audit+jws',
  'guichet-token+jws',
  'guichet-credential+jws',
  'guichet-grant+jws',
  'guichet-directory+jws',
  'guichet-enrolment-answer+jws',
  'guichet-desk-answer+jws',
  'guichet-delegation+jws',
  'guichet-delegation-end+jws',
  'guichet-audit-report+jws',
  'guichet-lift+jws',
] as const;
export type SignableType = (typeof SIGNABLE_TYPES)[number];

/** What unlocking gives to the worker. The signing key is not among it. */
export interface OpenedSlot {
  readonly kid: Kid;
  /** the credential's compact JWS */
  readonly credential: string;
  /** private ECDH-ES key as JWK: opens grants, and so the dossiers this officer may read */
  readonly encryptionKey: Readonly<Record<string, unknown>>;
  /** AES-256 keys of the read model, base64url, by mission (or `CENTRAL`) */
  readonly readModelKeys: Readonly<Record<string, string>>;
}

export type SlotOutcome =
  | { readonly outcome: 'opened'; readonly slot: OpenedSlot }
  | Refused
  | { readonly outcome: 'choose-pin' };

/** `request`: its text; `words`: given once, where no PIN was. */
export interface RequestMade {
  readonly request: string;
  readonly words: string | null;
}

export type ActivationOutcome =
  | { readonly outcome: 'activated'; readonly kid: Kid }
  | { readonly outcome: 'refused'; readonly waitUntil: string };

/** A request for a desk that waits on a computer without a kit: its text, and the root that it was made for. */
export interface DeskAsking {
  readonly request: string;
  readonly root: string;
}

/** What a revocation has done on this desk: the desk's own keys are ended, or those of the officers named. */
export interface RevocationsTaken {
  readonly desk: boolean;
  /** whose slots are destroyed now */
  readonly officers: readonly Kid[];
}

/** This desk is revoked: its officers' keys are destroyed; the transport key stays until what waits is handed over. */
export interface DeskRevoked {
  /** ISO time, as the revocation says it */
  readonly at: string;
  readonly reason: string;
  /** the transport key is destroyed, too */
  readonly handedOver: boolean;
}

/** SG-001 locked; SG-002 too many seals in a short time; SG-003 not a type to sign; SG-004 this act asks for a confirmation first; SG-005 payload is not this officer's or this desk's. */
export type SignerErrorCode = 'SG-001' | 'SG-002' | 'SG-003' | 'SG-004' | 'SG-005';
export class SignerError extends Error {
  readonly code: SignerErrorCode;
  constructor(code: SignerErrorCode, message: string) {
    super(message);
    this.name = 'SignerError';
    this.code = code;
  }
}

export interface DecisionToConfirm {
  readonly id: string;
  readonly dossier: DossierId;
  readonly ref: Reference;
  readonly kind: 'approved' | 'refused' | 'countersigned' | 'erased';
  readonly seconds: number;
  readonly language: 'fr' | 'en' | 'ar';
}

/**
 * Guarantees (tests/contracts/signer.ts):
 * 1. A wrong secret tells nothing but "not yet": the answer and its time do not depend on what was wrong; the delay grows
 *    with each failure, from 1 s to 15 min, and survives restarts. Where policy says so, the last of a number of failures in
 *    a row destroys the slot, durably before it is told (`left` 0); a program that is killed during a try has used it up.
 * 2. `sign` returns a compact JWS with header {alg, kid, typ} over exactly these bytes, s ≤ n/2.
 * 3. After `lock` no key is left in reach; `sign` answers SG-001.
 * 4. An act of kind approved, refused, countersigned or erased is signed only within 30 s after `confirm` of the same dossier,
 *    reference and kind ended in `confirmed`, once (SG-004 otherwise): the reference is what the officer was shown. At
 *    most 8 countdowns run at once; one more is `cancelled`. Acts are limited to 30 in any 10 seconds (SG-002).
 * 5. A credential is signed only within what the unlocked officer may give (SG-003 where that is nothing, SG-005 where it
 *    is less), never for their own keys or person, and only within two minutes after `confirmSecret`, once for each
 *    (SG-004). Grants, names and answers are signed only for credentials signed since the unlock. A delegation of
 *    signature is signed within what the unlocked officer holds (SG-003, SG-005), and it and its end ask for the secret alike.
 *    An auditor's report and a supervisor's lift ask for it alike, and are signed for nobody else (SG-003).
 * 6. Keys of a request are made here and never leave. Whatever moment the program is killed at, there is the request, or
 *    the slot, or both; and then the request goes when requests are next listed.
 * 7. `takeRevocations` destroys the slots of officers, or of all and the requests, whose revocation verifies back to the
 *    root and names a key of this desk; nothing else does (VA-005), and a transport key goes only from a desk that is
 *    revoked (VA-006). Whatever moment the program is killed at, the next start goes on.
 * 8. A desk's credential is signed as 5 says, and opens the way for one officer's at that desk, on the same secret. A computer
 *    becomes a desk only by an answer of which everything verifies back to the root that was compared, and that is for its
 *    own request; whatever moment the program is killed at, it still asks, or is the desk.
 */
export interface Signer {
  keyStore(): Promise<'os' | 'none' | 'browser'>;
  slots(): Promise<readonly OfficerSlot[]>;
  unlock(kid: Kid, secret: string): Promise<SlotOutcome>;
  choosePin(kid: Kid, words: string, pin: string): Promise<SlotOutcome>;
  confirmSecret(secret: string): Promise<SecretConfirmed>;
  lock(): Promise<void>;
  sign(type: SignableType, payload: Uint8Array): Promise<string>;
  confirm(decision: DecisionToConfirm): Promise<'confirmed' | 'cancelled'>;
  cancel(id: string): Promise<void>;
  /** texts of the requests for enrolment that wait here, the oldest first */
  requests(): Promise<readonly string[]>;
  askForEnrolment(wish: EnrolmentWish, pin: string | null): Promise<RequestMade>;
  withdrawRequest(id: string): Promise<void>;
  activateRequest(answer: string, secret: string): Promise<ActivationOutcome>;
  /** on a computer without a kit, in Electron: the request to be put into service that waits here */
  deskRequest(): Promise<DeskAsking | null>;
  askForDesk(wish: DeskWish, pin: string | null): Promise<RequestMade>;
  withdrawDeskRequest(): Promise<void>;
  /** afterwards this computer is a desk, and a page that loads anew is told of it */
  activateDesk(answer: string, secret: string): Promise<ActivationOutcome>;
  /**
   * The slot of whoever is unlocked is destroyed when they lock; where the desk itself is revoked, they are locked out now.
   * @param documents a proof (keyring/revocation-proof.ts)
   */
  takeRevocations(documents: readonly SignedDocument[]): Promise<RevocationsTaken>;
  /** null while this desk is not revoked */
  revoked(): Promise<DeskRevoked | null>;
  /** what waited has been handed over: the transport key is destroyed */
  handedOver(): Promise<void>;
}

/** Signs the server's nonce for the carriage of ciphertext; also while officers are locked out. Reads nothing. */
export interface TransportSigner {
  readonly kid: Kid;
  readonly credential: string;
  /** compact JWS, typ `guichet-session+jws`, over `{nonce, gateway, origin}` */
  sign(payload: Uint8Array): Promise<string>;
}

export interface DeskPolicy {
  /** a slot is destroyed after so many wrong secrets in a row; null or absent: never */
  readonly destroySlotAfter?: number | null;
}

/** Fewer would destroy by slips of the hand. */
export const FEWEST_WRONG_SECRETS = 5;

/** What a desk is told at its commissioning; public, the same in Electron's profile folder and in the browser's storage. */
export interface DeskConfiguration {
  readonly desk: import('../acts/ids.ts').DeskId;
  readonly mission: MissionCode | 'CENTRAL';
  /** missions whose databases this desk replicates */
  readonly missions: readonly MissionCode[];
  readonly missionNames: Readonly<Record<string, Readonly<Record<'fr' | 'en' | 'ar', string>>>>;
  /** the ministry's root credential, compact JWS: everything verifies back to it */
  readonly root: string;
  readonly gateway: { readonly url: string; readonly kid: Kid } | null;
  /** what the ministry has laid down for its desks; where absent, nothing of it */
  readonly policy?: DeskPolicy;
  /** keyring and catalogue documents to start from, before the first replication */
  readonly seed: readonly import('../log/records.ts').LogDocument[];
  /** of a desk that was put into service without a network: what a gateway may not have heard of yet (0023) */
  readonly introduction?: readonly SignedDocument[];
}

/** What the platform tells the worker once, when it starts. */
export interface DeskPlatform {
  readonly signer: Signer;
  readonly transport: TransportSigner | null;
  readonly journal: import('../log/durable-journal.ts').DurableJournal | null;
  readonly configuration: DeskConfiguration | null;
}
