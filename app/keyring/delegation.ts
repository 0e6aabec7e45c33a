/**
 * Delegation of signature: an officer who is away gives another of the same mission, or of the centre, the right to decide
 * for dates and services. The act that is sealed under one names it, so that a verdict stays a function of bytes, keyring
 * and receipts (docs/decisions/0020).
 */
import type { RecordHash, ServiceCode } from '../acts/ids.ts';
import type { Credential } from './credential.ts';
import type { Keyring } from './keyring.ts';
import type { RecordPayload } from './records.ts';
import { isOfficerRole, type OfficerRole } from './roles.ts';

/** What is given is the right to decide: nobody lodges, collects, enrols or lifts for another. */
export const DELEGABLE_ROLES: readonly OfficerRole[] = ['head-of-mission', 'reviewer', 'supervisor'];

export interface Delegation {
  readonly id: RecordHash;
  /** who delegates: the credential that signed it */
  readonly by: Credential;
  /** subject of the officer who may sign in their place: at whatever desk they sit */
  readonly to: string;
  readonly roles: readonly OfficerRole[];
  /** null for all that the delegator decides */
  readonly services: readonly ServiceCode[] | null;
  readonly from: string;
  readonly until: string;
}

/**
 * Only what the delegator holds themselves, by credential: so nobody passes on what was delegated to them. What their
 * credential is limited to is looked at with each act (dossier/under-delegation.ts).
 */
export function mayDelegate(
  by: Credential,
  { to, roles, from, until }: RecordPayload<'guichet-delegation+jws'>,
): boolean {
  const isHeld = (role: string): boolean =>
    DELEGABLE_ROLES.some((one) => one === role) && by.roles.some((own) => own === role);
  const isWithin = by.from <= from && from < until && until <= by.until;
  return roles.every(isHeld) && by.roles.every(isOfficerRole) && to !== by.subject && isWithin;
}

/** What is known of delegations, in whatever order it came. */
export class Delegations {
  readonly #known = new Map<RecordHash, Delegation>();
  readonly #ends = new Map<RecordHash, string>();

  add(delegation: Delegation): void {
    this.#known.set(delegation.id, delegation);
  }

  /** Ended before its time; of two ends the earlier counts. */
  end(id: RecordHash, at: string): void {
    const known = this.#ends.get(id);
    if (known === undefined || at < known) this.#ends.set(id, at);
  }

  get(id: RecordHash): Delegation | undefined {
    return this.#known.get(id);
  }

  endOf(id: RecordHash): string | undefined {
    return this.#ends.get(id);
  }

  all(): readonly Delegation[] {
    return [...this.#known.values()];
  }
}

/** `ended`: its time is over, or it was taken back, or its delegator may decide no longer. */
export type DelegationStanding = 'coming' | 'in-force' | 'ended';

/** By the keyring and the clock at hand: the gateway judges by receipts, and may be stricter. @param now ISO */
export function standingOf(
  { id, by, from, until }: Delegation,
  keyring: Keyring,
  now: string,
): DelegationStanding {
  const ends = keyring.chain(by.kid).some((one) => keyring.revocation(one.kid) || one.until <= now);
  if (ends || until <= now || keyring.delegations.endOf(id) !== undefined) return 'ended';
  return from <= now ? 'in-force' : 'coming';
}

/** What was delegated to this person and is in force. @param now ISO */
export const delegationsTo = (
  keyring: Keyring,
  { subject, scope }: Pick<Credential, 'subject' | 'scope'>,
  now: string,
): readonly Delegation[] =>
  keyring.delegations
    .all()
    .filter(({ to, by }) => to === subject && by.scope === scope)
    .filter((one) => standingOf(one, keyring, now) === 'in-force')
    .sort((a, b) => (a.id < b.id ? -1 : 1));
