/** What feeds cost in memory, of which some are never read: a process of its own, and real sockets. */
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RawSocket } from '../http/raw-socket.ts';
import { ask, type Child, folder, remove, startChild } from './support.ts';

const READERS = 480;
const STUCK = 20;
const DOCS = 800;
const PAD = 25_000;
/** What is written would be, once for each feed that nobody reads, this much. */
const UNREAD_MIB = (STUCK * DOCS * PAD) / 1024 / 1024;

let data: string;
let server: Child;
beforeAll(async () => {
  data = await folder();
  server = await startChild(data, 0, { nodeFlags: ['--max-old-space-size=128'] });
  await ask(`${server.url}/db`, 'PUT');
});
afterAll(async () => {
  await server.kill();
  await remove(data);
});

const mib = async (): Promise<number> => {
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024;
};

async function openFeed(reading: boolean): Promise<RawSocket> {
  const raw = await RawSocket.open(server.url, reading);
  const docs = reading ? '' : '&include_docs=true';
  raw.socket.write(
    `GET /db/_changes?feed=continuous&since=0&heartbeat=60000${docs} HTTP/1.1\r\nHost: x\r\n\r\n`,
  );
  return raw;
}

it(`${READERS + STUCK} feeds, of which ${STUCK} are never read, cost a bounded amount of memory`, async () => {
  await pad('warm', 200);
  const readers = await Promise.all(Array.from({ length: READERS }, () => openFeed(true)));
  const stuck = await Promise.all(Array.from({ length: STUCK }, () => openFeed(false)));
  await Promise.all(readers.map((raw) => raw.until(/"id":"warm-199"/)));
  const before = await mib();
  const series: number[] = [];
  for (let n = 0; n < DOCS / 100; n++) {
    await pad(`doc${n}`, 100);
    series.push(await mib());
  }
  await Promise.all(readers.map((raw) => raw.until(new RegExp(`"id":"doc${DOCS / 100 - 1}-99"`))));
  series.push(await settled());
  const most = Math.max(...series);
  console.log(`${Math.round(before)} MiB before, then ${series.map(Math.round)}; ${UNREAD_MIB} MiB not read`);
  // How much a runtime keeps for itself differs by its version; what is not read would be all of it.
  expect(most - before).toBeLessThan(UNREAD_MIB / 2);

  // One that was stuck begins to read, and misses nothing.
  const late = stuck[0] as RawSocket;
  late.socket.on('data', (piece) => {
    late.text += piece.toString('latin1');
  });
  await late.until(new RegExp(`"id":"doc${DOCS / 100 - 1}-99"`));
  const told = [...late.text.matchAll(/"id":"([^"]+)","changes"/g)].map(([, id]) => id);
  expect(new Set(told).size).toBe(DOCS + 200);
  for (const { socket } of [...readers, ...stuck]) socket.destroy();
}, 60_000);

/** Memory once it does not grow any more: feeds with documents come after those without. */
async function settled(): Promise<number> {
  for (let last = await mib(), calm = 0; ; ) {
    await pause(300);
    const now = await mib();
    calm = now - last < 2 ? calm + 1 : 0;
    if (calm === 4) return now;
    last = now;
  }
}

async function pad(prefix: string, count: number): Promise<void> {
  const docs = Array.from({ length: count }, (_, n) => ({ _id: `${prefix}-${n}`, pad: 'x'.repeat(PAD) }));
  expect((await ask(`${server.url}/db/_bulk_docs`, 'POST', { docs })).status).toBe(201);
}
