/** How a server stops: in good order on the first signal, at once on the second. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RawSocket } from '../http/raw-socket.ts';
import { ask, type Child, folder, remove, startChild } from './support.ts';

let data: string;
let server: Child;
beforeEach(async () => {
  data = await folder();
  server = await startChild(data);
  await ask(`${server.url}/db`, 'PUT');
});
afterEach(async () => {
  await server.kill();
  await remove(data);
});

const feedOf = async (feed: string): Promise<RawSocket> => {
  const raw = await RawSocket.open(server.url);
  raw.socket.write(`GET /db/_changes?feed=${feed}&since=0&heartbeat=60000 HTTP/1.1\r\nHost: x\r\n\r\n`);
  await raw.until(/\r\n\r\n./s);
  return raw;
};

it('feeds end with their last line, writes that were answered are there, half of one is not, and it exits with 0', async () => {
  await ask(`${server.url}/db/known`, 'PUT', {});
  const continuous = await feedOf('continuous');
  await continuous.until(/"id":"known"/);
  const { last_seq } = (await ask(`${server.url}/db/_changes`)).json;
  const longpoll = await RawSocket.open(server.url);
  longpoll.socket.write(
    `GET /db/_changes?feed=longpoll&since=${last_seq}&heartbeat=60000 HTTP/1.1\r\nHost: x\r\n\r\n`,
  );
  await longpoll.until(/"results":\[/);
  const half = await RawSocket.open(server.url);
  half.socket.write('PUT /db/half HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"a":');
  const quiet = await RawSocket.open(server.url);

  const docs = Array.from({ length: 300 }, (_, n) => ({ n, pad: 'x'.repeat(2000) }));
  const writes = Array.from({ length: 6 }, (_, k) =>
    ask(`${server.url}/db/_bulk_docs`, 'POST', {
      docs: docs.map((doc) => ({ _id: `${k}-${doc.n}`, ...doc })),
    }).catch(() => undefined),
  );
  await Promise.race(writes);
  const started = performance.now();
  const code = await server.kill('SIGTERM');
  expect(code).toBe(0);
  expect(performance.now() - started).toBeLessThan(10_000);

  await Promise.all([continuous.closed, longpoll.closed, half.closed, quiet.closed]);
  expect(continuous.text).toMatch(/\{"last_seq":"[^"]+","pending":0\}\n\r\n0\r\n\r\n$/);
  expect(longpoll.text).toMatch(/\],\n"last_seq":"[^"]+","pending":0\}\n\r\n0\r\n\r\n$/);

  const answered = (await Promise.all(writes)).flatMap((answer, k) => (answer?.status === 201 ? [k] : []));
  expect(answered.length).toBeGreaterThan(0);
  server = await startChild(data);
  const rows = (await ask(`${server.url}/db/_all_docs`)).json.rows as { id: string }[];
  const ids = new Set(rows.map(({ id }) => id));
  for (const k of answered) for (const { n } of docs) expect(ids).toContain(`${k}-${n}`);
  // Of those that were not answered, all is there or nothing.
  for (let k = 0; k < writes.length; k++) {
    expect([0, docs.length]).toContain(docs.filter(({ n }) => ids.has(`${k}-${n}`)).length);
  }
  expect(ids).not.toContain('half');
});

it('a reader that takes nothing holds it up for a few seconds only; a second signal not even that', async () => {
  await fetch(`${server.url}/db/large/file`, { method: 'PUT', body: new Uint8Array(24 * 1024 * 1024) });
  const stuck = async (): Promise<RawSocket> => {
    const raw = await RawSocket.open(server.url, false);
    raw.socket.write('GET /db/large/file HTTP/1.1\r\nHost: x\r\n\r\n');
    await ask(`${server.url}/db`);
    return raw;
  };
  const first = await stuck();
  const started = performance.now();
  expect(await server.kill('SIGTERM')).toBe(0);
  expect(performance.now() - started).toBeLessThan(9_000);
  first.socket.destroy();

  server = await startChild(data);
  const second = await stuck();
  const asked = performance.now();
  const [one, two] = await Promise.all([
    server.kill('SIGTERM'),
    // A second signal is one only once the first has been taken.
    new Promise((resolve) => setTimeout(resolve, 300)).then(() => server.kill('SIGINT')),
  ]);
  expect([one, two]).toEqual([130, 130]);
  expect(performance.now() - asked).toBeLessThan(3_000);
  second.socket.destroy();
});
