import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { REQUEST_ID } from '../http/request-id.ts';
import { type DbName, parseDbName } from '../stores/ids.ts';
import type { ReplicaDb, ReplicaStore } from '../stores/replica-store.ts';
import { BodyBudget } from './body-budget.ts';
import type { Call } from './call.ts';
import { CouchError, noDb, toCouchError } from './errors.ts';
import { gunzipBody, gzipAnswer } from './gzip.ts';
import type { CouchHooks } from './hooks.ts';
import { COUCH_LIMITS, type CouchLimits } from './limits.ts';
import { type Match, matchRoute } from './match-route.ts';
import { Query } from './query.ts';
import { Turns } from './turns.ts';

/** What the protocol layer stands on. */
export interface CouchOptions {
  readonly store: ReplicaStore;
  readonly hooks: CouchHooks;
  readonly limits?: Partial<CouchLimits>;
  /** of all requests; made after the limits where it is not given */
  readonly bodies?: BodyBudget;
}

/** How a Fastify that carries these routes must be made, besides its sockets (`http/server-options.ts`). */
export const COUCH_SERVER_OPTIONS = {
  forceCloseConnections: 'idle',
  /** What Fastify refuses before any route is asked: addresses that cannot be decoded. */
  frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    sendError(error, request, reply);
  },
} as const;

/** Queries that may wait for each that works. */
const WAITING_EACH = 16;

/** What is known of a request before its body is read. */
interface Admitted extends Match {
  readonly origin: string;
  readonly query: Query;
  readonly db?: { readonly name: DbName; readonly db: ReplicaDb };
}

/**
 * The CouchDB replication protocol as a Fastify plugin: `app.register(couchRoutes, { prefix, store, hooks })`. It takes
 * every path below its prefix, with its own body parsing and errors; nothing outside is touched.
 */
export async function couchRoutes(app: FastifyInstance, options: CouchOptions): Promise<void> {
  const { store, hooks } = options;
  const limits: CouchLimits = { ...COUCH_LIMITS, ...options.limits };
  const finds = new Turns(limits.findsAtOnce, limits.findsAtOnce * WAITING_EACH);
  const { bodies = new BodyBudget(limits.bodiesBytes, limits.bodyBytes) } = options;
  const stopping = new AbortController();
  const admitted = new WeakMap<FastifyRequest, Admitted>();

  app.addHook('preClose', async () => stopping.abort());

  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'cache-control': 'must-revalidate', [REQUEST_ID]: request.id });
    if (request.url.length > limits.url) throw new CouchError('too_long', 'the request uri is too long');
    admitted.set(request, await admit(app.prefix, store, hooks, request));
  });

  app.addHook('preParsing', async (request, reply, payload) =>
    bodies.meter(request, reply, gunzipBody(request, payload as Readable)),
  );
  app.addHook('onSend', gzipAnswer);

  // Of any type, or none, and possibly empty: PouchDB's `PUT /{db}` says JSON and sends nothing.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => body,
  );

  // Methods that Fastify does not know.
  app.setNotFoundHandler((request) => {
    throw new CouchError('method_not_allowed', `Nothing answers to ${request.method}.`);
  });
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply));

  if (!app.supportedMethods.includes('COPY')) app.addHttpMethod('COPY');
  app.route({
    // All, so that one that is not offered gets CouchDB's 405.
    method: app.supportedMethods,
    url: '/*',
    exposeHeadRoute: false,
    bodyLimit: limits.bodyBytes,
    handler: async (request, reply) => {
      const { route, params, origin, query, db } = admitted.get(request) as Admitted;
      const known = { store, hooks, limits, finds, stopping: stopping.signal };
      const call: Call = { ...known, request, reply, params, origin, query };
      if (route.access === 'server' || route.access === 'create' || route.access === 'none')
        return route.handle(call);
      if (db === undefined) throw noDb();
      return route.handle({ ...call, ...db });
    },
  });
}

/** Finds the route and the database and asks for permission, before the body is read. */
async function admit(
  prefix: string,
  store: ReplicaStore,
  hooks: CouchHooks,
  request: FastifyRequest,
): Promise<Admitted> {
  const [path = '', search = ''] = splitOnce(request.raw.url ?? '/', '?');
  const match = matchRoute(request.method, path.slice(prefix.length));
  const origin = `${request.protocol}://${request.host}${prefix}`;
  const known = { ...match, origin, query: new Query(search) };
  const { route, params } = match;
  if (route.access === 'none') return known;

  const name = parseDbName(params.db ?? '');
  const hidden = name !== undefined && route.access !== 'create' && !(await hooks.visible(request, name));
  if (hidden) throw noDb();
  const access = { kind: route.access, method: request.method, ...(name !== undefined && { db: name }) };
  const permission = await hooks.authorize(request, access);
  if (!permission.allow) {
    throw new CouchError(permission.status === 401 ? 'unauthorized' : 'forbidden', permission.reason);
  }
  if (route.access === 'server' || route.access === 'create') return known;
  const db = name && (await store.open(name));
  if (name === undefined || db === undefined) throw noDb();
  return { ...known, db: { name, db } };
}

function splitOnce(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + at.length)];
}

function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = toCouchError(error);
  if (known === undefined) request.log.error({ err: error }, 'unforeseen error');
  const {
    status,
    error: name,
    reason,
    headers,
  } = known ?? new CouchError('internal_server_error', 'Internal error.');
  return reply.code(status).headers(headers).type('application/json').send({ error: name, reason });
}
