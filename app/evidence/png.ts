/** The structure of a PNG (ISO/IEC 15948): its size, and whether every chunk is whole. Nothing is decoded. */
import { readU32be } from '../seal/bytes.ts';
import type { ImageSize } from './image-size.ts';

export const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** allowed bit depths by colour type (table 11.1) */
const DEPTHS: Record<number, readonly number[]> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/** CRC-32 (ISO 3309), which PNG uses. */
const TABLE = new Uint32Array(256).map((_, n) => {
  let crc = n;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});
function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (let i = 0; i < bytes.length; i += 1)
    crc = (TABLE[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** Width and height in pixels, or null when it is truncated or malformed. */
export function pngSize(bytes: Uint8Array): ImageSize | null {
  let size: ImageSize | null = null;
  let hasData = false;
  for (let at = PNG_SIGNATURE.length; at + 12 <= bytes.length; ) {
    const length = readU32be(bytes, at);
    const end = at + 12 + length;
    if (end > bytes.length) return null;
    if (crc32(bytes.subarray(at + 4, end - 4)) !== readU32be(bytes, end - 4)) return null;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if ((size === null) !== (type === 'IHDR')) return null; // IHDR first, and once
    if (type === 'IHDR') size = headerSize(bytes, at + 8, length);
    if (size === null) return null;
    if (type === 'IDAT') hasData = true;
    if (type === 'IEND') return hasData ? size : null;
    at = end;
  }
  return null;
}

function headerSize(bytes: Uint8Array, at: number, length: number): ImageSize | null {
  if (length !== 13) return null;
  const [depth, colour, compression, filter, interlace] = bytes.subarray(
    at + 8,
    at + 13,
  ) as unknown as number[];
  if (!DEPTHS[colour ?? -1]?.includes(depth ?? -1) || compression !== 0 || filter !== 0) return null;
  if (interlace !== 0 && interlace !== 1) return null;
  const [width, height] = [readU32be(bytes, at), readU32be(bytes, at + 4)];
  return width > 0 && height > 0 && width < 2 ** 31 && height < 2 ** 31 ? { width, height } : null;
}
