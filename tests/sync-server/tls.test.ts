/** With a certificate the server speaks TLS and nothing else, and desks open their sessions over it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serverFile } from '../../scripts/ministry/write-ministry.ts';
import { type RunningServer, startServer } from '../../sync-server/server.ts';
import { World } from '../world/world.ts';
import { SERVICES } from './admission/support.ts';

/** A key pair for tests, worth nothing: it names localhost only. */
const pem = (name: string) => readFile(join(import.meta.dirname, 'tls', `specimen-${name}.pem`), 'utf8');

let folder: string;
let server: RunningServer;
let cert: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-tls-'));
  cert = await pem('cert');
  const world = await World.open(SERVICES);
  server = await startServer({
    data: folder,
    ministry: serverFile(world.ministry),
    tls: { cert, key: await pem('key') },
    http: { bodyMs: 600, headersMs: 600 },
  });
}, 30_000);
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const ask = (path: string, ca: string[]): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    const call = request(`${server.url}${path}`, { ca, servername: 'localhost' }, (reply) => {
      let body = '';
      reply.setEncoding('utf8');
      reply.on('data', (part: string) => {
        body += part;
      });
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, body }));
    });
    call.on('error', reject);
    call.end();
  });

it('answers over TLS with the certificate it was given', async () => {
  expect(server.url).toMatch(/^https:/);
  expect((await ask('/_up', [cert])).status).toBe(200);
  const session = JSON.parse((await ask('/_session', [cert])).body) as { guichet: { nonce: string } };
  expect(session.guichet.nonce).not.toBe('');
});

it('is not believed by one who does not know the certificate', async () => {
  await expect(ask('/_up', [])).rejects.toThrow(/self-signed|unable to verify/);
});

/** Sends a beginning, then a byte every 60 ms, until the server ends it. @returns all it said */
const drip = (begun: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(server.url);
    const socket = connect({ port: Number(port), host: '127.0.0.1', servername: 'localhost', ca: cert });
    let text = '';
    socket.on('secureConnect', () => socket.write(begun));
    const timer = setInterval(() => socket.writable && socket.write('x'), 60);
    socket.on('data', (data) => {
      text += data.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => {
      clearInterval(timer);
      resolve(text);
    });
  });

it('cuts who drips a body or headers, as without TLS', async () => {
  const body = 'POST /_session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\n{';
  expect(await drip(body)).toMatch(/^HTTP\/1\.1 408 .*request_timeout/s);
  expect(await drip('GET /_up HTTP/1.1\r\nX: ')).toMatch(/^HTTP\/1\.1 408 .*request_timeout/s);
});

it('does not answer in clear', async () => {
  await expect(fetch(`${server.url.replace('https:', 'http:')}/_up`)).rejects.toThrow();
});
