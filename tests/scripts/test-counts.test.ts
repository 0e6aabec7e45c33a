import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { countPlaywright, countVitest, honest } from '../../scripts/lib/test-counts.mjs';

const project = join(import.meta.dirname, '..', '..');
// Inside the project, so that Vitest is found; a configuration of its own, so that ours is not.
mkdirSync(join(project, '.cache'), { recursive: true });
const folder = mkdtempSync(join(project, '.cache', 'counts-'));
writeFileSync(join(folder, 'vitest.config.mjs'), 'export default {};\n');
const reports = mkdtempSync(join(tmpdir(), 'guichet-counts-'));
afterAll(() => {
  for (const made of [folder, reports]) rmSync(made, { recursive: true, force: true });
});

/** Runs the real Vitest over these files and counts its report as `npm test` does. */
function countsOf(files: Record<string, string>) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const report = join(reports, `${Object.keys(files).join('+')}.json`);
  const vitest = join(project, 'node_modules', 'vitest', 'vitest.mjs');
  const args = ['run', '--root', folder, '--reporter=json', `--outputFile=${report}`];
  const run = spawnSync(process.execPath, [vitest, ...args, ...Object.keys(files)], { encoding: 'utf8' });
  return honest(run.status ?? 1, countVitest(JSON.parse(readFileSync(report, 'utf8'))));
}

const head = "import { expect, it } from 'vitest';\n";

describe('counting', () => {
  it('counts each test that passed and each that failed', () => {
    const two = `${head}it('a', () => {});\nit('b', () => expect(1).toBe(2));\n`;
    expect(countsOf({ 'two.test.ts': two })).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('counts a file that does not load as a failure', () => {
    const broken = "import './no-such-file.ts';\n";
    const fine = `${head}it('a', () => {});\n`;
    expect(countsOf({ 'broken.test.ts': broken, 'fine.test.ts': fine })).toEqual({
      passed: 1,
      failed: 1,
      skipped: 0,
    });
  });

  it('counts an error outside of any test as a failure', () => {
    const stray = `${head}it('a', () => { Promise.reject(new Error('stray')); });\n`;
    expect(countsOf({ 'stray.test.ts': stray })).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('lets nobody pass by running nothing', () => {
    const nothing = { passed: 0, failed: 0, skipped: 0 };
    expect(honest(0, nothing).failed).toBe(1);
    expect(honest(0, { ...nothing, skipped: 3 }).failed).toBe(1);
  });

  it('takes a test that passed only when tried again as failed', () => {
    const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
    expect(countPlaywright({ stats })).toEqual({ passed: 4, failed: 2, skipped: 2 });
  });
});
