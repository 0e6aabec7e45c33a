import type { RecordHash } from '../acts/ids.ts';
import { toBase64url, toHex, utf8 } from './bytes.ts';

/**
 * SHA-256; text is hashed as UTF-8. A port, because WebCrypto's takes four times as long for a record as one that
 * answers at once, where the platform has such a one. Every implementation gives the same 32 bytes.
 */
export type Digest = (content: Uint8Array | string) => Uint8Array | Promise<Uint8Array>;

/** A digest that need not be waited for. */
export type InstantDigest = (content: Uint8Array | string) => Uint8Array;

export const sha256 = async (bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** WebCrypto's: on every platform. */
export const webDigest: Digest = (content) => sha256(typeof content === 'string' ? utf8(content) : content);

/** SHA-256 in base64url: the name of every record. Text is hashed as UTF-8. */
export const hashOf = async (content: Uint8Array | string, digest: Digest = webDigest): Promise<RecordHash> =>
  toBase64url(await digest(content)) as RecordHash;

/** The name of a record and its CouchDB revision, from one hash: `1-` and the first 32 hex digits. */
export async function nameOf(
  content: Uint8Array | string,
  digest: Digest = webDigest,
): Promise<{ hash: RecordHash; rev: string }> {
  return nameOfDigest(await digest(content));
}

/** The same of a hash that was taken before. @param bytes 32 of them */
export const nameOfDigest = (bytes: Uint8Array): { hash: RecordHash; rev: string } => ({
  hash: toBase64url(bytes) as RecordHash,
  rev: `1-${toHex(bytes.subarray(0, 16))}`,
});
