/**
 * The sync server, composed: store, gateway, sessions, protocol, web console. `main.ts` starts it from flags; tests
 * start it from here.
 */
import type { AddressInfo } from 'node:net';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Clock } from '../app/acts/clock.ts';
import { AccessControl, DEFAULT_RATES, FEED_LIMITS, type FeedLimits, type Rates } from './access/access.ts';
import { Console } from './access/console.ts';
import { corsHeaders, DESK_ORIGIN, originOf } from './access/origins.ts';
import { Sessions } from './access/sessions.ts';
import { freshnessRoute } from './admission/freshness-route.ts';
import { Gateway } from './admission/gateway.ts';
import { heldRoute } from './admission/held-route.ts';
import type { Quota } from './admission/quarantine.ts';
import type { Step } from './admission/step.ts';
import { BodyBudget } from './couch/body-budget.ts';
import { COUCH_SERVER_OPTIONS, couchRoutes } from './couch/couch-routes.ts';
import { isLive } from './couch/gzip.ts';
import type { CouchHooks } from './couch/hooks.ts';
import { COUCH_LIMITS, type CouchLimits } from './couch/limits.ts';
import { FleetBook } from './fleet/fleet-book.ts';
import { fleetRoutes } from './fleet/fleet-routes.ts';
import { TrustedProxies } from './http/address.ts';
import { HTTP_LIMITS, type HttpLimits } from './http/limits.ts';
import { REQUEST_ID } from './http/request-id.ts';
import { guardSockets, serverOptions, type Tls } from './http/server-options.ts';
import { closeServer } from './http/stop.ts';
import { requestLog } from './log.ts';
import { Metrics } from './metrics/metrics.ts';
import { type MetricsServer, serveMetrics } from './metrics/metrics-server.ts';
import { type MinistryFile, readMinistryFile } from './ministry-file.ts';
import { openStore, type StoreChoice } from './stores/open-store.ts';
import type { ReplicaStore } from './stores/replica-store.ts';

export interface ServerOptions extends StoreChoice {
  /** the ministry's folder, or its content */
  readonly ministry: string | MinistryFile;
  readonly port?: number;
  /** of `/metrics`, on loopback; none unless said */
  readonly metricsPort?: number;
  /** loopback unless said otherwise */
  readonly host?: string;
  /** folder of the built web console */
  readonly web?: string;
  readonly tls?: Tls;
  /** addresses under which desks reach this server, besides the ministry's own */
  readonly publicUrls?: readonly string[];
  /** proxies whose `X-Forwarded-For` is believed: addresses or networks; none unless said */
  readonly trustedProxies?: readonly string[];
  /** pages of other origins that may talk to it, besides the desk's */
  readonly corsOrigins?: readonly string[];
  readonly newEpoch?: boolean;
  readonly clock?: Clock;
  /** milliseconds that never jump: ends of nonces and sessions */
  readonly monotonic?: () => number;
  readonly rates?: Partial<Rates>;
  readonly feeds?: Partial<FeedLimits>;
  readonly quota?: Quota;
  /** of requests, and of sockets */
  readonly limits?: Partial<CouchLimits>;
  readonly http?: Partial<HttpLimits>;
  readonly logger?: FastifyBaseLogger;
  readonly step?: (step: Step) => void;
  /** another process has started with the key of this gateway, which admits nothing more */
  readonly onSuperseded?: () => void;
}

export interface RunningServer {
  readonly url: string;
  readonly app: FastifyInstance;
  readonly gateway: Gateway;
  readonly metrics: MetricsServer | undefined;
  /** Ends feeds, waits for writes under way, closes the store. */
  close(): Promise<void>;
}

/** @throws MinistryFileError, StoreError, TypeError for a trusted proxy that is no address, or the system's error when the port is taken */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { clock = { now: () => Date.now() }, host = '127.0.0.1', port = 0 } = options;
  const ministry =
    typeof options.ministry === 'string' ? await readMinistryFile(options.ministry) : options.ministry;
  const metrics = new Metrics();
  const store = await openStore(options, { onGroup: (group) => metrics.committed(group) });
  try {
    const { quota, newEpoch, step, logger, onSuperseded } = options;
    const gateway = await Gateway.open({
      store,
      ministry,
      clock,
      onTold: (mission, items) => {
        for (const [, , verdict] of items) metrics.admitted(mission, verdict, 1);
      },
      onError: (error) => logger?.error({ err: error }, 'admission'),
      ...(onSuperseded && { onSuperseded }),
      ...(quota && { quota }),
      ...(newEpoch && { newEpoch }),
      ...(step && { step }),
    });
    const fleet = await FleetBook.open({
      store,
      keyring: gateway.reference.keyring,
      clock,
      receivedSeq: (mission, desk, epoch) => gateway.receivedSeq(mission, desk, epoch),
      onError: (error) => logger?.warn({ err: error }, 'fleet'),
    });
    metrics.watchFleet(fleet);
    const app = await compose(options, ministry, { gateway, fleet, store, metrics }, clock);
    await app.listen({ host, port });
    const { port: taken } = app.server.address() as AddressInfo;
    const name = host.includes(':') ? `[${host}]` : host;
    const scraped =
      options.metricsPort === undefined ? undefined : await serveMetrics(metrics, options.metricsPort);
    const close = async (): Promise<void> => {
      await closeServer(app);
      await scraped?.close();
      await fleet.close();
      gateway.leave();
      await gateway.idle();
      await store.close();
    };
    return {
      url: `${options.tls ? 'https' : 'http'}://${name}:${taken}`,
      app,
      gateway,
      metrics: scraped,
      close,
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

interface Composed {
  readonly gateway: Gateway;
  readonly fleet: FleetBook;
  readonly store: ReplicaStore;
  readonly metrics: Metrics;
}

async function compose(
  options: ServerOptions,
  ministry: MinistryFile,
  { gateway, fleet, store, metrics }: Composed,
  clock: Clock,
): Promise<FastifyInstance> {
  const { monotonic = () => performance.now(), tls, web, logger } = options;
  const origins = new Set([ministry.gateway.url, ...(options.publicUrls ?? [])].map(originOf));
  const proxies = new TrustedProxies(options.trustedProxies);
  const access = new AccessControl({
    gateway,
    fleet,
    sessions: new Sessions({
      keyring: gateway.reference.keyring,
      introduce: (documents) => gateway.reference.introduce(documents),
      gateway: gateway.kid,
      clock,
      monotonic,
    }),
    origins,
    rates: { ...DEFAULT_RATES, ...options.rates },
    feeds: { ...FEED_LIMITS, ...options.feeds },
    proxies,
    monotonic,
  });
  const http = { ...HTTP_LIMITS, ...options.http };
  const app = fastify({
    ...COUCH_SERVER_OPTIONS,
    ...serverOptions(http, tls),
    ...(logger ? { loggerInstance: logger } : { logger: false }),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'id' }),
  }) as unknown as FastifyInstance;
  guardSockets(app, http, proxies);
  const pages = web === undefined ? undefined : await Console.open(web, [...origins]);
  const cors = new Set([DESK_ORIGIN, ...(options.corsOrigins ?? [])]);
  app.addHook('onRequest', async (request, reply) => guard(request, reply, access, cors, pages));
  metrics.watch(app.server);
  app.addHook('onResponse', async (request, reply) => {
    requestLog(request, reply);
    const seconds = isLive(reply) ? undefined : reply.elapsedTime / 1000;
    metrics.answered(request.raw, reply.statusCode, seconds);
  });
  fleetRoutes(app, fleet, (request) => access.sessionOf(request));
  heldRoute(app, gateway, (request) => access.sessionOf(request));
  freshnessRoute(app, gateway, (request) => access.sessionOf(request));
  const limits = { ...COUCH_LIMITS, ...options.limits };
  const bodies = new BodyBudget(limits.bodiesBytes, limits.bodyBytes);
  metrics.watchBodies(bodies);
  await app.register(couchRoutes, { store, hooks: hooksOf(gateway, access, metrics), limits, bodies });
  return app;
}

/** What every request passes before the protocol sees it. A reply that is sent here ends it. */
async function guard(
  request: FastifyRequest,
  reply: FastifyReply,
  access: AccessControl,
  cors: ReadonlySet<string>,
  pages: Console | undefined,
): Promise<FastifyReply | undefined> {
  reply.headers({
    [REQUEST_ID]: request.id,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
  });
  if (request.protocol === 'https') reply.header('strict-transport-security', 'max-age=31536000');
  const allowed = corsHeaders(request, new Set([...cors, ...access.ownOrigins(request)]));
  if (allowed) reply.headers(allowed);
  if (request.method === 'OPTIONS') return reply.code(allowed ? 204 : 403).send();
  const wait = access.delay(request);
  if (wait > 0) {
    reply.header('retry-after', wait);
    return reply.code(429).send({ error: 'too_many_requests', reason: 'Wait, then go on.' });
  }
  if (access.isTooLarge(request))
    return reply.code(413).send({ error: 'too_large', reason: 'the request entity is too large' });
  const file = pages?.find(request);
  return file && pages ? pages.send(file, request, reply) : undefined;
}

function hooksOf(gateway: Gateway, access: AccessControl, metrics: Metrics): CouchHooks {
  return {
    authorize: (request, what) => access.authorize(request, what),
    visible: (request, db) => access.visible(request, db),
    session: (request, reply, body) => access.session(request, reply, body),
    interceptWrite: (request, db, write) => {
      const session = access.sessionOf(request);
      return gateway.write(db, write, session?.desk ?? '', session?.leaving);
    },
    extendRevsDiff: (_request, db, lacking) => gateway.inQuarantine(db, lacking),
    feedOpens: (request) => {
      const leave = access.feedOpens(request);
      if (leave === undefined) return undefined;
      metrics.feedOpened();
      return () => {
        leave();
        metrics.feedClosed();
      };
    },
    mapSeq: (_db, seq) => gateway.epoch.mapSeq(seq),
    parseSeq: (_db, token) => gateway.epoch.parseSeq(token),
  };
}
