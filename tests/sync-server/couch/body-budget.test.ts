/** Bodies of all requests share one room: more than fits waits at its sockets, and everything comes in. */
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BodyBudget, FREE_BYTES } from '../../../sync-server/couch/body-budget.ts';
import { RawSocket } from '../http/raw-socket.ts';
import { ask, folder, remove, type Server, startServer } from './support.ts';

const MIB = 1024 * 1024;
const TOTAL = 3 * MIB;
const LARGEST = MIB;
/** Room for parts of bodies that are not the one that may go beyond. */
const SHARED = TOTAL - LARGEST;
const BODY_MS = 1200;

let data: string;
let server: Server;
let bodies: BodyBudget;
beforeEach(async () => {
  data = await folder();
  bodies = new BodyBudget(TOTAL, LARGEST);
  const couch = { bodyBytes: LARGEST, bodiesBytes: TOTAL };
  server = await startServer(data, { couch, bodies, http: { bodyMs: BODY_MS } });
  await ask(`${server.url}/db`, 'PUT');
});
afterEach(async () => {
  server.app.server.closeAllConnections();
  await server.app.close();
  await remove(data);
});

const docOf = (length: number): string => `{"pad":"${'x'.repeat(length - 10)}"}`;
const LARGE = 900_000;

/** Announces a body and sends a part of it. */
async function begun(id: string, sent: number): Promise<RawSocket> {
  const raw = await RawSocket.open(server.url);
  const head = `PUT /db/${id} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${LARGE}`;
  raw.socket.write(`${head}\r\n\r\n${docOf(LARGE).slice(0, sent)}`);
  return raw;
}

it('twenty large pushes at once all come in, and are never in memory together', async () => {
  const pushes = Array.from({ length: 20 }, (_, n) => ask(`${server.url}/db/doc${n}`, 'PUT', docOf(LARGE)));
  const statuses = (await Promise.all(pushes)).map(({ status }) => status);
  expect(statuses).toEqual(statuses.map(() => 201));
  expect(bodies.peak).toBeGreaterThan(SHARED / 2);
  expect(bodies.peak).toBeLessThanOrEqual(TOTAL + 20 * FREE_BYTES);
  await expect.poll(() => bodies.held).toBe(0);
});

it('a body that alone is more than what is shared comes in', async () => {
  const narrow = new BodyBudget(LARGEST, LARGEST);
  const own = await folder();
  const other = await startServer(own, { couch: { bodyBytes: LARGEST }, bodies: narrow });
  await ask(`${other.url}/db`, 'PUT');
  const put = (n: number) => ask(`${other.url}/db/doc${n}`, 'PUT', docOf(LARGE));
  expect((await Promise.all([put(1), put(2), put(3)])).map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(narrow.peak).toBeLessThanOrEqual(LARGEST + 3 * FREE_BYTES);
  await other.app.close();
  await remove(own);
});

it('of a gzipped body what comes out is counted, and more than a body may be is refused', async () => {
  const zipped = (text: string) =>
    fetch(`${server.url}/db/_bulk_docs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: new Uint8Array(gzipSync(text)),
    });
  expect((await zipped(`{"docs":[${docOf(LARGE)}]}`)).status).toBe(201);
  expect(bodies.peak).toBeGreaterThan(LARGE);
  expect((await zipped(`{"docs":[${docOf(50 * MIB)}]}`)).status).toBe(413);
  expect(bodies.peak).toBeLessThan(TOTAL);
  await expect.poll(() => bodies.held).toBe(0);
});

it('who holds room and sends no more is cut, which frees it for who waits; questions do not wait', async () => {
  const idle = await Promise.all(['a', 'b', 'c'].map((id) => begun(id, LARGE - 100_000)));
  await expect.poll(() => bodies.held).toBeGreaterThan(2_300_000);
  const waiting = ask(`${server.url}/db/waits`, 'PUT', docOf(LARGE));
  const asked = await ask(`${server.url}/db/_revs_diff`, 'POST', { doc: ['1-a'] });
  expect(asked.status).toBe(200);
  expect(idle.every(({ isOpen }) => isOpen)).toBe(true);
  expect((await waiting).status).toBe(201);
  await Promise.all(idle.map(({ closed }) => closed));
  for (const { text } of idle) expect(text).toMatch(/^HTTP\/1\.1 408 /);
  await expect.poll(() => bodies.held).toBe(0);
});

it('who waits for room is not cut for it, however long that takes', async () => {
  const slow = await Promise.all(['a', 'b', 'c'].map((id) => begun(id, LARGE - 100_000)));
  await expect.poll(() => bodies.held).toBeGreaterThan(2_300_000);
  const started = performance.now();
  const waiting = ask(`${server.url}/db/waits`, 'PUT', docOf(LARGE));
  let answered = false;
  void waiting.then(() => {
    answered = true;
  });
  while (performance.now() - started < 3 * BODY_MS) {
    for (const { socket } of slow) socket.write('x'.repeat(500));
    await pause(100);
  }
  expect(answered).toBe(false);
  expect(slow.every(({ isOpen }) => isOpen)).toBe(true);
  for (const { socket } of slow) socket.destroy();
  expect((await waiting).status).toBe(201);
});
