/**
 * Compact JWS, ES256 only, one byte string a record (FORMATS.md, "Act"): canonical base64url, a header of exactly
 * the prescribed members in the prescribed order, s ≤ n/2. jose does the cryptography; the strictness is ours,
 * because a record's id is the hash of its text: a second valid text of one record would be a second record.
 * Sources: RFC 7515, RFC 7518 section 3.4, FIPS 186-5.
 */
import { CompactSign, type CryptoKey, compactVerify } from 'jose';
import type { Kid } from '../acts/ids.ts';
import { parseKid } from '../acts/ids.ts';
import { concat, fromBase64url, fromUtf8, toBase64url, utf8 } from './bytes.ts';
import { SealError } from './errors.ts';

/** Every type of signed record. A signature for one type never passes for another: `typ` is under the signature. */
export const JWS_TYPES = [
  'guichet-act+jws',
  'guichet-wrap+jws',
  'guichet-receipt+jws',
  'guichet-credential+jws',
  'guichet-grant+jws',
  'guichet-revocation+jws',
  'guichet-group+jws',
  'guichet-keyring+jws',
  'guichet-directory+jws',
  'guichet-release+jws',
  'guichet-lift+jws',
  'guichet-lease+jws',
  'guichet-audit+jws',
  'guichet-token+jws',
  'guichet-session+jws',
] as const;
export type JwsType = (typeof JWS_TYPES)[number];

export interface ParsedJws {
  readonly jws: string;
  readonly typ: JwsType;
  /** absent in the root credential only */
  readonly kid: Kid | null;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

function scalar(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
}

/** ECDSA accepts s and n−s alike; only the lower one is a record's signature here. */
export function lowS(signature: Uint8Array): Uint8Array {
  let s = scalar(signature.subarray(32));
  if (s <= ORDER >> 1n) return signature;
  s = ORDER - s;
  const low = new Uint8Array(32);
  for (let i = 31; i >= 0; i -= 1, s >>= 8n) low[i] = Number(s & 255n);
  return concat(signature.subarray(0, 32), low);
}

const headerText = (typ: JwsType, kid: Kid | null): string =>
  JSON.stringify(kid === null ? { alg: 'ES256', typ } : { alg: 'ES256', kid, typ });

/**
 * Signs exactly these payload bytes.
 * @param key private P-256 key with usage `sign`
 */
export async function signCompact(record: {
  typ: JwsType;
  kid: Kid | null;
  payload: Uint8Array;
  key: CryptoKey;
}): Promise<string> {
  const header = JSON.parse(headerText(record.typ, record.kid)) as { alg: string };
  const jws = await new CompactSign(record.payload).setProtectedHeader(header).sign(record.key);
  const cut = jws.lastIndexOf('.') + 1;
  return jws.slice(0, cut) + toBase64url(lowS(fromBase64url(jws.slice(cut))));
}

/**
 * Takes a compact JWS apart and refuses every text but the canonical one. Verifies nothing yet.
 * @throws SealError SEAL-002 to SEAL-005
 */
export function parseCompact(jws: string): ParsedJws {
  const parts = typeof jws === 'string' ? jws.split('.') : [];
  const [head, body, tail] = parts;
  if (parts.length !== 3 || head === undefined || body === undefined || tail === undefined)
    throw new SealError('SEAL-003');
  const text = fromUtf8(fromBase64url(head));
  const { typ, kid } = readHeader(text);
  if (headerText(typ, kid) !== text) throw new SealError('SEAL-004');
  const signature = fromBase64url(tail);
  if (signature.length !== 64 || scalar(signature.subarray(32)) > ORDER >> 1n)
    throw new SealError('SEAL-005');
  return { jws, typ, kid, payload: fromBase64url(body), signature };
}

function readHeader(text: string): { typ: JwsType; kid: Kid | null } {
  try {
    const header = JSON.parse(text) as { typ?: unknown; kid?: unknown };
    const typ = JWS_TYPES.find((known) => known === header.typ);
    if (typ) return { typ, kid: header.kid === undefined ? null : parseKid(header.kid) };
  } catch (cause) {
    throw new SealError('SEAL-004', undefined, { cause });
  }
  throw new SealError('SEAL-004');
}

/** @throws SealError SEAL-006 when the signature is not this key's over these bytes */
export async function verifyCompact(parsed: ParsedJws, key: CryptoKey): Promise<void> {
  try {
    await compactVerify(parsed.jws, key, { algorithms: ['ES256'] });
  } catch (cause) {
    throw new SealError('SEAL-006', undefined, { cause });
  }
}

/**
 * The payload's members. Only the text that `JSON.stringify` gives for them passes: no doubled member,
 * no white space, no other escape, so that two parsers can never read two things.
 * @throws SealError SEAL-001, SEAL-007
 */
export function payloadOf(parsed: ParsedJws): Record<string, unknown> {
  const text = fromUtf8(parsed.payload);
  try {
    const value: unknown = JSON.parse(text);
    if (
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      JSON.stringify(value) === text
    ) {
      return value as Record<string, unknown>;
    }
  } catch (cause) {
    throw new SealError('SEAL-007', undefined, { cause });
  }
  throw new SealError('SEAL-007');
}

/** A payload's bytes, written once. Members in the order they are given in. */
export const payloadBytes = (members: object): Uint8Array => utf8(JSON.stringify(members));
