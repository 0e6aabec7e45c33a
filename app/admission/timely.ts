/**
 * Was what an act rests on in force when it was sealed? One answer for the gateway that admits and for a desk that has no
 * receipt of it yet; the verifier of a bundle asks the part on revocations.
 */
import type { VerifiedAct } from '../acts/verify-act.ts';
import type { Credential } from '../keyring/credential.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { isBefore, type Said } from './said.ts';

/** Those whose credentials an act rests on: the signer's, and of one under a delegation the delegator's. */
const restsOn = (act: VerifiedAct, keyring: Keyring): readonly Credential[] =>
  [act.kid, ...(act.delegation ? [act.delegation.by.kid] : [])].flatMap((kid) => keyring.chain(kid));

/** From when on what an act rests on counts no longer; undefined while nothing was revoked or taken back. */
export function revokedAt(act: VerifiedAct, keyring: Keyring): string | undefined {
  const ends = restsOn(act, keyring).flatMap(({ kid }) => keyring.revocation(kid)?.at ?? []);
  const ended = act.delegation && keyring.delegations.endOf(act.delegation.id);
  return [...ends, ...(ended === undefined ? [] : [ended])].sort()[0];
}

export interface Known {
  /** time of the receipt that the act names; undefined where it names none, or one that is not known or does not count */
  readonly seen: string | undefined;
  readonly said: Said;
  /** a supervisor has said that it is to be admitted */
  readonly lifted: boolean;
}

/**
 * Was the signer entitled in time? The honest clock is the newest receipt that the signer had seen; the claimed time
 * alone only holds. A revocation counts unless receipts say that the act was before it.
 * @returns why it is not to be admitted; null where it was sealed in time
 */
export function untimely(
  act: VerifiedAct,
  keyring: Keyring,
  { seen, said, lifted }: Known,
): 'AD-107' | 'AD-108' | 'AD-112' | 'AD-207' | 'AD-212' | null {
  const { claimedAt } = act.envelope;
  const { delegation } = act;
  const until = earliest(keyring.chain(act.kid)) ?? act.signer.until;
  const delegatedUntil = delegation && earliest([delegation, ...keyring.chain(delegation.by.kid)]);
  if (seen !== undefined && seen > until) return 'AD-207';
  if (seen !== undefined && delegatedUntil && seen > delegatedUntil) return 'AD-212';
  if (lifted) return null;
  if (claimedAt > until) return 'AD-107';
  if (delegation && delegatedUntil && (claimedAt > delegatedUntil || claimedAt < delegation.from))
    return 'AD-112';
  const revoked = revokedAt(act, keyring);
  return revoked === undefined || isBefore(said, revoked) ? null : 'AD-108';
}

const earliest = (ends: readonly { readonly until: string }[]): string | undefined =>
  ends.map(({ until }) => until).sort()[0];
