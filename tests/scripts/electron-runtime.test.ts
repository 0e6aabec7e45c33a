import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { electronFlags, electronPath } from '../../scripts/electron-runtime.mjs';
import { hasDisplay, openVirtualDisplay } from '../../scripts/lib/virtual-display.mjs';

/** An app that tells how it was started, then ends. */
const APP = {
  'package.json': '{ "name": "specimen", "version": "7.8.9", "type": "module", "main": "main.js" }',
  'main.js': `import { app } from 'electron';
    const told = { name: app.name, version: app.getVersion(), path: app.getAppPath(), preloaded: globalThis.preloaded ?? null, last: process.argv.at(-1) };
    process.stdout.write('TOLD' + JSON.stringify(told) + '\\n', () => process.exit(0));`,
  'preload.cjs': 'globalThis.preloaded = true;',
};

const folder = mkdtempSync(join(tmpdir(), 'guichet-electron-'));
let electron: string;
let display: Awaited<ReturnType<typeof openVirtualDisplay>> = null;
beforeAll(async () => {
  for (const [name, text] of Object.entries(APP)) writeFileSync(join(folder, name), text);
  electron = await electronPath();
  if (!hasDisplay()) display = await openVirtualDisplay();
}, 15 * 60_000);

afterAll(() => {
  display?.close();
  rmSync(folder, { recursive: true, force: true });
});

function runElectron(...args: string[]) {
  return spawnSync(electron, [...electronFlags(), ...args], {
    cwd: folder,
    env: { ...process.env, ...display?.env },
    encoding: 'utf8',
    timeout: 20_000,
  });
}

function tell(...args: string[]) {
  const { stdout, stderr } = runElectron(...args);
  const line = stdout.split('\n').find((text) => text.startsWith('TOLD'));
  if (line === undefined) throw new Error(`the app told nothing: ${stderr}`);
  return JSON.parse(line.slice('TOLD'.length)) as unknown;
}

describe('the Electron that this machine runs', () => {
  it('says its version', () => {
    expect(runElectron('--version').stdout).toMatch(/^v\d+\.\d+\.\d+/m);
  });

  it('starts an app by its folder, under its own name, with its arguments', () => {
    expect(tell('.', '--lang=fr')).toEqual({
      name: 'specimen',
      version: '7.8.9',
      path: folder,
      preloaded: null,
      last: '--lang=fr',
    });
  });

  it('loads what -r names before the app', () => {
    expect(tell('-r', './preload.cjs', '.')).toMatchObject({ preloaded: true });
  });

  it('fails aloud for an app that is not there', () => {
    const { status, stderr } = runElectron('./nowhere');
    expect(status).not.toBe(0);
    expect(stderr).toContain('nowhere');
  });
});
