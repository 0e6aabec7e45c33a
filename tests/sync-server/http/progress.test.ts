/**
 * Slow clients are judged by progress. The limits are those of the server, fifty times shorter: 1024 bytes in
 * 1.2 s stand for 1024 bytes in 60 s, so that 2 kbit/s (250 bytes/s) are 250 bytes in 20 ms.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HTTP_LIMITS, type HttpLimits } from '../../../sync-server/http/limits.ts';
import { ask, folder, remove, type Server, startServer } from '../couch/support.ts';
import { RawSocket } from './raw-socket.ts';

const FASTER = 50;
const HTTP: Partial<HttpLimits> = {
  headersMs: HTTP_LIMITS.headersMs / FASTER,
  bodyMs: HTTP_LIMITS.bodyMs / FASTER,
  readerMs: HTTP_LIMITS.readerMs / FASTER / 18,
  lingerMs: HTTP_LIMITS.lingerMs / FASTER,
  idleMs: HTTP_LIMITS.idleMs / FASTER,
};

let data: string;
let server: Server;
beforeAll(async () => {
  data = await folder();
  server = await startServer(data, { http: HTTP });
  await ask(`${server.url}/db`, 'PUT');
});
afterAll(async () => {
  await server.app.close();
  await remove(data);
});

const head = (id: string, length: number): string =>
  `PUT /db/${id} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
const docOf = (length: number): string => `{"pad":"${'x'.repeat(length - 10)}"}`;

describe('uploads', () => {
  it('at 2 kbit/s finish, though they take far longer than the window', async () => {
    const raw = await RawSocket.open(server.url);
    const body = docOf(50_000);
    raw.socket.write(head('slow', body.length));
    const started = performance.now();
    await raw.drip(body, 250, 20);
    expect(performance.now() - started).toBeGreaterThan(3 * (HTTP.bodyMs as number));
    await raw.until(/\r\n\r\n.*"ok":true/s);
    expect(raw.text).toMatch(/^HTTP\/1\.1 201/);
    expect((await ask(`${server.url}/db/slow`)).text.length).toBeGreaterThan(50_000);
    raw.socket.destroy();
  });

  it('in chunks finish as well', async () => {
    const raw = await RawSocket.open(server.url);
    raw.socket.write('PUT /db/chunked HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    const chunk = `${'x'.repeat(250)}`;
    raw.socket.write('8\r\n{"pad":"\r\n');
    for (let n = 0; n < 100; n++) {
      raw.socket.write(`fa\r\n${chunk}\r\n`);
      await pause(20);
    }
    raw.socket.write('2\r\n"}\r\n0\r\n\r\n');
    await raw.until(/"ok":true/);
    raw.socket.destroy();
  });

  it('that drip a byte every 10 seconds are cut with 408, and nothing is written', async () => {
    const raw = await RawSocket.open(server.url);
    const body = docOf(1000);
    raw.socket.write(head('drip', body.length));
    const started = performance.now();
    await Promise.race([raw.drip(body, 1, 200), raw.closed]);
    await raw.closed;
    const took = performance.now() - started;
    expect(raw.text).toMatch(/^HTTP\/1\.1 408 .*connection: close.*"error":"request_timeout"/is);
    expect(took).toBeGreaterThanOrEqual((HTTP.bodyMs as number) * 0.9);
    expect(took).toBeLessThan(10 * (HTTP.bodyMs as number));
    expect((await ask(`${server.url}/db/drip`)).status).toBe(404);
  });

  it('that were answered already do not go on for ever', async () => {
    const raw = await RawSocket.open(server.url);
    raw.socket.write(head('_bad', 10_000_000));
    raw.socket.write('{');
    await raw.until(/"reason"/);
    await Promise.race([raw.drip('x'.repeat(1_000_000), 100, 1), raw.closed]);
    expect(raw.isOpen).toBe(false);
  });
});

describe('headers', () => {
  it.each(['', 'GET /db HTTP/1.1\r\nHost: x\r\nX-Slow: '])('that do not come are cut: %j', async (begun) => {
    const raw = await RawSocket.open(server.url);
    raw.socket.write(begun);
    await Promise.race([raw.drip(begun === '' ? '' : 'x'.repeat(1000), 1, 50), raw.closed]);
    await raw.closed;
    expect(raw.isOpen).toBe(false);
    expect(raw.text).toMatch(/^HTTP\/1\.1 408.*request_timeout/s);
  });

  it('larger than the limit answer 431, an address longer than the limit 414', async () => {
    const large = await RawSocket.open(server.url);
    large.socket.write(`GET /db HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(70_000)}\r\n\r\n`);
    await large.closed;
    expect(large.text).toMatch(/^HTTP\/1\.1 431.*"error":"too_long"/s);
    const long = await ask(`${server.url}/db/${'x'.repeat(33_000)}`);
    expect(long).toMatchObject({
      status: 414,
      json: { error: 'too_long', reason: 'the request uri is too long' },
    });
    // The longest id there can be, each byte of it percent-encoded, is none of that.
    expect((await ask(`${server.url}/db/${'%c3%a9'.repeat(4000)}`)).status).toBe(404);
  });
});

describe('readers', () => {
  it('that take nothing of an answer are cut', async () => {
    const file = new Uint8Array(24 * 1024 * 1024);
    const put = await fetch(`${server.url}/db/large/file`, { method: 'PUT', body: file });
    expect(put.status).toBe(201);
    const raw = await RawSocket.open(server.url, false);
    const started = performance.now();
    raw.socket.write('GET /db/large/file HTTP/1.1\r\nHost: x\r\n\r\n');
    await serverClosesAll();
    expect(performance.now() - started).toBeGreaterThanOrEqual((HTTP.readerMs as number) * 0.9);
    raw.socket.destroy();
  });

  it('that take a little at a time are not', async () => {
    const raw = await RawSocket.open(server.url, false);
    raw.socket.write('GET /db/large/file HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    let taken = 0;
    const started = performance.now();
    for await (const piece of raw.socket) {
      taken += piece.length;
      await pause(5);
    }
    expect(performance.now() - started).toBeGreaterThan(HTTP.readerMs as number);
    expect(taken).toBeGreaterThan(24 * 1024 * 1024);
  });

  it('of a silent feed stay, however long it has nothing to tell', async () => {
    const raw = await RawSocket.open(server.url);
    raw.socket.write(
      'GET /db/_changes?feed=continuous&since=now&heartbeat=30000 HTTP/1.1\r\nHost: x\r\n\r\n',
    );
    await pause(2 * (HTTP.readerMs as number));
    await ask(`${server.url}/db/news`, 'PUT', {});
    await raw.until(/"id":"news"/);
    raw.socket.destroy();
  });

  it('that ask nothing more are let go', async () => {
    const raw = await RawSocket.open(server.url);
    raw.socket.write('GET /db HTTP/1.1\r\nHost: x\r\n\r\n');
    await raw.until(/"db_name"/);
    await raw.closed;
  });
});

/** Resolves once the server has no connection open. */
async function serverClosesAll(): Promise<void> {
  const { server: http } = server.app;
  for (;;) {
    const count = await new Promise<number>((resolve, reject) =>
      http.getConnections((error, n) => (error ? reject(error) : resolve(n))),
    );
    if (count === 0) return;
    await pause(20);
  }
}
