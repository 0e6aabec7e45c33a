/** `GET /_freshness`: the gateway's signed word that its list of the keyring is the newest, for desks in session. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Session } from '../access/sessions.ts';
import type { Gateway } from './gateway.ts';

export function freshnessRoute(
  app: FastifyInstance,
  gateway: Pick<Gateway, 'freshness'>,
  sessionOf: (request: FastifyRequest) => Session | undefined,
): void {
  app.get('/_freshness', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const session = sessionOf(request);
    if (session === undefined)
      return reply.code(401).send({ error: 'unauthorized', reason: 'You need a session: see /_session.' });
    if (session.leaving)
      return reply.code(403).send({ error: 'forbidden', reason: 'This desk may not do that.' });
    const freshness = await gateway.freshness();
    if (freshness === null)
      return reply.code(404).send({ error: 'not_found', reason: 'There is no list of the keyring yet.' });
    return { freshness };
  });
}
