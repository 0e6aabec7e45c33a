/** Small files that survive a power cut: written beside, flushed, renamed, and the folder flushed. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What a file is written to before it takes its name: a crash in between leaves it. */
const beside = (path: string): string => `${path}.new`;

/** Replaces a file whole: afterwards it holds the old content or the new, never a part. */
export async function writeDurably(path: string, content: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = await open(beside(path), 'w', 0o600);
  try {
    await file.writeFile(content, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside(path), path);
  await flushFolder(folder);
}

/** Afterwards it is not there, also after a power cut; one that was not there is no error. */
export async function removeDurably(path: string): Promise<void> {
  await rm(path, { force: true });
  await flushFolder(dirname(path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

/**
 * Removes a file that held a secret, written over first. What that is worth is the medium's: where blocks are written
 * elsewhere (flash, journaling or copying file systems) the old ones stay until they are used again. One that takes no
 * writing (no room, read only) is removed all the same. So is what a crash left of writing it.
 */
export async function destroyDurably(path: string): Promise<void> {
  for (const one of [beside(path), path]) await destroy(one);
}

async function destroy(path: string): Promise<void> {
  try {
    const file = await open(path, 'r+');
    try {
      const { size } = await file.stat();
      await file.write(randomBytes(size), 0, size, 0);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch {
    // Not there, or not to be written: what counts is that it goes.
  }
  await removeDurably(path);
}

async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // folders cannot be flushed there, and need not be
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export const writeJsonDurably = (path: string, value: unknown): Promise<void> =>
  writeDurably(path, `${JSON.stringify(value, null, 2)}\n`);

/** The value in a JSON file; undefined when there is no such file; null when it is not JSON. */
export async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
