/** Who may issue which credential and sign which record of the keyring: every right in one place. */
import type { Credential, CredentialDraft } from './credential.ts';
import { type Delegation, mayDelegate } from './delegation.ts';
import { narrows, readsGroup } from './limits.ts';
import type { RecordPayload, RecordType } from './records.ts';
import { isOfficerRole } from './roles.ts';

/**
 * A delegate gives within their own mission. An enrolment officer of the centre gives at the desks of any mission too,
 * because a mission may have nobody who can (decision 0014).
 */
export const reaches = (by: CredentialDraft, subject: Pick<CredentialDraft, 'scope' | 'desk'>): boolean =>
  subject.scope === by.scope ||
  (by.scope === 'CENTRAL' &&
    by.roles.includes('enrolment') &&
    subject.scope !== '*' &&
    subject.desk !== null);

/** Who may issue what: the whole chain in one place. A delegate only narrows, and who is limited gives no desk. */
export function mayIssue(issuer: CredentialDraft, subject: CredentialDraft): boolean {
  const within = issuer.from <= subject.from && subject.until <= issuer.until;
  if (issuer.roles.includes('root'))
    return within && subject.roles.length === 1 && subject.roles[0] === 'authority';
  if (issuer.roles.includes('authority'))
    return within && !subject.roles.some((role) => role === 'root' || role === 'authority');
  const isOfRole = isDesk(subject)
    ? issuer.delegates.includes('transport') &&
      issuer.limits === undefined &&
      subject.desk !== null &&
      subject.enc === null
    : subject.roles.every((role) => isOfficerRole(role) && issuer.delegates.includes(role));
  return (
    within &&
    issuer.delegates.length > 0 &&
    reaches(issuer, subject) &&
    narrows(issuer, subject) &&
    subject.delegates.length === 0 &&
    isOfRole
  );
}

/** A desk's own credential: that of its transport key, and of nothing besides. */
export const isDesk = ({ roles }: Pick<CredentialDraft, 'roles'>): boolean =>
  roles.length === 1 && roles[0] === 'transport';

/** A delegate speaks of those they could have enrolled: officers of the same mission, in roles they may give. */
const mayDirect = (by: Credential, subject: Credential): boolean =>
  by.roles.includes('authority') ||
  (by.delegates.length > 0 &&
    subject.scope === by.scope &&
    narrows(by, subject) &&
    subject.issuer !== null &&
    subject.roles.every((role) => isOfficerRole(role) && by.delegates.includes(role)));

/** Whoever enrolled an officer says the name; beyond their own mission it is all that an enrolment officer says. */
const mayName = (by: Credential, subject: Credential): boolean =>
  mayDirect(by, subject) || (subject.issuer === by.kid && mayIssue(by, subject));

/** Whoever delegated takes it back, at whatever desk; and whoever could revoke them. */
export const mayEnd = (by: Credential, { by: delegator }: Delegation): boolean =>
  by.subject === delegator.subject || mayDirect(by, delegator);

/**
 * Whether a credential counts as that of the person to whom was delegated. Whoever may enrol agents could make another
 * credential for the same person, and by the delegation rights beyond what they may give: so it must come from the
 * authority, from the delegator, or from somebody who could give the delegated roles.
 * @param issuer of the credential
 */
export const mayStandIn = ({ by, roles }: Delegation, issuer: Credential | undefined): boolean =>
  issuer !== undefined &&
  (isAuthority(issuer) ||
    issuer.subject === by.subject ||
    roles.every((role) => issuer.delegates.includes(role)));

export const isAuthority = (by: CredentialDraft): boolean => by.roles.includes('authority');

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
      whom !== null &&
      mayDirect(by, whom) &&
      (isAuthority(by) || group.startsWith(`group:${by.scope}:`)) &&
      // Whoever is limited is given the keys of what they are limited to, by nobody more.
      (whom.limits === undefined || readsGroup(whom, group)),
  },
  'guichet-revocation+jws': {
    whom: ({ kid }) => kid,
    by: (by, _, whom) => whom !== null && mayDirect(by, whom),
  },
  'guichet-delegation+jws': { whom: () => null, by: mayDelegate },
  // Whose delegation it is, is seen where it is known: mayEnd.
  'guichet-delegation-end+jws': {
    whom: () => null,
    by: (by) => isAuthority(by) || by.roles.every(isOfficerRole),
  },
  'guichet-keyring+jws': { whom: () => null, by: isAuthority },
  'guichet-directory+jws': {
    whom: ({ kid }) => kid,
    by: (by, _, whom) => whom !== null && mayName(by, whom),
  },
  // Which supervisor lifts which act is seen where the act is known: admission/lifts.ts.
  'guichet-lift+jws': { whom: () => null, by: (by) => by.roles.includes('supervisor') },
  'guichet-lease+jws': { whom: () => null, by: isAuthority },
};
