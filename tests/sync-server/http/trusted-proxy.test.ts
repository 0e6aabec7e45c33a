/** Limits by address behind a proxy: each client has its own, and nobody can take another's by writing a header. */
import { request } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ServerOptions } from '../../../sync-server/server.ts';
import { World } from '../../world/world.ts';
import { TestServer } from '../access/support.ts';
import { SERVICES } from '../admission/support.ts';
import { RawSocket } from './raw-socket.ts';

/** The loopback has many addresses: one is the proxy's, another a client's that reaches the server past it. */
const PROXY = '127.0.0.7';
const BESIDE = '127.0.0.8';
const [PARIS, DAKAR] = ['203.0.113.9', '198.51.100.4'];

let world: World;
beforeAll(async () => {
  world = await World.open(SERVICES);
});

async function served(options: Partial<ServerOptions>, use: (server: TestServer) => Promise<void>) {
  const server = await TestServer.start(world, { trustedProxies: [`${PROXY}/32`], ...options });
  try {
    await use(server);
  } finally {
    await server.stop();
  }
}

/** Status of a request that comes from `from`, on a connection of its own. */
const asks = (url: string, from: string, forwarded?: string | string[], host?: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers = { ...(forwarded && { 'x-forwarded-for': forwarded }), ...(host && { host }) };
    const asked = request(url, { localAddress: from, agent: false, headers }, (reply) => {
      reply.resume();
      reply.once('end', () => resolve(reply.statusCode ?? 0));
    });
    asked.once('error', reject);
    asked.end();
  });

describe('handshakes through a trusted proxy', () => {
  const rates = { handshake: { capacity: 2, perSecond: 0.001 } };

  it('are counted by the client that the proxy names', () =>
    served({ rates }, async ({ url }) => {
      const session = `${url}/_session`;
      for (const client of [PARIS, DAKAR]) {
        // What the client wrote itself stands to the left, and changes nothing.
        const statuses = [
          await asks(session, PROXY, client),
          await asks(session, PROXY, `${BESIDE}, ${client}`),
          await asks(session, PROXY, ['192.0.2.77', client]),
        ];
        expect(statuses).toEqual([200, 200, 429]);
      }
      expect(await asks(session, PROXY)).toBe(200);
    }));

  it('are counted by the socket of whoever comes past it, and takes nothing from whom they name', () =>
    served({ rates }, async ({ url }) => {
      const session = `${url}/_session`;
      const statuses = [];
      for (const named of [PARIS, PARIS, DAKAR]) statuses.push(await asks(session, BESIDE, named));
      expect(statuses).toEqual([200, 200, 429]);
      expect(await asks(session, PROXY, PARIS)).toBe(200);
    }));

  it('are counted by the socket where no proxy is trusted', () =>
    served({ rates, trustedProxies: [] }, async ({ url }) => {
      const statuses = [];
      for (const named of [PARIS, DAKAR, PARIS]) statuses.push(await asks(`${url}/_session`, PROXY, named));
      expect(statuses).toEqual([200, 200, 429]);
    }));
});

it('feeds through a trusted proxy are counted by the client that the proxy names', () =>
  served({ feeds: { address: 1 } }, async (server) => {
    const authorization = `Bearer ${await server.token('ML-PAR/B')}`;
    const feed = `${server.url}/mission-ml-par/_changes?feed=continuous&since=now&heartbeat=10000`;
    const leaving = new AbortController();
    const opens = (client: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const headers = { authorization, 'x-forwarded-for': client };
        const { signal } = leaving;
        request(feed, { localAddress: PROXY, agent: false, headers, signal }, (reply) => {
          reply.on('error', () => {}).resume();
          resolve(reply.statusCode ?? 0);
        })
          .once('error', reject)
          .end();
      });
    expect([await opens(PARIS), await opens(PARIS), await opens(DAKAR)]).toEqual([200, 429, 200]);
    leaving.abort();
  }));

it('connections of a trusted proxy count in all, and by no address', () =>
  served({ http: { connectionsPerAddress: 2, connections: 6 } }, async (server) => {
    const proxied = await Promise.all(
      Array.from({ length: 4 }, () => RawSocket.open(server.url, true, PROXY)),
    );
    for (const raw of proxied) {
      raw.socket.write('GET /_up HTTP/1.1\r\nHost: x\r\n\r\n');
      await raw.until(/"status":"ok"/);
    }
    const beside = [];
    for (let n = 0; n < 2; n += 1) beside.push(await RawSocket.open(server.url, true, BESIDE));
    // The seventh: there is no room for anybody, whoever has named how many.
    const seventh = await RawSocket.open(server.url, true, PROXY);
    await seventh.closed;
    proxied[0]?.socket.destroy();
    await proxied[0]?.closed;
    const third = await RawSocket.open(server.url, true, BESIDE);
    await third.closed;
    expect(third.text).toMatch(/^HTTP\/1\.1 429/);
    for (const { socket } of [...proxied, ...beside]) socket.destroy();
  }));

it('whoever comes through a proxy on the same machine is not the machine itself', () =>
  served({}, async ({ url }) => {
    const { port } = new URL(url);
    const preflight = (from: string, forwarded?: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const headers = {
          host: `localhost:${port}`,
          origin: `http://localhost:${port}`,
          ...(forwarded && { 'x-forwarded-for': forwarded }),
        };
        request(url, { method: 'OPTIONS', localAddress: from, agent: false, headers }, (reply) => {
          reply.resume();
          resolve(reply.statusCode ?? 0);
        })
          .once('error', reject)
          .end();
      });
    expect(await preflight(BESIDE)).toBe(204);
    expect(await preflight(PROXY, PARIS)).toBe(403);
  }));
