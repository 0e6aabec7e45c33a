/** A journal file whose place another takes, as systems do it that replace a file while it is open, and as Windows does. */
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JournalFiles } from '../../../app/log/journal-files.ts';
import { openNodeJournalFiles, type Replacing } from '../../../main/journal/node-journal-files.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const textOf = (files: JournalFiles): Promise<string> =>
  files.exclusive(async ({ wraps }) => new TextDecoder().decode(await wraps.read(0, await wraps.size())));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-journal-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function opened(replacing: Replacing): Promise<JournalFiles> {
  const files = await openNodeJournalFiles(folder, replacing);
  await files.exclusive(async ({ wraps }) => {
    await wraps.append(0, bytes('one two'));
    await wraps.flush();
  });
  return files;
}

describe.each([false, true])('replacing a file that is closed first: %s', (closesFirst) => {
  it('goes on with the new content, here and at the next start', async () => {
    const files = await opened({ closesFirst, rename });
    await files.exclusive(async ({ wraps }) => {
      await wraps.replace(bytes('two'));
      await wraps.append(3, bytes(' three'));
      await wraps.flush();
    });
    expect(await textOf(files)).toBe('two three');
    await files.close();
    const again = await openNodeJournalFiles(folder);
    expect(await textOf(again)).toBe('two three');
    await again.close();
  });

  it('that another program holds fails with a code and without a path, and the journal goes on as it was', async () => {
    const held = async (): Promise<void> => {
      throw Object.assign(new Error(`EPERM: ${folder}`), { code: 'EPERM' });
    };
    const files = await opened({ closesFirst, rename: held });
    const failed = await files
      .exclusive(({ wraps }) => wraps.replace(bytes('two')))
      .catch((error: Error & { code?: string }) => error);
    expect(failed).toMatchObject({ code: 'JRN-001', message: 'journal file: EPERM' });
    await files.exclusive(async ({ wraps }) => {
      await wraps.append(7, bytes(' three'));
      await wraps.flush();
    });
    expect(await textOf(files)).toBe('one two three');
    await files.close();
  });
});

it('a file that is gone after another could not take its place is missed: no empty one is made in its stead', async () => {
  const lost: Replacing['rename'] = async (_, to) => {
    await rm(to);
    throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
  };
  const files = await opened({ closesFirst: true, rename: lost });
  await expect(files.exclusive(({ wraps }) => wraps.replace(bytes('two')))).rejects.toMatchObject({
    code: 'JRN-001',
    message: 'journal file: ENOENT',
  });
  await expect(textOf(files)).rejects.toMatchObject({ code: 'JRN-001' });
  expect(await readdir(folder)).not.toContain('wraps.journal');
  await files.close();

  // The next start finds what was to take its place, which was whole before the other went.
  const again = await openNodeJournalFiles(folder);
  expect(await textOf(again)).toBe('two');
  expect(await readdir(folder)).not.toContain('wraps.journal.new');
  await again.close();
});
