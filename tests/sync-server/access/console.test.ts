/** The web console beside the protocol: files, screens, and nothing else of the disk. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { World } from '../../world/world.ts';
import { SERVICES } from '../admission/support.ts';
import { TestServer } from './support.ts';

let web: string;
let server: TestServer;
beforeAll(async () => {
  const home = await mkdtemp(join(tmpdir(), 'guichet-web-'));
  web = join(home, 'web');
  await mkdir(join(web, 'assets'), { recursive: true });
  await writeFile(join(home, 'secret.html'), 'outside');
  await writeFile(join(web, 'index.html'), '<!doctype html>console');
  await writeFile(join(web, 'service-worker.js'), 'self;');
  await writeFile(join(web, 'manifest.webmanifest'), '{}');
  await writeFile(join(web, 'assets', 'main-abcd1234.js'), 'export {};');
  await writeFile(join(web, 'assets', 'argon.wasm'), 'wasm');
  await writeFile(join(web, 'server.key'), 'of no type that is served');
  server = await TestServer.start(await World.open(SERVICES), { web });
});
afterAll(async () => {
  await server.stop();
  await rm(join(web, '..'), { recursive: true, force: true });
});

const HTML = { accept: 'text/html,application/xhtml+xml' };
const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers });

/** Sends a path as it is: fetch would tidy it up first. */
function raw(path: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const asked = request({ hostname, port, path, headers: HTML }, (reply) => {
      let text = '';
      reply.on('data', (data) => {
        text += data;
      });
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, text }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('the web console', () => {
  it.each([
    ['/service-worker.js', 'text/javascript; charset=utf-8', 'no-cache'],
    ['/manifest.webmanifest', 'application/manifest+json; charset=utf-8', 'no-cache'],
    ['/assets/main-abcd1234.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/argon.wasm', 'application/wasm', 'no-cache'],
  ])('serves %s', async (path, type, cache) => {
    const reply = await get(path);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe(type);
    expect(reply.headers.get('cache-control')).toBe(cache);
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    const again = await get(path, { 'if-none-match': reply.headers.get('etag')! });
    expect(again.status).toBe(304);
  });

  it('gives the main page for every screen, under a policy that lets nothing else in', async () => {
    for (const path of ['/', '/index.html', '/file/ML-PAR/0123', '/queue?mission=all', '/assets']) {
      const reply = await get(path, HTML);
      expect(await reply.text()).toBe('<!doctype html>console');
      const policy = reply.headers.get('content-security-policy')!;
      for (const part of [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "worker-src 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' blob:",
      ])
        expect(policy).toContain(part);
      expect(policy).not.toContain('unsafe-inline');
      expect(reply.headers.get('cache-control')).toBe('no-cache');
    }
    expect((await get('/service-worker.js')).headers.get('service-worker-allowed')).toBe('/');
  });

  it('leaves the protocol what is the protocol’s', async () => {
    expect(await (await get('/')).json()).toMatchObject({ couchdb: 'Welcome' });
    expect((await get('/_up', HTML)).status).toBe(200);
    expect((await get('/_session', HTML)).headers.get('content-type')).toContain('json');
    for (const path of [
      '/mission-ml-par',
      '/keyring',
      '/catalogue/_changes',
      '/mission-ml-par/act%3Ax',
      '/admin/desks',
    ])
      expect((await get(path, HTML)).status).toBe(401);
    expect((await get('/queue')).status).toBe(401);
    expect((await fetch(`${server.url}/index.html`, { method: 'POST' })).status).not.toBe(200);
  });

  it.each([
    '/../secret.html',
    '/assets/../../secret.html',
    '/%2e%2e/secret.html',
    '/..%2fsecret.html',
    '/assets/..%5c..%5csecret.html',
    '/server.key',
    '/%00',
    '/%ff',
    `//${'a'.repeat(10)}/secret.html`,
  ])('gives nothing of the disk for %s', async (path) => {
    const { status, text } = await raw(path);
    expect(text).not.toContain('outside');
    expect(text).not.toContain('of no type');
    expect(status === 200 ? text : 'console').toContain('console');
  });
});
