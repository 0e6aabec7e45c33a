/**
 * Compact JWS, ES256 only, one byte string a record (FORMATS.md, "Act"): canonical base64url, a header of exactly
 * the prescribed members in the prescribed order, s ≤ n/2. The strictness is ours, because a record's id is the hash of
 * its text: a second valid text of one record would be a second record. jose signs; what has passed the strict reader is
 * verified by WebCrypto itself (docs/decisions/0010).
 * Sources: RFC 7515, RFC 7518 section 3.4, FIPS 186-5.
 */
import { CompactSign, type CryptoKey } from 'jose';
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
  'guichet-delegation+jws',
  'guichet-delegation-end+jws',
  'guichet-release+jws',
  'guichet-lift+jws',
  'guichet-lease+jws',
  'guichet-audit+jws',
  'guichet-audit-report+jws',
  'guichet-token+jws',
  'guichet-session+jws',
] as const;
/** What is handed over by QR or file and never replicates (docs/decisions/0014, 0019, 0023): no part of the wire's version. */
const HANDED_OVER_TYPES = [
  'guichet-enrolment-request+jws',
  'guichet-enrolment-answer+jws',
  'guichet-freshness+jws',
  'guichet-desk-request+jws',
  'guichet-desk-answer+jws',
] as const;
const ALL_TYPES = [...JWS_TYPES, ...HANDED_OVER_TYPES] as const;
export type JwsType = (typeof ALL_TYPES)[number];

export interface ParsedJws {
  readonly jws: string;
  readonly typ: JwsType;
  /** absent where a key speaks for itself: in the root credential and in a request for enrolment */
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

const HALF = ORDER >> 1n;
const HALF_BYTES = Uint8Array.from({ length: 32 }, (_, at) => Number((HALF >> BigInt(8 * (31 - at))) & 255n));

/** Is the second half of 64 bytes, as a number, above n/2? */
function isHigh(signature: Uint8Array): boolean {
  for (let at = 0; at < 32; at += 1) {
    const difference = (signature[32 + at] as number) - (HALF_BYTES[at] as number);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/** ECDSA accepts s and n−s alike; only the lower one is a record's signature here. */
export function lowS(signature: Uint8Array): Uint8Array {
  if (!isHigh(signature)) return signature;
  let s = ORDER - scalar(signature.subarray(32));
  const low = new Uint8Array(32);
  for (let i = 31; i >= 0; i -= 1, s >>= 8n) low[i] = Number(s & 255n);
  return concat(signature.subarray(0, 32), low);
}

const headerText = (typ: JwsType, kid: Kid | null): string =>
  JSON.stringify(kid === null ? { alg: 'ES256', typ } : { alg: 'ES256', kid, typ });

/** A key that this runtime cannot hold, such as a token's: it answers with ES256 over the bytes, r and s, 64 bytes. */
export interface RemoteKey {
  signatureOf(message: Uint8Array): Promise<Uint8Array>;
}
/** Private P-256 key with usage `sign`, here or elsewhere. */
export type SigningKey = CryptoKey | RemoteKey;

/** Signs exactly these payload bytes. */
export async function signCompact(record: {
  typ: JwsType;
  kid: Kid | null;
  payload: Uint8Array;
  key: SigningKey;
}): Promise<string> {
  const head = headerText(record.typ, record.kid);
  if ('signatureOf' in record.key) {
    const message = `${toBase64url(utf8(head))}.${toBase64url(record.payload)}`;
    return `${message}.${toBase64url(lowS(await record.key.signatureOf(utf8(message))))}`;
  }
  const header = JSON.parse(head) as { alg: string };
  const jws = await new CompactSign(record.payload).setProtectedHeader(header).sign(record.key);
  const cut = jws.lastIndexOf('.') + 1;
  return jws.slice(0, cut) + toBase64url(lowS(fromBase64url(jws.slice(cut))));
}

/**
 * Takes a compact JWS apart and refuses every text but the canonical one. Verifies nothing yet.
 * @throws SealError SEAL-002 to SEAL-005
 */
export function parseCompact(jws: string, decode: typeof fromBase64url = fromBase64url): ParsedJws {
  const parts = typeof jws === 'string' ? jws.split('.') : [];
  const [head, body, tail] = parts;
  if (parts.length !== 3 || head === undefined || body === undefined || tail === undefined)
    throw new SealError('SEAL-003');
  const { typ, kid } = HEADERS.get(head) ?? keepHeader(head);
  const signature = decode(tail);
  if (signature.length !== 64 || isHigh(signature)) throw new SealError('SEAL-005');
  return { jws, typ, kid, payload: decode(body), signature };
}

interface Header {
  readonly typ: JwsType;
  readonly kid: Kid | null;
}

/** Headers by their text: a signer's records of one type all begin alike. A function of the text, so only its size matters. */
const HEADERS = new Map<string, Header>();
const HEADERS_KEPT = 4096;

function keepHeader(head: string): Header {
  const text = fromUtf8(fromBase64url(head));
  const header = readHeader(text);
  if (headerText(header.typ, header.kid) !== text) throw new SealError('SEAL-004');
  if (HEADERS.size >= HEADERS_KEPT) HEADERS.clear();
  // Characters of its own: a part of a record's text would keep the whole of it in memory.
  HEADERS.set(toBase64url(utf8(text)), header);
  return header;
}

function readHeader(text: string): Header {
  try {
    const header = JSON.parse(text) as { typ?: unknown; kid?: unknown };
    const typ = ALL_TYPES.find((known) => known === header.typ);
    if (typ) return { typ, kid: header.kid === undefined ? null : parseKid(header.kid) };
  } catch (cause) {
    throw new SealError('SEAL-004', undefined, { cause });
  }
  throw new SealError('SEAL-004');
}

const ES256 = { name: 'ECDSA', hash: 'SHA-256' };

/**
 * The algorithm is fixed and the header has been read strictly, so that nothing of the text chooses how it is verified.
 * @throws SealError SEAL-006 when the signature is not this key's over these bytes
 */
export async function verifyCompact({ jws }: Pick<ParsedJws, 'jws'>, key: CryptoKey): Promise<void> {
  const cut = jws.lastIndexOf('.');
  let isGood: boolean;
  try {
    isGood = await crypto.subtle.verify(
      ES256,
      key,
      fromBase64url(jws.slice(cut + 1)),
      utf8(jws.slice(0, cut)),
    );
  } catch (cause) {
    throw new SealError('SEAL-006', undefined, { cause });
  }
  if (!isGood) throw new SealError('SEAL-006');
}

/**
 * The payload's members. Only the text that `JSON.stringify` gives for them passes: no doubled member,
 * no white space, no other escape, so that two parsers can never read two things.
 * @throws SealError SEAL-001, SEAL-007
 */
export const payloadOf = ({ payload }: ParsedJws): Record<string, unknown> => membersOf(fromUtf8(payload));

/** The same of its text. @throws SealError SEAL-007 */
export function membersOf(text: string): Record<string, unknown> {
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
