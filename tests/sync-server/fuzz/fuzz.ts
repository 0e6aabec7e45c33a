/** `npm run fuzz -- --requests 100000 --seed N`: the whole of what `fuzz.test.ts` runs a part of. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzzServer } from './fuzz-server.ts';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '100000' }, seed: { type: 'string' } },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
console.log(`seed ${seed}`);
const folder = await mkdtemp(join(tmpdir(), 'guichet-fuzz-'));
const started = performance.now();
const { statuses, faults } = await fuzzServer(folder, seed, Number(values.requests));
const seconds = (performance.now() - started) / 1000;
const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
console.log(`${values.requests} requests in ${seconds.toFixed(0)} s; ${counts.join(', ')}`);
console.log(`${Math.round(process.memoryUsage().rss / 1024 / 1024)} MB`);
for (const fault of faults) console.log(`\n${fault}`);
console.log(faults.length === 0 ? 'nothing broke' : `${faults.length} faults; seed ${seed}`);
await rm(folder, { recursive: true, force: true });
process.exitCode = faults.length === 0 ? 0 : 1;
