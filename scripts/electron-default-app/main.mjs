/**
 * What the development runtime runs when Electron is started as `electron [flags] [-r module] <app> [args]`.
 * Stock Electron brings such a program; the runtime made in scripts/electron-runtime.mjs has to bring its own,
 * else `electron .` exits without a word. A module, because Electron holds `ready` back until its top-level await
 * ends: an app that is a module too must register its schemes before `ready`.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

/** Electron's own flags come before the app; everything after it belongs to the app. */
function parseCommandLine(argv) {
  const options = { app: null, modules: [], version: false };
  for (let i = 0; i < argv.length; i += 1) {
    const arg = argv[i];
    if (arg === '-r' || arg === '--require') {
      i += 1;
      if (argv[i] !== undefined) options.modules.push(argv[i]);
    } else if (arg === '-v' || arg === '--version') {
      options.version = true;
    } else if (arg.startsWith('--app=')) {
      options.app = arg.slice('--app='.length);
      break;
    } else if (!arg.startsWith('-')) {
      options.app = arg;
      break;
    }
  }
  return options;
}

/** The entry file of a folder with a package.json, or the file itself; names the app as its package does. */
function findEntry(path) {
  if (!existsSync(path)) throw new Error(`no such app: ${path}`);
  if (!statSync(path).isDirectory()) return path;
  const manifestPath = join(path, 'package.json');
  if (!existsSync(manifestPath)) return join(path, 'index.js');
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
  if (manifest.version) app.setVersion(manifest.version);
  if (manifest.productName || manifest.name) app.name = manifest.productName || manifest.name;
  app.setAppPath(path);
  return join(path, manifest.main || 'index.js');
}

function fail(error) {
  process.stderr.write(`${error.stack || error}\n`);
  process.exit(1);
}

const options = parseCommandLine(process.argv.slice(1));
if (options.version) {
  process.stdout.write(`v${process.versions.electron}\n`);
  process.exit(0);
}
if (options.app === null) fail(new Error('usage: electron [-r module] <path of the app>'));

try {
  process.defaultApp = true;
  const fromHere = createRequire(join(process.cwd(), 'noop.js'));
  for (const name of options.modules) fromHere(name);
  const entry = findEntry(resolve(options.app));
  await import(pathToFileURL(entry).href);
} catch (error) {
  fail(error);
}
