/**
 * Crockford's base32 for 128-bit ids, with his check symbol (value modulo 37), so that an id that was
 * read out or typed wrongly is noticed. Source: D. Crockford, "Base 32".
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHECK = `${ALPHABET}*~$=U`;

/** 16 bytes → 26 characters and the check symbol. */
export function crockfordEncode(bytes: Uint8Array): string {
  if (bytes.length !== 16) throw new RangeError('128 bits are encoded, no more, no fewer');
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  const check = CHECK.charAt(Number(value % 37n));
  let text = '';
  for (let rest = value, i = 0; i < 26; i += 1, rest >>= 5n)
    text = ALPHABET.charAt(Number(rest & 31n)) + text;
  return text + check;
}

/** The 16 bytes of an encoded id. Throws RangeError on a wrong character, length, overflow or check symbol. */
export function crockfordDecode(text: string): Uint8Array {
  if (text.length !== 27) throw new RangeError('26 characters and a check symbol');
  let value = 0n;
  for (const character of text.slice(0, 26)) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) throw new RangeError('not a Crockford base32 character');
    value = (value << 5n) | BigInt(digit);
  }
  if (value >> 128n !== 0n || CHECK.charAt(Number(value % 37n)) !== text.charAt(26)) {
    throw new RangeError('check symbol or range');
  }
  const bytes = new Uint8Array(16);
  for (let i = 15; i >= 0; i -= 1, value >>= 8n) bytes[i] = Number(value & 255n);
  return bytes;
}

/** Would {@link crockfordDecode} read it? Asked of every act, so without the great number. */
export function isCrockfordWithCheck(text: string): boolean {
  if (text.length !== 27) return false;
  let modulo = 0;
  for (let at = 0; at < 26; at += 1) {
    const digit = ALPHABET.indexOf(text.charAt(at));
    // 26 characters have 130 bits: the first carries three.
    if (digit < 0 || (at === 0 && digit > 7)) return false;
    modulo = (modulo * 32 + digit) % 37;
  }
  return CHECK.charAt(modulo) === text.charAt(26);
}
