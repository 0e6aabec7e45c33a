/** With a certificate the server speaks TLS and nothing else, and desks open their sessions over it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

it('does not answer in clear', async () => {
  await expect(fetch(`${server.url.replace('https:', 'http:')}/_up`)).rejects.toThrow();
});
