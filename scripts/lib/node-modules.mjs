/** Installed npm packages, compared with package-lock.json. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** Whether every package of the lock file is installed at its version; npm leaves out optional ones of other platforms. */
function installedMatchesLock() {
  const lock = join(root, 'package-lock.json');
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const wanted = JSON.parse(readFileSync(lock, 'utf8')).packages;
  const present = JSON.parse(readFileSync(installed, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = present[path];
    if (found === undefined) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/** npm itself, run by this Node: works on Windows too, where npm is a shell script. */
function npm(args) {
  const cli = process.env.npm_execpath;
  const [command, first] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []];
  return spawnSync(command, [...first, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: command === 'npm' && process.platform === 'win32',
  }).status;
}

/** @throws Error when `npm ci` fails; its own words stand above. */
export function ensureNodeModules() {
  if (installedMatchesLock()) return;
  console.log('Installing npm packages…');
  if (npm(['ci', '--no-audit', '--no-fund']) !== 0) throw new Error('npm ci failed');
}
