import { createHash } from 'node:crypto';
import type { ClassicLevel } from 'classic-level';

/** Where attachments' bytes are: keys as text, values as bytes, uncompressed. */
export type BlobLevel = ClassicLevel<string, Uint8Array>;

/** Bytes are kept and read back in pieces of this size, so that no reader holds a whole file. */
export const SEGMENT_BYTES = 256 * 1024;

export interface BlobId {
  /** Base64url of the SHA-256: the address. */
  readonly sha256: string;
  /** `md5-<base64>`: what the protocol shows. */
  readonly md5: string;
}

export function identify(bytes: Uint8Array): BlobId {
  return {
    sha256: createHash('sha256').update(bytes).digest('base64url'),
    md5: `md5-${createHash('md5').update(bytes).digest('base64')}`,
  };
}

/**
 * Blobs are numbered in the order they come, and the documents' LevelDB knows the number of each SHA-256: keys that grow
 * make LevelDB move its files down instead of merging them, which for random keys would write each byte ten times.
 */
const segmentKey = (prefix: string, blob: number, n: number): string =>
  `${prefix}${blob.toString(36).padStart(10, '0')}${n.toString(36).padStart(6, '0')}`;

/** The keys of a blob of so many bytes. */
export const segmentKeys = (prefix: string, blob: number, bytes: number): string[] =>
  Array.from({ length: Math.max(1, Math.ceil(bytes / SEGMENT_BYTES)) }, (_, n) =>
    segmentKey(prefix, blob, n),
  );

/** The puts that store a blob. */
export function segments(
  prefix: string,
  blob: number,
  bytes: Uint8Array,
): { key: string; value: Uint8Array }[] {
  const puts: { key: string; value: Uint8Array }[] = [];
  for (let n = 0; n === 0 || n * SEGMENT_BYTES < bytes.length; n++) {
    const value = bytes.subarray(n * SEGMENT_BYTES, (n + 1) * SEGMENT_BYTES);
    puts.push({ key: segmentKey(prefix, blob, n), value });
  }
  return puts;
}

/** Reads `start` to `end` (exclusive), a segment at a time. */
export async function* readBlob(
  level: BlobLevel,
  prefix: string,
  blob: number,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; ) {
    const n = Math.floor(at / SEGMENT_BYTES);
    const segment = await level.get(segmentKey(prefix, blob, n));
    const from = at - n * SEGMENT_BYTES;
    const piece = segment?.subarray(from, Math.min(segment.length, end - n * SEGMENT_BYTES));
    if (piece === undefined || piece.length === 0) throw new RangeError(`attachment ends before byte ${end}`);
    yield piece;
    at += piece.length;
  }
}
