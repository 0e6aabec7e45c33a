/**
 * What may become evidence: a JPEG or a PNG that is what it says, whole, and of a size that any screen here can show.
 * Decided by the content alone, before anything is sealed; the claimed type and the name of a file are only claims.
 */
import { EvidenceError } from './errors.ts';
import type { ImageSize } from './image-size.ts';
import { jpegSize } from './jpeg.ts';
import { PNG_SIGNATURE, pngSize } from './png.ts';

/** Largest file in bytes: an A4 page in colour at 300 dpi is 1–3 MB as JPEG. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;
/** Largest image in pixels: A4 at 600 dpi is 35 million. Four bytes each once decoded. */
export const MAX_PIXELS = 64_000_000;
/** Longest side in pixels: canvases of Chromium end at 16,384. */
export const MAX_SIDE = 16_384;

export type AcceptedMediaType = 'image/jpeg' | 'image/png';

export interface AcceptedFile extends ImageSize {
  readonly mediaType: AcceptedMediaType;
}

type Sniffed = AcceptedMediaType | 'application/pdf' | null;

/** The type by its first bytes; PDF within the first kilobyte, as readers allow. */
export function sniff(bytes: Uint8Array): Sniffed {
  if (startsWith(bytes, Uint8Array.of(0xff, 0xd8, 0xff), 0)) return 'image/jpeg';
  if (startsWith(bytes, PNG_SIGNATURE, 0)) return 'image/png';
  const pdf = Uint8Array.of(0x25, 0x50, 0x44, 0x46, 0x2d); // %PDF-
  for (let at = bytes.indexOf(0x25); at !== -1 && at < 1024; at = bytes.indexOf(0x25, at + 1))
    if (startsWith(bytes, pdf, at)) return 'application/pdf';
  return null;
}

const SIZE_OF: Record<AcceptedMediaType, (bytes: Uint8Array) => ImageSize | null> = {
  'image/jpeg': jpegSize,
  'image/png': pngSize,
};

/** Names that systems give to what is the same. */
const SAME: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
  'application/x-pdf': 'application/pdf',
};
const SHORT_NAME: Readonly<Record<string, string>> = {
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'application/pdf': 'PDF',
};

/**
 * @param claimed media type that the file came with (by its extension), '' when it came with none
 * @throws EvidenceError EV-010 to EV-014, EV-016, EV-017
 */
export function acceptFile(bytes: Uint8Array, claimed: string): AcceptedFile {
  if (bytes.length === 0) throw new EvidenceError('EV-010');
  if (bytes.length > MAX_FILE_BYTES)
    throw new EvidenceError('EV-011', { details: { megabytes: MAX_FILE_BYTES / 1024 / 1024 } });
  const found = sniff(bytes);
  const essence = claimed.split(';')[0]?.trim().toLowerCase() ?? '';
  const claim = SAME[essence] ?? essence;
  const belied = new EvidenceError('EV-012', { details: { claimed: SHORT_NAME[claim] ?? claim } });
  if (found === null) throw claim in SHORT_NAME ? belied : new EvidenceError('EV-017');
  if (claim !== '' && claim !== 'application/octet-stream' && claim !== found) throw belied;
  if (found === 'application/pdf') throw new EvidenceError('EV-016');
  const size = SIZE_OF[found](bytes);
  if (size === null) throw new EvidenceError('EV-013');
  if (size.width > MAX_SIDE || size.height > MAX_SIDE || size.width * size.height > MAX_PIXELS)
    throw new EvidenceError('EV-014');
  return { mediaType: found, ...size };
}

function startsWith(bytes: Uint8Array, prefix: Uint8Array, at: number): boolean {
  if (bytes.length < at + prefix.length) return false;
  for (let i = 0; i < prefix.length; i += 1) if (bytes[at + i] !== prefix[i]) return false;
  return true;
}
