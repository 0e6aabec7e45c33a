import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fastify, { type FastifyInstance } from 'fastify';
import { HTTP_LIMITS, type HttpLimits } from '../http/limits.ts';
import { guardSockets, serverOptions } from '../http/server-options.ts';
import { closeServer, stopOnSignal } from '../http/stop.ts';
import { openLevelStore } from '../stores/level-store.ts';
import type { ReplicaStore } from '../stores/replica-store.ts';
import type { BodyBudget } from './body-budget.ts';
import { COUCH_SERVER_OPTIONS, couchRoutes } from './couch-routes.ts';
import { openHooks } from './hooks.ts';
import type { CouchLimits } from './limits.ts';

export interface StandaloneLimits {
  readonly http?: Partial<HttpLimits>;
  readonly couch?: Partial<CouchLimits>;
  readonly bodies?: BodyBudget;
}

const GIB = 1024 ** 3;

/** The protocol layer alone over a store: no admission, everybody may do everything. */
export async function couchServer(
  store: ReplicaStore,
  limits: StandaloneLimits = {},
): Promise<FastifyInstance> {
  const http = { ...HTTP_LIMITS, ...limits.http };
  const app = fastify({
    ...COUCH_SERVER_OPTIONS,
    ...serverOptions(http),
    logger: false,
  }) as unknown as FastifyInstance;
  guardSockets(app, http);
  await app.register(couchRoutes, {
    store,
    hooks: openHooks,
    limits: { bodyBytes: GIB, bodiesBytes: 2 * GIB, attachmentBytes: GIB, ...limits.couch },
    ...(limits.bodies && { bodies: limits.bodies }),
  });
  app.addHook('onClose', () => store.close());
  return app;
}

/** `npm run conformance-server -- --port N [--data DIR]`: on loopback only, since nobody is asked who they are. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '5984' },
      data: { type: 'string', default: join('.cache', 'conformance') },
    },
  });
  const app = await couchServer(await openLevelStore(values.data));
  const address = await app.listen({ host: '127.0.0.1', port: Number(values.port) });
  process.stdout.write(`listening on ${address}\n`);
  stopOnSignal(() => closeServer(app));
}

if (import.meta.filename === process.argv[1]) await main();
