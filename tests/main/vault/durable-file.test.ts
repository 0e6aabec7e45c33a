/** Small files of secrets: written whole or not, and destroyed with what a crash left of writing them. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { destroyDurably, writeJsonDurably } from '../../../main/vault/durable-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-durable-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('destroying takes what a crash left beside the file too, whether the file itself is there or not', async () => {
  const [slot, other] = [join(folder, 'slot.json'), join(folder, 'other.json')];
  for (const isWritten of [true, false]) {
    await writeJsonDurably(other, 'specimen');
    if (isWritten) await writeJsonDurably(slot, 'specimen');
    await writeFile(`${slot}.new`, '"specimen');
    await destroyDurably(slot);
    expect(await readdir(folder)).toEqual(['other.json']);
  }
  await destroyDurably(slot);
  expect(await readdir(folder)).toEqual(['other.json']);
});
