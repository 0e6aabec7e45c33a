/** A server on loopback with the ministry of a test world, and desks that open sessions. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeskId, Kid } from '../../../app/acts/ids.ts';
import type { TransportSigner } from '../../../app/desk/ports.ts';
import { payloadBytes, signCompact } from '../../../app/seal/jws.ts';
import { serverFile } from '../../../scripts/ministry/write-ministry.ts';
import { type RunningServer, type ServerOptions, startServer } from '../../../sync-server/server.ts';
import type { World } from '../../world/world.ts';

export class TestServer {
  readonly world: World;
  readonly data: string;
  readonly running: RunningServer;
  /** milliseconds of the clock that never jumps */
  readonly ticks: { now: number };

  private constructor(world: World, data: string, running: RunningServer, ticks: { now: number }) {
    this.world = world;
    this.data = data;
    this.running = running;
    this.ticks = ticks;
  }

  static async start(world: World, options: Partial<ServerOptions> = {}): Promise<TestServer> {
    const data = await mkdtemp(join(tmpdir(), 'guichet-server-'));
    const ticks = { now: 0 };
    const running = await startServer({
      data,
      ministry: serverFile(world.ministry),
      clock: world.clock,
      monotonic: () => ticks.now,
      ...options,
    });
    return new TestServer(world, data, running, ticks);
  }

  get url(): string {
    return this.running.url;
  }

  get gateway(): Kid {
    return this.running.gateway.kid;
  }

  async stop(): Promise<void> {
    await this.running.close();
    await rm(this.data, { recursive: true, force: true });
  }

  /** The desk's transport key, as the vault holds it. */
  transport(desk: string): TransportSigner {
    const { credential, signingKey: key } = this.world.ministry.transports.get(desk as DeskId)!;
    return {
      kid: credential.kid,
      credential: credential.jws,
      sign: (payload) => signCompact({ typ: 'guichet-session+jws', kid: credential.kid, payload, key }),
    };
  }

  async nonce(): Promise<string> {
    const { guichet } = (await (await fetch(`${this.url}/_session`)).json()) as {
      guichet: { nonce: string };
    };
    return guichet.nonce;
  }

  async proof(desk: string, but: object = {}): Promise<{ credential: string; proof: string }> {
    const signer = this.transport(desk);
    const members = { v: 1, nonce: await this.nonce(), gateway: this.gateway, origin: this.url, ...but };
    return { credential: signer.credential, proof: await signer.sign(payloadBytes(members)) };
  }

  post(body: object): Promise<Response> {
    return fetch(`${this.url}/_session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async token(desk: string): Promise<string> {
    const { token } = (await (await this.post(await this.proof(desk))).json()) as { token: string };
    return token;
  }

  /** Status of a request with a desk's token. */
  async status(token: string, path: string, init: RequestInit = {}): Promise<number> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers };
    const reply = await fetch(`${this.url}/${path}`, { ...init, headers });
    await reply.arrayBuffer();
    return reply.status;
  }
}
