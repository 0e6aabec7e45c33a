/**
 * Whose word lifts an act. The record names the act only, so its signature alone (keyring/rights.ts) says that a
 * supervisor spoke; whether it was theirs to say is seen here, where the act is known. One answer for the gateway and
 * for the verifier of a bundle.
 */
import type { ActId } from '../acts/ids.ts';
import type { Credential } from '../keyring/credential.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { worksFor } from '../keyring/limits.ts';
import type { Said } from './said.ts';

/** A supervisor's verified word on an act that is on hold or disputed. */
export interface Lift {
  readonly verdict: 'accepted' | 'refused';
  readonly by: Credential;
  /** heads of the file as its signer knew it: what a lift of an erasure stands on */
  readonly seen?: readonly ActId[] | undefined;
}

/** What of an act decides who may lift it. */
export interface LiftedAct {
  readonly mission: string;
  readonly service: string;
  readonly signer: Credential;
}

/**
 * The centre's supervisors lift any act, a mission's only that mission's; nobody an act of their own, at whatever desk.
 * One who is limited lifts acts of their missions and services; what class a service is of is not known everywhere a lift
 * is read, so that a limit on classes alone lifts nothing.
 */
export function mayLift(by: Credential, { mission, service, signer }: LiftedAct): boolean {
  const { limits } = by;
  const isOfServices = limits?.services ? limits.services.some((one) => one === service) : !limits?.classes;
  return (
    by.roles.includes('supervisor') && worksFor(by, mission) && isOfServices && by.subject !== signer.subject
  );
}

/**
 * A supervisor who is revoked is heard no more: nobody knows when it was said. What a receipt has said on their word
 * before that was known stands as it is.
 */
export const isHeard = ({ by, verdict }: Lift, keyring: Keyring, { finals }: Said): boolean =>
  finals.includes(verdict) || !keyring.isRevoked(by.kid);

/** Those of whoever may. */
export const liftsHeard = (lifts: readonly Lift[], act: LiftedAct): readonly Lift[] =>
  lifts.filter(({ by }) => mayLift(by, act));

/** @param heard of those who may. Of two who disagree before anything was said, the one who refuses is heard */
export const verdictOfLifts = (heard: readonly Lift[]): Lift['verdict'] | undefined =>
  heard.some(({ verdict }) => verdict === 'refused') ? 'refused' : heard[0]?.verdict;
