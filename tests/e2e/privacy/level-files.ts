/**
 * LevelDB's files as it lays them out (google/leveldb, doc/table_format.md and doc/log_format.md): the blocks of its
 * tables, unpacked, with their keys whole; the records of its logs, put together again.
 */
import { unsnap } from './snappy.ts';

const FOOTER = 48;
const MAGIC = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb];
const RAW = 0;
const SNAPPY = 1;

export interface LevelPart {
  readonly how: 'level-block' | 'level-snappy-block' | 'level-key' | 'level-value' | 'level-log-record';
  readonly bytes: Uint8Array;
}

interface Reader {
  readonly bytes: Uint8Array;
  at: number;
}

function varint(reader: Reader): number {
  let value = 0;
  for (let shift = 0; shift < 56; shift += 7) {
    const byte = reader.bytes[reader.at++];
    if (byte === undefined) throw new RangeError('cut');
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
  throw new RangeError('varint');
}

function blockAt(file: Uint8Array, offset: number, size: number): LevelPart {
  const packed = file.subarray(offset, offset + size);
  const type = file[offset + size];
  if (type === RAW) return { how: 'level-block', bytes: packed };
  if (type === SNAPPY) return { how: 'level-snappy-block', bytes: unsnap(packed) };
  throw new RangeError(`a block of type ${type}, which this scan cannot read`);
}

function* entriesOf(block: Uint8Array): Generator<{ key: Uint8Array; value: Uint8Array }> {
  const restarts = new DataView(block.buffer, block.byteOffset, block.byteLength).getUint32(
    block.length - 4,
    true,
  );
  const end = block.length - 4 - restarts * 4;
  const reader: Reader = { bytes: block, at: 0 };
  let key = new Uint8Array();
  while (reader.at < end) {
    const shared = varint(reader);
    const own = varint(reader);
    const size = varint(reader);
    key = new Uint8Array([...key.subarray(0, shared), ...block.subarray(reader.at, reader.at + own)]);
    reader.at += own;
    const value = block.subarray(reader.at, reader.at + size);
    reader.at += size;
    yield { key, value };
  }
}

export const isTable = (file: Uint8Array): boolean =>
  file.length > FOOTER && MAGIC.every((byte, i) => file[file.length - MAGIC.length + i] === byte);

/** @throws RangeError where a table does not read: what cannot be read has not been scanned */
export function* tableParts(file: Uint8Array): Generator<LevelPart> {
  const footer: Reader = { bytes: file, at: file.length - FOOTER };
  varint(footer); // the meta index: filters, which hold hashes only
  varint(footer);
  const index = blockAt(file, varint(footer), varint(footer));
  yield index;
  for (const { key, value } of entriesOf(index.bytes)) {
    yield { how: 'level-key', bytes: key };
    const handle: Reader = { bytes: value, at: 0 };
    const block = blockAt(file, varint(handle), varint(handle));
    yield block;
    for (const entry of entriesOf(block.bytes)) {
      yield { how: 'level-key', bytes: entry.key };
      yield { how: 'level-value', bytes: entry.value };
    }
  }
}

const LOG_BLOCK = 32 * 1024;
const LOG_HEADER = 7;

/** The records of a LevelDB log. One that is cut at the end, as after a kill, gives what is there. */
export function* logParts(file: Uint8Array): Generator<LevelPart> {
  let pieces: Uint8Array[] = [];
  for (let start = 0; start < file.length; start += LOG_BLOCK) {
    const block = file.subarray(start, start + LOG_BLOCK);
    for (let at = 0; at + LOG_HEADER <= block.length; ) {
      const size = (block[at + 4] as number) + (block[at + 5] as number) * 256;
      const type = block[at + 6] as number;
      if (type < 1 || type > 4) break;
      pieces.push(block.subarray(at + LOG_HEADER, at + LOG_HEADER + size));
      at += LOG_HEADER + size;
      if (type === 1 || type === 4) {
        yield { how: 'level-log-record', bytes: new Uint8Array(Buffer.concat(pieces)) };
        pieces = [];
      }
    }
  }
  if (pieces.length > 0) yield { how: 'level-log-record', bytes: new Uint8Array(Buffer.concat(pieces)) };
}
