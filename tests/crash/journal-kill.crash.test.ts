/** Law 1: a process that seals is killed at random moments; all it had said aloud is there afterwards. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import { openJournal } from '../../main/journal/open-journal.ts';
import { PARIS } from '../contracts/sealed-samples.ts';
import { forEachSeed } from './seeded.ts';

const CHILD = fileURLToPath(new URL('./sealing-child.ts', import.meta.url));

interface Said {
  readonly committed: string[];
  readonly wraps: string[];
  readonly chunks: string[];
}

let folder: string;
let child: ChildProcess | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-kill-'));
});
afterEach(async () => {
  if (child?.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

/** Lets it say `lines` lines, then kills it after `delay` ms more, in the middle of whatever it does. */
async function killedAfter(lines: number, delay: number): Promise<Said[]> {
  const sealing = spawn(process.execPath, ['--import', 'tsx', CHILD, folder, '1000000'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = sealing;
  const said: Said[] = [];
  const gone = once(sealing, 'close');
  createInterface({ input: sealing.stdout }).on('line', (line) => {
    if (!line.endsWith('}')) return; // a line cut by the kill was never heard
    said.push(JSON.parse(line) as Said);
    if (said.length === lines) setTimeout(() => sealing.kill('SIGKILL'), delay);
  });
  await gone;
  expect(sealing.signalCode).toBe('SIGKILL');
  return said;
}

describe('journal and kill -9 (law 1)', () => {
  it('everything said aloud is there, whole and in order, life after life', async () => {
    await forEachSeed(1, async (d) => {
      const heard: Said[] = [];
      for (let life = 0; life < 8; life += 1) {
        heard.push(...(await killedAfter(1 + d.below(12), d.next() * 12)));
        const journal = await openJournal(folder, systemRandom);
        try {
          const frames = await journal.replay(0, 10_000);
          const ids = frames.map((frame) =>
            frame.acts.map((act) => act._id.slice(act._id.lastIndexOf(':') + 1)),
          );
          const heardIds = heard.map((said) => said.committed);
          const known = new Set(heardIds.map((one) => one.join()));
          // What is shown beyond what was heard is at most one commit a life, whole.
          expect(ids.filter((one) => known.has(one.join()))).toEqual(heardIds);
          expect(ids.length - heardIds.length).toBeLessThanOrEqual(life + 1);
          expect((await journal.head(PARIS)).seq).toBe(ids.flat().length);
          const wraps = new Set((await journal.wraps()).map((wrap) => wrap._id));
          for (const said of heard) {
            for (const id of said.wraps) expect(wraps.has(id)).toBe(true);
            for (const id of said.chunks) expect(await journal.chunk(id as never)).toBeInstanceOf(Uint8Array);
          }
          expect(await journal.damage()).toEqual([]);
        } finally {
          await journal.close();
        }
      }
      expect(heard.length).toBeGreaterThanOrEqual(8);
    });
  }, 120_000);
});
