/**
 * Reads which characters a font file maps, without a font library: OpenType's table directory, or WOFF2's
 * (W3C WOFF2 section 4.1) with its one Brotli stream; then `cmap` formats 4 and 12.
 */
import { brotliDecompressSync } from 'node:zlib';

/** Number of WOFF2's known table tags; `cmap` is the first of them. */
const CUSTOM_TAG = 63;
const GLYF = 10;
const LOCA = 11;

interface Range {
  readonly offset: number;
  readonly length: number;
}

/** The code points that the font draws. */
export function codePointsOf(font: Uint8Array): ReadonlySet<number> {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const cmap = view.getUint32(0) === 0x774f4632 ? cmapOfWoff2(font, view) : cmapOfOpenType(font, view);
  return readCmap(cmap);
}

function cmapOfOpenType(font: Uint8Array, view: DataView): DataView {
  for (let i = 0; i < view.getUint16(4); i += 1) {
    const entry = 12 + i * 16;
    if (view.getUint32(entry) !== 0x636d6170) continue;
    return slice(font, { offset: view.getUint32(entry + 8), length: view.getUint32(entry + 12) });
  }
  throw new Error('font has no cmap');
}

function cmapOfWoff2(font: Uint8Array, view: DataView): DataView {
  let at = 48;
  const base128 = (): number => {
    let value = 0;
    for (let i = 0; i < 5; i += 1) {
      const byte = view.getUint8(at++);
      value = value * 128 + (byte & 0x7f);
      if ((byte & 0x80) === 0) return value;
    }
    throw new Error('font has a bad length');
  };
  let offset = 0;
  let found: Range | undefined;
  for (let i = 0; i < view.getUint16(12); i += 1) {
    const flags = view.getUint8(at++);
    const tag = flags & 0x3f;
    const version = flags >> 6;
    const custom = tag === CUSTOM_TAG ? view.getUint32(at) : undefined;
    if (custom !== undefined) at += 4;
    let length = base128();
    const transformed = tag === GLYF || tag === LOCA ? version !== 3 : version !== 0;
    if (transformed) length = base128();
    if (tag === 0 || custom === 0x636d6170) found = { offset, length };
    offset += length;
  }
  if (!found) throw new Error('font has no cmap');
  return slice(new Uint8Array(brotliDecompressSync(font.subarray(at, at + view.getUint32(20)))), found);
}

function slice(bytes: Uint8Array, range: Range): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset + range.offset, range.length);
}

function readCmap(cmap: DataView): ReadonlySet<number> {
  const points = new Set<number>();
  for (let i = 0; i < cmap.getUint16(2); i += 1) {
    const table = cmap.getUint32(4 + i * 8 + 4);
    const format = cmap.getUint16(table);
    if (format === 4) readFormat4(cmap, table, points);
    if (format === 12) readFormat12(cmap, table, points);
  }
  return points;
}

function readFormat4(cmap: DataView, table: number, points: Set<number>): void {
  const twice = cmap.getUint16(table + 6);
  const ends = table + 14;
  const starts = ends + twice + 2;
  const deltas = starts + twice;
  const offsets = deltas + twice;
  for (let i = 0; i < twice; i += 2) {
    const end = cmap.getUint16(ends + i);
    const start = cmap.getUint16(starts + i);
    const rangeOffset = cmap.getUint16(offsets + i);
    for (let code = start; code <= end && code !== 0xffff; code += 1) {
      const at = offsets + i + rangeOffset + (code - start) * 2;
      const raw = rangeOffset === 0 ? code : cmap.getUint16(at);
      const glyph = raw === 0 && rangeOffset !== 0 ? 0 : (raw + cmap.getUint16(deltas + i)) & 0xffff;
      if (glyph !== 0) points.add(code);
    }
  }
}

function readFormat12(cmap: DataView, table: number, points: Set<number>): void {
  for (let i = 0; i < cmap.getUint32(table + 12); i += 1) {
    const group = table + 16 + i * 12;
    for (let code = cmap.getUint32(group); code <= cmap.getUint32(group + 4); code += 1) points.add(code);
  }
}
