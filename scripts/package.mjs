/**
 * Makes a packaged desk for this platform as a folder, with its fuses set, and looks at what came out: fuses of the binary,
 * and nothing in the archive but the built program. `npm run package [-- --output FOLDER]` (`release/` where absent).
 * Needs no network where an Electron is at hand (electron-runtime.mjs). One that is made of the development runtime proves
 * the package and is never shipped: that is said.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import asar from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { build } from './build.mjs';
import { electronPath } from './electron-runtime.mjs';
import { root } from './lib/root.mjs';

/** A fuse's byte in the binary, as the library reads it: '0' and '1'. */
const OFF = 0x30;
const ON = 0x31;
/** What the fuses of every package must be (electron-builder.yml sets them). */
const FUSES = {
  [FuseV1Options.RunAsNode]: OFF,
  [FuseV1Options.EnableCookieEncryption]: ON,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: OFF,
  [FuseV1Options.EnableNodeCliInspectArguments]: OFF,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ON,
  [FuseV1Options.OnlyLoadAppFromAsar]: ON,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: OFF,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: OFF,
};

/** The built program, its data and its licence; folders beside them as far as they lead there. */
const WANTED = /^\/(LICENSE|package\.json|assets(\/.*)?|dist|dist\/(main|renderer)(\/.*)?)$/;
const SOURCES = /\.(ts|tsx|map)$|(^|\/)(tests?|node_modules)(\/|$)/;

/** @returns names of fuses that are not as they must be */
export async function wrongFuses(executable) {
  const wire = await getCurrentFuseWire(executable);
  return Object.entries(FUSES)
    .filter(([fuse, state]) => wire[fuse] !== state)
    .map(([fuse]) => FuseV1Options[fuse]);
}

/** @returns what is in the archive and should not be, and what is not and should */
export function wrongFiles(archive) {
  const files = asar.listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/'));
  const missing = ['/dist/main/main.js', '/dist/renderer/index.html'].filter((one) => !files.includes(one));
  return [...files.filter((path) => !WANTED.test(path) || SOURCES.test(path)), ...missing];
}

/**
 * @param output folder in which the package's own is made
 * @returns the packaged executable, on Linux
 * @throws Error when it cannot be made, or is not what it must be
 */
export async function makePackage(output) {
  await build({ only: ['renderer', 'main'] });
  const electron = await electronPath();
  const builder = createRequire(import.meta.url).resolve('electron-builder/cli.js');
  const run = spawnSync(
    process.execPath,
    [builder, '--dir', `-c.electronDist=${dirname(electron)}`, `-c.directories.output=${output}`],
    { cwd: root, encoding: 'utf8' },
  );
  if (run.status !== 0) throw new Error(`electron-builder:\n${run.stdout}\n${run.stderr}`);
  const folder = join(output, readdirSync(output).find((name) => name.endsWith('-unpacked')) ?? '');
  const resources = join(folder, 'resources');
  // An application of its own that stands beside ours is no part of a desk.
  rmSync(join(resources, 'default_app.asar'), { force: true });
  const executable = join(folder, process.platform === 'win32' ? 'Guichet.exe' : 'guichet');
  if (!existsSync(executable)) throw new Error(`no executable ${executable}`);
  const wrong = [...(await wrongFuses(executable)), ...wrongFiles(join(resources, 'app.asar'))];
  if (wrong.length > 0) throw new Error(`the package is not what it must be: ${wrong.join(', ')}`);
  return { executable, isDevelopmentRuntime: electron.includes(`${join('.cache', 'electron-runtime')}`) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { output: { type: 'string', default: join(root, 'release') } } });
  const { executable, isDevelopmentRuntime } = await makePackage(resolve(values.output));
  console.log(`Packaged ${executable}`);
  if (isDevelopmentRuntime)
    console.log(
      'It runs on the development runtime of Electron: it proves the package, and is never shipped.',
    );
}
