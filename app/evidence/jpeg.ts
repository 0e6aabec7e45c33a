/** The structure of a JPEG (ITU-T T.81 annex B): its size, and whether it is whole. Nothing is decoded. */
import type { ImageSize } from './image-size.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const TEM = 0x01;
/** baseline, extended sequential, progressive: what browsers show */
const SHOWN_FRAMES = new Set([0xc0, 0xc1, 0xc2]);
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

/** Width and height in pixels, or null when it is truncated, malformed, or of a kind no browser shows. */
export function jpegSize(bytes: Uint8Array): ImageSize | null {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return null;
  let size: ImageSize | null = null;
  let scans = 0;
  for (let at = 2; at < bytes.length; ) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1; // fill bytes
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === undefined) return null;
    if (marker === EOI) return scans > 0 ? size : null;
    at += 2;
    if (marker === TEM || isRestart(marker)) continue;
    const length = u16(bytes, at);
    if (length < 2 || at + length > bytes.length) return null;
    if (isFrame(marker)) {
      if (size !== null || !SHOWN_FRAMES.has(marker)) return null;
      size = frameSize(bytes, at, length);
      if (size === null) return null;
    }
    at += length;
    if (marker === SOS) {
      if (size === null) return null;
      scans += 1;
      at = afterScan(bytes, at);
    }
  }
  return null; // no end of image: truncated
}

function frameSize(bytes: Uint8Array, at: number, length: number): ImageSize | null {
  const components = bytes[at + 7] ?? 0;
  if (length !== 8 + 3 * components || ![1, 3, 4].includes(components) || bytes[at + 2] !== 8) return null;
  const [height, width] = [u16(bytes, at + 3), u16(bytes, at + 5)];
  return width > 0 && height > 0 ? { width, height } : null;
}

/** Where the entropy-coded data ends: at the next marker that is neither stuffing nor a restart. */
function afterScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next !== undefined && next !== 0 && next !== 0xff && !isRestart(next)) return at;
  }
  return bytes.length;
}

const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
