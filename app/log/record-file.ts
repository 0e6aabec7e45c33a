/**
 * One append-only file of records: opens it, cuts a torn tail, follows what others appended, appends with rollback.
 */
import type { RandomSource } from '../acts/clock.ts';
import { toBase64url } from '../seal/bytes.ts';
import { type JournalDamage, JournalError } from './durable-journal.ts';
import type { JournalFile } from './journal-files.ts';
import {
  encodeFileHeader,
  encodeRecord,
  FILE_HEADER_BYTES,
  FILE_ID_BYTES,
  headOf,
  type JournalFileName,
  parseFileHeader,
  type RecordHead,
  readData,
  walkRecords,
} from './journal-frame.ts';
import type { FileMark } from './journal-meta.ts';

/** What of a file was acknowledged before now, for telling a torn tail from damage. */
export type Trust =
  /** up to this mark (null: nothing yet); what lies behind may be torn anywhere and is not missed */
  | { readonly until: FileMark | null }
  /** each record was flushed before the next was written: only the last one can be torn */
  | 'all-but-last'
  /** check everything, and call every hole damage */
  | 'unknown';

export interface NewRecord {
  readonly type: number;
  readonly meta: Uint8Array;
  readonly data: Uint8Array;
}

export interface RecordSink {
  /** forget what this file gave so far: it is another one now */
  reset(): void;
  record(head: RecordHead): void;
}

export class RecordFile {
  readonly #name: JournalFileName;
  readonly #random: RandomSource;
  readonly #sink: RecordSink;
  #id: string | undefined;
  #end = 0;
  #broken = false;
  /** damage seen while opening */
  damage: JournalDamage[] = [];

  constructor(name: JournalFileName, random: RandomSource, sink: RecordSink) {
    this.#name = name;
    this.#random = random;
    this.#sink = sink;
  }

  get mark(): FileMark {
    return { id: this.#id ?? '', end: this.#end };
  }

  /** Reads what this object has not seen yet. After it, what was given to the sink is on the medium. */
  async refresh(file: JournalFile, trust: Trust): Promise<void> {
    if (this.#broken) throw new JournalError('JRN-001', 'a failed write could not be undone: open it again');
    const id = await this.#identify(file);
    const size = await file.size();
    if (id !== this.#id || size < this.#end) {
      this.#sink.reset();
      this.damage = id === '' ? [this.#bad(0, FILE_HEADER_BYTES)] : [];
      this.#id = id;
      this.#end = FILE_HEADER_BYTES;
    } else if (size === this.#end) {
      return;
    }
    await this.#readOn(file, size, trust);
    await file.flush();
  }

  async #identify(file: JournalFile): Promise<string> {
    const id = parseFileHeader(await file.read(0, FILE_HEADER_BYTES), this.#name);
    if (id !== null) return toBase64url(id);
    if ((await file.size()) > FILE_HEADER_BYTES) return ''; // a damaged header; the records may be whole
    const fresh = this.#random.bytes(FILE_ID_BYTES); // new, or its creation was torn: it never held a record
    await file.truncate(0);
    await file.append(0, encodeFileHeader(this.#name, fresh));
    await file.flush();
    return toBase64url(fresh);
  }

  async #readOn(file: JournalFile, size: number, trust: Trust): Promise<void> {
    const mark = this.#markIn(trust);
    const verify = (head: RecordHead): boolean => {
      if (trust === 'all-but-last') return head.end === size;
      return mark === null || head.end > mark;
    };
    let doubtful: JournalDamage[] = [];
    let cutAt: number | null = null;
    let found = 0;
    const read = (offset: number, length: number) => file.read(offset, length);
    for await (const item of walkRecords(read, this.#end, size, verify)) {
      if (item.item === 'record') {
        this.damage.push(...doubtful);
        doubtful = [];
        this.#sink.record(item);
        this.#end = item.end;
        found += 1;
      } else {
        doubtful.push(this.#bad(item.offset, item.bytes));
        cutAt ??= item.offset;
        if (mark !== null && item.offset >= mark) break; // nothing from here on was ever acknowledged
        if (item.offset + item.bytes < size) cutAt = null; // whole records follow: keep them
      }
    }
    if (this.#id === '' && found === 0) throw new JournalError('JRN-004', 'not a journal file');
    if (mark !== null && (cutAt ?? size) < mark)
      this.damage.push(this.#bad(cutAt ?? size, mark - (cutAt ?? size)));
    if (cutAt !== null) await file.truncate(cutAt);
    this.#end = cutAt ?? size;
  }

  #markIn(trust: Trust): number | null {
    if (typeof trust === 'string') return null;
    if (trust.until === null) return FILE_HEADER_BYTES;
    return trust.until.id === this.#id ? trust.until.end : null;
  }

  #bad(offset: number, bytes: number): JournalDamage {
    return { file: this.#name, offset, bytes };
  }

  /**
   * Appends records and flushes; they are in the sink only if all of it succeeded. After a failure the file ends
   * where it did, or (when even that fails) this object refuses all further work until it is opened again.
   */
  async append(file: JournalFile, records: readonly NewRecord[]): Promise<void> {
    if (records.length === 0) return;
    const start = this.#end;
    const heads: RecordHead[] = [];
    let end = start;
    try {
      for (const { type, meta, data } of records) {
        const bytes = encodeRecord(type, meta, data);
        await file.append(end, bytes);
        heads.push(headOf(bytes, end, meta));
        end += bytes.length;
      }
      await file.flush();
    } catch (error) {
      await this.#undo(file, start);
      throw error;
    }
    this.#end = end;
    for (const head of heads) this.#sink.record(head);
  }

  /** A failed flush may have dropped the written pages, so they must be cut and written anew, never flushed again. */
  async #undo(file: JournalFile, size: number): Promise<void> {
    try {
      await file.truncate(size);
      await file.flush();
    } catch {
      this.#broken = true;
    }
  }

  /** Puts these whole records in the place of all, in a file of a new id. */
  async replace(file: JournalFile, records: readonly Uint8Array[]): Promise<void> {
    const header = encodeFileHeader(this.#name, this.#random.bytes(FILE_ID_BYTES));
    const content = new Uint8Array(records.reduce((sum, record) => sum + record.length, header.length));
    content.set(header);
    let at = header.length;
    for (const record of records) {
      content.set(record, at);
      at += record.length;
    }
    await file.replace(content);
    await this.refresh(file, 'unknown');
  }

  /** Reads every record and checks all of it. */
  async verify(read: (offset: number, length: number) => Promise<Uint8Array>): Promise<JournalDamage[]> {
    const found = this.#id === '' ? [this.#bad(0, FILE_HEADER_BYTES)] : [];
    const end = this.#end;
    for await (const item of walkRecords(read, FILE_HEADER_BYTES, end, () => true))
      if (item.item === 'bad') found.push(this.#bad(item.offset, item.bytes));
    return found;
  }

  /** The data of a record, or null when it is damaged. */
  data(file: JournalFile, head: RecordHead): Promise<Uint8Array | null> {
    return readData((offset, length) => file.read(offset, length), head);
  }
}
