/**
 * The encrypted body of an act: compact JWE (`dir`, A256GCM) under the dossier key K.
 * Clear text = u32 length of the JSON ‖ deflate-raw ‖ zeros up to 1, 2, 4… KiB, so that lengths tell little.
 * The length is checked before a byte is inflated, and inflating writes into a buffer of that length: a bomb
 * cannot grow. The protected header carries the hash of the envelope without `body`, so neither can be swapped.
 */
import { deflateSync, inflateSync } from 'fflate';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { concat, fromBase64url, fromUtf8, readU32be, u32be, utf8 } from './bytes.ts';
import { SealError } from './errors.ts';

/** inflated JSON of one body, bytes */
export const BODY_LIMIT = 1 << 20;
const STEP = 1024;

export function padBody(json: string): Uint8Array {
  const clear = utf8(json);
  if (clear.length > BODY_LIMIT) throw new SealError('SEAL-011');
  const packed = concat(u32be(clear.length), deflateSync(clear, { level: 9 }));
  let size = STEP;
  while (size < packed.length) size *= 2;
  return concat(packed, new Uint8Array(size - packed.length));
}

const isStep = (length: number): boolean => length >= STEP && (length & (length - 1)) === 0;

export function unpadBody(padded: Uint8Array): string {
  if (!isStep(padded.length)) throw new SealError('SEAL-011');
  const length = readU32be(padded);
  if (length > BODY_LIMIT) throw new SealError('SEAL-011');
  let clear: Uint8Array;
  try {
    clear = inflateSync(padded.subarray(4), { out: new Uint8Array(length) });
  } catch (cause) {
    throw new SealError('SEAL-011', undefined, { cause });
  }
  if (clear.length !== length) throw new SealError('SEAL-011');
  return fromUtf8(clear);
}

const headerOf = (envelopeHash: string) => ({ alg: 'dir', enc: 'A256GCM', env: envelopeHash });

/** @param key the 32 bytes of K; @param envelopeHash see `envelopeHash` in acts/seal-act.ts */
export async function encryptBody(body: object, key: Uint8Array, envelopeHash: string): Promise<string> {
  return new CompactEncrypt(padBody(JSON.stringify(body)))
    .setProtectedHeader(headerOf(envelopeHash))
    .encrypt(key);
}

/**
 * The envelope hash that a body claims, without its key. Anyone can check it against the envelope.
 * @throws SealError SEAL-008 for any header but the prescribed one, or parts that are not canonical
 */
export function bodyHeader(jwe: string): { envelopeHash: string } {
  const parts = jwe.split('.');
  const [head, encryptedKey, iv, text, tag] = parts;
  if (parts.length !== 5 || head === undefined || encryptedKey !== '' || !text)
    throw new SealError('SEAL-008');
  const header = fromUtf8(fromBase64url(head));
  let env: unknown;
  try {
    env = (JSON.parse(header) as { env?: unknown }).env;
  } catch (cause) {
    throw new SealError('SEAL-008', undefined, { cause });
  }
  if (typeof env !== 'string' || JSON.stringify(headerOf(env)) !== header) throw new SealError('SEAL-008');
  if (fromBase64url(iv ?? '').length !== 12 || fromBase64url(tag ?? '').length !== 16)
    throw new SealError('SEAL-008');
  // The cipher adds nothing to the length: whoever pads badly is seen without the key.
  if (!isStep(fromBase64url(text).length)) throw new SealError('SEAL-011');
  return { envelopeHash: env };
}

/** @throws SealError SEAL-008 to SEAL-011 */
export async function decryptBody(jwe: string, key: Uint8Array, envelopeHash: string): Promise<unknown> {
  if (bodyHeader(jwe).envelopeHash !== envelopeHash) throw new SealError('SEAL-010');
  let padded: Uint8Array;
  try {
    padded = (
      await compactDecrypt(jwe, key, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      })
    ).plaintext;
  } catch (cause) {
    throw new SealError('SEAL-009', undefined, { cause });
  }
  return readJson(unpadBody(padded));
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SealError('SEAL-014', 'body is not JSON', { cause });
  }
}
