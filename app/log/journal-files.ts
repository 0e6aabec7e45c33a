/**
 * The three files of a journal, as little of a file system as the journal needs. Adapters: Node's file system
 * (main/journal/), OPFS (renderer/worker/), and a memory that can lose power (tests/crash/).
 *
 * Guarantees every adapter gives:
 * 1. `exclusive` runs one piece of work at a time among all windows, tabs and processes that have these files open,
 *    or rejects with `JRN-003`. Handles are good only within the work they were given to.
 * 2. `flush` returns after the medium has what was written to that file, its length included.
 * 3. `replace` leaves the old content or the new after a power cut, and has the new on the medium when it returns.
 * 4. A file exists (empty at first) as soon as `exclusive` runs, and its directory entry is on the medium.
 * 5. Every failure is a `JournalError`: `JRN-002` when there is no room, else `JRN-001`.
 */
import type { JournalFileName } from './journal-frame.ts';

export interface JournalFile {
  size(): Promise<number>;
  /** up to `length` bytes from `offset`; fewer only at the end of the file */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** writes at the end; `offset` must be the size */
  append(offset: number, bytes: Uint8Array): Promise<void>;
  flush(): Promise<void>;
  truncate(size: number): Promise<void>;
  /** puts a new content in the place of the whole file, atomically */
  replace(content: Uint8Array): Promise<void>;
}

export type OpenJournalFiles = Readonly<Record<JournalFileName, JournalFile>>;

export interface JournalFiles {
  exclusive<T>(work: (files: OpenJournalFiles) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
