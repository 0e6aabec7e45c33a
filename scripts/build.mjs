/**
 * Builds dist/ with Vite: the renderer with the web console's service worker, Electron's main process with its
 * preload scripts, the sync server. Each part is rebuilt only when a file that it is made from has changed.
 * `node scripts/build.mjs [--force]`
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './lib/root.mjs';
import { readStamp, stampOf, writeStamp } from './lib/stamp.mjs';

const SHARED = ['app', 'assets', 'package-lock.json', 'scripts/build.mjs', 'tsconfig.base.json'];

/** What is built, from which files, into which folder of dist/, and what must exist afterwards. */
const PARTS = [
  {
    name: 'renderer',
    from: ['renderer', 'vite.renderer.config.ts', 'vite.service-worker.config.ts'],
    makes: ['index.html', 'service-worker.js'],
    make: buildRenderer,
  },
  {
    name: 'main',
    from: ['main', 'vite.main.config.ts', 'vite.preload.config.ts'],
    makes: ['main.js'],
    make: buildMain,
  },
  { name: 'server', from: ['sync-server', 'vite.server.config.ts'], makes: ['main.js'], make: buildServer },
];

/** @throws Error when a part cannot be built, or a build came out without a file that it must make. */
export async function build({ force = false, only = PARTS.map(({ name }) => name) } = {}) {
  for (const part of PARTS.filter(({ name }) => only.includes(name))) {
    const stampFile = join(root, 'dist', `${part.name}.stamp`);
    const stamp = stampOf([...SHARED, ...part.from]);
    if (!force && readStamp(stampFile) === stamp && missingOf(part).length === 0) continue;
    rmSync(stampFile, { force: true });
    const start = performance.now();
    await part.make();
    const missing = missingOf(part);
    if (missing.length > 0) throw new Error(`the build of ${part.name} made no ${missing.join(', ')}`);
    writeStamp(stampFile, stamp);
    console.log(`Built ${part.name} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
}

function missingOf(part) {
  return part.makes.filter((file) => !existsSync(join(root, 'dist', part.name, file)));
}

/** NODE_ENV is what Vite and React's packages look at; it is put back, so that a test run is not left in production. */
async function vite(config, overrides = {}) {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    const { build: viteBuild } = await import('vite');
    await viteBuild({ configFile: join(root, config), logLevel: 'warn', mode: 'production', ...overrides });
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

async function buildRenderer() {
  await vite('vite.renderer.config.ts');
  await vite('vite.service-worker.config.ts');
  const { injectManifest } = await import('workbox-build');
  const { warnings } = await injectManifest({
    globDirectory: join(root, 'dist', 'renderer'),
    globPatterns: ['**/*'],
    globIgnores: ['**/*.map', 'service-worker.js'],
    maximumFileSizeToCacheInBytes: 16 * 1024 * 1024,
    swSrc: join(root, 'dist', 'service-worker', 'service-worker.js'),
    swDest: join(root, 'dist', 'renderer', 'service-worker.js'),
  });
  if (warnings.length > 0) throw new Error(`the web console would not open offline: ${warnings.join('; ')}`);
}

async function buildMain() {
  await vite('vite.main.config.ts');
  const folder = join(root, 'main', 'preload');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.ts'))) {
    await vite('vite.preload.config.ts', {
      build: { rolldownOptions: { input: { [basename(name, '.ts')]: join(folder, name) } } },
    });
  }
}

async function buildServer() {
  await vite('vite.server.config.ts');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build({ force: process.argv.includes('--force') });
}
