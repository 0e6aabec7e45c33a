/**
 * What the records of a journal say in `meta` (and a frame in `data`): JSON, checked on reading like any input.
 */
import {
  type ActId,
  type DraftId,
  type Epoch,
  type MissionCode,
  parseActId,
  parseDraftId,
  parseEpoch,
  parseMissionCode,
  parseRecordHash,
  type RecordHash,
} from '../acts/ids.ts';
import { fromUtf8, utf8 } from '../seal/bytes.ts';
import type { SignedDocument } from './records.ts';

/** Where a file stood, flushed, when a frame was written: what lies before it was acknowledged. */
export interface FileMark {
  readonly id: string;
  readonly end: number;
}

/** Written with every frame, and by itself after a file was rewritten. */
export interface Marks {
  readonly wraps: FileMark;
  readonly evidence: FileMark;
}

export interface FrameMeta extends Marks {
  readonly mission: MissionCode;
  readonly epoch: Epoch;
  /** number of the first act */
  readonly seq: number;
  readonly count: number;
  /** id of the last act: the next one's `prev` */
  readonly last: ActId;
  readonly draft: DraftId | null;
  readonly at: number;
}

/** Written with every audit record, whose text is the data. */
export interface AuditMeta extends EpochMeta {
  readonly seq: number;
  /** the next one's `prev` */
  readonly hash: RecordHash;
}

export interface EpochMeta {
  readonly mission: MissionCode;
  readonly epoch: Epoch;
}

export const encodeJson = (value: unknown): Uint8Array => utf8(JSON.stringify(value));

/** null when the bytes are not what they should be: the caller reports damage */
function parsing<T>(parse: (value: Record<string, unknown>) => T): (bytes: Uint8Array) => T | null {
  return (bytes) => {
    try {
      const value: unknown = JSON.parse(fromUtf8(bytes));
      return typeof value === 'object' && value !== null ? parse(value as Record<string, unknown>) : null;
    } catch {
      return null;
    }
  };
}

const count = (value: unknown): number => {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new RangeError('not a count');
  return value as number;
};
const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new TypeError('not a string');
  return value;
};
const mark = (value: unknown): FileMark => {
  const { id, end } = value as Record<string, unknown>;
  return { id: text(id), end: count(end) };
};

export const parseFrameMeta = parsing<FrameMeta>((value) => ({
  mission: parseMissionCode(value.mission),
  epoch: parseEpoch(value.epoch),
  seq: count(value.seq),
  count: count(value.count),
  last: parseActId(value.last),
  draft: value.draft === null ? null : parseDraftId(value.draft),
  at: count(value.at),
  wraps: mark(value.wraps),
  evidence: mark(value.evidence),
}));

export const parseMarks = parsing<Marks>((value) => ({
  wraps: mark(value.wraps),
  evidence: mark(value.evidence),
}));

export const parseEpochMeta = parsing<EpochMeta>((value) => ({
  mission: parseMissionCode(value.mission),
  epoch: parseEpoch(value.epoch),
}));

export const parseAuditMeta = parsing<AuditMeta>((value) => ({
  mission: parseMissionCode(value.mission),
  epoch: parseEpoch(value.epoch),
  seq: count(value.seq),
  hash: parseRecordHash(value.hash),
}));

/** Written with travelling records, which are the data. */
export const parseTravellingMeta = parsing<{ mission: MissionCode }>((value) => ({
  mission: parseMissionCode(value.mission),
}));

export const parseChunkMeta = parsing<{ id: RecordHash }>((value) => ({ id: parseRecordHash(value.id) }));
export const parseWrapMeta = parsing<{ id: string }>((value) => ({ id: text(value.id) }));

export const plainDocument = (value: unknown): SignedDocument => {
  const { _id, _rev, jws } = value as Record<string, unknown>;
  return { _id: text(_id), _rev: text(_rev), jws: text(jws) };
};
export const parseDocument = parsing<SignedDocument>(plainDocument);
export const parseDocuments = parsing<readonly SignedDocument[]>((value) => {
  if (!Array.isArray(value)) throw new TypeError('not a list');
  return (value as unknown[]).map(plainDocument);
});
