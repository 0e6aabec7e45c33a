/** A desk's journal, or a copy of it, as files to read: opened for reading only, no lock taken, nothing made. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDeskId } from '../../app/acts/ids.ts';
import type { JournalToAudit } from '../../app/audit/audit-journals.ts';
import type { JournalFileName } from '../../app/log/journal-frame.ts';
import type { ReadOnlyFile } from '../../app/log/read-journal.ts';
import { Unusable } from './files.ts';
import { JOURNAL_WORDS } from './journal-texts.ts';
import type { Language } from './texts.ts';

const NAMES = ['acts', 'wraps', 'evidence'] as const satisfies readonly JournalFileName[];
const STEP = 1 << 20;

export interface FileDigest {
  readonly name: JournalFileName;
  readonly bytes: number;
  readonly sha256: string;
}

export interface OpenedJournal {
  readonly journal: JournalToAudit;
  /** of the bytes that were there when it was opened: what comes later is not read */
  readonly digests: readonly FileDigest[];
  close(): Promise<void>;
}

/**
 * @param folder the profile's folder `journal`, the profile itself, or a copy of either
 * @throws Unusable when there is no journal
 */
export async function openJournalFolder(folder: string, language: Language): Promise<OpenedJournal> {
  const inner = join(folder, 'journal');
  const place = existsSync(join(inner, 'acts.journal')) ? inner : folder;
  const handles: FileHandle[] = [];
  const file = async (name: JournalFileName): Promise<ReadOnlyFile> => {
    const path = join(place, `${name}.journal`);
    // Without its acts a folder is no journal; the other two are missed where an act says that they were there.
    if (name !== 'acts' && !existsSync(path)) return { size: 0, read: async () => new Uint8Array(0) };
    const handle = await open(path, 'r');
    handles.push(handle);
    return { size: (await handle.stat()).size, read: (offset, length) => readAt(handle, offset, length) };
  };
  try {
    const files = { acts: await file('acts'), wraps: await file('wraps'), evidence: await file('evidence') };
    const digests: FileDigest[] = [];
    for (const name of NAMES)
      digests.push({ name, bytes: files[name].size, sha256: await digestOf(files[name]) });
    const close = async () => {
      for (const handle of handles) await handle.close();
    };
    return { journal: { files, desk: deskBeside(place) }, digests, close };
  } catch (error) {
    for (const handle of handles) await handle.close();
    if (error instanceof Error && 'code' in error)
      throw new Unusable(JOURNAL_WORDS[language].noJournal(folder));
    throw error;
  }
}

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

async function digestOf({ size, read }: ReadOnlyFile): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < size; at += STEP) hash.update(await read(at, Math.min(STEP, size - at)));
  return hash.digest('base64url');
}

/** A profile keeps its kit beside its journal: an emptied journal is known for whose it was. */
function deskBeside(place: string): JournalToAudit['desk'] {
  try {
    const kit = JSON.parse(readFileSync(join(place, '..', 'desk', 'desk.json'), 'utf8')) as {
      desk?: unknown;
    };
    return parseDeskId(kit.desk);
  } catch {
    return null;
  }
}
