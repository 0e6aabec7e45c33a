/** Which delegations count now, for a desk that offers what may be sealed. */
import type { Credential } from './credential.ts';
import type { Delegation } from './delegation.ts';
import type { Keyring } from './keyring.ts';
import { mayStandIn } from './rights.ts';

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
  { subject, scope, issuer }: Pick<Credential, 'subject' | 'scope' | 'issuer'>,
  now: string,
): readonly Delegation[] =>
  keyring.delegations
    .all()
    .filter(({ to, by }) => to === subject && by.scope === scope)
    .filter((one) => mayStandIn(one, issuer === null ? undefined : keyring.credential(issuer)))
    .filter((one) => standingOf(one, keyring, now) === 'in-force')
    .sort((a, b) => (a.id < b.id ? -1 : 1));
