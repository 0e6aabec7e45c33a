/**
 * Throws requests at the protocol layer over real sockets and looks at each answer, and at the store afterwards. What
 * it throws follows from the seed alone; how requests cross one another on the way does not.
 */
import { Agent, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { STATUS } from '../../../sync-server/couch/errors.ts';
import { type DbName, parseDbName } from '../../../sync-server/stores/ids.ts';
import type { ReplicaStore } from '../../../sync-server/stores/replica-store.ts';
import { type Dice, dice } from '../../crash/seeded.ts';
import { DBS } from './make-path.ts';
import { type FuzzRequest, makeRequest } from './make-request.ts';
import { sendBroken } from './raw-requests.ts';

const AT_ONCE = 8;
/** Of so many requests one is no HTTP. */
const BROKEN_EVERY = 50;

export interface Fuzzed {
  readonly store: ReplicaStore;
  readonly app: FastifyInstance;
}

export interface FuzzReport {
  /** How often each status was answered. */
  readonly statuses: ReadonlyMap<number, number>;
  readonly faults: readonly string[];
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** @param requests how many */
export async function runFuzz({ store, app }: Fuzzed, seed: number, requests: number): Promise<FuzzReport> {
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const statuses = new Map<number, number>();
  const faults: string[] = [];
  const random = dice(seed);
  for (const name of DBS) await store.create(parseDbName(name) as DbName);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < requests && faults.length < 20) {
      const n = next++;
      const own = dice(random.below(2 ** 31));
      const fault = n % BROKEN_EVERY === 0 ? await throwBroken(own, n) : await throwOne(own, n);
      if (fault !== undefined) faults.push(fault);
    }
  };
  const throwOne = async (own: Dice, n: number): Promise<string | undefined> => {
    const request = makeRequest(own, n);
    const before = await instanceOf(store, request);
    const answer = await send(url, agent, request).catch((error: Error) => String(error));
    const said = `#${n} ${request.method} ${request.path.slice(0, 300)} ${JSON.stringify(request.headers)} ${new TextDecoder().decode(request.body?.subarray(0, 500))}`;
    // Destroyed meanwhile by another request: an answer under way can only break off, and nothing is there any more.
    const stays = before !== undefined && before === (await instanceOf(store, request));
    if (typeof answer === 'string')
      return stays || before === undefined ? `${said}\n  → ${answer}` : undefined;
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    const part = stays ? await partial(store, request, answer) : undefined;
    const wrong =
      wrongIn(request, answer) ?? (before === (await instanceOf(store, request)) ? part : undefined);
    return wrong && `${said}\n  → ${answer.status} ${answer.text.slice(0, 500)}\n  ${wrong}`;
  };
  const throwBroken = async (own: Dice, n: number): Promise<string | undefined> => {
    const text = await sendBroken(own, url, `broken-${n}`);
    const wrong = text !== '' && !/^HTTP\/1\.1 (?!500)\d{3} /.test(text);
    return wrong ? `#${n} no HTTP → ${text.slice(0, 500)}` : undefined;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  agent.destroy();
  return { statuses, faults };
}

function send(url: string, agent: Agent, { method, path, headers, body }: FuzzRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': body.length };
    const options = { method, path: encodeURI(path).replaceAll('%25', '%'), agent, timeout: 60_000 };
    const { port, hostname } = new URL(url);
    const sent = ask({ ...options, hostname, port, headers: { ...headers, ...length } }, (reply) => {
      const pieces: Uint8Array[] = [];
      reply.on('data', (piece: Uint8Array) => pieces.push(piece));
      reply.on('error', reject);
      reply.on('end', () => {
        const type = String(reply.headers['content-type'] ?? '');
        const text = reply.headers['content-encoding'] === 'gzip' ? '' : Buffer.concat(pieces).toString();
        resolve({ status: reply.statusCode ?? 0, type, text });
      });
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer in a minute')));
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What is wrong with an answer by itself. */
function wrongIn({ method }: FuzzRequest, { status, type, text }: Answer): string | undefined {
  if (status < 200 || status === 500) return 'this status is never right';
  if (status < 400 || method === 'HEAD' || text === '') return undefined;
  if (!type.startsWith('application/json')) return 'an error that is no JSON';
  try {
    const { error, reason } = JSON.parse(text) as { error?: unknown; reason?: unknown };
    if (typeof error !== 'string' || typeof reason !== 'string') return 'an error without error and reason';
    if (STATUS[error as keyof typeof STATUS] !== status) return 'an error with the status of another';
  } catch {
    return 'an error that cannot be parsed';
  }
  return undefined;
}

/** Which database a request is to; `undefined`: none that is there. */
async function instanceOf(store: ReplicaStore, { path }: FuzzRequest): Promise<string | undefined> {
  const name = DBS.find((one) => path.startsWith(`/${encodeURIComponent(one)}/`));
  const db = name && (await store.open(name as DbName));
  return db && (await db.info().catch(() => undefined))?.instance;
}

/** Refused as a whole: none of its own documents is there. Else those are that no row refuses: all, or none. */
async function partial(
  store: ReplicaStore,
  request: FuzzRequest,
  answer: Answer,
): Promise<string | undefined> {
  const { together, path } = request;
  if (together === undefined) return undefined;
  const name = parseDbName(decodeURIComponent(path.split('/')[1] ?? ''));
  const db = name && (await store.open(name));
  if (db === undefined) return undefined;
  const reads = await Promise.all(together.map((id) => db.get(id))).catch(() => undefined);
  if (reads === undefined) return undefined;
  const there = new Set(together.filter((_, at) => reads[at]?.kind === 'found'));
  if (answer.status >= 400) return there.size === 0 ? undefined : 'refused, and written all the same';
  if (answer.text === '') return undefined;
  const rows = JSON.parse(answer.text) as { readonly id: string; readonly error?: string }[];
  const refused = new Set(rows.filter(({ error }) => error !== undefined).map(({ id }) => id));
  const said = rows.filter(({ id, error }) => error === undefined && together.includes(id));
  if (said.some(({ id }) => !there.has(id))) return 'said to be written, and not there';
  const wanted = together.filter((id) => !refused.has(id));
  const written = wanted.filter((id) => there.has(id));
  return written.length === 0 || written.length === wanted.length ? undefined : 'written in part';
}
