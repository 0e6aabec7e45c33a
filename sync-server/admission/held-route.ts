/** `GET /admin/held`: acts on hold that a supervisor's word frees, as they were signed. Their bodies stay closed. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Session } from '../access/sessions.ts';
import type { Gateway } from './gateway.ts';

/** More at once than a supervisor looks through in a day. */
const LONGEST_LIST = 500;

export function heldRoute(
  app: FastifyInstance,
  gateway: Pick<Gateway, 'heldActs' | 'missions'>,
  sessionOf: (request: FastifyRequest) => Session | undefined,
): void {
  app.get('/admin/held', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const session = sessionOf(request);
    if (session === undefined)
      return reply.code(401).send({ error: 'unauthorized', reason: 'You need a session: see /_session.' });
    if (session.leaving)
      return reply.code(403).send({ error: 'forbidden', reason: 'This desk may not do that.' });
    const seen = gateway.missions.filter((one) =>
      session.scope === 'CENTRAL' ? (session.missions?.has(one) ?? true) : session.scope === one,
    );
    const acts: { mission: string; code: string; jws: string }[] = [];
    for (const mission of seen)
      for (const held of await gateway.heldActs(mission, LONGEST_LIST - acts.length))
        acts.push({ mission, ...held });
    return { acts };
  });
}
