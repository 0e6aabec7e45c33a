/**
 * CRC-32C (Castagnoli), RFC 3720 appendix B.4: finds every single flipped byte and every burst up to 32 bits.
 * It guards against accidents of the medium, not against people: the records themselves are signed.
 */
const TABLE = new Uint32Array(256).map((_, n) => {
  let crc = n;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

/** @param seed the checksum of what goes before, to bind two parts together */
export function crc32c(bytes: Uint8Array, seed = 0): number {
  let crc = ~seed;
  for (let i = 0; i < bytes.length; i += 1)
    crc = (TABLE[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}
