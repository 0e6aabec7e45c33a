/** A package as a counter gets it: its fuses read from the binary, its archive from the disk, and the program started. Minutes: `LONG=1`. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import asar from '@electron/asar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePackage, wrongFiles, wrongFuses } from '../../scripts/package.mjs';

/** Chromium's sandbox refuses root: then somebody without any right starts it. */
const NOBODY = 65_534;
const asRoot = process.getuid?.() === 0;

let folder: string;
let executable: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-package-'));
  chmodSync(folder, 0o755);
  ({ executable } = await makePackage(join(folder, 'release')));
}, 900_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a package', () => {
  test('has its fuses set, read from the binary itself', async () => {
    expect(await wrongFuses(executable)).toEqual([]);
  });

  test('holds the built program and its data, and no source, test, map or module', () => {
    const archive = join(dirname(executable), 'resources', 'app.asar');
    expect(wrongFiles(archive)).toEqual([]);
    expect(asar.listPackage(archive, { isPack: false }).length).toBeGreaterThan(20);
    expect(existsSync(join(dirname(executable), 'resources', 'default_app.asar'))).toBe(false);
  });

  test('is no Node, whatever its environment says', () => {
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--require=/nowhere.js' };
    const run = spawnSync('xvfb-run', ['-a', executable, '--no-sandbox', '-e', 'console.log(6 * 7)'], {
      env,
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(run.stdout).not.toContain('42');
    expect(run.stderr).not.toContain('/nowhere.js');
    // It starts as the desk that it is, which refuses the switch.
    expect(run.status).toBe(64);
    expect(run.stderr).toContain('MN-009');
  });

  test('starts in Chromium’s sandbox, opens its journal, and takes no second window of the same profile', async () => {
    const profile = join(folder, 'profile');
    mkdirSync(profile);
    if (asRoot) chownSync(profile, NOBODY, NOBODY);
    const first = start(profile);
    try {
      await until(() => existsSync(join(profile, 'journal', 'acts.journal')), first);
      const second = start(profile);
      expect(await ended(second)).toBe(0);
      expect(first.exitCode).toBeNull();
    } finally {
      // Its group: a signal to the script that gave it a display would leave the desk running.
      process.kill(-(first.pid as number), 'SIGTERM');
      await ended(first);
    }
  }, 240_000);
});

function start(profile: string): ChildProcess {
  const user = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const env = { ...process.env, HOME: profile, XDG_RUNTIME_DIR: profile };
  return spawn('xvfb-run', ['-a', executable, `--user-data-dir=${profile}`], {
    ...user,
    env,
    detached: true,
  });
}

const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', (code) => resolve(code)));

/** Looks again until it is so, or the program has ended. */
async function until(isSo: () => boolean, child: ChildProcess): Promise<void> {
  while (!isSo()) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
