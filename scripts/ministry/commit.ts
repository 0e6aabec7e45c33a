/**
 * A change of a ministry's folder, whole or not at all. All new content goes first into `secret/pending.json`, sealed
 * under the operator's key, and from there into its places. Cut off before that file is there, nothing has happened;
 * cut off after, the next command with the same passphrase finishes it, and tells then what was to be told: officers'
 * words are lost at no moment, and lie nowhere in clear.
 */
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RandomSource } from '../../app/acts/clock.ts';
import { type PassphraseKey, sealFile } from '../../app/vault/sealed-file.ts';
import { opened } from './secrets.ts';

/** `text` null: the file goes. Paths are relative to the ministry's folder. */
export interface FileChange {
  readonly path: string;
  readonly text: string | null;
}

/** What is said when a command is done: once for a script, once for a person. */
export interface Outcome {
  readonly json: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
}

export interface Change {
  /** the command as it was given, so that it is known again */
  readonly command: string;
  readonly files: readonly FileChange[];
  readonly outcome: Outcome;
}

export const PENDING = 'secret/pending.json';
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
/** What everybody may read. */
const PUBLIC_FILES: Readonly<Record<string, number>> = { 'root.jws': 0o644 };

export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** From here on the change is as good as made. @param of kid of the ministry's root */
export async function begin(
  folder: string,
  of: string,
  change: Change,
  key: PassphraseKey,
  random: RandomSource,
): Promise<void> {
  const file = await sealFile({ purpose: 'pending', of }, change, key, random);
  await replace(join(folder, PENDING), jsonText(file), PRIVATE_FILE);
}

/** Every file into its place. Done again it does the same. */
export async function carryOut(folder: string, files: readonly FileChange[]): Promise<void> {
  for (const { path, text } of files) {
    if (text === null) await rm(join(folder, path), { force: true });
    else await replace(join(folder, path), text, PUBLIC_FILES[path] ?? PRIVATE_FILE);
  }
}

/** Once it has been told. */
export const end = (folder: string): Promise<void> => rm(join(folder, PENDING), { force: true });

/**
 * What an earlier command left half done, or null.
 * @throws MinistryError MN-003 where it was begun under another passphrase
 */
export async function pendingChange(folder: string, key: PassphraseKey): Promise<Change | null> {
  const text = await textOf(join(folder, PENDING));
  return text === null ? null : ((await opened(JSON.parse(text), 'pending', key, PENDING)) as Change);
}

export async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Written beside, flushed, renamed, the folder flushed; as private as it was. */
async function replace(path: string, text: string, mode: number): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  const known = await stat(path).catch(() => null);
  const beside = `${path}.new`;
  await rm(beside, { force: true }); // one that was left keeps its mode when it is written over
  const file = await open(beside, 'w', known ? known.mode & 0o777 : mode);
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
  if (process.platform === 'win32') return; // folders cannot be flushed there, and need not be
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
