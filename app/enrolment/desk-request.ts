/**
 * A request to put a desk into service, with its first officer: what a computer without a kit shows as one QR code, or saves
 * as a file (docs/decisions/0023). A compact JWS without `kid`, signed by the officer's new `sig` key. It holds nothing secret
 * and no name; which letter the desk gets is for whoever approves.
 */
import { Type } from 'typebox';
import { type Kid, type MissionCode, parseKid, parseMissionCode, type RecordHash } from '../acts/ids.ts';
import type { OfficerRole } from '../keyring/roles.ts';
import { hashOf } from '../seal/hash.ts';
import { payloadBytes, signCompact, verifyCompact } from '../seal/jws.ts';
import { type CryptoKey, importPublic, type PublicJwk, readPublicJwk } from '../seal/keys.ts';
import { EnrolmentError } from './errors.ts';
import { areInitials, REQUEST_MEMBERS, trimmed } from './request.ts';
import { readPayload, unreadable } from './texts.ts';

const DeskRequestPayload = Type.Object(
  {
    ...REQUEST_MEMBERS,
    /** a mission's code, or `CENTRAL` */
    mission: Type.String(),
    transport: Type.Unknown(),
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
  const jws = trimmed(text);
  try {
    const { parsed, payload } = readPayload(jws, 'guichet-desk-request+jws', DeskRequestPayload);
    const { ministry, mission, initials, roles, at, transport, sig, enc } = payload;
    const keys = { transport: readPublicJwk(transport), sig: readPublicJwk(sig), enc: readPublicJwk(enc) };
    const distinct = new Set(Object.values(keys).map(({ x, y }) => `${x} ${y}`));
    if (parsed.kid !== null || !areInitials(initials) || distinct.size !== 3)
      throw new EnrolmentError('EN-001');
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
    throw unreadable(cause);
  }
}
