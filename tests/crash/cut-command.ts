/** A command of the ministry that is killed before each of its writes in turn, and run again. */
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import type { Keyring } from '../../app/keyring/keyring.ts';
import { openSealedFile, parseSealedFile, passphraseKey } from '../../app/vault/sealed-file.ts';
import type { Change } from '../../scripts/ministry/commit.ts';
import { bytesBelow, expectSound, OPERATOR, type Ran } from '../scripts/ceremony.ts';

export const KILLER = pathToFileURL(join(import.meta.dirname, 'kill-at-write.mjs')).href;
export const PENDING = 'secret/pending.json';

export interface Cut {
  /** the folder as it is before the command */
  readonly original: string;
  readonly run: (folder: string, env?: Record<string, string>, imports?: readonly string[]) => Promise<Ran>;
  /** what must be so once it was run again */
  readonly expectDone: (folder: string, ran: Ran, keyring: Keyring) => Promise<void> | void;
}

/** On a copy of a ministry's folder. */
export async function inCopy(original: string, play: (folder: string) => Promise<void>): Promise<void> {
  const own = await mkdtemp(join(tmpdir(), 'guichet-cut-'));
  const folder = join(own, 'ministry');
  await cp(original, folder, { recursive: true });
  try {
    await play(folder);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

/** How many files a command puts in their place or removes. */
async function writesOf({ original, run }: Cut): Promise<number> {
  let count = 0;
  await inCopy(original, async (folder) => {
    const counter = join(folder, '..', 'count');
    const ran = await run(folder, { KILL_AT: '0', COUNT_IN: counter }, [KILLER]);
    expect([ran.code, ran.err]).toEqual([0, '']);
    count = (await readFile(counter, 'utf8')).length;
  });
  return count;
}

/** Killed just before write number `at`, and run again. */
async function cutAndAgain({ original, run, expectDone }: Cut, at: number): Promise<void> {
  await inCopy(original, async (folder) => {
    const before = await bytesBelow(folder);
    const cut = await run(folder, { KILL_AT: String(at) }, [KILLER]);
    expect(cut.code, `write ${at}`).toBe(null);
    const change = await pendingOf(folder);
    const { [`${PENDING}.new`]: _, ...left } = await bytesBelow(folder);
    if (change === null) expect(left).toEqual(before);
    const again = await run(folder);
    expect([again.code, again.err], `write ${at}`).toEqual([0, '']);
    const after = await bytesBelow(folder);
    expect(after).not.toEqual(before);
    expect(Object.keys(after).filter((path) => /pending|\.new$/.test(path))).toEqual([]);
    for (const { path, text } of change?.files ?? []) expect(after[path] ?? null).toBe(text);
    if (change) expect(again.json).toMatchObject(change.outcome.json);
    await expectDone(folder, again, await expectSound(folder));
  });
}

/** Before each write that the command makes: a first run counts them. */
export async function cutEverywhere(cut: Cut): Promise<void> {
  const writes = await writesOf(cut);
  // The file that says what is under way, one that it speaks of, and its end.
  expect(writes).toBeGreaterThan(2);
  for (let at = 1; at <= writes; at += 1) await cutAndAgain(cut, at);
}

async function pendingOf(folder: string): Promise<Change | null> {
  if (!existsSync(join(folder, PENDING))) return null;
  const file = parseSealedFile(JSON.parse(await readFile(join(folder, PENDING), 'utf8')));
  return (await openSealedFile(file, 'pending', await passphraseKey(OPERATOR, file.kdf))) as Change;
}
