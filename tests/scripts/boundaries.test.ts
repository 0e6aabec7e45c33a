import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const project = join(import.meta.dirname, '..', '..');
const trees: string[] = [];
afterAll(() => {
  for (const tree of trees) rmSync(tree, { recursive: true, force: true });
});

/** Lays out files beside the project's own node_modules and returns what the checker says: `rule: from → to`. */
function violationsIn(files: Record<string, string>): string[] {
  const tree = mkdtempSync(join(tmpdir(), 'guichet-boundaries-'));
  trees.push(tree);
  symlinkSync(join(project, 'node_modules'), join(tree, 'node_modules'));
  writeFileSync(
    join(tree, 'package.json'),
    JSON.stringify({
      dependencies: { jose: '*', react: '*', dexie: '*', 'pouchdb-browser': '*', fastify: '*' },
      devDependencies: { electron: '*', 'fast-check': '*' },
    }),
  );
  for (const folder of ['app', 'main', 'renderer', 'sync-server', 'scripts', 'tests']) {
    mkdirSync(join(tree, folder));
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  const checker = join(project, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const rules = join(project, '.dependency-cruiser.cjs');
  const folders = ['app', 'main', 'renderer', 'sync-server', 'scripts', 'tests'];
  const run = spawnSync(process.execPath, [checker, '--config', rules, '--output-type', 'json', ...folders], {
    cwd: tree,
    encoding: 'utf8',
  });
  const { summary } = JSON.parse(run.stdout) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  };
  return summary.violations
    .map(
      ({ rule, from, to }) => `${rule.name}: ${from} → ${to.replace(/^.*node_modules\/([^/]+)\/.*$/, '$1')}`,
    )
    .sort();
}

const value = 'export const value = 1;\n';

describe('the boundary rules', () => {
  it('let through what the design allows', () => {
    expect(
      violationsIn({
        'app/seal.ts': "import { base64url } from 'jose';\nexport const encode = base64url.encode;\n",
        'main/main.ts':
          "import { app } from 'electron';\nimport { readFile } from 'node:fs/promises';\nimport { encode } from '../app/seal.ts';\nexport const all = [app, readFile, encode];\n",
        'renderer/main.tsx':
          "import React from 'react';\nimport { encode } from '../app/seal.ts';\nexport const all = [React, encode];\n",
        'renderer/worker/store.ts':
          "import PouchDB from 'pouchdb-browser';\nimport { encode } from '../../app/seal.ts';\nexport const all = [PouchDB, encode];\n",
        'sync-server/main.ts':
          "import fastify from 'fastify';\nimport { encode } from '../app/seal.ts';\nexport const all = [fastify, encode];\n",
        'tests/all.test.ts':
          "import fc from 'fast-check';\nimport { all as main } from '../main/main.ts';\nimport { all as server } from '../sync-server/main.ts';\nexport const all = [fc, main, server];\n",
      }),
    ).toEqual([]);
  });

  it('catch each import that the design forbids', () => {
    expect(
      violationsIn({
        'app/value.ts': value,
        'main/value.ts': value,
        'renderer/value.ts': value,
        'renderer/worker/value.ts': value,
        'sync-server/value.ts': value,
        'tests/value.ts': value,
        'app/from-main.ts': "export { value } from '../main/value.ts';\n",
        'app/electron.ts': "export { app } from 'electron';\n",
        'app/node.ts': "export { readFile } from 'node:fs/promises';\n",
        'app/react.ts': "export { useState } from 'react';\n",
        'app/dexie.ts': "import type { Dexie } from 'dexie';\nexport type Store = Dexie;\n",
        'app/pouchdb.ts': "export const load = () => import('pouchdb-browser');\n",
        'app/cycle-a.ts': "import { b } from './cycle-b.ts';\nexport const a = () => b;\n",
        'app/cycle-b.ts': "import { a } from './cycle-a.ts';\nexport const b = () => a;\n",
        'app/nowhere.ts': "export { value } from './no-such-file.ts';\n",
        'main/renderer.ts': "export { value } from '../renderer/value.ts';\n",
        'renderer/main.ts': "export type { value } from '../main/value.ts';\n",
        'renderer/node.ts': "export { readFile } from 'node:fs/promises';\n",
        'renderer/screens/store.ts': "export { value } from '../worker/value.ts';\n",
        'renderer/screens/dexie.ts': "export { Dexie } from 'dexie';\n",
        'sync-server/main.ts': "export { value } from '../main/value.ts';\n",
        'sync-server/electron.ts': "export { net } from 'electron';\n",
        'sync-server/tests.ts': "export { value } from '../tests/value.ts';\n",
        'sync-server/dev.ts': "export { default } from 'fast-check';\n",
      }),
    ).toEqual(
      [
        'app-only-app: app/from-main.ts → main/value.ts',
        'app-only-app: app/electron.ts → electron',
        'app-only-app: app/node.ts → fs/promises',
        'app-only-app: app/react.ts → react',
        'app-only-app: app/dexie.ts → dexie',
        'app-only-app: app/pouchdb.ts → pouchdb-browser',
        'app-only-app: app/nowhere.ts → ./no-such-file.ts',
        'resolvable: app/nowhere.ts → ./no-such-file.ts',
        'no-cycles: app/cycle-a.ts → app/cycle-b.ts',
        'electron-in-main-only: app/electron.ts → electron',
        'main-only-app: main/renderer.ts → renderer/value.ts',
        'renderer-only-app: renderer/main.ts → main/value.ts',
        'renderer-without-node: renderer/node.ts → fs/promises',
        'screens-without-stores: renderer/screens/store.ts → renderer/worker/value.ts',
        'screens-without-stores: renderer/screens/dexie.ts → dexie',
        'server-only-app: sync-server/main.ts → main/value.ts',
        'electron-in-main-only: sync-server/electron.ts → electron',
        'product-without-tests: sync-server/tests.ts → tests/value.ts',
        'shipped-packages-only: sync-server/dev.ts → fast-check',
      ].sort(),
    );
  });
});
