/** What `/metrics` counts, where it is, and what is never in it. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeClass } from '../../../sync-server/metrics/route-class.ts';
import { World } from '../../world/world.ts';
import { TestServer } from '../access/support.ts';
import { BY_CENTRE, documentsOfActs, SERVICES, wrapOf } from '../admission/support.ts';

let world: World;
let server: TestServer;
beforeAll(async () => {
  world = await World.open(SERVICES);
  server = await TestServer.start(world, { metricsPort: 0 });
});
afterAll(() => server.stop());

const metricsUrl = (): string => server.running.metrics?.url ?? '';
const scrape = async (): Promise<string> => (await fetch(metricsUrl())).text();
const value = (text: string, line: string): number =>
  Number(
    text
      .split('\n')
      .find((one) => one.startsWith(`${line} `))
      ?.slice(line.length + 1) ?? 0,
  );

describe('/metrics', () => {
  it('is on a loopback port of its own, and nowhere else', async () => {
    expect(metricsUrl()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
    const reply = await fetch(metricsUrl());
    expect(reply.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect((await fetch(`${server.url}/metrics`)).status).toBe(401);
    expect((await fetch(metricsUrl().replace('/metrics', '/_up'))).status).toBe(404);
  });

  it('counts requests, bytes, verdicts, writes, feeds, and how long each took', async () => {
    const before = await scrape();
    const token = await server.token('ML-PAR/B');
    const file = await world.lodged(BY_CENTRE);
    const docs = [...documentsOfActs(file.acts), wrapOf(file.dossier)];
    const body = JSON.stringify({ docs, new_edits: false });
    expect(await server.status(token, 'mission-ml-par/_bulk_docs', { method: 'POST', body })).toBe(201);
    const feed = await fetch(`${server.url}/mission-ml-par/_changes?feed=continuous&heartbeat=10000`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const text = await scrape();
    const grew = (line: string): number => value(text, line) - value(before, line);
    expect(grew('guichet_requests_total{method="POST",route="_bulk_docs",status="201"}')).toBe(1);
    expect(grew('guichet_request_seconds_count{route="_bulk_docs"}')).toBe(1);
    expect(grew('guichet_admissions_total{mission="ML-PAR",verdict="accepted"}')).toBe(docs.length);
    expect(grew('guichet_store_writes_total{outcome="durable"}')).toBeGreaterThanOrEqual(2);
    expect(grew('guichet_bytes_total{direction="in"}')).toBeGreaterThan(body.length);
    expect(value(text, 'guichet_open_feeds')).toBe(1);
    expect(value(text, 'guichet_open_connections')).toBeGreaterThan(0);
    expect(value(text, 'process_resident_memory_bytes')).toBeGreaterThan(1e6);
    await feed.body?.cancel();
    await expect.poll(async () => value(await scrape(), 'guichet_open_feeds')).toBe(0);
  });

  it('says how much of bodies is in memory', async () => {
    const token = await server.token('ML-PAR/B');
    const headers = { authorization: `Bearer ${token}`, 'content-length': 100_000 };
    const sending = request(`${server.url}/mission-ml-par/_bulk_docs`, { method: 'POST', headers });
    sending.once('error', () => {});
    sending.write('x'.repeat(50_000));
    const held = async () => value(await scrape(), 'guichet_body_bytes');
    await expect.poll(held).toBe(50_000);
    sending.destroy();
    await expect.poll(held).toBe(0);
  });

  it('repeats nothing that a client wrote', async () => {
    const token = await server.token('ML-PAR/B');
    for (const path of [
      'mission-ml-par/ERIKSSON',
      'ERIKSSON',
      'mission-ERIKSSON/x',
      '_ERIKSSON',
      'keyring/_design/ERIKSSON',
    ])
      await server.status(token, `${path}?name=ERIKSSON`, { headers: { 'x-request-id': 'ERIKSSON' } });
    await fetch(`${server.url}/mission-ml-par`, { method: 'PROPFIND' });
    const text = await scrape();
    expect(text).not.toMatch(/ERIKSSON|act:|mission-ml|PROPFIND/);
  });
});

it.each([
  ['/', 'root'],
  ['/_up', '_up'],
  ['/_session?x', '_session'],
  ['/_anything', 'other'],
  ['/mission-ml-par', 'database'],
  ['/mission-ml-par/', 'database'],
  ['/mission-ml-par/_changes?feed=longpoll', '_changes'],
  ['/mission-ml-par/_local/x', '_local'],
  ['/mission-ml-par/_anything', 'other'],
  ['/mission-ml-par/act:x', 'document'],
  ['/mission-ml-par-evidence/chunk:x/chunk', 'attachment'],
  ['/assets/main.js', 'other'],
])('%s is counted as %s', (url, expected) => {
  expect(routeClass(url)).toBe(expected);
});

describe('a request has an id', () => {
  const idOf = async (given?: string): Promise<string | null> => {
    const headers: Record<string, string> = given === undefined ? {} : { 'x-request-id': given };
    return (await fetch(`${server.url}/_up`, { headers })).headers.get('x-request-id');
  };
  const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

  it('of its own when it brings one that could be no name', async () => {
    for (const id of ['0123456789abcdef', '1b4e28ba-2fa1-41d2-883f-0016d3cca427'])
      expect(await idOf(id)).toBe(id);
  });

  it('of ours otherwise', async () => {
    for (const id of [undefined, '', 'ERIKSSON-ANNA', 'x'.repeat(500), '{"a":1}'])
      expect(await idOf(id)).toMatch(UUID);
    const refused = await fetch(`${server.url}/mission-ml-par`);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('x-request-id')).toMatch(UUID);
  });
});
