/**
 * A request for enrolment: what a desk shows as one QR code, or saves as a file, for somebody who has no credential yet.
 * A compact JWS without `kid`, signed by the new `sig` key itself, so that nobody asks with keys that they do not hold.
 * It holds nothing secret and no name; what it wishes for binds nobody (docs/decisions/0014).
 */
import { Type } from 'typebox';
import {
  type DeskId,
  type Kid,
  type MissionCode,
  parseDeskId,
  parseKid,
  type RecordHash,
} from '../acts/ids.ts';
import { OFFICER_ROLES, type OfficerRole } from '../keyring/roles.ts';
import { fromBase64url, readU32be } from '../seal/bytes.ts';
import { hashOf } from '../seal/hash.ts';
import { payloadBytes, signCompact, verifyCompact } from '../seal/jws.ts';
import { type CryptoKey, importPublic, type PublicJwk, readPublicJwk } from '../seal/keys.ts';
import { EnrolmentError } from './errors.ts';
import { readPayload, unreadable } from './texts.ts';

/** So that it fits one QR code that a simple camera reads; bytes, and characters too: it is ASCII. */
export const REQUEST_LIMIT = 1200;
/** UTF-16 units, as the slot of an officer holds them */
export const INITIALS_LIMIT = 8;

/** What every request has, an officer's or a desk's. */
export const REQUEST_MEMBERS = {
  v: Type.Literal(1),
  /** the root's kid: which ministry is asked */
  ministry: Type.String(),
  initials: Type.String(),
  roles: Type.Array(Type.Union(OFFICER_ROLES.map((role) => Type.Literal(role))), {
    minItems: 1,
    maxItems: OFFICER_ROLES.length,
    uniqueItems: true,
  }),
  at: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' }),
  sig: Type.Unknown(),
  enc: Type.Unknown(),
};
const RequestPayload = Type.Object(
  { ...REQUEST_MEMBERS, desk: Type.String() },
  { additionalProperties: false },
);

export interface EnrolmentRequest {
  /** hash of the text */
  readonly id: RecordHash;
  readonly text: string;
  readonly ministry: Kid;
  readonly desk: DeskId;
  readonly scope: MissionCode | 'CENTRAL';
  readonly initials: string;
  readonly roles: readonly OfficerRole[];
  /** ISO time, by the desk's clock */
  readonly at: string;
  readonly sig: PublicJwk;
  readonly enc: PublicJwk;
}

export type RequestDraft = Omit<EnrolmentRequest, 'id' | 'text' | 'scope'>;

/** One to eight characters that can be seen, without blanks around them. */
export const areInitials = (text: string): boolean =>
  text.length > 0 &&
  text.length <= INITIALS_LIMIT &&
  text.trim() === text &&
  !/[\p{C}\p{Zl}\p{Zp}]/u.test(text);

/** @param key private, of `draft.sig` */
export async function signRequest(draft: RequestDraft, key: CryptoKey): Promise<string> {
  const { ministry, desk, initials, roles, at, sig, enc } = draft;
  const payload = payloadBytes({ v: 1, ministry, desk, initials, roles, at, sig, enc });
  const text = await signCompact({ typ: 'guichet-enrolment-request+jws', kid: null, payload, key });
  await readRequest(text); // nothing leaves the desk that no desk would read
  return text;
}

/** Blanks around a request are no part of it. @throws EnrolmentError EN-001 for what is too long to be one */
export function trimmed(text: string): string {
  if (typeof text !== 'string' || text.length > 2 * REQUEST_LIMIT) throw new EnrolmentError('EN-001');
  const jws = text.trim();
  if (jws.length > REQUEST_LIMIT) throw new EnrolmentError('EN-001');
  return jws;
}

/**
 * Reads a request and verifies that whoever made it holds its `sig` key.
 * @throws EnrolmentError EN-001
 */
export async function readRequest(text: string): Promise<EnrolmentRequest> {
  const jws = trimmed(text);
  try {
    const { parsed, payload } = readPayload(jws, 'guichet-enrolment-request+jws', RequestPayload);
    const { ministry, desk, initials, roles, at, sig, enc } = payload;
    const [own, other] = [readPublicJwk(sig), readPublicJwk(enc)];
    const isTwice = own.x === other.x && own.y === other.y;
    if (parsed.kid !== null || !areInitials(initials) || isTwice) throw new EnrolmentError('EN-001');
    await importPublic(other, 'enc');
    await verifyCompact(parsed, await importPublic(own, 'sig'));
    const ofDesk = parseDeskId(desk);
    return {
      id: await hashOf(jws),
      text: jws,
      ministry: parseKid(ministry),
      desk: ofDesk,
      scope: ofDesk.slice(0, ofDesk.indexOf('/')) as MissionCode | 'CENTRAL',
      initials,
      roles: roles as readonly OfficerRole[],
      at,
      sig: own,
      enc: other,
    };
  } catch (cause) {
    throw unreadable(cause);
  }
}

/**
 * Eight groups of four digits: 106 bits of the request's hash, to be read aloud. Whoever exchanges a request on its way
 * would have to find another one with the same digits.
 */
export function fingerprintOf(id: RecordHash): string {
  const bytes = fromBase64url(id);
  const groups = Array.from({ length: 8 }, (_, n) =>
    String(readU32be(bytes, 4 * n) % 10_000).padStart(4, '0'),
  );
  return groups.join(' ');
}
