/**
 * What the ministry issues, one piece at a time: credentials, groups, grants, names, leases, revocations, and the list
 * that closes each change. Making a ministry and changing it later go through the same hands.
 */
import { type Clock, isoTime, type RandomSource } from '../../app/acts/clock.ts';
import type { DeskId, Kid, MissionCode, RecordHash } from '../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import {
  type Credential,
  type CredentialDraft,
  issueCredential,
  type Limits,
  readCredential,
  type Scope,
} from '../../app/keyring/credential.ts';
import { makeGrant } from '../../app/keyring/grants.ts';
import { groupOf } from '../../app/keyring/group-id.ts';
import { letterLease } from '../../app/keyring/letters.ts';
import { readsGroup } from '../../app/keyring/limits.ts';
import {
  type KeyringPolicy,
  type RecordPayload,
  type RecordType,
  recordDocument,
  signRecord,
} from '../../app/keyring/records.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { toBase64url, utf8 } from '../../app/seal/bytes.ts';
import { wrapFor } from '../../app/seal/group-jwe.ts';
import { nameOf } from '../../app/seal/hash.ts';
import type { SigningKey } from '../../app/seal/jws.ts';
import {
  type CryptoKey,
  generateKey,
  importPrivate,
  importPublic,
  type PrivateJwk,
  type PublicJwk,
} from '../../app/seal/keys.ts';
import { limitsOf } from './limits.ts';
import { type OfficerPlan, scopeOfDesk } from './plan.ts';
import type { TokenKey } from './token.ts';

/** Whoever signs credentials of others. */
export interface Issuer {
  readonly credential: Credential;
  readonly signingKey: SigningKey;
}

/** A credential with the private keys that belong to it. */
export interface Holder extends Issuer {
  readonly sig: PrivateJwk;
  readonly enc: PrivateJwk;
  readonly signingKey: CryptoKey;
}

export interface OfficerHolder extends Holder {
  readonly plan: OfficerPlan;
  readonly desk: DeskId;
  readonly scope: MissionCode | 'CENTRAL';
}

/** Whoever issues, and where what was issued is laid. */
export interface Making {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly documents: SignedDocument[];
}

/** Private keys of group generations, by the generation's id (`group:ML-PAR:visas:1`). */
export type GroupSecrets = Map<string, PrivateJwk>;

/** Class of the groups that may read officers' names. */
export const DIRECTORY_CLASS = 'directory';
const DAY = 86_400_000;
/** Numbers leased to each desk, of each series, to start with. */
const LEASE = 1000;

export type TechnicalRole = 'gateway' | 'catalogue' | 'document-signer';

export interface HolderPlan {
  readonly roles: Credential['roles'];
  readonly scope: Scope;
  readonly desk?: DeskId;
  readonly delegates?: Credential['roles'];
  readonly subject?: string;
  readonly limits?: Limits | undefined;
  readonly years: number;
  /** in place of `years` */
  readonly until?: string;
}

export const ROOT_PLAN: HolderPlan = { roles: ['root'], scope: '*', years: 20 };
export const AUTHORITY_PLAN: HolderPlan = { roles: ['authority'], scope: '*', years: 10 };
export const technicalPlan = (role: TechnicalRole): HolderPlan => ({ roles: [role], scope: '*', years: 2 });
export const transportPlan = (desk: DeskId): HolderPlan => ({
  roles: ['transport'],
  scope: scopeOfDesk(desk),
  desk,
  years: 2,
});

/** Makes keys and has the credential issued; the root issues its own. */
export async function holder(making: Making, issuer: Issuer | null, plan: HolderPlan): Promise<Holder> {
  const [sig, enc] = [await generateKey('sig'), await generateKey('enc')];
  const signingKey = await importPrivate(sig.privateJwk, 'sig');
  const keys = { sig: sig.publicJwk as PublicJwk, enc: enc.publicJwk as PublicJwk, signingKey };
  const credential = await certify(making, issuer, plan, keys);
  return { credential, sig: sig.privateJwk, enc: enc.privateJwk, signingKey };
}

/** A root whose key is a token's. Nobody writes to a root, so it has no key for it. */
export async function tokenRoot(making: Making, key: TokenKey): Promise<Issuer> {
  const keys = { sig: key.publicKey, enc: null, signingKey: key };
  return { credential: await certify(making, null, ROOT_PLAN, keys), signingKey: key };
}

interface Keys {
  readonly sig: PublicJwk;
  readonly enc: PublicJwk | null;
  readonly signingKey: SigningKey;
}

async function certify(
  making: Making,
  issuer: Issuer | null,
  plan: HolderPlan,
  { sig, enc, signingKey }: Keys,
): Promise<Credential> {
  // Issued a minute ago: a desk whose clock runs a little behind does not doubt a fresh credential.
  const start = making.clock.now() - 60_000;
  const until = plan.until ?? isoTime(start + plan.years * 365 * DAY);
  const draft: CredentialDraft = {
    subject: plan.subject ?? toBase64url(making.random.bytes(16)),
    roles: plan.roles,
    scope: plan.scope,
    desk: plan.desk ?? null,
    delegates: plan.delegates ?? [],
    ...(plan.limits && { limits: plan.limits }),
    from: isoTime(start),
    until: issuer && issuer.credential.until < until ? issuer.credential.until : until,
    sig,
    enc,
  };
  const from = issuer && issuer.credential.from > draft.from ? issuer.credential.from : draft.from;
  const jws = await issueCredential(
    { ...draft, from },
    issuer?.credential.kid ?? null,
    issuer?.signingKey ?? signingKey,
  );
  const { credential } = await readCredential(jws);
  making.documents.push(await recordDocument(jws, () => `credential:${credential.kid}`));
  return credential;
}

/** Signs a record as the authority and lays it with the rest. */
async function issueRecord<T extends RecordType>(
  making: Making,
  authority: Holder,
  typ: T,
  payload: RecordPayload<T>,
  id: (hash: RecordHash) => string,
): Promise<void> {
  const jws = await signRecord(typ, payload, authority.credential.kid, authority.signingKey);
  making.documents.push(await recordDocument(jws, id));
}

/** A generation of a group; its private key goes into `keys`. @param group `group:<scope>:<class>` */
export async function makeGroup(
  making: Making,
  authority: Holder,
  group: string,
  gen: number,
  keys: GroupSecrets,
): Promise<void> {
  const { publicJwk, privateJwk } = await generateKey('enc');
  const id = `${group}:${gen}`;
  await issueRecord(making, authority, 'guichet-group+jws', { v: 1, group, gen, enc: publicJwk }, () => id);
  keys.set(id, privateJwk);
}

/** Grants an officer the generations that their roles and limits allow. @param ids all that there are where absent */
export async function grantAll(
  making: Making,
  authority: Holder,
  officer: Credential,
  keys: GroupSecrets,
  ids: Iterable<string> = keys.keys(),
): Promise<void> {
  for (const id of ids) {
    const privateKey = keys.get(id);
    if (!privateKey || !readsGroup(officer, id)) continue;
    const { group, gen } = groupOf(id);
    const by = authority.credential;
    const jws = await makeGrant(group, gen, privateKey, officer, by, authority.signingKey);
    making.documents.push(await recordDocument(jws, (hash) => `grant:${hash}`));
  }
}

export async function makeOfficer(
  making: Making,
  authority: Holder,
  plan: OfficerPlan,
  desk: DeskId,
  subject: string,
  services: readonly ServiceDefinition[],
): Promise<OfficerHolder> {
  const { roles, delegates = [], until } = plan;
  const scope = scopeOfDesk(desk);
  const limits = limitsOf(plan, services);
  const own = { roles, scope, desk, delegates, subject, limits, years: 1 };
  const held = await holder(making, authority, { ...own, ...(until !== undefined && { until }) });
  return { ...held, plan, desk, scope };
}

/**
 * A name for those of the same mission and for the centre; an officer of the centre is known to every mission. The
 * newest generation of each directory group reads it.
 * @param above the revision of an entry that this one follows: of two, a keyring takes the higher
 */
export async function makeDirectoryEntry(
  making: Making,
  authority: Holder,
  officer: Credential,
  entry: { readonly name: string; readonly initials: string },
  keys: GroupSecrets,
  above = '',
): Promise<void> {
  const recipients = await Promise.all(
    directoryReaders(officer.scope, keys).map(async ([name, { kty, crv, x, y }]) => ({
      name,
      key: await importPublic({ kty, crv, x, y }, 'enc'),
    })),
  );
  const { kid } = officer;
  for (;;) {
    const jwe = await wrapFor(utf8(JSON.stringify(entry)), recipients);
    const payload = { v: 1 as const, kid, jwe };
    const jws = await signRecord(
      'guichet-directory+jws',
      payload,
      authority.credential.kid,
      authority.signingKey,
    );
    const document = await recordDocument(jws, () => `directory:${kid}`);
    if (document._rev <= above) continue; // each is another text, and so another revision
    making.documents.push(document);
    return;
  }
}

/** Newest generations of the directory groups that may read a name of this scope. */
function directoryReaders(scope: Scope, keys: GroupSecrets): [string, PrivateJwk][] {
  const newest = new Map<string, { gen: number; id: string; key: PrivateJwk }>();
  for (const [id, key] of keys) {
    const [, of, serviceClass, gen] = id.split(':') as [string, string, string, string];
    if (serviceClass !== DIRECTORY_CLASS) continue;
    if (scope !== 'CENTRAL' && of !== scope && of !== 'CENTRAL') continue;
    if (Number(gen) > (newest.get(of)?.gen ?? 0)) newest.set(of, { gen: Number(gen), id, key });
  }
  return [...newest.values()].map(({ id, key }) => [id, key]);
}

/** @param block which thousand of numbers, from 0; no two desks have the same one */
export async function makeLeases(
  making: Making,
  authority: Holder,
  desk: DeskId,
  block: number,
  series: readonly string[],
): Promise<void> {
  for (const name of series) {
    const first = block * LEASE + 1;
    const payload = { v: 1 as const, desk, series: name, first, last: first + LEASE - 1 };
    await issueRecord(making, authority, 'guichet-lease+jws', payload, () => `lease:${desk}:${name}`);
  }
}

/** @param holder at which desk it may be given, and at no other */
export const makeLetter = (
  making: Making,
  authority: Holder,
  holder: DeskId,
  letter: DeskId,
): Promise<void> => {
  const lease = letterLease(holder, letter);
  return issueRecord(making, authority, 'guichet-lease+jws', lease, () => `lease:${holder}:${lease.series}`);
};

/** The thousand that a last leased number lies in, from 0. */
export const blockOf = (last: number): number => Math.ceil(last / LEASE) - 1;

/** @param at from when on acts without an earlier receipt are held, RFC 3339 in UTC with seconds */
export const revoke = (
  making: Making,
  authority: Holder,
  kid: Kid,
  reason: string,
  at: string,
): Promise<void> =>
  issueRecord(
    making,
    authority,
    'guichet-revocation+jws',
    { v: 1, kid, reason, at },
    (hash) => `revocation:${hash}`,
  );

/**
 * The list of what is in force, and so the keyring's head.
 * @param n one more than the list before it
 * @param policy of keyrings that grow old; stays until another list says another
 */
export async function closeKeyring(
  making: Making,
  authority: Holder,
  n = 1,
  policy: KeyringPolicy | null = null,
  backupDays: number | null = null,
): Promise<void> {
  const inForce = making.documents.filter(({ _id }) => !_id.startsWith('keyring:'));
  const records = await Promise.all(inForce.map(async ({ jws }) => (await nameOf(jws)).hash));
  const payload = {
    v: 1 as const,
    n,
    at: isoTime(making.clock.now()),
    records: records.sort(),
    ...(policy && { policy }),
    ...(backupDays !== null && { backupDays }),
  };
  const jws = await signRecord(
    'guichet-keyring+jws',
    payload,
    authority.credential.kid,
    authority.signingKey,
  );
  making.documents.push(await recordDocument(jws, () => `keyring:${n}`));
}
