/**
 * The durable journal over three files (journal-files.ts): `evidence` and `wraps` are written and flushed first, then
 * one record in `acts`, the frame: the point of commitment. What was committed is exactly what has a frame. An audit
 * record is one record in `acts` by itself.
 *
 * Several windows may have the journal open: each call works alone (`exclusive`) and first reads what others wrote.
 */
import type { RandomSource } from '../acts/clock.ts';
import type { Epoch, MissionCode } from '../acts/ids.ts';
import { toBase64url } from '../seal/bytes.ts';
import { hashOf } from '../seal/hash.ts';
import type { Chunk } from './act-log.ts';
import type {
  AuditCommit,
  AuditHead,
  AuditOutcome,
  CommitOutcome,
  DurableJournal,
  Erasure,
  JournalCommit,
  JournalDamage,
  JournalFrame,
  JournalHead,
  RawBytes,
  TravellingCommit,
} from './durable-journal.ts';
import { auditHeadAfter, auditHeadIn, checkedAuditCommit } from './journal-audit.ts';
import { checkedCommit, checkedTravelling, headAfter, sameHead } from './journal-commit.ts';
import type { JournalFiles, OpenJournalFiles } from './journal-files.ts';
import { type JournalFileName, RECORD_TYPE, type RecordHead, readRecordHead } from './journal-frame.ts';
import {
  type AuditMeta,
  encodeJson,
  type FrameMeta,
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
import { type NewRecord, RecordFile } from './record-file.ts';
import { type SignedDocument, wrapsOf } from './records.ts';

const NO_BYTES = new Uint8Array(0);

export class FileJournal implements DurableJournal {
  readonly #files: JournalFiles;
  readonly #random: RandomSource;
  readonly #acts: RecordFile;
  readonly #wraps: RecordFile;
  readonly #evidence: RecordFile;

  /** heads of the current epochs, offsets of the frames, and where the newest of them saw the other files end */
  readonly #heads = new Map<MissionCode, JournalHead>();
  #frames: number[] = [];
  /** heads after the last audit record of each mission, maybe of an epoch before; offsets of the audit records */
  readonly #audited = new Map<MissionCode, AuditHead>();
  #audits: number[] = [];
  /** offsets of the travelling records */
  #travelling: number[] = [];
  #marks: Marks | null = null;
  readonly #wrapAt = new Map<string, RecordHead>();
  readonly #chunkAt = new Map<Chunk['id'], RecordHead>();

  private constructor(files: JournalFiles, random: RandomSource) {
    this.#files = files;
    this.#random = random;
    this.#acts = new RecordFile('acts', random, {
      reset: () => {
        this.#heads.clear();
        this.#frames = [];
        this.#audited.clear();
        this.#audits = [];
        this.#travelling = [];
        this.#marks = null;
      },
      record: (head) => this.#onAct(head),
    });
    this.#wraps = new RecordFile('wraps', random, {
      reset: () => this.#wrapAt.clear(),
      record: (head) => {
        const meta = head.type === RECORD_TYPE.wrap ? parseWrapMeta(head.meta) : null;
        if (meta !== null) this.#wrapAt.set(meta.id, head);
      },
    });
    this.#evidence = new RecordFile('evidence', random, {
      reset: () => this.#chunkAt.clear(),
      record: (head) => {
        const meta = head.type === RECORD_TYPE.chunk ? parseChunkMeta(head.meta) : null;
        if (meta !== null) this.#chunkAt.set(meta.id, head);
      },
    });
  }

  /** @throws JournalError JRN-003 when it is open elsewhere, JRN-004 when the files are no journal of this version */
  static async open(files: JournalFiles, random: RandomSource): Promise<FileJournal> {
    const journal = new FileJournal(files, random);
    await journal.#alone(async () => {});
    return journal;
  }

  head(mission: MissionCode): Promise<JournalHead> {
    return this.#alone((files) => this.#head(files, mission));
  }

  startEpoch(mission: MissionCode): Promise<JournalHead> {
    return this.#alone((files) => this.#begin(files, mission));
  }

  async commit(asked: JournalCommit): Promise<CommitOutcome> {
    const commit = await checkedCommit(asked);
    const { mission } = commit.expected;
    return this.#alone(async (files) => {
      const head = await this.#head(files, mission);
      if (!sameHead(head, commit.expected)) return { outcome: 'conflict', head };
      await this.#evidence.append(files.evidence, await this.#newChunks(files, commit.chunks));
      await this.#wraps.append(files.wraps, await this.#newWraps(files, commit.wraps));
      await this.#acts.append(files.acts, [this.#frameOf(commit)]);
      return { outcome: 'committed', head: headAfter(commit) };
    });
  }

  auditHead(mission: MissionCode): Promise<AuditHead> {
    return this.#alone((files) => this.#auditHead(files, mission));
  }

  async commitAudit(asked: AuditCommit): Promise<AuditOutcome> {
    const commit = await checkedAuditCommit(asked);
    const { mission, epoch } = commit.expected;
    return this.#alone(async (files) => {
      const head = await this.#auditHead(files, mission);
      if (!sameHead(head, commit.expected)) return { outcome: 'conflict', head };
      const next = auditHeadAfter(commit);
      const meta: AuditMeta = { mission, epoch, seq: next.seq, hash: commit.hash };
      const data = encodeJson(commit.document);
      await this.#acts.append(files.acts, [{ type: RECORD_TYPE.audit, meta: encodeJson(meta), data }]);
      return { outcome: 'committed', head: next };
    });
  }

  audits(skip = 0): Promise<readonly SignedDocument[]> {
    return this.#alone(async (files) => {
      const audits: SignedDocument[] = [];
      for (const offset of this.#audits.slice(skip)) {
        const head = await this.#recordAt(files, offset);
        const data = head === null ? null : await this.#acts.data(files.acts, head);
        const audit = data === null ? null : parseDocument(data);
        if (audit !== null) audits.push(audit);
      }
      return audits;
    });
  }

  async commitTravelling(asked: TravellingCommit): Promise<void> {
    const { mission, documents } = checkedTravelling(asked);
    const meta = encodeJson({ mission });
    const record = { type: RECORD_TYPE.travelling, meta, data: encodeJson(documents) };
    await this.#alone((files) => this.#acts.append(files.acts, [record]));
  }

  travelling(): Promise<readonly TravellingCommit[]> {
    return this.#alone(async (files) => {
      const found: TravellingCommit[] = [];
      for (const offset of this.#travelling) {
        const head = await this.#recordAt(files, offset);
        const data = head === null ? null : await this.#acts.data(files.acts, head);
        const documents = data === null ? null : parseDocuments(data);
        const meta = head === null ? null : parseTravellingMeta(head.meta);
        if (documents !== null && meta !== null) found.push({ ...meta, documents });
      }
      return found;
    });
  }

  replay(position: number, limit: number): Promise<readonly JournalFrame[]> {
    return this.#alone(async (files) => {
      const frames: JournalFrame[] = [];
      for (
        let i = firstAtLeast(this.#frames, position);
        i < this.#frames.length && frames.length < limit;
        i += 1
      ) {
        const frame = await this.#readFrame(files, this.#frames[i] as number);
        if (frame !== null) frames.push(frame);
      }
      return frames;
    });
  }

  wraps(): Promise<readonly SignedDocument[]> {
    return this.#alone(async (files) => {
      const wraps: SignedDocument[] = [];
      for (const head of this.#wrapAt.values()) {
        const data = await this.#wraps.data(files.wraps, head);
        const wrap = data === null ? null : parseDocument(data);
        if (wrap !== null) wraps.push(wrap);
      }
      return wraps;
    });
  }

  eraseWraps(erasures: readonly Pick<Erasure, 'dossier'>[]): Promise<void> {
    return this.#alone(async (files) => {
      const kept: Uint8Array[] = [];
      const prefixes = new Set(erasures.map(({ dossier }) => wrapsOf(dossier)));
      const isErased = (id: string): boolean => prefixes.has(id.slice(0, id.indexOf(':', 'key:'.length) + 1));
      if (![...this.#wrapAt.keys()].some(isErased)) return;
      for (const [id, head] of this.#wrapAt) {
        if (isErased(id) || (await this.#wraps.data(files.wraps, head)) === null) continue;
        kept.push(await files.wraps.read(head.offset, head.end - head.offset));
      }
      await this.#wraps.replace(files.wraps, kept);
      await this.#mark(files);
    });
  }

  chunkIds(): Promise<readonly Chunk['id'][]> {
    return this.#alone(async () => [...this.#chunkAt.keys()]);
  }

  chunk(id: Chunk['id']): Promise<Uint8Array | undefined> {
    return this.#alone((files) => this.#readChunk(files, id));
  }

  async damage(): Promise<readonly JournalDamage[]> {
    const seen = await this.#alone(async () => [
      ...this.#acts.damage,
      ...this.#wraps.damage,
      ...this.#evidence.damage,
    ]);
    const reading = (name: JournalFileName) => (offset: number, length: number) =>
      this.#files.exclusive((files) => files[name].read(offset, length));
    // Acts and evidence only grow, so others may work between two reads; wraps can be rewritten, so not there.
    const found = [
      ...(await this.#acts.verify(reading('acts'))),
      ...(await this.#evidence.verify(reading('evidence'))),
      ...(await this.#alone((files) =>
        this.#wraps.verify((offset, length) => files.wraps.read(offset, length)),
      )),
    ];
    return [
      ...found,
      ...seen.filter((one) => !found.some((other) => one.file === other.file && one.offset === other.offset)),
    ];
  }

  raw(file: JournalFileName, offset: number, length: number): Promise<RawBytes> {
    return this.#files.exclusive(async (files) => {
      const size = await files[file].size();
      return { size, bytes: await files[file].read(offset, Math.min(length, Math.max(0, size - offset))) };
    });
  }

  close(): Promise<void> {
    return this.#files.close();
  }

  /** Runs alone, on an up-to-date view. Acts come first: their newest frame tells what to trust in the others. */
  #alone<T>(work: (files: OpenJournalFiles) => Promise<T>): Promise<T> {
    return this.#files.exclusive(async (files) => {
      await this.#acts.refresh(files.acts, 'all-but-last');
      const unknown = this.#marks === null && this.#acts.damage.length > 0;
      await this.#wraps.refresh(files.wraps, unknown ? 'unknown' : { until: this.#marks?.wraps ?? null });
      await this.#evidence.refresh(
        files.evidence,
        unknown ? 'unknown' : { until: this.#marks?.evidence ?? null },
      );
      // The power went after the wraps were rewritten and before that was marked: what is torn in the new file later
      // would pass for damage.
      const { id } = this.#wraps.mark;
      if (this.#marks !== null && id !== '' && id !== this.#marks.wraps.id) await this.#mark(files);
      return work(files);
    });
  }

  async #mark(files: OpenJournalFiles): Promise<void> {
    const marks: Marks = { wraps: this.#wraps.mark, evidence: this.#evidence.mark };
    await this.#acts.append(files.acts, [
      { type: RECORD_TYPE.marks, meta: encodeJson(marks), data: NO_BYTES },
    ]);
  }

  #onAct(head: RecordHead): void {
    if (head.type === RECORD_TYPE.epoch) {
      const meta = parseEpochMeta(head.meta);
      if (meta !== null) this.#heads.set(meta.mission, { ...meta, seq: 0, prev: null });
    } else if (head.type === RECORD_TYPE.frame) {
      const meta = parseFrameMeta(head.meta);
      if (meta === null) return;
      const { mission, epoch } = meta;
      this.#heads.set(mission, { mission, epoch, seq: meta.seq + meta.count - 1, prev: meta.last });
      this.#frames.push(head.offset);
      this.#marks = meta;
    } else if (head.type === RECORD_TYPE.audit) {
      this.#onAudit(head);
    } else if (head.type === RECORD_TYPE.travelling) {
      this.#travelling.push(head.offset);
    } else if (head.type === RECORD_TYPE.marks) {
      this.#marks = parseMarks(head.meta) ?? this.#marks;
    }
  }

  #onAudit(head: RecordHead): void {
    const meta = parseAuditMeta(head.meta);
    if (meta === null) return;
    const { mission, epoch, seq, hash } = meta;
    this.#audited.set(mission, { mission, epoch, seq, prev: hash });
    this.#audits.push(head.offset);
    // It is only ever written in the epoch of its time: where that epoch's own record is damaged, this one tells of it.
    if (this.#heads.get(mission)?.epoch !== epoch)
      this.#heads.set(mission, { mission, epoch, seq: 0, prev: null });
  }

  async #head(files: OpenJournalFiles, mission: MissionCode): Promise<JournalHead> {
    return this.#heads.get(mission) ?? (await this.#begin(files, mission));
  }

  async #auditHead(files: OpenJournalFiles, mission: MissionCode): Promise<AuditHead> {
    return auditHeadIn(await this.#head(files, mission), this.#audited.get(mission));
  }

  /** An epoch is on the medium before anybody hears of it: a restart must not fall back to the one before. */
  async #begin(files: OpenJournalFiles, mission: MissionCode): Promise<JournalHead> {
    const epoch = toBase64url(this.#random.bytes(12)) as Epoch;
    const meta = encodeJson({ mission, epoch });
    await this.#acts.append(files.acts, [{ type: RECORD_TYPE.epoch, meta, data: NO_BYTES }]);
    return { mission, epoch, seq: 0, prev: null };
  }

  #frameOf(commit: JournalCommit): NewRecord {
    const head = headAfter(commit);
    const meta: FrameMeta = {
      mission: head.mission,
      epoch: head.epoch,
      seq: commit.expected.seq + 1,
      count: commit.acts.length,
      last: head.prev as NonNullable<typeof head.prev>,
      draft: commit.draft,
      at: commit.at,
      wraps: this.#wraps.mark,
      evidence: this.#evidence.mark,
    };
    return { type: RECORD_TYPE.frame, meta: encodeJson(meta), data: encodeJson(commit.acts) };
  }

  /** What is here and still reads as what it is named after need not be written again. */
  async #newChunks(files: OpenJournalFiles, chunks: readonly Chunk[]): Promise<NewRecord[]> {
    const records: NewRecord[] = [];
    for (const { id, bytes } of new Map(chunks.map((chunk) => [chunk.id, chunk])).values()) {
      if ((await this.#readChunk(files, id)) !== undefined) continue;
      records.push({ type: RECORD_TYPE.chunk, meta: encodeJson({ id }), data: bytes });
    }
    return records;
  }

  async #newWraps(files: OpenJournalFiles, wraps: readonly SignedDocument[]): Promise<NewRecord[]> {
    const records: NewRecord[] = [];
    for (const wrap of new Map(wraps.map((one) => [one._id, one])).values()) {
      const head = this.#wrapAt.get(wrap._id);
      if (head !== undefined && (await this.#wraps.data(files.wraps, head)) !== null) continue;
      records.push({ type: RECORD_TYPE.wrap, meta: encodeJson({ id: wrap._id }), data: encodeJson(wrap) });
    }
    return records;
  }

  async #readChunk(files: OpenJournalFiles, id: Chunk['id']): Promise<Uint8Array | undefined> {
    const head = this.#chunkAt.get(id);
    const data = head === undefined ? null : await this.#evidence.data(files.evidence, head);
    return data !== null && (await hashOf(data)) === id ? data.slice() : undefined;
  }

  #recordAt(files: OpenJournalFiles, offset: number): Promise<RecordHead | null> {
    return readRecordHead((at, length) => files.acts.read(at, length), offset, this.#acts.mark.end);
  }

  async #readFrame(files: OpenJournalFiles, position: number): Promise<JournalFrame | null> {
    const head = await this.#recordAt(files, position);
    const data = head === null ? null : await this.#acts.data(files.acts, head);
    const meta = head === null ? null : parseFrameMeta(head.meta);
    const acts = data === null ? null : parseDocuments(data);
    if (meta === null || acts === null) return null;
    const { mission, epoch, draft, at } = meta;
    return { position, mission, epoch, draft, acts, at };
  }
}

/** Index of the first number that is at least `value`, in an ascending list. */
function firstAtLeast(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
