/** Benches run, and write the shape that others read. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BenchRow } from './bench-row.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const BENCH = join(import.meta.dirname, 'bench.ts');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As `tsx` does, without a process of its own before the bench's. */
const run = (...args: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', BENCH, ...args], {
    encoding: 'utf8',
    cwd: ROOT,
    env: { ...process.env, BENCH_ACTS: '5', BENCH_FOLDER: folder },
  });

describe('npm run bench', () => {
  it('seal: prints a table and writes rows with their metric, unit, peer, limit and ratio', () => {
    const file = join(folder, 'seal.json');
    const { status, stdout } = run('seal', '--json', file);
    expect(status).toBe(0);
    expect(stdout).toContain('Ours');
    const result = JSON.parse(readFileSync(file, 'utf8')) as {
      rows: Record<string, unknown>[];
    } & Record<string, unknown>;
    expect(Object.keys(result)).toEqual(['bench', 'machine', 'commit', 'rows']);
    expect(result.bench).toBe('seal');
    for (const row of result.rows) {
      expect(row).toMatchObject({
        case: expect.any(String),
        unit: expect.any(String),
        ours: expect.any(Number),
      });
      expect(row.metric).toMatch(/\((more|less) is better\)$/);
      expect('peer' in row || 'limit' in row).toBe(true);
      expect(row.ratio).toBeGreaterThan(0);
    }
  });

  it('server --part bulk: carries records and attachments both ways through both servers, beside a peer', () => {
    const file = join(folder, 'bulk.json');
    const quick = ['--documents', '6', '--attachments', '2', '--rounds', '1'];
    const { status, stderr } = run('server', '--part', 'bulk', ...quick, '--json', file);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { rows } = JSON.parse(readFileSync(file, 'utf8')) as { rows: BenchRow[] };
    const beside = rows.filter(({ peerName }) => peerName === 'express-pouchdb on LevelDB');
    for (const load of ['records', 'attachments'])
      for (const layer of ['protocol layer', 'gateway'])
        for (const way of ['push', 'pull']) {
          const wanted = new RegExp(`${load}.*: ${layer}.*, ${way}: documents a second`);
          const found = beside.filter((row) => wanted.test(`${row.case}, ${row.metric}`));
          expect(found).toEqual([expect.objectContaining({ unit: '1/s', ratio: expect.any(Number) })]);
        }
  });

  it('answers 2 and says what there is for a name that is none', () => {
    for (const args of [[], ['nothing'], ['toString'], ['seal', 'sync']]) {
      const { status, stderr } = run(...args);
      expect(status).toBe(2);
      expect(stderr).toContain('admission|catalogue|seal|sync|server|trust');
    }
  });
});
