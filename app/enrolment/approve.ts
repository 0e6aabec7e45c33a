/**
 * Approving a request for enrolment: what an approver may give, and the records that give it. The same for an officer at
 * a desk, whose signer keeps the key, and for the ministry's own command line, which has the authority's.
 */
import { type Clock, isoTime } from '../acts/clock.ts';
import {
  type Credential,
  type CredentialDraft,
  credentialPayload,
  readCredential,
} from '../keyring/credential.ts';
import { grantPayload } from '../keyring/grants.ts';
import { groupOf } from '../keyring/group-id.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { inherited, narrows, readsGroup, readsWhole } from '../keyring/limits.ts';
import { recordDocument, recordPayload } from '../keyring/records.ts';
import { isAuthority, mayIssue, reaches } from '../keyring/rights.ts';
import { DIRECTORY_CLASS, type OfficerRole } from '../keyring/roles.ts';
import type { SignedDocument } from '../log/records.ts';
import { utf8 } from '../seal/bytes.ts';
import { wrapFor } from '../seal/group-jwe.ts';
import { importPublic, type PrivateJwk } from '../seal/keys.ts';
import { wrapForOne } from '../seal/one-jwe.ts';
import { answerPayload, writeAnswer } from './answer.ts';
import { EnrolmentError } from './errors.ts';
import type { EnrolmentRequest } from './request.ts';

export type Refusal = 'not-yours' | 'other-mission' | 'expired-credential';

/** A desk whose clock runs a little behind does not doubt a fresh credential. */
export const BACK_MS = 60_000;
const NAME_LIMIT = 200;

export interface Approver {
  readonly credential: Credential;
  /** signs exactly these bytes under the approver's kid */
  sign(type: ApprovalType, payload: Uint8Array): Promise<string>;
}

export type ApprovalType =
  | 'guichet-desk-answer+jws'
  | 'guichet-credential+jws'
  | 'guichet-grant+jws'
  | 'guichet-directory+jws'
  | 'guichet-enrolment-answer+jws';

export interface Approval {
  readonly name: string;
  readonly roles: readonly OfficerRole[];
  /** ISO time */
  readonly until: string;
  /** of a person who has a credential already, so that they stay one person; else a new one: 16 random bytes, base64url */
  readonly subject: string;
}

export interface ApprovalGround {
  readonly keyring: Keyring;
  readonly clock: Clock;
  /** private keys of the group generations that the approver holds, by group id */
  readonly groupKeys: ReadonlyMap<string, PrivateJwk>;
  /** keys of desks' lists that the approver holds, base64url, by scope */
  readonly readModelKeys: Readonly<Record<string, string>>;
  /** a document of the keyring as it was signed */
  readonly record: (id: string) => Promise<SignedDocument | undefined>;
}

export interface Approved {
  /** the answer's text */
  readonly answer: string;
  readonly credential: Credential;
  /** what is new of the keyring: the credential, its grants, its directory entry */
  readonly documents: readonly SignedDocument[];
}

/** Which of the roles asked for this approver may give there, and why none. */
export function mayGive(
  by: Credential,
  request: Pick<EnrolmentRequest, 'desk' | 'scope' | 'roles'>,
  clock: Clock,
): { readonly roles: readonly OfficerRole[]; readonly refusal: Refusal | null } {
  if (by.until <= isoTime(clock.now())) return { roles: [], refusal: 'expired-credential' };
  if (isAuthority(by)) return { roles: request.roles, refusal: null };
  if (by.delegates.length === 0) return { roles: [], refusal: 'not-yours' };
  // What they pass on is limited as they are: beyond their own missions there is nothing to pass on.
  const limits = inherited(by, request.scope);
  const isWithin = narrows(by, { scope: request.scope, ...(limits === undefined ? {} : { limits }) });
  if (!reaches(by, request) || !isWithin) return { roles: [], refusal: 'other-mission' };
  const roles = request.roles.filter((role) => by.delegates.includes(role));
  return { roles, refusal: roles.length === 0 ? 'not-yours' : null };
}

/**
 * Signs the credential, the grants of what the approver holds and the roles may read, the directory entry, and the answer
 * that brings them. Where the approver holds no keys of that mission there are no grants: the officer works, and reads what
 * others sealed once somebody who holds the keys has granted them.
 * @throws EnrolmentError EN-003 the approver does not chain to the keyring's root, EN-004 more than they may give,
 *   EN-005 a request of another ministry
 */
export async function approveRequest(
  request: EnrolmentRequest,
  approval: Approval,
  approver: Approver,
  ground: ApprovalGround,
): Promise<Approved> {
  const { keyring } = ground;
  if (request.ministry !== keyring.root.kid) throw new EnrolmentError('EN-005');
  const chain = keyring.chain(approver.credential.kid);
  if (chain.at(-1)?.kid !== keyring.root.kid) throw new EnrolmentError('EN-003');
  const {
    credential,
    documents,
    groups: granted,
    jwe,
  } = await giveOfficer(request, approval, approver, ground);
  const members = { request: request.id, to: credential.kid, jwe };
  const answer = await approver.sign('guichet-enrolment-answer+jws', answerPayload(members));
  const issuers = await Promise.all(
    chain
      .filter(({ issuer }) => issuer !== null)
      .map((one) => recordDocument(one.jws, () => `credential:${one.kid}`)),
  );
  const groups = await Promise.all(granted.map(ground.record));
  const known = groups.filter((group) => group !== undefined);
  return { answer: writeAnswer(answer, [...issuers, ...known, ...documents]), credential, documents };
}

/** An officer who is asked for, whatever the request is. */
export type AskedOfficer = Pick<EnrolmentRequest, 'desk' | 'scope' | 'initials' | 'roles' | 'sig' | 'enc'>;

export interface GivenOfficer {
  readonly credential: Credential;
  /** the credential, its grants, its directory entry */
  readonly documents: readonly SignedDocument[];
  /** ids of the groups granted */
  readonly groups: readonly string[];
  /** the key of the mission's lists, wrapped for them; null where there is none to give */
  readonly jwe: unknown;
}

/** Signs what makes somebody an officer at a desk. @throws EnrolmentError EN-004 */
export async function giveOfficer(
  asked: AskedOfficer,
  approval: Approval,
  approver: Approver,
  ground: ApprovalGround,
): Promise<GivenOfficer> {
  const draft = draftOf(asked, approval, approver.credential, ground.clock);
  const jws = await approver.sign('guichet-credential+jws', credentialPayload(draft));
  const { credential } = await readCredential(jws);
  const { documents, groups } = await grantsFor(credential, approver, ground);
  const name = approval.name.trim();
  return {
    credential,
    documents: [
      await recordDocument(jws, (hash) => `credential:${hash}`),
      ...documents,
      await directoryEntry(credential, name, asked.initials, approver, ground.keyring),
    ],
    groups,
    jwe: await listKeyFor(credential, approver, ground),
  };
}

/** @throws EnrolmentError EN-004 more than may be given: known before anything is signed */
export function draftOf(
  request: AskedOfficer,
  { roles, until, subject, name }: Approval,
  by: Credential,
  clock: Clock,
): CredentialDraft {
  const end = Date.parse(until);
  const start = isoTime(clock.now() - BACK_MS);
  const allowed = mayGive(by, request, clock).roles;
  const title = name.trim();
  const isNamed = title.length > 0 && title.length <= NAME_LIMIT && !/\p{C}/u.test(title);
  if (!Number.isFinite(end) || !isNamed || subject === by.subject) throw new EnrolmentError('EN-004');
  const limits = inherited(by, request.scope);
  const draft: CredentialDraft = {
    subject,
    roles: request.roles.filter((role) => roles.includes(role)),
    scope: request.scope,
    desk: request.desk,
    delegates: [],
    // Who is limited themselves gives no more: what they enrol is limited as they are.
    ...(limits === undefined ? {} : { limits }),
    from: start < by.from ? by.from : start,
    until: isoTime(end),
    sig: request.sig,
    enc: request.enc,
  };
  const isGiven =
    roles.length > 0 &&
    roles.every((role) => allowed.includes(role)) &&
    isoTime(clock.now()) < draft.until &&
    mayIssue(by, draft);
  if (!isGiven) throw new EnrolmentError('EN-004');
  return draft;
}

/** Nobody grants beyond their own mission, whatever they hold: the keyring would not take it. */
async function grantsFor(
  to: Credential,
  approver: Approver,
  { groupKeys }: ApprovalGround,
): Promise<{ documents: SignedDocument[]; groups: string[] }> {
  const by = approver.credential;
  const documents: SignedDocument[] = [];
  const groups: string[] = [];
  if (!isAuthority(by) && by.scope !== to.scope) return { documents, groups };
  for (const [id, key] of groupKeys) {
    const { group, scope, gen } = groupOf(id);
    if (!readsGroup(to, id) || (scope !== by.scope && !isAuthority(by))) continue;
    const payload = await grantPayload(group, gen, key, to);
    const jws = await approver.sign('guichet-grant+jws', recordPayload('guichet-grant+jws', payload));
    documents.push(await recordDocument(jws, (hash) => `grant:${hash}`));
    groups.push(id);
  }
  return { documents, groups };
}

/** The name for those of the same mission and for the centre; an officer of the centre is known to every mission. */
async function directoryEntry(
  { kid, scope }: Credential,
  name: string,
  initials: string,
  approver: Approver,
  keyring: Keyring,
): Promise<SignedDocument> {
  const readers = keyring
    .newestGroups(DIRECTORY_CLASS)
    .filter((group) => scope === 'CENTRAL' || group.scope === scope || group.scope === 'CENTRAL');
  const recipients = await Promise.all(
    readers.map(async ({ id, enc }) => ({ name: id, key: await importPublic(enc, 'enc') })),
  );
  const jwe = await wrapFor(utf8(JSON.stringify({ name, initials })), recipients);
  const payload = recordPayload('guichet-directory+jws', { v: 1, kid, jwe });
  const jws = await approver.sign('guichet-directory+jws', payload);
  return recordDocument(jws, () => `directory:${kid}`);
}

/** Lists are shared among those who read all that is in them: whoever reads less has lists of their own. */
async function listKeyFor(
  to: Credential,
  { credential: by }: Approver,
  { readModelKeys }: ApprovalGround,
): Promise<unknown> {
  const key = readModelKeys[to.scope];
  const isShared = readsWhole(to) && (isAuthority(by) || readsWhole(by));
  if (key === undefined || to.enc === null || !isShared) return null;
  return wrapForOne(utf8(JSON.stringify({ [to.scope]: key })), to.kid, await importPublic(to.enc, 'enc'));
}
