/** Law 1 by the kernel's own account: what a commit wrote is flushed, file after file, before the answer is said. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseTrace, type SystemCall, traced } from './strace.ts';

const CHILD = fileURLToPath(new URL('./sealing-child.ts', import.meta.url));
const COMMITS = 3;

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'guichet-strace-')));
});
afterEach(() => rm(folder, { recursive: true }));

const trace = (mode: string): Promise<SystemCall[]> =>
  traced(
    [process.execPath, '--import', 'tsx', CHILD, join(folder, 'journal'), String(COMMITS), mode],
    join(folder, 'trace'),
  );

const WRITES = new Set(['write', 'writev', 'pwrite64', 'pwritev', 'pwritev2']);
const onFile = (call: SystemCall, name: string) =>
  call.args.includes(`<${join(folder, 'journal', `${name}.journal`)}>`);
const writes = (calls: SystemCall[], name: string) =>
  calls.filter((call) => WRITES.has(call.name) && onFile(call, name));
const flushes = (calls: SystemCall[], name: string) =>
  calls.filter(
    (call) =>
      (call.name === 'fdatasync' || call.name === 'fsync') && call.result === '0' && onFile(call, name),
  );
const answers = (calls: SystemCall[]) =>
  calls.filter((call) => WRITES.has(call.name) && call.args.includes('committed'));

/** Writes to a file that no successful flush, begun after them, had ended before `moment`. */
const unflushedBefore = (calls: SystemCall[], name: string, moment: number): SystemCall[] =>
  writes(calls, name).filter(
    (write) =>
      write.began < moment &&
      !flushes(calls, name).some((flush) => write.ended < flush.began && flush.ended < moment),
  );

describe('journal and fdatasync (law 1)', () => {
  it('flushes chunks, then wraps, then the frame, each before what follows, and all before the answer', async () => {
    const calls = await trace('honest');
    const said = answers(calls);
    expect(said).toHaveLength(COMMITS);
    let from = -1;
    for (const answer of said) {
      const during = (call: SystemCall) => call.began > from && call.ended < answer.began;
      const frame = writes(calls, 'acts').filter(during).at(-1);
      const chunks = writes(calls, 'evidence').filter(during);
      const wraps = writes(calls, 'wraps').filter(during);
      expect(frame).toBeDefined();
      expect(chunks.length).toBeGreaterThan(0);
      expect(wraps.length).toBeGreaterThan(0);
      for (const name of ['acts', 'wraps', 'evidence'])
        expect(unflushedBefore(calls, name, answer.began)).toEqual([]);
      for (const name of ['wraps', 'evidence'])
        expect(unflushedBefore(calls, name, frame!.began)).toEqual([]);
      expect(unflushedBefore(calls, 'evidence', wraps[0]!.began)).toEqual([]);
      from = answer.ended;
    }
  }, 60_000);

  it('has the names of new files on the medium before the first answer', async () => {
    const calls = await trace('honest');
    const [first] = answers(calls);
    const path = join(folder, 'journal');
    const created = calls.filter(
      (call) => call.name === 'openat' && call.args.includes(`${path}/`) && call.args.includes('O_CREAT'),
    );
    expect(created).toHaveLength(3);
    const synced = (folderPath: string, after: number) =>
      calls.some(
        (call) =>
          call.name === 'fsync' &&
          call.args.includes(`<${folderPath}>`) &&
          call.result === '0' &&
          call.began > after &&
          call.ended < first!.began,
      );
    expect(synced(path, Math.max(...created.map((call) => call.ended)))).toBe(true);
    expect(synced(folder, 0)).toBe(true);
  }, 60_000);

  it('would be caught: the same without flushes fails the proof', async () => {
    const calls = await trace('dishonest');
    const [first] = answers(calls);
    expect(unflushedBefore(calls, 'acts', first!.began)).not.toEqual([]);
    expect(unflushedBefore(calls, 'evidence', first!.began)).not.toEqual([]);
  }, 60_000);

  it('reads interleaved calls of several threads in their true order', () => {
    const calls = parseTrace(
      [
        '7  pwrite64(9</j/acts.journal>, "x", 1, 0 <unfinished ...>',
        '8  fdatasync(9</j/acts.journal>) = 0',
        '7  <... pwrite64 resumed>) = 1',
      ].join('\n'),
    );
    expect(calls.map(({ name, began, ended }) => [name, began, ended])).toEqual([
      ['fdatasync', 1, 1],
      ['pwrite64', 0, 2],
    ]);
  });
});
