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
