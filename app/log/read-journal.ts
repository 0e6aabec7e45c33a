/**
 * A journal's files as an auditor reads them: nothing is written, cut or repaired, and nothing that is encrypted is
 * opened. What the journal itself would take for a torn tail is told apart from damage by the same rules
 * (docs/decisions/0007): each record of `acts` was flushed before the next was written, so that only the last can be torn;
 * of the other two files everything before the newest frame's mark was flushed.
 */
import type { ActId, Epoch, MissionCode, RecordHash } from '../acts/ids.ts';
import { toBase64url } from '../seal/bytes.ts';
import { hashOf } from '../seal/hash.ts';
import { JournalError } from './durable-journal.ts';
import {
  FILE_HEADER_BYTES,
  type JournalFileName,
  MARKER,
  parseFileHeader,
  RECORD_TYPE,
  type ReadAt,
  type RecordHead,
  readData,
  walkRecords,
} from './journal-frame.ts';
import {
  type FileMark,
  type Marks,
  parseAuditMeta,
  parseChunkMeta,
  parseDocument,
  parseDocuments,
  parseEpochMeta,
  parseFrameMeta,
  parseMarks,
  parseTravellingMeta,
  parseWrapMeta,
} from './journal-meta.ts';
import type { SignedDocument } from './records.ts';

/** One file as it is at this moment; a file that is not there has no bytes. */
export interface ReadOnlyFile {
  readonly size: number;
  readonly read: ReadAt;
}

interface At {
  readonly offset: number;
}
interface Begun extends At {
  readonly mission: MissionCode;
  readonly epoch: Epoch;
}

export type JournalItem =
  | (Begun & { readonly item: 'epoch' })
  | (Begun & {
      readonly item: 'frame';
      /** number of the first act, how many there are, and the last one's id, as the frame's head says */
      readonly seq: number;
      readonly count: number;
      readonly last: ActId;
      readonly acts: readonly SignedDocument[];
    })
  | (Begun & {
      readonly item: 'audit';
      readonly seq: number;
      readonly hash: RecordHash;
      readonly document: SignedDocument;
    })
  /** where the other two files ended, flushed */
  | (At & { readonly item: 'marks'; readonly marks: Marks })
  /** a type that this version does not know: stepped over and kept */
  | (At & { readonly item: 'unknown'; readonly type: number })
  /** a record whose checksums hold and whose content does not read */
  | (At & { readonly item: 'unreadable' })
  /** bytes that are no record, with a record behind them */
  | (At & { readonly item: 'damage'; readonly bytes: number })
  /** a write that was cut off at the end: what was in it was never said to be sealed */
  | (At & { readonly item: 'torn'; readonly bytes: number });

/**
 * Every record of the file `acts`, in order, with what is none between them.
 * @throws JournalError JRN-004 when this is no such file, or one of a newer version
 */
export async function* readActsFile(file: ReadOnlyFile): AsyncGenerator<JournalItem> {
  const { read, size } = file;
  const headerHolds = parseFileHeader(await read(0, FILE_HEADER_BYTES), 'acts') !== null;
  let found = 0;
  for await (const item of walkRecords(read, FILE_HEADER_BYTES, size, () => true)) {
    if (item.item === 'bad') {
      const { offset, bytes } = item;
      const torn = offset + bytes === size && !(await holdsMarker(read, offset + 1, size));
      yield { item: torn ? 'torn' : 'damage', offset, bytes };
      continue;
    }
    if (found === 0 && !headerHolds) yield { item: 'damage', offset: 0, bytes: FILE_HEADER_BYTES };
    found += 1;
    yield* itemsOf(item, await readData(read, item));
  }
  if (found === 0 && !headerHolds && size > FILE_HEADER_BYTES)
    throw new JournalError('JRN-004', 'not a journal file');
}

function* itemsOf(head: RecordHead, data: Uint8Array | null): Generator<JournalItem> {
  const { offset, meta } = head;
  const unreadable = { item: 'unreadable', offset } as const;
  switch (head.type) {
    case RECORD_TYPE.epoch: {
      const begun = parseEpochMeta(meta);
      yield begun ? { item: 'epoch', offset, ...begun } : unreadable;
      return;
    }
    case RECORD_TYPE.frame: {
      const frame = parseFrameMeta(meta);
      const acts = data && parseDocuments(data);
      if (!frame || !acts) return yield unreadable;
      const { mission, epoch, seq, count, last, wraps, evidence } = frame;
      yield { item: 'frame', offset, mission, epoch, seq, count, last, acts };
      yield { item: 'marks', offset, marks: { wraps, evidence } };
      return;
    }
    case RECORD_TYPE.audit: {
      const audit = parseAuditMeta(meta);
      const document = data && parseDocument(data);
      yield audit && document ? { item: 'audit', offset, ...audit, document } : unreadable;
      return;
    }
    case RECORD_TYPE.marks: {
      const marks = parseMarks(meta);
      yield marks ? { item: 'marks', offset, marks } : unreadable;
      return;
    }
    case RECORD_TYPE.travelling:
      // In no chain: what is in them proves itself, and is not what a desk did to a file.
      if (!parseTravellingMeta(meta) || !data || !parseDocuments(data)) yield unreadable;
      return;
    default:
      yield { item: 'unknown', offset, type: head.type };
  }
}

/** Does a second record begin here? Then the first of them was flushed, and is no torn tail. */
async function holdsMarker(read: ReadAt, from: number, to: number): Promise<boolean> {
  const window = 64 * 1024;
  for (let at = from; at < to; at += window) {
    const bytes = await read(at, Math.min(window + MARKER.length - 1, to - at));
    for (let i = bytes.indexOf(MARKER[0] as number); i !== -1; i = bytes.indexOf(MARKER[0] as number, i + 1))
      if (MARKER.every((byte, n) => bytes[i + n] === byte)) return true;
  }
  return false;
}

export interface SideFile {
  /** bytes before the mark that are no record, or are missing at the end */
  readonly damage: readonly { readonly offset: number; readonly bytes: number }[];
  /** records whose content is not what they are named after */
  readonly misnamed: readonly number[];
  /** whole records behind the mark, which no frame names: a commit was cut off, or its frame is gone */
  readonly unframed: number;
}

/**
 * Reads `wraps` or `evidence` whole: every checksum, and every name against its bytes.
 * @param mark what the newest frame saw; null when there is none
 * @throws JournalError JRN-004 when it is a file of another kind or of a newer version
 */
export async function readSideFile(
  name: Exclude<JournalFileName, 'acts'>,
  { read, size }: ReadOnlyFile,
  mark: FileMark | null,
): Promise<SideFile> {
  const id = parseFileHeader(await read(0, FILE_HEADER_BYTES), name);
  // A file that was rewritten since has another id, and the mark says nothing of it: its holes are then all damage.
  const known = mark !== null && id !== null && toBase64url(id) === mark.id;
  const end = known ? mark.end : mark === null ? FILE_HEADER_BYTES : size;
  const damage: { offset: number; bytes: number }[] = [];
  const misnamed: number[] = [];
  let unframed = 0;
  if (id === null && end > FILE_HEADER_BYTES) damage.push({ offset: 0, bytes: FILE_HEADER_BYTES });
  for await (const item of walkRecords(read, FILE_HEADER_BYTES, size, () => true)) {
    if (item.item === 'bad') {
      if (item.offset < end) damage.push({ offset: item.offset, bytes: item.bytes });
      continue;
    }
    if (item.end > end) unframed += 1;
    if (!(await isNamedRightly(item, await readData(read, item)))) misnamed.push(item.offset);
  }
  const due = mark?.end ?? 0;
  if (size < due && (known || size <= FILE_HEADER_BYTES)) damage.push({ offset: size, bytes: due - size });
  return { damage, misnamed, unframed };
}

async function isNamedRightly(head: RecordHead, data: Uint8Array | null): Promise<boolean> {
  if (head.type === RECORD_TYPE.chunk) {
    const meta = parseChunkMeta(head.meta);
    return data !== null && meta !== null && (await hashOf(data)) === meta.id;
  }
  if (head.type !== RECORD_TYPE.wrap) return true;
  const meta = parseWrapMeta(head.meta);
  const wrap = data && parseDocument(data);
  return !!meta && !!wrap && wrap._id === meta.id && wrap._id.endsWith(`:${await hashOf(wrap.jws)}`);
}
