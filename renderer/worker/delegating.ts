/** Giving and ending a delegation of signature: signed with the secret given again, journaled, and sent with the next push. */
import { isoTime } from '../../app/acts/clock.ts';
import type { MissionCode, RecordHash } from '../../app/acts/ids.ts';
import type {
  DelegationApi,
  DelegationOffer,
  DelegationPerson,
  DelegationView,
  DelegationWish,
} from '../../app/desk/delegation.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { SignableType } from '../../app/desk/ports.ts';
import { DELEGABLE_ROLES, type Delegation, mayDelegate } from '../../app/keyring/delegation.ts';
import { standingOf } from '../../app/keyring/delegations-in-force.ts';
import {
  type RecordPayload,
  type RecordType,
  recordDocument,
  recordPayload,
} from '../../app/keyring/records.ts';
import { mayEnd } from '../../app/keyring/rights.ts';
import { isOfficerRole, type OfficerRole } from '../../app/keyring/roles.ts';
import type { DeskContext } from './desk-context.ts';
import { signWithSecret } from './sign-with-secret.ts';
import { anyMission, keepTravelling } from './travelling.ts';

export class Delegating implements DelegationApi {
  readonly #desk: DeskContext;
  readonly #onGiven: () => void;

  /** @param onGiven something waits to be sent */
  constructor(desk: DeskContext, onGiven: () => void) {
    this.#desk = desk;
    this.#onGiven = onGiven;
  }

  async delegations(): Promise<readonly DelegationView[]> {
    const { session, reference } = this.#desk;
    const { subject } = session.officer;
    return reference.keyring.delegations
      .all()
      .filter(({ by, to }) => by.subject === subject || to === subject)
      .map((one) => this.#view(one))
      .sort((a, b) => (a.until < b.until ? 1 : -1));
  }

  async delegationOffer(): Promise<DelegationOffer> {
    const { session, reference, clock } = this.#desk;
    const { keyring } = reference;
    const { credential } = session;
    const now = isoTime(clock.now());
    const officers = new Map<string, DelegationPerson>();
    for (const { kid, subject, scope, roles, until } of keyring.credentials()) {
      const isColleague = scope === credential.scope && subject !== credential.subject;
      if (!isColleague || !roles.every(isOfficerRole) || until <= now || keyring.isRevoked(kid)) continue;
      officers.set(subject, { subject, name: session.names.get(kid) ?? officers.get(subject)?.name ?? null });
    }
    const roles = DELEGABLE_ROLES.filter((role) => credential.roles.some((own) => own === role));
    return { roles, officers: [...officers.values()], longestUntil: credential.until };
  }

  async delegate({ to, roles, services, from, until }: DelegationWish): Promise<void> {
    const { session, clock } = this.#desk;
    const { credential } = session;
    const payload = {
      v: 1 as const,
      to,
      roles: [...roles],
      services: services && [...services],
      from,
      until,
    };
    const offer = await this.delegationOffer();
    const isOffered = offer.officers.some(({ subject }) => subject === to);
    if (
      roles.length === 0 ||
      !isOffered ||
      until <= isoTime(clock.now()) ||
      !mayDelegate(credential, payload)
    )
      throw new DeskError('DG-001');
    await this.#keep('guichet-delegation+jws', payload, 'delegation');
  }

  async endDelegation(id: RecordHash): Promise<void> {
    const { session, reference, clock } = this.#desk;
    const known = reference.keyring.delegations.get(id);
    if (!known || !mayEnd(session.credential, known)) throw new DeskError('DG-002');
    const at = isoTime(clock.now());
    await this.#keep('guichet-delegation-end+jws', { v: 1, delegation: id, at }, 'delegation-end');
  }

  #view(one: Delegation): DelegationView {
    const { session, reference, clock } = this.#desk;
    const { id, by, to, roles, services, from, until } = one;
    return {
      id,
      by: { subject: by.subject, name: session.names.get(by.kid) ?? null },
      to: { subject: to, name: this.#nameOf(to) },
      roles: roles as readonly OfficerRole[],
      services,
      from,
      until,
      standing: standingOf(one, reference.keyring, isoTime(clock.now())),
      mine: by.subject === session.officer.subject,
    };
  }

  #nameOf(subject: string): string | null {
    const { session, reference } = this.#desk;
    const own = reference.keyring.credentials().filter((one) => one.subject === subject);
    return own.map(({ kid }) => session.names.get(kid)).find((name) => name !== undefined) ?? null;
  }

  /** An officer of the centre has no mission: what they give goes with any mission's records. */
  async #keep<T extends RecordType & SignableType>(
    typ: T,
    payload: RecordPayload<T>,
    prefix: 'delegation' | 'delegation-end',
  ): Promise<void> {
    const desk = this.#desk;
    desk.requireConfirmedSecret();
    const { session } = desk;
    const jws = await signWithSecret(desk, typ, recordPayload(typ, payload));
    const document = await recordDocument(jws, (hash) => `${prefix}:${hash}`);
    const { scope } = session.credential;
    const mission = scope === 'CENTRAL' ? anyMission(desk) : scope;
    if (mission === undefined) throw new DeskError('DO-001');
    await keepTravelling(desk, mission as MissionCode, [document]);
    this.#onGiven();
  }
}
