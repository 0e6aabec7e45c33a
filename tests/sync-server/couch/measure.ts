/**
 * `npx tsx tests/sync-server/couch/measure.ts [documents] [rounds]`: push and pull by PouchDB 9 on LevelDB, to the
 * protocol layer and to express-pouchdb on LevelDB, in turn, in one run. Documents of 2 KB; then 500 of 200 KB.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import { type Db, folder, PouchDB, remove } from './support.ts';

PouchDB.plugin(leveldbAdapter);

const [documents = 10_000, rounds = 2] = process.argv.slice(2).map(Number);
const SERVERS = {
  ours: (data: string) => ['../../../sync-server/couch/standalone.ts', '--port', '0', '--data', data],
  'express-pouchdb': (data: string) => ['measure-peer.ts', data],
};

interface Peer {
  readonly url: string;
  readonly child: ChildProcess;
}

async function start(name: keyof typeof SERVERS, data: string): Promise<Peer> {
  const [script = '', ...args] = SERVERS[name](data);
  const file = join(import.meta.dirname, script);
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { child, url: /http:\S+/.exec(line.toString())?.[0] ?? '' };
}

async function peakMegabytes({ child }: Peer): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

/** CPU seconds of the server: what a busy machine does not blur. */
async function cpuSeconds({ child }: Peer): Promise<number> {
  const fields = (await readFile(`/proc/${child.pid}/stat`, 'utf8').catch(() => '')).split(' ');
  return (Number(fields[13] ?? 0) + Number(fields[14] ?? 0)) / 100;
}

async function timed(
  peer: Peer,
  count: number,
  work: () => Promise<{ docs_written: number }>,
): Promise<string> {
  const cpu = await cpuSeconds(peer);
  const from = performance.now();
  const { docs_written } = await work();
  if (docs_written !== count) throw new Error(`${docs_written} of ${count} documents arrived`);
  const rate = Math.round((count / (performance.now() - from)) * 1000);
  return `${rate}/s (server ${((await cpuSeconds(peer)) - cpu).toFixed(2)} s CPU)`;
}

const data = await folder();
let n = 0;
const onDisk = (): Db => new PouchDB(join(data, `client-${n++}`), { adapter: 'leveldb' });

const small = onDisk();
for (let at = 0; at < documents; at += 1000) {
  const page = Array.from({ length: 1000 }, (_, i) => ({
    _id: `doc-${String(at + i).padStart(7, '0')}`,
    pad: randomBytes(1460).toString('base64'),
  }));
  await small.bulkDocs(page);
}
const large = onDisk();
for (let at = 0; at < 500; at++) {
  const file = { content_type: 'application/octet-stream', data: randomBytes(200_000).toString('base64') };
  await large.put({ _id: `scan-${at}`, _attachments: { chunk: file } });
}

for (let round = 0; round < rounds; round++) {
  for (const name of Object.keys(SERVERS) as (keyof typeof SERVERS)[]) {
    for (const [what, source, count, batch_size] of [
      ['2 KB, batches of 100', small, documents, 100],
      ['2 KB, batches of 1000', small, documents, 1000],
      ['200 KB attachments', large, 500, 100],
    ] as const) {
      const peer = await start(name, join(data, `server-${n++}`));
      const remote = (): Db => new PouchDB(`${peer.url}/bench`);
      const target = onDisk();
      const push = await timed(peer, count, () =>
        Promise.resolve(source.replicate.to(remote(), { batch_size, checkpoint: 'target' })),
      );
      const pull = await timed(peer, count, () =>
        Promise.resolve(target.replicate.from(remote(), { batch_size })),
      );
      const memory = await peakMegabytes(peer);
      console.log(`${what}\t${name}\tpush ${push}\tpull ${pull}\tpeak ${memory} MB`);
      await target.destroy();
      const dead = once(peer.child, 'exit');
      peer.child.kill('SIGKILL');
      await dead;
    }
  }
}
await remove(data);
process.exit(0);
