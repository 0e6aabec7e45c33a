/** Ways to alter a text that another parser would let pass, for tests that must see each refused. */
import { concat, fromBase64url, toBase64url } from '../../app/seal/bytes.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** Other base64url texts of the same bytes: the last character has two or four bits that count for nothing. */
export function sisters(text: string): string[] {
  const spare = { 0: 1, 2: 16, 3: 4 }[text.length % 4] ?? 1;
  const last = ALPHABET.indexOf(text.at(-1) ?? '');
  return Array.from({ length: spare - 1 }, (_, i) => text.slice(0, -1) + ALPHABET.charAt(last + i + 1));
}

/** The same record with the other of the two signatures that ECDSA accepts, (r, n−s). */
export function highTwin(jws: string): string {
  const cut = jws.lastIndexOf('.') + 1;
  const signature = fromBase64url(jws.slice(cut));
  const s = ORDER - BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`);
  const high = new Uint8Array(Buffer.from(s.toString(16).padStart(64, '0'), 'hex'));
  return jws.slice(0, cut) + toBase64url(concat(signature.subarray(0, 32), high));
}

/** Numbers in [0, 1) from a seed: the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const CASE = 0x20;
const isLetter = (byte: number): boolean => (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
/** One byte in so many of a chunk's content: it is all one ciphertext under one hash. */
const CHUNK_SAMPLE = 61;

/** Where a byte is changed, and to what. */
export interface Flip {
  readonly at: number;
  readonly to: number;
}

/**
 * One byte of a bundle changed, at each position in turn: one bit of it by the seed, and a letter's case as well.
 * Contents of chunks are sampled, one byte in `sample`.
 */
export function* flipsOf(bytes: Uint8Array, seed: number, sample = CHUNK_SAMPLE): Generator<Flip> {
  const random = seeded(seed);
  const inChunk = chunkContents(bytes);
  for (const [at, byte] of bytes.entries()) {
    if (inChunk(at) && at % sample !== 0) continue;
    const bit = 1 << Math.floor(random() * 8);
    for (const mask of new Set([bit, isLetter(byte) ? CASE : bit])) yield { at, to: byte ^ mask };
  }
}

/** The whole bundle with each of {@link flipsOf} made. The same array is given each time; it is only good until the next. */
export function* flips(bytes: Uint8Array, seed: number): Generator<Flip & { bytes: Uint8Array }> {
  const changed = Uint8Array.from(bytes);
  for (const flip of flipsOf(bytes, seed)) {
    changed[flip.at] = flip.to;
    yield { ...flip, bytes: changed };
    changed[flip.at] = bytes[flip.at] as number;
  }
}

/** Which positions are content of a chunk's line. */
function chunkContents(bytes: Uint8Array): (at: number) => boolean {
  const inside = new Uint8Array(bytes.length);
  let start = 0;
  for (const line of Buffer.from(bytes).toString('latin1').split('\n')) {
    const head = '{"type":"chunk","text":"';
    if (line.startsWith(head)) inside.fill(1, start + head.length, start + line.length - 2);
    start += line.length + 1;
  }
  return (at) => inside[at] === 1;
}
