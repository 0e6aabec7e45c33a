import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fastify, { type FastifyInstance } from 'fastify';
import { openLevelStore } from '../stores/level-store.ts';
import type { ReplicaStore } from '../stores/replica-store.ts';
import { COUCH_SERVER_OPTIONS, couchRoutes } from './couch-routes.ts';
import { openHooks } from './hooks.ts';

/** The protocol layer alone over a store: no admission, everybody may do everything. */
export async function couchServer(store: ReplicaStore): Promise<FastifyInstance> {
  const app = fastify({ ...COUCH_SERVER_OPTIONS, logger: false });
  await app.register(couchRoutes, { store, hooks: openHooks, bodyLimit: 1024 ** 3 });
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
  const stop = (): void => {
    app.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

if (import.meta.filename === process.argv[1]) await main();
