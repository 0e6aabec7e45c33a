/**
 * What every command needs first, each step a look when there is nothing to do.
 * `node scripts/prepare.mjs` does all of it.
 */
import { fileURLToPath } from 'node:url';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { ensureSystemPackages } from './lib/system-packages.mjs';

const OLDEST_NODE = [20, 19];

/** @throws Error on a Node that cannot run this project. */
export function ensureNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Error(`Guichet needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
}

/** Builds what changed since the last build. */
export async function ensureBuilt() {
  const { build } = await import('./build.mjs'); // needs the npm packages, so not before they are there
  await build();
}

export { ensureNodeModules, ensureSystemPackages };

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureNode();
  ensureNodeModules();
  ensureSystemPackages('test');
  await ensureBuilt();
}
