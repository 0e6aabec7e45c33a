/**
 * Delegation of signature: an officer who is away gives another of the same mission, or of the centre, the right to decide
 * for dates and services. The act that is sealed under one names it, so that a verdict stays a function of bytes, keyring
 * and receipts (docs/decisions/0020).
 */
import type { RecordHash, ServiceCode } from '../acts/ids.ts';
import type { Credential } from './credential.ts';
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
