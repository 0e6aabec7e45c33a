/** Sessions and rights over HTTP: who gets in, what they see, what ends it. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isoTime } from '../../../app/acts/clock.ts';
import type { DeskId } from '../../../app/acts/ids.ts';
import { payloadBytes, signCompact } from '../../../app/seal/jws.ts';
import { PRESS_STYLE_HASH as DESKS_HASH } from '../../../main/window/content-security-policy.ts';
import { PRESS_STYLE_HASH } from '../../../sync-server/access/console.ts';
import { NONCE_MS, SESSION_SECONDS } from '../../../sync-server/access/sessions.ts';
import { World } from '../../world/world.ts';
import { revocation, SERVICES } from '../admission/support.ts';
import { TestServer } from './support.ts';

let world: World;
let server: TestServer;
beforeAll(async () => {
  world = await World.open(SERVICES);
  server = await TestServer.start(world);
});
afterAll(() => server.stop());

describe('opening a session', () => {
  it('tells nobody who they are before, and gives a token for a proof', async () => {
    const asked = await (await fetch(`${server.url}/_session`)).json();
    expect(asked).toMatchObject({ ok: true, userCtx: { name: null, roles: [] } });
    expect(asked.guichet).toMatchObject({
      gateway: server.gateway,
      epoch: expect.stringMatching(/^[\w-]{16}$/),
    });
    const reply = await server.post(await server.proof('ML-PAR/B'));
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(await reply.json()).toEqual({
      ok: true,
      token: expect.stringMatching(/^[\w-]{43}$/),
      expiresIn: 900,
      epoch: asked.guichet.epoch,
    });
  });

  it('takes a nonce once, and only for two minutes', async () => {
    const proof = await server.proof('ML-PAR/B');
    expect((await server.post(proof)).status).toBe(200);
    expect((await server.post(proof)).status).toBe(401);
    const slow = await server.proof('ML-PAR/B');
    server.ticks.now += NONCE_MS;
    expect((await server.post(slow)).status).toBe(401);
  });

  it.each([
    ['another origin', { origin: 'https://elsewhere.example' }],
    ['another gateway', { gateway: 'A'.repeat(43) }],
    ['a nonce of its own', { nonce: 'A'.repeat(43) }],
    ['a member more', { more: 1 }],
    ['another version', { v: 2 }],
  ])('refuses %s', async (_name, but) => {
    expect((await server.post(await server.proof('ML-PAR/B', but))).status).toBe(401);
  });

  it('refuses an officer’s credential, another desk’s proof, and a signature of another type', async () => {
    const { credential, signingKey: key } = world.agent;
    const members = async () =>
      payloadBytes({ v: 1, nonce: await server.nonce(), gateway: server.gateway, origin: server.url });
    const byOfficer = await signCompact({
      typ: 'guichet-session+jws',
      kid: credential.kid,
      payload: await members(),
      key,
    });
    expect((await server.post({ credential: credential.jws, proof: byOfficer })).status).toBe(401);
    const { proof } = await server.proof('ML-PAR/A');
    expect((await server.post({ ...(await server.proof('ML-PAR/B')), proof })).status).toBe(401);
    const transport = world.ministry.transports.get('ML-PAR/B' as DeskId)!;
    const kid = transport.credential.kid;
    const audit = await signCompact({
      typ: 'guichet-audit+jws',
      kid,
      payload: await members(),
      key: transport.signingKey,
    });
    expect((await server.post({ credential: transport.credential.jws, proof: audit })).status).toBe(401);
  });

  it('refuses what is no handshake without reading more than one', async () => {
    expect((await server.post({})).status).toBe(401);
    const garbage = { method: 'POST', body: 'nonsense', headers: { 'content-type': 'application/json' } };
    expect((await fetch(`${server.url}/_session`, garbage)).status).toBe(400);
    const large = {
      method: 'POST',
      body: 'x'.repeat(20_000),
      headers: { 'content-type': 'application/json' },
    };
    expect((await fetch(`${server.url}/_session`, large)).status).toBe(413);
  });
});

describe('rights', () => {
  const empty = { method: 'POST', body: JSON.stringify({ docs: [], new_edits: false }) };
  it('a mission’s desk has its mission’s databases, the keyring and the catalogue to read, and no others exist', async () => {
    const token = await server.token('ML-PAR/B');
    const status = (path: string, init?: RequestInit) => server.status(token, path, init);
    for (const path of ['mission-ml-par', 'mission-ml-par-evidence']) {
      expect(await status(path)).toBe(200);
      expect(await status(`${path}/_bulk_docs`, empty)).toBe(201);
      expect(await status(`${path}/_local/x`, { method: 'PUT', body: '{}' })).toBe(201);
    }
    for (const path of ['keyring', 'catalogue']) {
      expect(await status(path)).toBe(200);
      expect(await status(`${path}/_bulk_docs`, empty)).toBe(403);
    }
    for (const path of ['mission-ml-dkr', 'mission-ml-par-quarantine', 'guichet-server', 'nothing'])
      expect(await status(path)).toBe(404);
    expect(await status('mission-ml-par', { method: 'DELETE' })).toBe(403);
    expect(await status('mission-ml-par', { method: 'PUT' })).toBe(412);
    expect(await status('mission-ml-tim', { method: 'PUT' })).toBe(403);
    const shown = await fetch(`${server.url}/_all_dbs`, { headers: { authorization: `Bearer ${token}` } });
    expect(await shown.json()).toEqual(['catalogue', 'keyring', 'mission-ml-par', 'mission-ml-par-evidence']);
  });

  it('a desk of the centre has every mission’s, and no quarantine', async () => {
    const token = await server.token('CENTRAL/A');
    for (const path of ['mission-ml-par', 'mission-ml-dkr-evidence'])
      expect(await server.status(token, path)).toBe(200);
    expect(await server.status(token, 'mission-ml-dkr-quarantine')).toBe(404);
  });

  it('nobody without a session: 401 for every name, there or not', async () => {
    for (const path of ['mission-ml-par', 'guichet-server', 'nothing', '_all_dbs', '_uuids'])
      expect((await fetch(`${server.url}/${path}`)).status).toBe(401);
    expect((await fetch(`${server.url}/_up`)).status).toBe(200);
  });

  it('ends with its time, when it is ended, and with the desk’s revocation', async () => {
    const own = await World.open(SERVICES);
    const other = await TestServer.start(own);
    try {
      const late = await other.token('ML-PAR/B');
      const ended = await other.token('ML-PAR/B');
      expect(await other.status(ended, '_session', { method: 'DELETE' })).toBe(200);
      expect(await other.status(ended, 'keyring')).toBe(401);
      expect(await other.status(late, 'keyring')).toBe(200);
      other.ticks.now += SESSION_SECONDS * 1000;
      expect(await other.status(late, 'keyring')).toBe(401);
      const fresh = await other.token('ML-PAR/B');
      const { kid } = own.ministry.transports.get('ML-PAR/B' as DeskId)!.credential;
      const word = await revocation(kid, isoTime(own.clock.now()), own.ministry.authority);
      const body = JSON.stringify({ docs: [word], new_edits: false });
      const centre = await other.token('CENTRAL/A');
      expect(await other.status(centre, 'mission-ml-par/_bulk_docs', { method: 'POST', body })).toBe(201);
      expect(await other.status(fresh, 'keyring')).toBe(401);
      // What it gets from now on is for handing over: leaving.test.ts.
      const again = await (await other.post(await other.proof('ML-PAR/B'))).json();
      expect(again.revoked.at(-1)).toMatchObject({ _id: word._id });
    } finally {
      await other.stop();
    }
  });
});

describe('the edge', () => {
  it('lets the desk’s page and the console’s own talk to it, and no other', async () => {
    const preflight = (origin: string) =>
      fetch(`${server.url}/mission-ml-par/_bulk_docs`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization',
        },
      });
    for (const origin of ['guichet://desk', server.url]) {
      const reply = await preflight(origin);
      expect(reply.status).toBe(204);
      expect(reply.headers.get('access-control-allow-origin')).toBe(origin);
      expect(reply.headers.get('access-control-allow-headers')).toContain('authorization');
    }
    const foreign = await preflight('https://elsewhere.example');
    expect(foreign.status).toBe(403);
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    const refused = await fetch(`${server.url}/mission-ml-par`, { headers: { origin: 'guichet://desk' } });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('access-control-allow-origin')).toBe('guichet://desk');
  });

  it('slows down whoever asks too often, and says for how long', async () => {
    const handshake = { capacity: 2, perSecond: 1 };
    const slow = await TestServer.start(world, { rates: { handshake } });
    try {
      const ask = () => fetch(`${slow.url}/_session`);
      expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
      const third = await ask();
      expect(third.status).toBe(429);
      expect(third.headers.get('retry-after')).toBe('1');
      slow.ticks.now += 1000;
      expect((await ask()).status).toBe(200);
      expect((await fetch(`${slow.url}/_up`)).status).toBe(200);
    } finally {
      await slow.stop();
    }
  });

  it('says nothing of its inside for what it cannot read', async () => {
    const token = await server.token('ML-PAR/B');
    for (const body of ['{', '[]', '{"docs":1}', '\u0000']) {
      const reply = await fetch(`${server.url}/mission-ml-par/_bulk_docs`, {
        method: 'POST',
        body,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      });
      expect(reply.status).toBe(400);
      expect(await reply.text()).not.toMatch(/\bat \S+:\d+|node_modules/);
    }
  });

  it('stops a body over its limit before it is in memory', async () => {
    const small = await TestServer.start(world, { limits: { bodyBytes: 100_000 } });
    try {
      const token = await small.token('ML-PAR/B');
      const body = JSON.stringify({ docs: [{ _id: 'act:x', jws: 'x'.repeat(200_000) }], new_edits: false });
      expect(await small.status(token, 'mission-ml-par/_bulk_docs', { method: 'POST', body })).toBe(413);
      // Without a session the body is not read at all: the answer comes while it is still being sent.
      expect(await answeredWhileSending(small.url)).toMatch(/^HTTP\/1\.1 401/);
    } finally {
      await small.stop();
    }
  });

  it('allows the same one inline style as the desk’s window', () => {
    expect(PRESS_STYLE_HASH).toBe(DESKS_HASH);
  });
});

/** Announces a large body, sends none of it, and gives the first line that comes back. */
function answeredWhileSending(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(
        `POST /mission-ml-par/_bulk_docs HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n`,
      ),
    );
    socket.once('data', (data) => {
      resolve(data.toString());
      socket.destroy();
    });
    socket.once('error', reject);
  });
}
