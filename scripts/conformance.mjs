/**
 * Runs the test suites of a PouchDB checkout over HTTP against the protocol layer (or another CouchDB peer), one mocha
 * process a file, and records what passes and fails:
 *
 *   node scripts/conformance.mjs CHECKOUT [--json FILE] [--only TEXT]… [--url http://peer:5984] [--show]
 *
 * The checkout is made, installed and built by whoever runs this (docs/conformance.md); nothing of it is ours.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { run, start } from './lib/processes.mjs';

const PORT = 15984;
const FILE_MS = 10 * 60_000;
const TEST_MS = 10_000;
/** Where the suites expect a server that answers 500 to everything. */
const DOWN_PORT = '3010';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    only: { type: 'string', multiple: true, default: [] },
    url: { type: 'string' },
    show: { type: 'boolean', default: false },
  },
});
const [given] = positionals;
if (given === undefined) throw new Error('name the folder of a PouchDB checkout');
const checkout = resolve(given);
const scratch = mkdtempSync(join(tmpdir(), 'guichet-conformance-'));

/** @returns {string[]} test files of the integration and find suites, relative to the checkout. */
function testFiles() {
  const tests = join(checkout, 'tests');
  const names = ['integration', 'find'].flatMap((suite) =>
    readdirSync(join(tests, suite), { recursive: true }).map((name) => join('tests', suite, name)),
  );
  return names
    .filter((name) => /\/test\.(?!setup_global_hooks)[^/]+\.js$/.test(name))
    .filter((name) => values.only.length === 0 || values.only.some((text) => name.includes(text)))
    .sort();
}

/** The protocol layer over an empty store. */
async function startOurs() {
  const flags = ['sync-server/couch/standalone.ts', '--port', String(PORT), '--data', join(scratch, 'data')];
  const server = start(process.execPath, ['--import', 'tsx', ...flags], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${PORT}`;
  for (let tries = 0; ; tries++) {
    const up = await fetch(`${url}/_up`).catch(() => undefined);
    if (up?.ok) return { ...server, url };
    if (tries > 600) throw new Error('the conformance server does not answer');
    await pause(50);
  }
}

/** How often a file is run again without the tests at which mocha gave up. */
const RERUNS = 16;

/**
 * One file. A test that fails in a callback takes those after it along (mocha gives up on their group): the file is run
 * again without it, so that they are counted too.
 */
async function runFile(file, url) {
  const seen = { passes: new Map(), failures: new Map(), pending: new Map() };
  const without = new Set();
  for (let tries = 0; tries <= RERUNS; tries++) {
    const result = await runMocha(file, url, [...without]);
    const before = without.size;
    for (const { fullTitle, title, err } of result.failures) {
      const [, culprit] = /^"after each" hook for "(.*)"$/s.exec(title) ?? [];
      if (culprit === undefined) seen.failures.set(fullTitle, err?.message ?? '');
      else without.add(culprit);
    }
    for (const { fullTitle } of result.passes) seen.passes.set(fullTitle, '');
    for (const { fullTitle } of result.pending) seen.pending.set(fullTitle, '');
    if (without.size === before) break;
  }
  for (const title of seen.failures.keys()) seen.passes.delete(title);
  const failures = [...seen.failures].map(([title, error]) => ({ title, error }));
  const remote = [...seen.passes.keys()].filter((title) => isRemote(file, title)).length;
  return {
    file,
    remote,
    passed: seen.passes.size,
    failed: failures.length,
    skipped: seen.pending.size,
    failures,
  };
}

/** Whether a test talks to the server: its group's name ends with its adapters. Others test the client alone. */
const isRemote = (file, title) =>
  !file.includes('integration') || /^(?:suite2 )?test\.\S+-http\b/.test(title);

/** A mocha of its own. A process that died or hung left no result: that counts as one failure. */
async function runMocha(file, url, without) {
  const output = join(scratch, 'result.json');
  rmSync(output, { force: true });
  const find = file.startsWith(join('tests', 'find'));
  const files = find
    ? ['tests/find/test-suite-1/test.aaa-setup.js']
    : ['tests/integration/test.setup_global_hooks.js'];
  const setup = join(checkout, 'tests/integration/node.setup.js');
  const options = ['--exit', '--timeout', String(TEST_MS), '--require', setup];
  const reporter = ['--reporter', 'json', '--reporter-option', `output=${output}`];
  const escaped = without.map((title) => title.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const invert = without.length > 0 ? ['--grep', escaped.join('|'), '--invert'] : [];
  const wanted = [...new Set([...files, file])].map((name) => join(checkout, name));
  const env = {
    SERVER: 'couchdb-master',
    COUCH_HOST: url,
    VIEW_ADAPTERS: 'memory',
    // Integration tests name their adapters themselves; the others go where this says.
    ...(find && { ADAPTERS: 'http', PLUGINS: 'pouchdb-find' }),
  };
  // A folder of its own: the suites clear theirs in the background when they end.
  const cwd = mkdtempSync(join(scratch, 'run-'));
  const mocha = join(checkout, 'node_modules/mocha/bin/_mocha');
  const args = [mocha, ...options, ...reporter, ...invert, ...wanted];
  await run(process.execPath, args, { env, cwd, timeoutMs: FILE_MS, stdio: 'ignore' });
  try {
    return JSON.parse(readFileSync(output, 'utf8'));
  } catch {
    const title = `${file} ended without a result`;
    return { passes: [], pending: [], failures: [{ title, fullTitle: title }] };
  }
}

function row(name, { passed, remote, failed, skipped }) {
  const cells = [passed, remote, failed, skipped].map((count) => String(count).padStart(8));
  return `${name.padEnd(56)}${cells.join('')}`;
}

const peer = values.url === undefined ? await startOurs() : { url: values.url, stop: async () => {} };
const down = start(process.execPath, [join(checkout, 'bin/down-server.js'), DOWN_PORT], { stdio: 'ignore' });
process.on('exit', () => [peer, down].map(({ child }) => child?.kill()));
const results = [];
try {
  console.log(`${'file'.padEnd(56)}  passed  remote  failed skipped`);
  for (const file of testFiles()) {
    const result = await runFile(file, peer.url);
    results.push(result);
    console.log(row(relative('tests', file), result));
    if (values.show) for (const { title, error } of result.failures) console.log(`    ${title}: ${error}`);
  }
} finally {
  await Promise.all([down.stop(), peer.stop()]);
  rmSync(scratch, { recursive: true, force: true });
}
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
const total = {
  passed: sum('passed'),
  remote: sum('remote'),
  failed: sum('failed'),
  skipped: sum('skipped'),
};
console.log(row('all', total));
if (values.json !== undefined) {
  writeFileSync(values.json, `${JSON.stringify({ total, files: results }, null, 2)}\n`);
}
process.exitCode = total.failed > 0 ? 1 : 0;
