/** Law 1 on a full medium: what does not fit is refused with a code, the journal stays as it was, and goes on later. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import { openJournal } from '../../main/journal/open-journal.ts';
import { PARIS, sampleCommit } from '../contracts/sealed-samples.ts';

const CHILD = fileURLToPath(new URL('./sealing-child.ts', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-full-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('journal on a full medium (law 1)', () => {
  it('refuses with JRN-002 what does not fit, keeps all before, and seals again when there is room', async () => {
    // The system's own limit on the size of a file: writes beyond it fail in part, then whole, as on a full disk.
    const script = `ulimit -f 1000; exec "$0" --import tsx "$1" "$2" 100000 until-full`;
    const { stdout } = await promisify(execFile)('sh', [
      '-c',
      script,
      process.execPath,
      CHILD,
      join(folder, 'journal'),
    ]);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const sealed = lines.slice(0, -1);
    expect(sealed.length).toBeGreaterThan(1);
    expect(lines.at(-1)).toEqual({ refused: 'JRN-002', headIsSame: true, frames: sealed.length });

    const journal = await openJournal(join(folder, 'journal'), systemRandom);
    try {
      expect(await journal.replay(0, 1000)).toHaveLength(sealed.length);
      expect(await journal.damage()).toEqual([]);
      for (const line of sealed)
        for (const id of line.chunks as never[]) expect(await journal.chunk(id)).toBeInstanceOf(Uint8Array);
      const next = await sampleCommit(await journal.head(PARIS), 77_777, { chunks: 2, chunkBytes: 200_000 });
      expect((await journal.commit(next)).outcome).toBe('committed');
    } finally {
      await journal.close();
    }
  }, 60_000);
});
