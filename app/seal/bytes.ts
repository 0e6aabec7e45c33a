/** Bytes and text, one way each. Decoders are strict: a record has exactly one byte string. */
import { SealError } from './errors.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const utf8 = (text: string): Uint8Array => encoder.encode(text);

/** @throws SealError SEAL-001 when the bytes are not well-formed UTF-8 */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new SealError('SEAL-001', 'not UTF-8', { cause });
  }
}

const STEP = 0x8000; // String.fromCharCode takes its characters as arguments: a bounded number of them

/** base64url without padding (RFC 4648 section 5). */
export function toBase64url(bytes: Uint8Array): string {
  if (bytes.length === 32) return nameText(bytes);
  let binary = '';
  for (let i = 0; i < bytes.length; i += STEP) binary += String.fromCharCode(...bytes.subarray(i, i + STEP));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The same of a hash, which is what nearly all texts are: no detour through another alphabet, and one piece of text. */
function nameText(hash: Uint8Array): string {
  const codes: number[] = [];
  for (let i = 0; i < 33; i += 3) {
    const word = ((hash[i] as number) << 16) | ((hash[i + 1] as number) << 8) | (hash[i + 2] ?? 0);
    codes.push(code(word >> 18), code(word >> 12), code(word >> 6));
    if (i < 30) codes.push(code(word));
  }
  return String.fromCharCode(...codes);
}

const code = (bits: number): number => ALPHABET.charCodeAt(bits & 63);

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** The six bits of each character by its code. Zero for others, which {@link base64urlLength} refuses before. */
const BITS = new Uint8Array(128);
for (let bits = 0; bits < ALPHABET.length; bits += 1) BITS[ALPHABET.charCodeAt(bits)] = bits;

/**
 * Canonical base64url only: no padding, no other alphabet, no stray bits in the last character.
 * @throws SealError SEAL-002
 */
export function fromBase64url(text: string): Uint8Array {
  const bytes = new Uint8Array(base64urlLength(text));
  const codes = utf8(text);
  // Past its end a typed array takes nothing: the last group may have fewer than three bytes.
  for (let i = 0, at = 0; i < codes.length; i += 4, at += 3) {
    const a = BITS[codes[i] as number] as number;
    const b = BITS[codes[i + 1] ?? 0] as number;
    const c = BITS[codes[i + 2] ?? 0] as number;
    bytes[at] = (a << 2) | (b >> 4);
    bytes[at + 1] = (b << 4) | (c >> 2);
    bytes[at + 2] = (c << 6) | (BITS[codes[i + 3] ?? 0] as number);
  }
  return bytes;
}

/**
 * How many bytes a canonical text stands for, for a reader that needs no more of them.
 * @throws SealError SEAL-002 as {@link fromBase64url} does
 */
export function base64urlLength(text: string): number {
  const rest = text.length % 4;
  if (!/^[A-Za-z0-9_-]*$/.test(text) || rest === 1) throw new SealError('SEAL-002', 'not base64url');
  const last = rest === 0 ? 0 : (BITS[text.charCodeAt(text.length - 1)] as number);
  if ((last & (rest === 2 ? 15 : 3)) !== 0)
    throw new SealError('SEAL-002', 'base64url with stray bits in its last character');
  return Math.floor((text.length * 3) / 4);
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** A 32-bit unsigned integer, big-endian. */
export function u32be(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

export const readU32be = (bytes: Uint8Array, offset = 0): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset);

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += HEX[byte] as string;
  return hex;
}
