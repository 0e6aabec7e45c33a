import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import httpAdapter from 'pouchdb-adapter-http';
import memoryAdapter from 'pouchdb-adapter-memory';
import PouchDB from 'pouchdb-core';
import replication from 'pouchdb-replication';
import { couchServer, type StandaloneLimits } from '../../../sync-server/couch/standalone.ts';
import { openLevelStore } from '../../../sync-server/stores/level-store.ts';

PouchDB.plugin(memoryAdapter).plugin(httpAdapter).plugin(replication);

export { PouchDB };
// biome-ignore lint/complexity/noBannedTypes: PouchDB's own default content type
export type Db = PouchDB.Database<{}>;

let made = 0;

/** A PouchDB in memory, with a name of its own. */
export const memoryDb = (): Db => new PouchDB(`memory-${process.pid}-${made++}`, { adapter: 'memory' });

export const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'guichet-couch-'));
export const remove = (path: string): Promise<void> => rm(path, { recursive: true, force: true });

export interface Server {
  readonly url: string;
  readonly app: FastifyInstance;
}

/** The protocol layer over an embedded store, in this process. */
export async function startServer(data: string, limits: StandaloneLimits = {}): Promise<Server> {
  const app = await couchServer(await openLevelStore(data), limits);
  await app.listen({ host: '127.0.0.1', port: 0 });
  return { app, url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}` };
}

export interface Child {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** `kill -9`, or another signal, and waits until it is dead. @returns its exit code, null after `kill -9` */
  kill(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface ChildOptions {
  readonly nodeFlags?: readonly string[];
  /** Runs the command inside another. */
  readonly wrap?: (command: readonly string[]) => readonly string[];
}

/** The same in a process of its own, as `npm run conformance-server` starts it. */
export async function startChild(data: string, port = 0, options: ChildOptions = {}): Promise<Child> {
  const { nodeFlags = [], wrap = (command) => command } = options;
  const script = join(import.meta.dirname, '../../../sync-server/couch/standalone.ts');
  const node = [process.execPath, ...nodeFlags, '--import', 'tsx', script];
  const [command = '', ...args] = wrap([...node, '--port', String(port), '--data', data]);
  const child: ChildProcess = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  const url = /http:\S+/.exec(line.toString())?.[0];
  if (url === undefined) throw new Error(`no address in: ${line}`);
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid as number,
    kill: async (signal = 'SIGKILL') => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const dead = once(child, 'exit');
      child.kill(signal);
      const [code] = (await dead) as [number | null];
      return code;
    },
  };
}

/** Ids, winners, conflicts and attachments' digests: what two replicas must agree on. */
export async function contents(db: Db): Promise<unknown[]> {
  const { rows } = await db.allDocs({ include_docs: true, conflicts: true });
  return rows.map(({ id, doc }) => {
    const {
      _conflicts = [],
      _attachments = {},
      ...rest
    } = doc as PouchDB.Core.ExistingDocument<object> & {
      _conflicts?: string[];
      _attachments?: Record<string, { digest: string; length: number }>;
    };
    const files = Object.entries(_attachments).map(([name, { digest, length }]) => [name, digest, length]);
    return { id, rest, conflicts: [..._conflicts].sort(), files: files.sort() };
  });
}

/** One request by hand. */
export async function ask(url: string, method = 'GET', body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  let json: Record<string, unknown> = {};
  try {
    json = JSON.parse(text);
  } catch {
    // Not every answer is JSON; those who ask look at `text`.
  }
  return { status: response.status, headers: response.headers, text, json };
}
