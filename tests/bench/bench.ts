/**
 * Measures, each beside a peer that does less or the physical limit, in the same run:
 *
 *   npm run bench -- NAME [--json FILE] [options of `server`: see there]
 *
 * Prints a table; with `--json` writes `{ bench, machine, commit, rows }` as well. Exit code 2 for an unknown name.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { parseArgs } from 'node:util';
import type { BenchRow } from './bench-row.ts';

const OPTIONS = {
  json: { type: 'string' },
  part: { type: 'string' },
  desks: { type: 'string' },
  acts: { type: 'string' },
  documents: { type: 'string' },
  attachments: { type: 'string' },
  rounds: { type: 'string' },
} as const;
type Options = Readonly<Partial<Record<keyof typeof OPTIONS, string>>>;

/** One line a bench. Loaded only when asked for. */
const BENCHES: Readonly<Record<string, () => Promise<(options: Options) => Promise<readonly BenchRow[]>>>> = {
  admission: async () => (await import('./admission.ts')).admission,
  catalogue: async () => (await import('./catalogue.ts')).catalogue,
  seal: async () => (await import('./seal.ts')).seal,
  sync: async () => (await import('./sync.ts')).sync,
  server: async () => (await import('./server.ts')).server,
  trust: async () => (await import('./trust.ts')).trust,
};
const MISUSE = 2;

function machine(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${first?.model.trim() || process.arch}, ${memory} GiB, ${type()} ${release()}, Node ${process.version}`;
}

/** The commit measured, with a mark when files differ from it; null outside a clone. */
function commit(): string | null {
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    return git('rev-parse', '--short=12', 'HEAD') + (git('status', '--porcelain', '-uno') === '' ? '' : '+');
  } catch {
    return null;
  }
}

function figure(value: number | undefined): string {
  if (value === undefined) return '';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 2 : 3;
  return value.toFixed(digits);
}

function table(rows: readonly BenchRow[]): string {
  const head = ['Case', 'Metric', 'Unit', 'Ours', 'Peer', 'Limit', 'Ratio'];
  const cells = rows.map((row) => [
    row.case,
    row.metric,
    row.unit,
    figure(row.ours),
    figure(row.peer),
    figure(row.limit),
    figure(row.ratio),
  ]);
  const widths = head.map((title, i) =>
    Math.max(title.length, ...cells.map((cell) => (cell[i] ?? '').length)),
  );
  const line = (cell: readonly string[]) =>
    cell
      .map((text, i) => (i < 3 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  const peers = [...new Set(rows.flatMap(({ peerName }) => peerName ?? []))];
  return [line(head), ...cells.map(line), '', ...peers.map((name) => `Peer: ${name}`)].join('\n');
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS });
const [name = ''] = positionals;
const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (!load || positionals.length !== 1) {
  console.error(`usage: npm run bench -- ${Object.keys(BENCHES).join('|')} [--json FILE]`);
  process.exitCode = MISUSE;
} else {
  const rows = await (await load())(values);
  const result = { bench: name, machine: machine(), commit: commit(), rows };
  console.log(`${result.machine}, commit ${result.commit ?? 'unknown'}\n`);
  console.log(table(rows));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
}
