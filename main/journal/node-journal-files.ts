/**
 * The journal's files on a disk. `datasync` (fdatasync, FlushFileBuffers, F_FULLFSYNC through libuv) before an answer;
 * a new name is made durable by syncing its directory, which Windows neither needs nor allows.
 */
import { constants } from 'node:fs';
import { access, type FileHandle, mkdir, open, realpath, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { JournalError } from '../../app/log/durable-journal.ts';
import type { JournalFile, JournalFiles, OpenJournalFiles } from '../../app/log/journal-files.ts';
import type { JournalFileName } from '../../app/log/journal-frame.ts';
import { type JournalLock, lockJournal } from './journal-lock.ts';

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Messages carry the system's code and never a path: a path can hold a user's name. */
function journalError(cause: unknown): JournalError {
  if (cause instanceof JournalError) return cause;
  const code = (cause as NodeJS.ErrnoException | null)?.code ?? 'unknown';
  return new JournalError(NO_ROOM.has(code) ? 'JRN-002' : 'JRN-001', `journal file: ${code}`, { cause });
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw journalError(error);
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, offset + done);
    done += bytesWritten;
  }
}

/** How a file takes another's place here. */
export interface Replacing {
  /** Windows replaces no file that is open */
  readonly closesFirst: boolean;
  rename(from: string, to: string): Promise<void>;
}
const REPLACING: Replacing = { closesFirst: process.platform === 'win32', rename };

class NodeJournalFile implements JournalFile {
  readonly #folder: string;
  readonly #path: string;
  readonly #replacing: Replacing;
  #handle: FileHandle;

  constructor(folder: string, name: JournalFileName, handle: FileHandle, replacing: Replacing) {
    this.#folder = folder;
    this.#path = pathOf(folder, name);
    this.#handle = handle;
    this.#replacing = replacing;
  }

  size(): Promise<number> {
    return attempt(async () => (await this.#handle.stat()).size);
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    return attempt(async () => {
      const bytes = new Uint8Array(length);
      let done = 0;
      while (done < length) {
        const { bytesRead } = await this.#handle.read(bytes, done, length - done, offset + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return bytes.subarray(0, done);
    });
  }

  append(offset: number, bytes: Uint8Array): Promise<void> {
    return attempt(() => writeAll(this.#handle, bytes, offset));
  }

  flush(): Promise<void> {
    return attempt(() => this.#handle.datasync());
  }

  truncate(size: number): Promise<void> {
    return attempt(() => this.#handle.truncate(size));
  }

  replace(content: Uint8Array): Promise<void> {
    return attempt(async () => {
      const fresh = await open(`${this.#path}.new`, 'w+', 0o600);
      try {
        await writeAll(fresh, content, 0);
        await fresh.sync();
        if (!this.#replacing.closesFirst) await this.#takePlace();
      } catch (error) {
        await fresh.close();
        throw error;
      }
      if (this.#replacing.closesFirst) await this.#takePlaceClosed(fresh);
      else await this.#goOnWith(fresh);
      await syncFolder(this.#folder);
    });
  }

  #takePlace(): Promise<void> {
    return this.#replacing.rename(`${this.#path}.new`, this.#path);
  }

  /** What is written from here on must not go to a file that has no name any more. */
  async #goOnWith(fresh: FileHandle): Promise<void> {
    const former = this.#handle;
    this.#handle = fresh;
    await former.close();
  }

  /** Whichever of both files stands here in the end, the journal goes on with it: a scanner may have kept the old one. */
  async #takePlaceClosed(fresh: FileHandle): Promise<void> {
    await fresh.close();
    await this.#handle.close();
    try {
      await this.#takePlace();
    } finally {
      // Where neither has the name, that is said: an empty file in their place would be a journal that has lost all.
      this.#handle = await open(this.#path, constants.O_RDWR);
    }
  }

  close(): Promise<void> {
    return attempt(() => this.#handle.close());
  }
}

const pathOf = (folder: string, name: JournalFileName): string => join(folder, `${name}.journal`);

const READ_WRITE = constants.O_RDWR | constants.O_CREAT;

async function openFile(
  folder: string,
  name: JournalFileName,
  replacing: Replacing,
): Promise<NodeJournalFile> {
  const path = pathOf(folder, name);
  await takeLeft(path, replacing);
  return new NodeJournalFile(folder, name, await open(path, READ_WRITE, 0o600), replacing);
}

/** A file whose place was to be taken is gone, and a stop came before the other had it: that one was whole by then. */
async function takeLeft(path: string, replacing: Replacing): Promise<void> {
  if ((await isThere(path)) || !(await isThere(`${path}.new`))) return;
  await replacing.rename(`${path}.new`, path);
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * Opens (or makes) the journal's folder, alone among all processes.
 * @throws JournalError JRN-003 when another process has it, JRN-001 or JRN-002 when it cannot be made
 */
export async function openNodeJournalFiles(folder: string, replacing = REPLACING): Promise<JournalFiles> {
  return attempt(async () => {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) await syncFolder(join(made, '..'));
    const lock = await lockJournal(await realpath(folder));
    try {
      const files = {
        acts: await openFile(folder, 'acts', replacing),
        wraps: await openFile(folder, 'wraps', replacing),
        evidence: await openFile(folder, 'evidence', replacing),
      };
      await syncFolder(folder);
      return new NodeJournalFiles(files, lock);
    } catch (error) {
      await lock.release();
      throw error;
    }
  });
}

class NodeJournalFiles implements JournalFiles {
  readonly #files: OpenJournalFiles & Record<JournalFileName, NodeJournalFile>;
  readonly #lock: JournalLock;
  #last: Promise<unknown> = Promise.resolve();
  #open = true;

  constructor(files: Record<JournalFileName, NodeJournalFile>, lock: JournalLock) {
    this.#files = files;
    this.#lock = lock;
  }

  exclusive<T>(work: (files: OpenJournalFiles) => Promise<T>): Promise<T> {
    if (!this.#open) return Promise.reject(new JournalError('JRN-001', 'journal is closed'));
    const run = this.#last.then(() => work(this.#files));
    this.#last = run.catch(() => {});
    return run;
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#last;
    for (const file of Object.values(this.#files)) await file.close();
    await this.#lock.release();
  }
}
