/** Who may issue which credential and sign which record of the keyring: every right in one place. */
import type { Credential } from './credential.ts';
import type { RecordPayload, RecordType } from './records.ts';
import { isOfficerRole } from './roles.ts';

/** Who may issue what: the whole chain in one place. A delegate only narrows. */
export function mayIssue(issuer: Credential, subject: Credential): boolean {
  const within = issuer.from <= subject.from && subject.until <= issuer.until;
  if (issuer.roles.includes('root'))
    return within && subject.roles.length === 1 && subject.roles[0] === 'authority';
  if (issuer.roles.includes('authority'))
    return within && !subject.roles.some((role) => role === 'root' || role === 'authority');
  return (
    within &&
    issuer.delegates.length > 0 &&
    subject.scope === issuer.scope &&
    subject.delegates.length === 0 &&
    subject.roles.every((role) => isOfficerRole(role) && issuer.delegates.includes(role))
  );
}

/** A delegate speaks of those they could have enrolled: officers of the same mission, in roles they may give. */
const mayDirect = (by: Credential, subject: Credential): boolean =>
  by.roles.includes('authority') ||
  (by.delegates.length > 0 &&
    subject.scope === by.scope &&
    subject.issuer !== null &&
    subject.roles.every((role) => isOfficerRole(role) && by.delegates.includes(role)));

export const isAuthority = (by: Credential): boolean => by.roles.includes('authority');

/** Who may sign a record; `whom` is the credential that it speaks of, where it speaks of one. */
export const MAY_SIGN: {
  readonly [T in RecordType]: {
    readonly whom: (payload: RecordPayload<T>) => string | null;
    readonly by: (by: Credential, payload: RecordPayload<T>, whom: Credential | null) => boolean;
  };
} = {
  'guichet-group+jws': { whom: () => null, by: isAuthority },
  'guichet-grant+jws': {
    whom: ({ to }) => to,
    by: (by, { group }, whom) =>
      whom !== null && mayDirect(by, whom) && (isAuthority(by) || group.startsWith(`group:${by.scope}:`)),
  },
  'guichet-revocation+jws': {
    whom: ({ kid }) => kid,
    by: (by, _, whom) => whom !== null && mayDirect(by, whom),
  },
  'guichet-keyring+jws': { whom: () => null, by: isAuthority },
  'guichet-directory+jws': {
    whom: ({ kid }) => kid,
    by: (by, _, whom) => whom !== null && mayDirect(by, whom),
  },
  // Which supervisor lifts which act is seen where the act is known: admission/lifts.ts.
  'guichet-lift+jws': { whom: () => null, by: (by) => by.roles.includes('supervisor') },
  'guichet-lease+jws': { whom: () => null, by: isAuthority },
};
