/** What is left of a record on a disk, in whatever file. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SignedDocument } from '../../../app/log/records.ts';

/** Does any file beneath have one of these texts? Files that go while they are looked for have none. */
export async function isOnDisk(folder: string, ...texts: readonly string[]): Promise<boolean> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name)).catch(nothingWhereGone);
    if (texts.some((text) => bytes.includes(text))) return true;
  }
  return false;
}

function nothingWhereGone(error: NodeJS.ErrnoException): Buffer {
  if (error.code === 'ENOENT') return Buffer.alloc(0);
  throw error;
}

/** Of a signed text, what is nowhere else: stores compress, and random letters stay as they are. */
export const trace = ({ jws }: SignedDocument): string => jws.slice(-40);
