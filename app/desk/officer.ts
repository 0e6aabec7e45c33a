/** Who is at the desk: slots before anyone unlocks, the officer afterwards. */
import type { DeskId, Kid, MissionCode } from '../acts/ids.ts';
import type { OfficerRole } from '../keyring/roles.ts';

export interface OfficerSlot {
  readonly kid: Kid;
  /** initials only: the full name is in the encrypted directory and known after unlock */
  readonly initials: string;
  readonly roles: readonly OfficerRole[];
  readonly mission: MissionCode | 'CENTRAL';
  /** `destroyed`: after too many wrong secrets; a new enrolment is needed. `passphrase`: six words or more (no OS key store); `pin`: six digits or more; `activate`: words once, then choose a PIN */
  readonly secret: 'pin' | 'passphrase' | 'activate' | 'destroyed';
  /** ISO time before which no attempt is taken */
  readonly waitUntil: string | null;
  /** tries that are left before this slot is destroyed, where policy destroys slots */
  readonly left?: number;
}

/** `left`: tries before the slot is destroyed, where policy destroys slots; 0: it is, for good */
export interface Refused {
  readonly outcome: 'refused';
  readonly waitUntil: string;
  readonly left?: number;
}

/** The secret of the officer at the desk, asked again. `left` as in {@link Refused}; at 0 the desk is locked too. */
export interface SecretConfirmed {
  readonly confirmed: boolean;
  readonly waitUntil: string | null;
  readonly left?: number;
}

export type UnlockOutcome =
  | { readonly outcome: 'unlocked'; readonly officer: Officer }
  | Refused
  /** the words were right; now a PIN is to be chosen with `choosePin` */
  | { readonly outcome: 'choose-pin' };

export interface Officer {
  readonly kid: Kid;
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly OfficerRole[];
  /** what this officer may give to others of the same mission; empty for most */
  readonly delegates: readonly OfficerRole[];
  readonly mission: MissionCode | 'CENTRAL';
  readonly desk: DeskId;
}
