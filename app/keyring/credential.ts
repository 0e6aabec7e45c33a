/**
 * A credential: who may sign what, for which mission, on which desk, until when; a compact JWS by its issuer.
 * `kid` everywhere is the SHA-256 of this text. The name of the officer is not in it (FORMATS.md, "Keys and credentials").
 */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import {
  type DeskId,
  type Kid,
  type MissionCode,
  parseDeskId,
  parseMissionCode,
  parseServiceCode,
  type ServiceCode,
} from '../acts/ids.ts';
import { SealError } from '../seal/errors.ts';
import { hashOf } from '../seal/hash.ts';
import {
  type ParsedJws,
  parseCompact,
  payloadBytes,
  payloadOf,
  type SigningKey,
  signCompact,
} from '../seal/jws.ts';
import { type PublicJwk, readPublicJwk } from '../seal/keys.ts';
import { isOfficerRole, OFFICER_ROLES, type Role, TECHNICAL_ROLES } from './roles.ts';

const ROLES: readonly string[] = [...OFFICER_ROLES, ...TECHNICAL_ROLES];
const Time = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' });
export const CredentialPayload = Type.Object({
  v: Type.Literal(1),
  subject: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }),
  roles: Type.Array(Type.String(), { minItems: 1, maxItems: 8 }),
  scope: Type.String(),
  desk: Type.Union([Type.String(), Type.Null()]),
  delegates: Type.Array(Type.String(), { maxItems: 8 }),
  from: Time,
  until: Time,
  sig: Type.Unknown(),
  enc: Type.Unknown(),
});
const ListOrNull = Type.Union([
  Type.Array(Type.String(), { minItems: 1, maxItems: 64, uniqueItems: true }),
  Type.Null(),
]);
const { v: _, subject, roles, scope, desk, delegates, ...rest } = CredentialPayload.properties;
/**
 * One that is limited. Of its own version: a reader that does not know limits must not take it for one without, and
 * refuses it whole, so that what it signed waits.
 */
export const LimitedCredentialPayload = Type.Object({
  v: Type.Literal(2),
  ...{ subject, roles, scope, desk, delegates },
  missions: ListOrNull,
  classes: ListOrNull,
  services: ListOrNull,
  ...rest,
});

/** `*` is the ministry as a whole: root, authority, catalogue, gateways. */
export type Scope = MissionCode | 'CENTRAL' | '*';

/** Each `null`: no limit of this kind. Never all three. Sorted, each once. */
export interface Limits {
  /** of an officer of the centre only */
  readonly missions: readonly MissionCode[] | null;
  readonly classes: readonly string[] | null;
  readonly services: readonly ServiceCode[] | null;
}

export interface Credential {
  readonly kid: Kid;
  readonly jws: string;
  /** null for the root, which signs itself */
  readonly issuer: Kid | null;
  /** random, the same for one person over all their credentials: persons are told apart by it, never by kid */
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly scope: Scope;
  readonly desk: DeskId | null;
  /** roles that this holder may give to others of the same mission, only narrower */
  readonly delegates: readonly Role[];
  /** absent for most: all that roles and scope allow */
  readonly limits?: Limits;
  readonly from: string;
  readonly until: string;
  readonly sig: PublicJwk;
  readonly enc: PublicJwk | null;
}

export type CredentialDraft = Omit<Credential, 'kid' | 'jws' | 'issuer'>;

const knownRole = (role: string): role is Role => ROLES.includes(role);

function readScope(scope: string): Scope {
  return scope === 'CENTRAL' || scope === '*' ? scope : parseMissionCode(scope);
}

/** What is signed: the members in their one order. */
export function credentialPayload(draft: CredentialDraft): Uint8Array {
  const { subject, roles, scope, desk, delegates, limits, from, until, sig, enc } = draft;
  const who = { subject, roles, scope, desk, delegates };
  const rest = { from, until, sig, enc };
  if (limits === undefined) return payloadBytes({ v: 1, ...who, ...rest });
  const { missions, classes, services } = limits;
  return payloadBytes({ v: 2, ...who, missions, classes, services, ...rest });
}

/** Signs a credential. @param issuer null when the root signs itself */
export function issueCredential(
  draft: CredentialDraft,
  issuer: Kid | null,
  key: SigningKey,
): Promise<string> {
  const payload = credentialPayload(draft);
  return signCompact({ typ: 'guichet-credential+jws', kid: issuer, payload, key });
}

/**
 * What a payload says, if it is a credential's.
 * @throws SealError SEAL-014, IdError
 */
export function readCredentialPayload(payload: unknown): CredentialDraft {
  const isLimited = Value.Check(LimitedCredentialPayload, payload);
  if (!isLimited && !Value.Check(CredentialPayload, payload)) throw new SealError('SEAL-014');
  const {
    subject,
    roles,
    scope,
    desk,
    delegates,
    from,
    until,
    sig,
    enc,
  }: Omit<Static<typeof CredentialPayload>, 'v'> = payload;
  if (!roles.every(knownRole) || !delegates.every(knownRole) || from >= until)
    throw new SealError('SEAL-014');
  const [ofScope, ofDesk] = [readScope(scope), desk === null ? null : parseDeskId(desk)];
  if (ofDesk !== null && !ofDesk.startsWith(`${ofScope}/`))
    throw new SealError('SEAL-014', 'desk of another');
  const limits = isLimited ? readLimits(payload, roles, ofScope) : undefined;
  return {
    subject,
    roles,
    scope: ofScope,
    desk: ofDesk,
    delegates,
    ...(limits === undefined ? {} : { limits }),
    from,
    until,
    sig: readPublicJwk(sig),
    enc: enc === null ? null : readPublicJwk(enc),
  };
}

/** Only officers are limited, by one list at least, and by missions only at the centre: each credential says one thing. */
function readLimits(
  { missions, classes, services }: Static<typeof LimitedCredentialPayload>,
  roles: readonly Role[],
  scope: Scope,
): Limits {
  const lists = [missions, classes, services].filter((list) => list !== null);
  const isSorted = lists.every((list) => list.join() === [...list].sort().join());
  const isSound = lists.length > 0 && isSorted && roles.every(isOfficerRole);
  if (!isSound || (missions !== null && scope !== 'CENTRAL')) throw new SealError('SEAL-014', 'limits');
  return {
    missions: missions === null ? null : missions.map(parseMissionCode),
    classes,
    services: services === null ? null : services.map(parseServiceCode),
  };
}

/**
 * Reads a credential without verifying its chain (keyring.ts does).
 * @throws SealError, IdError
 */
export async function readCredential(jws: string): Promise<{ credential: Credential; parsed: ParsedJws }> {
  const parsed = parseCompact(jws);
  if (parsed.typ !== 'guichet-credential+jws') throw new SealError('SEAL-004');
  const said = readCredentialPayload(payloadOf(parsed));
  const kid = (await hashOf(jws)) as string as Kid;
  const credential: Credential = { kid, jws, issuer: parsed.kid, ...said };
  return { credential, parsed };
}
