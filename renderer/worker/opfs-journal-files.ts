/**
 * The journal's files in the origin private file system, for a desk in a browser. Dedicated workers only: they alone
 * have `createSyncAccessHandle`, whose `flush()` answers after the medium has the bytes.
 *
 * Several tabs may have the journal open. A Web Lock lets one work at a time; access handles are themselves exclusive,
 * so they are opened within the lock and closed before it is given on. When a tab dies the browser takes both back.
 *
 * What a browser does not promise: that the name of a new file is on the medium before its first bytes. The files are
 * made when the journal is first opened, long before anything is sealed. See also `storage-persistence.ts`.
 */
import { JournalError } from '../../app/log/durable-journal.ts';
import type { JournalFile, JournalFiles, OpenJournalFiles } from '../../app/log/journal-files.ts';
import type { JournalFileName } from '../../app/log/journal-frame.ts';

/** `move` is in Chromium and not yet in TypeScript's types. */
type MovableFile = FileSystemFileHandle & { move?(name: string): Promise<void> };

const CODES: Readonly<Record<string, 'JRN-002' | 'JRN-003'>> = {
  QuotaExceededError: 'JRN-002',
  NoModificationAllowedError: 'JRN-003',
};

function journalError(cause: unknown): JournalError {
  if (cause instanceof JournalError) return cause;
  const name = (cause as Partial<Error> | null)?.name ?? 'unknown';
  return new JournalError(CODES[name] ?? 'JRN-001', `journal file: ${name}`, { cause });
}

async function attempt<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw journalError(error);
  }
}

const fileNameOf = (name: JournalFileName): string => `${name}.journal`;

async function openHandle(
  folder: FileSystemDirectoryHandle,
  name: string,
): Promise<FileSystemSyncAccessHandle> {
  return (await folder.getFileHandle(name, { create: true })).createSyncAccessHandle();
}

/** A full disk may take less than it was given and say so only by the number. */
function writeAll(handle: FileSystemSyncAccessHandle, bytes: Uint8Array, offset: number): void {
  const written = handle.write(bytes as Uint8Array<ArrayBuffer>, { at: offset });
  if (written !== bytes.length) throw new JournalError('JRN-002', 'journal file: short write');
}

class OpfsFile implements JournalFile {
  readonly #folder: FileSystemDirectoryHandle;
  readonly #name: string;
  #handle: FileSystemSyncAccessHandle;

  constructor(folder: FileSystemDirectoryHandle, name: string, handle: FileSystemSyncAccessHandle) {
    this.#folder = folder;
    this.#name = name;
    this.#handle = handle;
  }

  size(): Promise<number> {
    return attempt(() => this.#handle.getSize());
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    return attempt(() => {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, this.#handle.read(bytes, { at: offset }));
    });
  }

  append(offset: number, bytes: Uint8Array): Promise<void> {
    return attempt(() => writeAll(this.#handle, bytes, offset));
  }

  flush(): Promise<void> {
    return attempt(() => this.#handle.flush());
  }

  truncate(size: number): Promise<void> {
    return attempt(() => this.#handle.truncate(size));
  }

  replace(content: Uint8Array): Promise<void> {
    return attempt(async () => {
      const freshName = `${this.#name}.new`;
      const fresh = await openHandle(this.#folder, freshName);
      try {
        fresh.truncate(0);
        writeAll(fresh, content, 0);
        fresh.flush();
      } finally {
        fresh.close();
      }
      const file: MovableFile = await this.#folder.getFileHandle(freshName);
      if (file.move === undefined) throw new JournalError('JRN-001', 'this browser cannot replace a file');
      this.#handle.close(); // a file with an open handle cannot be replaced
      try {
        await file.move(this.#name);
      } finally {
        this.#handle = await openHandle(this.#folder, this.#name);
      }
    });
  }

  close(): void {
    this.#handle.close();
  }
}

/** Whether this worker can keep a durable journal; where not, "sealed" has to wait for the receipt. */
export const canKeepJournal = (): boolean =>
  typeof FileSystemFileHandle === 'function' &&
  'createSyncAccessHandle' in FileSystemFileHandle.prototype &&
  'move' in FileSystemFileHandle.prototype &&
  'locks' in navigator;

class OpfsJournalFiles implements JournalFiles {
  readonly #folder: FileSystemDirectoryHandle;
  readonly #lock: string;
  #open = true;

  constructor(folder: FileSystemDirectoryHandle, lock: string) {
    this.#folder = folder;
    this.#lock = lock;
  }

  exclusive<T>(work: (files: OpenJournalFiles) => Promise<T>): Promise<T> {
    if (!this.#open) return Promise.reject(new JournalError('JRN-001', 'journal is closed'));
    return attempt(() => navigator.locks.request(this.#lock, () => this.#withFiles(work)) as Promise<T>);
  }

  async #withFiles<T>(work: (files: OpenJournalFiles) => Promise<T>): Promise<T> {
    const opened: OpfsFile[] = [];
    const open = async (name: JournalFileName): Promise<OpfsFile> => {
      const fileName = fileNameOf(name);
      const file = new OpfsFile(this.#folder, fileName, await openHandle(this.#folder, fileName));
      opened.push(file);
      return file;
    };
    try {
      return await work({
        acts: await open('acts'),
        wraps: await open('wraps'),
        evidence: await open('evidence'),
      });
    } finally {
      for (const file of opened) file.close();
    }
  }

  async close(): Promise<void> {
    this.#open = false;
    await navigator.locks.request(this.#lock, async () => {});
  }
}

/**
 * @param name folder in the origin's file system: one journal each
 * @throws JournalError JRN-001 where the browser has no origin private file system
 */
export function openOpfsJournalFiles(name: string): Promise<JournalFiles> {
  return attempt(async () => {
    const root = await navigator.storage.getDirectory();
    return new OpfsJournalFiles(
      await root.getDirectoryHandle(name, { create: true }),
      `guichet-journal-${name}`,
    );
  });
}
