/** Journal files in memory, which several journals can share as several windows share a disk: for tests. */
import { concat } from '../seal/bytes.ts';
import type { JournalFile, JournalFiles, OpenJournalFiles } from './journal-files.ts';

export class MemoryJournalFile implements JournalFile {
  bytes: Uint8Array;
  constructor(bytes: Uint8Array = new Uint8Array(0)) {
    this.bytes = bytes;
  }
  async size(): Promise<number> {
    return this.bytes.length;
  }
  async read(offset: number, length: number): Promise<Uint8Array> {
    return this.bytes.slice(offset, offset + length);
  }
  async append(_offset: number, bytes: Uint8Array): Promise<void> {
    this.bytes = concat(this.bytes, bytes);
  }
  async flush(): Promise<void> {}
  async truncate(size: number): Promise<void> {
    this.bytes = this.bytes.slice(0, size);
  }
  async replace(content: Uint8Array): Promise<void> {
    this.bytes = content.slice();
  }
}

export class MemoryJournalFiles implements JournalFiles {
  readonly files: OpenJournalFiles & Record<keyof OpenJournalFiles, MemoryJournalFile>;
  #last: Promise<unknown> = Promise.resolve();

  constructor() {
    this.files = {
      acts: new MemoryJournalFile(),
      wraps: new MemoryJournalFile(),
      evidence: new MemoryJournalFile(),
    };
  }

  exclusive<T>(work: (files: OpenJournalFiles) => Promise<T>): Promise<T> {
    const run = this.#last.then(() => work(this.files));
    this.#last = run.catch(() => {});
    return run;
  }

  async close(): Promise<void> {}
}
