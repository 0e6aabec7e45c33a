/** What Guichet needs beside Node and npm: on Debian as root it is installed, elsewhere it is named. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chromiumPath } from '../chromium.mjs';
import { findCommand } from './commands.mjs';

const KEY_STORE_TESTS = 'tests of the OS key store';

/**
 * One row a need: Debian `names` in order of preference (newer releases renamed some), the purpose it is `for`
 * (`window`: the desk; `test`: the whole test run), the `stops` that follow without it, and, where the need is
 * a program, how to see `found` whatever the system.
 */
const NEEDS = [
  { names: ['xvfb'], for: 'window', stops: 'windows on a machine without a display', found: command('Xvfb') },
  { names: ['libgtk-3-0', 'libgtk-3-0t64'], for: 'window', stops: 'Electron' },
  { names: ['libnss3'], for: 'window', stops: 'Electron' },
  { names: ['libgbm1'], for: 'window', stops: 'Electron' },
  { names: ['libasound2', 'libasound2t64'], for: 'window', stops: 'Electron' },
  { names: ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'], for: 'window', stops: 'Electron' },
  { names: ['libxss1'], for: 'window', stops: 'Electron' },
  { names: ['libsecret-1-0'], for: 'test', stops: KEY_STORE_TESTS },
  { names: ['chromium'], for: 'test', stops: 'tests in a browser', found: () => chromiumPath() !== null },
  { names: ['gnome-keyring'], for: 'test', stops: KEY_STORE_TESTS, found: command('gnome-keyring-daemon') },
  { names: ['dbus'], for: 'test', stops: KEY_STORE_TESTS, found: command('dbus-run-session') },
  { names: ['dbus-x11'], for: 'test', stops: KEY_STORE_TESTS, found: command('dbus-launch') },
  {
    names: ['poppler-utils'],
    for: 'test',
    stops: 'tests that read printed PDFs',
    found: command('pdftotext'),
  },
  {
    names: ['zbar-tools'],
    for: 'test',
    stops: 'tests that read printed QR codes',
    found: command('zbarimg'),
  },
  { names: ['strace'], for: 'test', stops: 'tests of the order of fdatasync', found: command('strace') },
];

function command(name) {
  return () => findCommand(name) !== null;
}

/** Names of packages that dpkg knows as installed; null where there is no dpkg. */
function installedPackages() {
  const query = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}\\n'], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (query.error) return null;
  const lines = query.stdout.split('\n').filter((line) => line.startsWith('installed '));
  return new Set(lines.map((line) => line.slice('installed '.length)));
}

/** A test run opens windows too. Libraries can only be looked up where there is dpkg. */
function missingNeeds(purpose) {
  const installed = installedPackages();
  return NEEDS.filter((need) => need.for === 'window' || purpose === 'test').filter((need) => {
    if (need.found?.()) return false;
    if (installed === null) return need.found !== undefined;
    return !need.names.some((name) => installed.has(name));
  });
}

function isDebian() {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8')) && findCommand('apt-get') !== null;
  } catch {
    return false;
  }
}

function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, { stdio: ['ignore', 'inherit', 'inherit'], env }).status === 0;
}

/** The first of a need's names that this release has. */
function nameHere(need) {
  const env = { ...process.env, LC_ALL: 'C' };
  const isKnown = (name) => {
    const policy = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8', env }).stdout ?? '';
    return /^ {2}Candidate: (?!\(none\))/m.test(policy);
  };
  return need.names.find(isKnown) ?? need.names[0];
}

function explain(needs, advice) {
  console.log('Missing on this machine:');
  for (const need of needs) console.log(`  ${need.names[0]} (without it, this does not run: ${need.stops})`);
  console.log(advice);
}

/**
 * Makes sure of the system packages for `window` or `test`.
 * @returns {boolean} whether nothing is known to be missing; what is missing has been printed.
 */
export function ensureSystemPackages(purpose) {
  if (process.platform !== 'linux') return true;
  const missing = missingNeeds(purpose);
  if (missing.length === 0) return true;
  if (!isDebian()) {
    explain(missing, 'The names are those of Debian; install what your system calls them.');
    return false;
  }
  if (process.getuid() !== 0) {
    explain(missing, `Install them with:\n  sudo apt-get install ${missing.map(nameHere).join(' ')}`);
    return false;
  }
  console.log(`Installing system packages: ${missing.map((need) => need.names[0]).join(' ')}`);
  if (!apt(['-q', 'update'])) console.log('apt-get update failed: trying with the lists that are here.');
  apt(['-q', 'install', '-y', '--no-install-recommends', ...missing.map(nameHere)]);
  const still = missingNeeds(purpose);
  if (still.length > 0) explain(still, 'apt-get could not install them; its own words stand above.');
  return still.length === 0;
}
