/**
 * Three nodes that answer as a CouchDB cluster with `n` = 3 does (read in its sources, `fabric_doc_update.erl`,
 * `fabric_doc_missing_revs.erl`, `chttpd_node.erl`): every node is the CouchDB-compatible server over a store of its own,
 * and what stands before them repeats CouchDB's words, with their traps.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { couchServer } from '../../../sync-server/couch/standalone.ts';
import { openLevelStore } from '../../../sync-server/stores/level-store.ts';
import type { ReplicaStore } from '../../../sync-server/stores/replica-store.ts';

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';
interface Answer {
  readonly statusCode: number;
  readonly body: string | Buffer;
}
interface Ask {
  readonly method: Method;
  readonly url: string;
  readonly type: string;
  readonly body: Buffer;
}

export interface Node {
  readonly name: string;
  readonly app: FastifyInstance;
  readonly store: ReplicaStore;
  up: boolean;
}

const SUFFIX = '.1600000000';
const RANGE = '00000000-ffffffff';
const NO_SHARDS = { error: 'internal_server_error', reason: 'No DB shards could be opened.' };

export class FakeCluster {
  readonly url: string;
  readonly nodes: readonly Node[];
  /** Which node answers what CouchDB answers from one copy: `_all_docs` and `_changes`. */
  reader = 0;
  /** May the account see the nodes? */
  admin = true;
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly #folder: string;

  private constructor(server: Server, nodes: readonly Node[], folder: string) {
    this.#server = server;
    this.nodes = nodes;
    this.#folder = folder;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    server.on(
      'request',
      (incoming: IncomingMessage, reply: ServerResponse) => void this.#serve(incoming, reply),
    );
  }

  static async open(): Promise<FakeCluster> {
    const folder = await mkdtemp(join(tmpdir(), 'guichet-cluster-'));
    const nodes: Node[] = [];
    for (const name of ['couchdb@one', 'couchdb@two', 'couchdb@three']) {
      const store = await openLevelStore(join(folder, name));
      nodes.push({ name, store, app: await couchServer(store), up: true });
    }
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeCluster(server, nodes, folder);
  }

  /** Only these answer. */
  only(...up: readonly number[]): void {
    for (const [at, node] of this.nodes.entries()) node.up = up.includes(at);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    for (const { app } of this.nodes) await app.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #serve(incoming: IncomingMessage, reply: ServerResponse): Promise<void> {
    const pieces: Uint8Array[] = [];
    for await (const piece of incoming as AsyncIterable<Uint8Array>) pieces.push(piece);
    const url = incoming.url ?? '/';
    const type = incoming.headers['content-type'] ?? 'application/json';
    const ask: Ask = { method: incoming.method as Method, url, type, body: Buffer.concat(pieces) };
    this.asked.push(`${ask.method} ${url}`);
    const { statusCode, body } = await this.#answer(ask);
    reply.writeHead(statusCode, { 'content-type': 'application/json' }).end(body);
  }

  #answer(ask: Ask): Promise<Answer> {
    const [path = ''] = ask.url.split('?');
    const [, first = '', second = '', third = ''] = path.split('/');
    if (first === '_node') return this.#node(ask, decodeURIComponent(second), third);
    if (ask.method === 'PUT' || ask.method === 'DELETE' || second === '_bulk_docs') return this.#write(ask);
    return this.#read(ask, second);
  }

  /** `/_node/{name}/…`: one copy, asked by itself; an administrator's. */
  async #node(ask: Ask, name: string, what: string): Promise<Answer> {
    if (!this.admin) return said(403, { error: 'forbidden', reason: 'You are not a server admin.' });
    if (what === '_dbs') {
      const names = this.nodes.map((node) => node.name);
      const suffix = [...SUFFIX].map((letter) => letter.charCodeAt(0));
      return said(200, { shard_suffix: suffix, by_range: { [RANGE]: names } });
    }
    const node = this.nodes.find((one) => one.name === name);
    if (!node?.up) return said(500, { error: 'nodedown', reason: `${name} is down` });
    const shard = /^\/_node\/[^/]+\/shards%2F([0-9a-f-]+)%2F([^/.]+)([^/]+)(\/.*)$/.exec(ask.url);
    if (shard?.[1] !== RANGE || shard[3] !== SUFFIX)
      return said(404, { error: 'not_found', reason: 'no_db_file' });
    // Of an answer with a length only the first piece comes through: files cannot be read so.
    if (/^\/[^_?/][^?/]*\/[^?]/.test(shard[4] ?? ''))
      return said(500, { error: 'cut', reason: 'the first piece only' });
    return this.#at(node, { ...ask, url: `/${shard[2]}${shard[4]}` });
  }

  /**
   * Writes go to every node that is up. With `new_edits: false` a node that took a document says nothing of it, and
   * CouchDB takes any number of equal silences for success: 201, though one copy of three has it.
   */
  async #write(ask: Ask): Promise<Answer> {
    const up = this.nodes.filter((node) => node.up);
    if (up.length === 0) return said(500, NO_SHARDS);
    const answers: Answer[] = [];
    for (const node of up) answers.push(await this.#at(node, ask));
    const [answer] = answers as [Answer];
    const replicated = ask.url.includes('new_edits=false') || ask.body.includes('"new_edits":false');
    return answer.statusCode === 201 && !replicated && up.length < 2
      ? { ...answer, statusCode: 202 }
      : answer;
  }

  /**
   * A document: what the first two copies agree on, so that one that a single copy has is not found. Lists and feeds:
   * one copy's.
   */
  async #read(ask: Ask, what: string): Promise<Answer> {
    const up = this.nodes.filter((node) => node.up);
    if (up.length === 0) return said(500, NO_SHARDS);
    const reader = this.nodes[this.reader];
    const first = reader?.up ? reader : (up[0] as Node);
    if (what.startsWith('_') || what === '') return clustered(await this.#at(first, ask));
    const answers = await Promise.all(up.map((node) => this.#at(node, ask)));
    const missing = answers.filter(({ statusCode }) => statusCode === 404);
    return (
      (missing.length >= 2 ? missing[0] : undefined) ??
      answers.find((one) => !missing.includes(one)) ??
      answers[0]!
    );
  }

  async #at({ app }: Node, { method, url, type, body }: Ask): Promise<Answer> {
    const payload = body.length > 0 ? { payload: body, headers: { 'content-type': type } } : {};
    const { statusCode, rawPayload } = await app.inject({ method, url, ...payload });
    return { statusCode, body: rawPayload };
  }
}

const said = (statusCode: number, body: object): Answer => ({ statusCode, body: JSON.stringify(body) });

/** `GET /{db}` says how many copies there are. */
const clustered = ({ statusCode, body }: Answer): Answer => ({
  statusCode,
  body: body.toString().replace('"cluster":{"q":1,"n":1,"w":1,"r":1}', '"cluster":{"q":1,"n":3,"w":2,"r":2}'),
});
