/** The stages of `npm test`, in the order in which they run, and how each is counted. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDesktopSession } from './desktop-session.mjs';
import { run } from './processes.mjs';
import { root } from './root.mjs';
import { countPlaywright, countVitest, honest } from './test-counts.mjs';

const STAGE_MS = 30 * 60_000;
const REPORTS = join(root, '.cache', 'test-reports');

const TSC = 'node_modules/typescript/bin/tsc';
const BIOME = 'node_modules/@biomejs/biome/bin/biome';
const DEPCRUISE = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs';
const VITEST = 'node_modules/vitest/vitest.mjs';
const PLAYWRIGHT = 'node_modules/@playwright/test/cli.js';
const PRODUCT = ['app', 'main', 'renderer', 'sync-server', 'scripts', 'tests'];

/**
 * `folders`: where a stage's tests live; with none of them there is nothing to run, which is said and not counted.
 * `run` resolves to `{ passed, failed, skipped? }`.
 */
export const STAGES = [
  { name: 'types', run: () => check(TSC, ['-b']) },
  { name: 'lint', run: () => check(BIOME, ['check', '--error-on-warnings', '.']) },
  { name: 'boundaries', run: () => check(DEPCRUISE, ['--config', '.dependency-cruiser.cjs', ...PRODUCT]) },
  { name: 'build', run: buildEverything },
  { name: 'unit', run: () => vitest('unit') },
  { name: 'contracts', folders: ['tests/contracts'], run: () => vitest('contracts') },
  { name: 'browser', run: () => vitest('browser') },
  {
    name: 'crash',
    folders: ['tests/crash', 'tests/network'],
    run: () => inDesktop((desk) => vitest('crash', desk)),
  },
  { name: 'e2e', folders: ['tests/e2e'], run: () => inDesktop(playwright) },
];

export function hasTests(stage) {
  return stage.folders === undefined || stage.folders.some((folder) => existsSync(join(root, folder)));
}

const PLAIN = { env: {}, wrap: (command, args) => [command, args] };

/** Runs a Node program of node_modules inside a session. */
function runTool(tool, args, { session = PLAIN, env = {} } = {}) {
  const [command, commandArgs] = session.wrap(process.execPath, [join(root, tool), ...args]);
  return run(command, commandArgs, { env: { ...session.env, ...env }, timeoutMs: STAGE_MS });
}

/** A check that passes or fails as a whole counts as one. */
async function check(tool, args) {
  return (await runTool(tool, args)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Everything that the later stages start: dist/ and an Electron. */
async function buildEverything() {
  const { ensureBuilt } = await import('../prepare.mjs');
  const { electronPath } = await import('../electron-runtime.mjs');
  try {
    await ensureBuilt();
    console.log(`Electron: ${await electronPath()}`);
    return { passed: 1, failed: 0 };
  } catch (error) {
    console.log(error.message);
    return { passed: 0, failed: 1 };
  }
}

async function inDesktop(body) {
  const session = await openDesktopSession();
  try {
    return await body(session);
  } finally {
    session.close();
  }
}

function freshReport(name) {
  const file = join(REPORTS, `${name}.json`);
  mkdirSync(REPORTS, { recursive: true });
  rmSync(file, { force: true });
  return file;
}

function readReport(file, count) {
  if (!existsSync(file)) return { passed: 0, failed: 0, skipped: 0 };
  return count(JSON.parse(readFileSync(file, 'utf8')));
}

async function vitest(project, session = PLAIN) {
  const report = freshReport(project);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const exitCode = await runTool(VITEST, ['run', '--project', project, ...reporters], { session });
  return honest(exitCode, readReport(report, countVitest));
}

async function playwright(session) {
  const report = freshReport('e2e');
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const exitCode = await runTool(PLAYWRIGHT, ['test', '--reporter=list,json'], { session, env });
  return honest(exitCode, readReport(report, countPlaywright));
}
