/**
 * Which Electron to run: the one of package.json where its download works, else the development runtime.
 * `node scripts/electron-runtime.mjs` prints the path of its executable.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canMakeDevelopmentRuntime, developmentRuntime } from './lib/electron-development-runtime.mjs';
import { root } from './lib/root.mjs';
import { readStamp, writeStamp } from './lib/stamp.mjs';

const PACKAGE = join(root, 'node_modules', 'electron');
const UNREACHABLE = join(root, '.cache', 'electron-download-unreachable');
const PROBE_MS = 5_000;
const DOWNLOAD_MS = 10 * 60_000;
const RETRY_AFTER_MS = 24 * 60 * 60_000;

/**
 * Absolute path of an Electron executable. `GUICHET_ELECTRON` overrides everything.
 * The first call on a machine may download or unpack; later ones only look.
 * @returns {Promise<string>}
 * @throws Error that says what to do, where no Electron can be had.
 */
export async function electronPath() {
  if (process.env.GUICHET_ELECTRON) return process.env.GUICHET_ELECTRON;
  const installed = installedElectron();
  if (installed !== null) return installed;
  if (await downloadElectron()) {
    const downloaded = installedElectron();
    if (downloaded !== null) return downloaded;
  }
  if (canMakeDevelopmentRuntime()) return developmentRuntime();
  throw new Error(
    'Electron could not be downloaded and there is no development runtime for this platform. Run\n' +
      '  npx install-electron --no\n' +
      'on a connection that reaches its release page, or set GUICHET_ELECTRON to an executable Electron.',
  );
}

/**
 * Flags that this machine needs before any app will open a window.
 * @returns {string[]}
 */
export function electronFlags() {
  return process.platform === 'linux' && !sandboxWorks() ? ['--no-sandbox'] : [];
}

/** Chromium's sandbox refuses root, and needs user namespaces where its helper is not setuid. */
function sandboxWorks() {
  if (process.getuid() === 0) return false;
  const allows = (file, value) => !existsSync(file) || readFileSync(file, 'utf8').trim() === value;
  return (
    allows('/proc/sys/kernel/unprivileged_userns_clone', '1') &&
    allows('/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '0')
  );
}

function installedElectron() {
  const pathFile = join(PACKAGE, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const executable = join(PACKAGE, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : null;
}

/** Where there is another runtime, a page that does not answer is asked again only after a day. */
async function downloadElectron() {
  const installer = join(PACKAGE, 'install.js');
  if (!existsSync(installer)) return false;
  if (canMakeDevelopmentRuntime()) {
    const lastFailure = Number(readStamp(UNREACHABLE) ?? 0);
    if (Date.now() - lastFailure < RETRY_AFTER_MS) return false;
    if (!(await releasePageAnswers())) {
      writeStamp(UNREACHABLE, String(Date.now()));
      return false;
    }
  }
  console.error('Downloading Electron…');
  const done = await runInstaller(installer);
  if (!done && canMakeDevelopmentRuntime()) {
    console.error('Electron could not be downloaded: the development runtime is used.');
    writeStamp(UNREACHABLE, String(Date.now()));
  }
  return done;
}

async function releasePageAnswers() {
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror;
  try {
    await fetch(mirror ?? 'https://github.com/electron/electron/releases', {
      method: 'HEAD',
      signal: AbortSignal.timeout(PROBE_MS),
    });
    return true;
  } catch {
    return false; // no name, no route, no answer: all mean that there is nothing to download from here
  }
}

function runInstaller(installer) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [installer], { stdio: 'inherit', timeout: DOWNLOAD_MS });
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await electronPath());
