/** Delegation of signature as the screens show and give it. */
import type { RecordHash, ServiceCode } from '../acts/ids.ts';
import type { DelegationStanding } from '../keyring/delegations-in-force.ts';
import type { OfficerRole } from '../keyring/roles.ts';

export interface DelegationPerson {
  readonly subject: string;
  /** null where this officer may not know it */
  readonly name: string | null;
}

export interface DelegationView {
  readonly id: RecordHash;
  readonly by: DelegationPerson;
  readonly to: DelegationPerson;
  readonly roles: readonly OfficerRole[];
  /** null for all */
  readonly services: readonly ServiceCode[] | null;
  readonly from: string;
  readonly until: string;
  readonly standing: DelegationStanding;
  /** whoever is unlocked gave it, and may take it back */
  readonly mine: boolean;
}

/** What may be delegated here, and to whom. */
export interface DelegationOffer {
  /** empty for whoever has nothing to delegate */
  readonly roles: readonly OfficerRole[];
  readonly officers: readonly DelegationPerson[];
  /** the end of the own credential: no delegation is longer */
  readonly longestUntil: string;
}

export interface DelegationWish {
  readonly to: string;
  readonly roles: readonly OfficerRole[];
  readonly services: readonly ServiceCode[] | null;
  /** ISO times */
  readonly from: string;
  readonly until: string;
}

export interface DelegationApi {
  /** those given by this officer or to them, the newest end first */
  delegations(): Promise<readonly DelegationView[]>;
  delegationOffer(): Promise<DelegationOffer>;
  /** @throws DeskError PN-002 when the secret must be given again, DG-001 more than may be delegated */
  delegate(wish: DelegationWish): Promise<void>;
  /** @throws DeskError PN-002, DG-002 no delegation that this officer may end */
  endDelegation(id: RecordHash): Promise<void>;
}
