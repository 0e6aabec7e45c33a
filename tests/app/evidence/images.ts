/** Small true images, made here: every byte is ours. */
import { crc32, deflateSync } from 'node:zlib';
import { utf8 } from '../../../app/seal/bytes.ts';

const u16 = (n: number) => [n >> 8, n & 0xff];
const u32 = (n: number) => [...u16(n >>> 16), ...u16(n & 0xffff)];

/** A JPEG's frame header alone decides its size; the scan is one grey block (T.81 annex F, shortest codes). */
export function jpeg(
  width: number,
  height: number,
  { frame = 0xc0, precision = 8, components = 1 } = {},
): Uint8Array {
  const quantization = [0xff, 0xdb, ...u16(67), 0, ...new Array<number>(64).fill(1)];
  const perComponent = Array.from({ length: components }, (_, i) => [i + 1, 0x11, 0]).flat();
  const start = [
    0xff,
    frame,
    ...u16(8 + 3 * components),
    precision,
    ...u16(height),
    ...u16(width),
    components,
    ...perComponent,
  ];
  const huffman = (kind: number) => [0xff, 0xc4, ...u16(20), kind, 1, ...new Array<number>(15).fill(0), 0];
  const scan = [0xff, 0xda, ...u16(8), 1, 1, 0, 0, 63, 0, 0x3f, 0xff, 0x00, 0x12];
  return Uint8Array.from([
    0xff,
    0xd8,
    ...quantization,
    ...start,
    ...huffman(0x00),
    ...huffman(0x10),
    ...scan,
    0xff,
    0xd9,
  ]);
}

export function pngChunk(type: string, data: Uint8Array | number[]): number[] {
  const body = [...utf8(type), ...data];
  return [...u32(data.length), ...body, ...u32(crc32(Uint8Array.from(body)))];
}

export const pngHead = (width: number, height: number, depth = 8, colour = 0): number[] =>
  pngChunk('IHDR', [...u32(width), ...u32(height), depth, colour, 0, 0, 0]);

export const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Grey, all black; `claimed` puts another size into the header than the pixels have. */
export function png(width: number, height: number, claimed = { width, height }): Uint8Array {
  const rows = new Uint8Array((width + 1) * height);
  return Uint8Array.from([
    ...SIGNATURE,
    ...pngHead(claimed.width, claimed.height),
    ...pngChunk('IDAT', Array.from(deflateSync(rows))),
    ...pngChunk('IEND', []),
  ]);
}
