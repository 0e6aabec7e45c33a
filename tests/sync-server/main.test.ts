/** The server as a process: flags, what it says, how it stops. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serverFile } from '../../scripts/ministry/write-ministry.ts';
import { couchServer } from '../../sync-server/couch/standalone.ts';
import { openLevelStore } from '../../sync-server/stores/level-store.ts';
import { built } from '../scripts/built.ts';
import { World } from '../world/world.ts';
import { SERVICES } from './admission/support.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'guichet-main-'));
  const world = await World.open(SERVICES);
  await writeFile(join(home, 'server.json'), JSON.stringify(serverFile(world.ministry)));
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function start(...flags: string[]): Promise<ChildProcess> {
  const main = await built('sync-server/main.ts');
  return spawn(process.execPath, [main, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
}

it('listens on loopback, logs kinds of requests and nothing that a client wrote, and stops when asked', async () => {
  const child = await start('--data', join(home, 'data'), '--ministry', home, '--port', '0');
  const lines: string[] = [];
  const out = createInterface({ input: child.stdout! });
  const listening = new Promise<string>((resolve) => {
    out.on('line', (line) => {
      lines.push(line);
      const { msg, url } = JSON.parse(line) as { msg: string; url?: string };
      if (msg === 'listening' && url) resolve(url);
    });
  });
  const url = await listening;
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(`${url}/_up`)).status).toBe(200);
  await fetch(`${url}/mission-ml-par/ERIKSSON?name=ERIKSSON`, {
    headers: { authorization: 'Bearer ERIKSSON' },
  });
  await fetch(`${url}/ERIKSSON`, {
    method: 'POST',
    body: 'ERIKSSON',
    headers: { 'x-request-id': 'ERIKSSON' },
  });
  const id = '1b4e28ba-2fa1-41d2-883f-0016d3cca427';
  const named = await fetch(`${url}/_up`, { headers: { 'x-request-id': id } });
  expect(named.headers.get('x-request-id')).toBe(id);
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = await gone;
  expect(code).toBe(0);
  const text = lines.join('\n');
  expect(text).toContain('"db":"mission-ml-par"');
  expect(lines.find((line) => line.includes(`"id":"${id}"`))).toMatch(/"what":"_up".*"status":200/);
  expect(text).not.toContain('ERIKSSON');
  expect(text).not.toMatch(/127\.0\.0\.1(?!:\d+")/);
}, 60_000);

it('keeps its data where STORE_URL says, answers 503 while that is away, and goes on by itself', async () => {
  const couch = async (port = 0) => {
    const server = await couchServer(await openLevelStore(join(home, 'couch')));
    await server.listen({ host: '127.0.0.1', port });
    return server;
  };
  let server = await couch();
  const { port } = server.server.address() as AddressInfo;
  process.env.STORE_URL = `http://gateway:ERIKSSON@127.0.0.1:${port}/?prefix=guichet-`;
  const child = await start('--ministry', home, '--port', '0');
  delete process.env.STORE_URL;
  let said = '';
  const url = await new Promise<string>((resolve) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      said += line;
      const { msg, url } = JSON.parse(line) as { msg: string; url?: string };
      if (msg === 'listening' && url) resolve(url);
    });
  });
  const status = async () => (await fetch(`${url}/_up`)).status;
  expect(await status()).toBe(200);
  server.server.closeAllConnections();
  await server.close();
  expect(await status()).toBe(503);
  server = await couch(port);
  expect(await status()).toBe(200);
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  expect((await gone)[0]).toBe(0);
  server.server.closeAllConnections();
  await server.close();
  expect(said).not.toContain('ERIKSSON');
}, 60_000);

it.each([
  [[], 2],
  [['--data', 'x', '--ministry', 'y', '--port', 'eighty'], 2],
  [['--data', 'x', '--ministry', 'y', '--tls-cert', 'only'], 2],
  [['--strange'], 2],
  [['--data', 'x', '--ministry', 'y', '--trusted-proxy', 'proxy.example'], 2],
  [['--data', 'x', '--ministry', 'y', '--store-url', 'http://127.0.0.1:1/'], 2],
  [['--ministry', 'y', '--store-url', 'ftp://gateway:ERIKSSON@127.0.0.1/'], 2],
  [['--data', 'x', '--ministry', '/nonexistent', '--port', '0'], 1],
])(
  'says what is wrong with %j',
  async (flags, expected) => {
    const child = await start(...flags);
    let said = '';
    child.stderr!.on('data', (data) => {
      said += data;
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(expected);
    expect(said).not.toMatch(/\n\s+at |ERIKSSON/);
    expect(said.length).toBeGreaterThan(20);
  },
  60_000,
);
