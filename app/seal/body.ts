/**
 * The encrypted body of an act: compact JWE (`dir`, A256GCM) under the dossier key K.
 * Clear text = u32 length of the JSON ‖ deflate-raw ‖ zeros up to 1, 2, 4… KiB, so that lengths tell little.
 * The length is checked before a byte is inflated, and inflating stops where the output goes beyond it: a bomb
 * cannot grow. The protected header carries the hash of the envelope without `body`, so neither can be swapped.
 */
import { deflateSync, Inflate, inflateSync } from 'fflate';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { base64urlLength, concat, fromBase64url, fromUtf8, readU32be, u32be, utf8 } from './bytes.ts';
import { SealError } from './errors.ts';

/** inflated JSON of one body, bytes */
export const BODY_LIMIT = 1 << 20;
const STEP = 1024;
/** Deflated bytes looked at in one go: they give 16 MiB at most. */
const PIECE = 16 * 1024;

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
  const packed = padded.subarray(4);
  const clear = inflate(packed, length);
  if (clear === null || !endsInZeros(packed, length)) throw new SealError('SEAL-011');
  return fromUtf8(clear);
}

/** @returns null unless the stream is whole and gives exactly `length` bytes; a longer one is stopped soon after */
function inflate(packed: Uint8Array, length: number): Uint8Array | null {
  const clear = new Uint8Array(length);
  let at = 0;
  const stream = new Inflate((part) => {
    if (at + part.length > length) throw new SealError('SEAL-011');
    clear.set(part, at);
    at += part.length;
  });
  try {
    for (let i = 0; i < packed.length; i += PIECE)
      stream.push(packed.subarray(i, i + PIECE), i + PIECE >= packed.length);
  } catch {
    return null;
  }
  return at === length ? clear : null;
}

/** Nothing hides behind the stream: without the last byte that is not zero, it is no longer whole. */
function endsInZeros(packed: Uint8Array, length: number): boolean {
  const last = packed.findLastIndex((byte) => byte !== 0);
  if (last < 1) return true; // fflate takes no bytes at all for a whole stream
  try {
    inflateSync(packed.subarray(0, last), { out: new Uint8Array(length) });
    return false;
  } catch {
    return true;
  }
}

const headerOf = (envelopeHash: string) => ({ alg: 'dir', enc: 'A256GCM', env: envelopeHash });
/** The one text that JSON has for it, whatever the hash. */
const HEADER = /^\{"alg":"dir","enc":"A256GCM","env":"([A-Za-z0-9_-]*)"\}$/;

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
export function bodyHeader(
  jwe: string,
  decode: typeof fromBase64url = fromBase64url,
): { envelopeHash: string } {
  const parts = jwe.split('.');
  const [head, encryptedKey, iv, text, tag] = parts;
  if (parts.length !== 5 || head === undefined || encryptedKey !== '' || !text)
    throw new SealError('SEAL-008');
  const envelopeHash = HEADER.exec(fromUtf8(decode(head)))?.[1];
  if (envelopeHash === undefined) throw new SealError('SEAL-008');
  if (base64urlLength(iv ?? '') !== 12 || base64urlLength(tag ?? '') !== 16) throw new SealError('SEAL-008');
  // The cipher adds nothing to the length: whoever pads badly is seen without the key.
  if (!isStep(base64urlLength(text))) throw new SealError('SEAL-011');
  return { envelopeHash };
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
