/**
 * A request to put a desk into service, with its first officer: what a computer without a kit shows as one QR code, or saves
 * as a file (docs/decisions/0023). A compact JWS without `kid`, signed by the officer's new `sig` key. It holds nothing secret
 * and no name; which letter the desk gets is for whoever approves.
 */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { type Kid, type MissionCode, parseKid, parseMissionCode, type RecordHash } from '../acts/ids.ts';
import { OFFICER_ROLES, type OfficerRole } from '../keyring/roles.ts';
import { hashOf } from '../seal/hash.ts';
import { parseCompact, payloadBytes, payloadOf, signCompact, verifyCompact } from '../seal/jws.ts';
import { type CryptoKey, importPublic, type PublicJwk, readPublicJwk } from '../seal/keys.ts';
import { EnrolmentError } from './errors.ts';
import { areInitials, REQUEST_LIMIT } from './request.ts';

const DeskRequestPayload = Type.Object(
  {
    v: Type.Literal(1),
    /** the root's kid: which ministry is asked */
    ministry: Type.String(),
    /** a mission's code, or `CENTRAL` */
    mission: Type.String(),
    initials: Type.String(),
    roles: Type.Array(Type.Union(OFFICER_ROLES.map((role) => Type.Literal(role))), {
      minItems: 1,
      maxItems: OFFICER_ROLES.length,
      uniqueItems: true,
    }),
    at: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' }),
    transport: Type.Unknown(),
    sig: Type.Unknown(),
    enc: Type.Unknown(),
  },
  { additionalProperties: false },
);

export interface DeskRequest {
  /** hash of the text */
  readonly id: RecordHash;
  readonly text: string;
  readonly ministry: Kid;
  readonly mission: MissionCode | 'CENTRAL';
  readonly initials: string;
  /** a wish for the first officer */
  readonly roles: readonly OfficerRole[];
  /** ISO time, by the computer's clock */
  readonly at: string;
  /** the desk's own key */
  readonly transport: PublicJwk;
  /** the officer's */
  readonly sig: PublicJwk;
  readonly enc: PublicJwk;
}

export type DeskRequestDraft = Omit<DeskRequest, 'id' | 'text'>;

/** @throws IdError */
export const parsePlace = (text: string): MissionCode | 'CENTRAL' =>
  text === 'CENTRAL' ? text : parseMissionCode(text);

/** @param key private, of `draft.sig` @throws EnrolmentError EN-001 for what nobody would read */
export async function signDeskRequest(draft: DeskRequestDraft, key: CryptoKey): Promise<string> {
  const { ministry, mission, initials, roles, at, transport, sig, enc } = draft;
  const payload = payloadBytes({ v: 1, ministry, mission, initials, roles, at, transport, sig, enc });
  const text = await signCompact({ typ: 'guichet-desk-request+jws', kid: null, payload, key });
  await readDeskRequest(text);
  return text;
}

/**
 * Reads a request and verifies that whoever made it holds its `sig` key. Whether they hold the desk's key shows when it
 * opens a session: a credential for a key that nobody holds opens none.
 * @throws EnrolmentError EN-001
 */
export async function readDeskRequest(text: string): Promise<DeskRequest> {
  if (typeof text !== 'string' || text.length > 2 * REQUEST_LIMIT) throw new EnrolmentError('EN-001');
  const jws = text.trim();
  if (jws.length > REQUEST_LIMIT) throw new EnrolmentError('EN-001');
  try {
    const parsed = parseCompact(jws);
    const payload = payloadOf(parsed);
    if (parsed.typ !== 'guichet-desk-request+jws' || parsed.kid !== null) throw new EnrolmentError('EN-001');
    if (!Value.Check(DeskRequestPayload, payload)) throw new EnrolmentError('EN-001');
    const { ministry, mission, initials, roles, at, transport, sig, enc }: Static<typeof DeskRequestPayload> =
      payload;
    const keys = { transport: readPublicJwk(transport), sig: readPublicJwk(sig), enc: readPublicJwk(enc) };
    const distinct = new Set(Object.values(keys).map(({ x, y }) => `${x} ${y}`));
    if (!areInitials(initials) || distinct.size !== 3) throw new EnrolmentError('EN-001');
    for (const [key, use] of [
      [keys.transport, 'sig'],
      [keys.enc, 'enc'],
    ] as const)
      await importPublic(key, use);
    await verifyCompact(parsed, await importPublic(keys.sig, 'sig'));
    return {
      id: await hashOf(jws),
      text: jws,
      ministry: parseKid(ministry),
      mission: parsePlace(mission),
      initials,
      roles: roles as readonly OfficerRole[],
      at,
      ...keys,
    };
  } catch (cause) {
    throw cause instanceof EnrolmentError ? cause : new EnrolmentError('EN-001', { cause });
  }
}
