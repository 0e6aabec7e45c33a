/**
 * The bytes of a journal file. Integers are big-endian.
 *
 *     file   = header record*
 *     header = "GUICHETJ" version:u8 kind:u8 0:u16 id:8 bytes crc:u32            (24 bytes)
 *     record = "GJR\x1e" type:u8 metaLength:u16 dataLength:u32 meta crc:u32 data crc:u32
 *
 * The first checksum of a record covers everything before it, so a length is never believed unchecked: a flipped
 * length would otherwise pass for a torn tail and cut off what was committed. The second is seeded with the
 * first, so data cannot pass under another record's head. The marker lets a reader go on after a damaged head.
 * `meta` stands before `data`, so that opening reads a few hundred bytes a record and never the evidence.
 *
 * Checksums are CRC-32C and not SHA-256: they must find accidents (torn and stale sectors, flipped bits) without
 * an asynchronous call a record; against people stand the signatures of acts and the SHA-256 names of chunks.
 */
import { concat, readU32be, u32be, utf8 } from '../seal/bytes.ts';
import { crc32c } from './crc32c.ts';
import { JournalError } from './durable-journal.ts';

export const JOURNAL_VERSION = 1;
export const FILE_HEADER_BYTES = 24;
export const FILE_ID_BYTES = 8;
export const MAX_META_BYTES = 0xffff;
export const MAX_DATA_BYTES = 64 * 1024 * 1024;

export const JOURNAL_FILE_KIND = { acts: 1, wraps: 2, evidence: 3 } as const;
export type JournalFileName = keyof typeof JOURNAL_FILE_KIND;

/** A type this version does not know is stepped over and kept. */
export const RECORD_TYPE = {
  frame: 1,
  epoch: 2,
  wrap: 3,
  chunk: 4,
  marks: 5,
  audit: 6,
  travelling: 7,
} as const;

const FILE_MAGIC = utf8('GUICHETJ');
export const MARKER = Uint8Array.of(0x47, 0x4a, 0x52, 0x1e);
const FIXED_BYTES = 11;
const WINDOW = 64 * 1024;
/** a next record this close to what was read is worth reading ahead for */
const NEAR = 16 * 1024;
/** one read usually gets head and meta together */
const HEAD_GUESS = 768;

export function encodeFileHeader(name: JournalFileName, id: Uint8Array): Uint8Array {
  const body = concat(FILE_MAGIC, Uint8Array.of(JOURNAL_VERSION, JOURNAL_FILE_KIND[name], 0, 0), id);
  return concat(body, u32be(crc32c(body)));
}

/**
 * @returns the file's id, or null when the header is damaged (the records behind it may still be whole)
 * @throws JournalError JRN-004 when the header is whole but of another kind or a newer version: never touch such a file
 */
export function parseFileHeader(bytes: Uint8Array, name: JournalFileName): Uint8Array | null {
  if (bytes.length < FILE_HEADER_BYTES || !startsWith(bytes, FILE_MAGIC, 0)) return null;
  if (readU32be(bytes, 20) !== crc32c(bytes.subarray(0, 20))) return null;
  if (bytes[8] !== JOURNAL_VERSION) throw new JournalError('JRN-004', 'journal file of a newer version');
  if (bytes[9] !== JOURNAL_FILE_KIND[name]) throw new JournalError('JRN-004', 'journal file of another kind');
  return bytes.slice(12, 20);
}

/** @throws JournalError JRN-005 when it is larger than a record may be */
export function encodeRecord(type: number, meta: Uint8Array, data: Uint8Array): Uint8Array {
  if (meta.length > MAX_META_BYTES || data.length > MAX_DATA_BYTES)
    throw new JournalError('JRN-005', 'record too large for the journal');
  const fixed = concat(
    MARKER,
    Uint8Array.of(type, meta.length >> 8, meta.length & 0xff),
    u32be(data.length),
    meta,
  );
  const headCrc = crc32c(fixed);
  return concat(fixed, u32be(headCrc), data, u32be(crc32c(data, headCrc)));
}

/** The head of a record just encoded, which will stand at `offset`. */
export function headOf(record: Uint8Array, offset: number, meta: Uint8Array): RecordHead {
  const covered = FIXED_BYTES + meta.length;
  return {
    offset,
    end: offset + record.length,
    type: record[4] as number,
    meta,
    dataOffset: offset + covered + 4,
    dataLength: readU32be(record, 7),
    headCrc: readU32be(record, covered),
  };
}

/** Where a record stands and what its head says; `data` is read when it is wanted. */
export interface RecordHead {
  readonly offset: number;
  readonly end: number;
  readonly type: number;
  readonly meta: Uint8Array;
  readonly dataOffset: number;
  readonly dataLength: number;
  readonly headCrc: number;
}

export type WalkItem =
  | ({ readonly item: 'record' } & RecordHead)
  | { readonly item: 'bad'; readonly offset: number; readonly bytes: number };

/** Reads up to `length` bytes at `offset`; fewer only at the end of the file. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>;

/** The data of a record, or null when its checksum does not hold. */
export async function readData(read: ReadAt, head: RecordHead): Promise<Uint8Array | null> {
  const bytes = await read(head.dataOffset, head.dataLength + 4);
  if (bytes.length !== head.dataLength + 4) return null;
  const data = bytes.subarray(0, head.dataLength);
  return readU32be(bytes, head.dataLength) === crc32c(data, head.headCrc) ? data : null;
}

/**
 * Every record from `from` to `size`, in order, with what is no record between them. Heads are checked; data only
 * where `verify` asks for it. A record that runs past `size`, or bytes that hold no further record, are one last
 * `bad` item up to `size`: a torn tail, if nothing after it was ever acknowledged.
 */
export async function* walkRecords(
  read: ReadAt,
  from: number,
  size: number,
  verify: (head: RecordHead) => boolean,
): AsyncGenerator<WalkItem> {
  const readAhead = readingAhead(read, size);
  let offset = from;
  while (offset < size) {
    const head = await readRecordHead(readAhead, offset, size);
    if (head !== null && (!verify(head) || (await readData(read, head)) !== null)) {
      yield { item: 'record', ...head };
      offset = head.end;
    } else {
      const next = await findRecord(read, offset + 1, size);
      yield { item: 'bad', offset, bytes: next - offset };
      offset = next;
    }
  }
}

/** Small records are read many at a time; what is skipped (evidence) is not read at all. */
function readingAhead(read: ReadAt, size: number): ReadAt {
  let start = 0;
  let window = new Uint8Array(0) as Uint8Array;
  return async (offset, length) => {
    const end = start + window.length;
    if (offset >= start && offset + length <= end)
      return window.subarray(offset - start, offset - start + length);
    const near = window.length > 0 && offset >= start && offset - end <= NEAR;
    start = offset;
    window = await read(offset, Math.min(near ? Math.max(WINDOW, length) : length, size - offset));
    return window.subarray(0, length);
  };
}

/** The head of the record at `offset`, or null when there is no whole record with a valid head. */
export async function readRecordHead(read: ReadAt, offset: number, size: number): Promise<RecordHead | null> {
  let bytes = await read(offset, Math.min(HEAD_GUESS, size - offset));
  if (bytes.length < FIXED_BYTES || !startsWith(bytes, MARKER, 0)) return null;
  const metaLength = ((bytes[5] as number) << 8) | (bytes[6] as number);
  const covered = FIXED_BYTES + metaLength;
  if (bytes.length < covered + 4) bytes = await read(offset, Math.min(covered + 4, size - offset));
  if (bytes.length < covered + 4) return null;
  const headCrc = readU32be(bytes, covered);
  if (headCrc !== crc32c(bytes.subarray(0, covered))) return null;
  const dataLength = readU32be(bytes, 7);
  const dataOffset = offset + covered + 4;
  const end = dataOffset + dataLength + 4;
  if (end > size || dataLength > MAX_DATA_BYTES) return null;
  return {
    offset,
    end,
    type: bytes[4] as number,
    meta: bytes.slice(FIXED_BYTES, covered),
    dataOffset,
    dataLength,
    headCrc,
  };
}

/** The next whole record at or after `from`, or `size`. Its data must hold too: this is no place for trust. */
async function findRecord(read: ReadAt, from: number, size: number): Promise<number> {
  let start = from;
  while (start < size) {
    const window = await read(start, Math.min(WINDOW, size - start));
    for (let i = window.indexOf(0x47); i !== -1; i = window.indexOf(0x47, i + 1)) {
      if (!startsWith(window, MARKER, i)) continue;
      const head = await readRecordHead(read, start + i, size);
      if (head !== null && (await readData(read, head)) !== null) return start + i;
    }
    if (window.length <= MARKER.length) break;
    start += window.length - (MARKER.length - 1); // a marker may lie across two windows
    if (start + MARKER.length > size) break;
  }
  return size;
}

function startsWith(bytes: Uint8Array, prefix: Uint8Array, at: number): boolean {
  if (bytes.length < at + prefix.length) return false;
  for (let i = 0; i < prefix.length; i += 1) if (bytes[at + i] !== prefix[i]) return false;
  return true;
}
