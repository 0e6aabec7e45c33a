/**
 * The file that the story exported does not verify with any byte of it changed, one after the other, scans sampled; nor
 * with another base64 tail, nor with the (r, n−s) twin of a signature. Run after the story, on what it left.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { RESULTS } from './ground.ts';

const STORY = join(RESULTS, 'story');
const SEED = Number(process.env.SEED ?? 20261121);
const PARTS = Math.max(2, availableParallelism());
const CHUNK_LINE = /^\{"type":"chunk","text":"(.*)"\}$/;

interface Tried {
  readonly flips: number;
  readonly others: number;
  readonly passed: readonly string[];
}

async function alter(file: string, part: number): Promise<Tried> {
  const child = join(import.meta.dirname, 'export', 'alter-child.ts');
  const root = join(STORY, 'ministry', 'root.jws');
  const args = ['--import', 'tsx', child, file, root, String(SEED), String(part), String(PARTS)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Tried;
}

test('no byte of the exported dossier can be changed unseen', async () => {
  test.setTimeout(30 * 60_000);
  const name = (await readdir(STORY)).find((one) => /^PAR-.*\.guichet$/.test(one)) ?? 'nothing was exported';
  const file = join(STORY, name);
  const text = await readFile(file, 'latin1');
  const inScans = text.split('\n').reduce((sum, line) => sum + (CHUNK_LINE.exec(line)?.[1]?.length ?? 0), 0);

  const tried = await Promise.all(Array.from({ length: PARTS }, (_, part) => alter(file, part)));
  const sum = (of: (one: Tried) => number): number => tried.reduce((total, one) => total + of(one), 0);
  console.log(
    `${text.length} bytes, ${inScans} of them scans: ${sum(({ flips }) => flips)} bytes changed one after the other, ` +
      `${sum(({ others }) => others)} other texts of a line (seed ${SEED})`,
  );
  expect(tried.flatMap(({ passed }) => passed)).toEqual([]);
  // Each byte outside the scans was changed, and some of theirs.
  expect(inScans).toBeGreaterThan(0);
  expect(sum(({ flips }) => flips)).toBeGreaterThan(text.length - inScans);
  expect(sum(({ others }) => others)).toBeGreaterThan(0);
});
