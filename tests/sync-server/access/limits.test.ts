/** Who asks too often, or holds too much open, waits; an honest desk at full speed never does. */
import httpAdapter from 'pouchdb-adapter-http';
import memoryAdapter from 'pouchdb-adapter-memory';
import PouchDB from 'pouchdb-core';
import replication from 'pouchdb-replication';
import { beforeAll, describe, expect, it } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import type { BlobId } from '../../../app/acts/ids.ts';
import { toBase64url } from '../../../app/seal/bytes.ts';
import { nameOf } from '../../../app/seal/hash.ts';
import type { Replicable } from '../../../renderer/worker/pouch-database.ts';
import { PouchTransfer } from '../../../renderer/worker/pouch-transfer.ts';
import { SessionFetch } from '../../../renderer/worker/session-fetch.ts';
import { DEFAULT_RATES } from '../../../sync-server/access/access.ts';
import { openedBody, World } from '../../world/world.ts';
import { BY_CENTRE, documentsOfActs, SERVICES, wrapOf } from '../admission/support.ts';
import { RawSocket } from '../http/raw-socket.ts';
import { TestServer } from './support.ts';

PouchDB.plugin(memoryAdapter).plugin(httpAdapter).plugin(replication);

let world: World;
beforeAll(async () => {
  world = await World.open(SERVICES);
});

describe('a desk that syncs as fast as it can', () => {
  it('is never told to wait, and does not come near it', async () => {
    const server = await TestServer.start(world, { monotonic: () => performance.now() });
    try {
      const statuses = new Map<number, number>();
      const counting: typeof fetch = async (...args) => {
        const reply = await fetch(...args);
        statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
        return reply;
      };
      const local = new PouchDB(`limits-${process.pid}`, { adapter: 'memory' });
      const chunks = new PouchDB(`limits-chunks-${process.pid}`, { adapter: 'memory' });
      const session = new SessionFetch(
        server.url,
        async (kid) => kid === server.gateway,
        server.transport('ML-PAR/B'),
        counting,
      );
      const remote = (url: string, fetcher: SessionFetch['fetch']) =>
        new PouchDB(url, { adapter: 'http', skip_setup: true, fetch: fetcher as typeof fetch });
      const of = (database: string) => (database.endsWith('-evidence') ? chunks : local) as Replicable;
      const transfer = new PouchTransfer(session, of, remote);

      const files = await Promise.all(Array.from({ length: 60 }, () => world.lodged(BY_CENTRE)));
      const names = await addChunks(chunks, 300);
      const dossier = await world.dossier(BY_CENTRE);
      const blobs = [{ id: toBase64url(systemRandom.bytes(16)) as BlobId, bytes: 84_000, chunks: names }];
      const but = { blobs };
      const act = await world.seal(dossier, world.agent, {
        kind: 'opened',
        prior: [],
        body: openedBody(),
        but,
      });
      const acts = [...files.flatMap((file) => file.acts), act];
      const wraps = [...files.map((file) => file.dossier), dossier].map(wrapOf);
      await local.bulkDocs([...documentsOfActs(acts), ...wraps], { new_edits: false });

      const started = performance.now();
      await transfer.open();
      await transfer.push('mission-ml-par', () => {}, 'start');
      await transfer.push('mission-ml-par-evidence', () => {}, 'start');
      await transfer.pull('mission-ml-par');
      for (const name of names) await transfer.chunk('mission-ml-par-evidence', name);
      const seconds = (performance.now() - started) / 1000;
      await transfer.close();

      const asked = [...statuses.values()].reduce((sum, n) => sum + n, 0);
      expect(statuses.get(429)).toBeUndefined();
      expect(asked).toBeGreaterThan(300);
      console.log(`${asked} requests in ${seconds.toFixed(1)} s: ${Math.round(asked / seconds)} a second`);
      expect(asked / seconds).toBeLessThan(DEFAULT_RATES.desk.perSecond);
    } finally {
      await server.stop();
    }
  }, 60_000);
});

/** Small chunks: the more requests for their bytes. */
async function addChunks(db: PouchDB.Database, count: number) {
  const named = await Promise.all(
    Array.from({ length: count }, async () => {
      const bytes = systemRandom.bytes(300);
      return { bytes, ...(await nameOf(bytes)) };
    }),
  );
  const docs = named.map(({ bytes, hash, rev }) => ({
    _id: `chunk:${hash}`,
    _rev: rev,
    _attachments: { chunk: { content_type: 'application/octet-stream', data: Buffer.from(bytes) } },
  }));
  await db.bulkDocs(docs, { new_edits: false });
  return named.map(({ hash }) => hash);
}

describe('who asks too often', () => {
  it('waits, and is told how long: each desk for itself, strangers by address', async () => {
    const rates = { desk: { capacity: 3, perSecond: 0.5 }, address: { capacity: 2, perSecond: 0.25 } };
    const server = await TestServer.start(world, { rates });
    try {
      const token = await server.token('ML-PAR/B');
      const other = await server.token('ML-DKR/A');
      const of = (bearer: string) => server.status(bearer, '_all_dbs');
      expect([await of(token), await of(token), await of(token)]).toEqual([200, 200, 200]);
      const refused = await fetch(`${server.url}/_all_dbs`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(refused.status).toBe(429);
      expect(refused.headers.get('retry-after')).toBe('2');
      expect(await refused.json()).toMatchObject({ error: 'too_many_requests', reason: expect.any(String) });
      expect(await of(other)).toBe(200);

      const stranger = () => fetch(`${server.url}/mission-ml-par`);
      expect([(await stranger()).status, (await stranger()).status]).toEqual([401, 401]);
      const third = await stranger();
      expect([third.status, third.headers.get('retry-after')]).toEqual([429, '4']);
      expect(await of(other)).toBe(200);

      server.ticks.now += 2000;
      expect(await of(token)).toBe(200);
      expect((await stranger()).status).toBe(429);
    } finally {
      await server.stop();
    }
  });
});

describe('who holds too many feeds open', () => {
  it('is refused one more until one is closed, whoever else has any', async () => {
    const server = await TestServer.start(world, { feeds: { desk: 2 } });
    try {
      const [token, other] = [await server.token('ML-PAR/B'), await server.token('CENTRAL/A')];
      const open = (bearer: string, signal?: AbortSignal) =>
        fetch(`${server.url}/mission-ml-par/_changes?feed=continuous&since=now&heartbeat=10000`, {
          headers: { authorization: `Bearer ${bearer}` },
          ...(signal && { signal }),
        });
      const leaving = new AbortController();
      expect((await open(token, leaving.signal)).status).toBe(200);
      expect((await open(token)).status).toBe(200);
      const third = await open(token);
      expect(third.status).toBe(429);
      expect(third.headers.get('retry-after')).toMatch(/^\d+$/);
      expect((await open(other)).status).toBe(200);
      expect(await server.status(token, 'mission-ml-par/_changes?since=0&limit=1')).toBe(200);
      leaving.abort();
      await expect.poll(async () => (await open(token)).status).toBe(200);
    } finally {
      await server.stop();
    }
  });
});

describe('who holds too many connections open', () => {
  it('is refused one more with 429', async () => {
    const server = await TestServer.start(world, { http: { connectionsPerAddress: 3 } });
    try {
      const held = await Promise.all(Array.from({ length: 3 }, () => RawSocket.open(server.url)));
      const fourth = await RawSocket.open(server.url);
      await fourth.closed;
      expect(fourth.text).toMatch(/^HTTP\/1\.1 429 .*Retry-After: 10.*"too_many_requests"/s);
      held[0]?.socket.destroy();
      await held[0]?.closed;
      await expect.poll(async () => (await fetch(`${server.url}/_up`)).status).toBe(200);
      for (const { socket } of held) socket.destroy();
    } finally {
      await server.stop();
    }
  });
});
