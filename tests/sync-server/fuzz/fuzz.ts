/**
 * `npm run fuzz -- --requests 100000 --seed N`: the whole of what `fuzz.test.ts` runs a part of; with `--gateway`, of
 * what `gateway-fuzz.test.ts` does: deliveries to a gateway with sessions and admission.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzzServer } from './fuzz-server.ts';
import { fuzzGateway } from './gateway-fuzz.ts';
import type { FuzzReport } from './run-fuzz.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string' },
    gateway: { type: 'boolean', default: false },
  },
});

async function protocol(seed: number, requests: number): Promise<FuzzReport> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-fuzz-'));
  const report = await fuzzServer(folder, seed, requests);
  await rm(folder, { recursive: true, force: true });
  return report;
}

async function gateway(seed: number, steps: number): Promise<FuzzReport> {
  const report = await fuzzGateway(seed, steps);
  const { honest, spoilt, heap } = report;
  console.log(
    `${honest} honest records; spoilt: ${[...spoilt].map(([what, n]) => `${n} ${what}`).join('; ')}`,
  );
  console.log(`heap in use, MB: ${heap.map((bytes) => Math.round(bytes / 1024 / 1024)).join(', ')}`);
  return report;
}

const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
console.log(`seed ${seed}`);
const started = performance.now();
const { statuses, faults } = await (values.gateway ? gateway : protocol)(seed, Number(values.requests));
const seconds = (performance.now() - started) / 1000;
const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
console.log(`${values.requests} requests in ${seconds.toFixed(0)} s; ${counts.join(', ')}`);
console.log(`${Math.round(process.memoryUsage().rss / 1024 / 1024)} MB`);
for (const fault of faults) console.log(`\n${fault}`);
console.log(faults.length === 0 ? 'nothing broke' : `${faults.length} faults; seed ${seed}`);
process.exitCode = faults.length === 0 ? 0 : 1;
