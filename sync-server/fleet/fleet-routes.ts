/** `GET /admin/desks` for the central office, `POST /_desk` for each desk: beside the protocol, which knows neither. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../access/sessions.ts';
import type { FleetBook } from './fleet-book.ts';

/** A report is a few hundred bytes. */
const REPORT_BYTES = 4096;

export function fleetRoutes(
  app: FastifyInstance,
  fleet: FleetBook,
  sessionOf: (request: FastifyRequest) => Session | undefined,
): void {
  app.get('/admin/desks', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const session = sessionOf(request);
    if (session === undefined) return unauthorised(reply);
    if (session.scope !== 'CENTRAL' || session.leaving)
      return reply
        .code(403)
        .send({ error: 'forbidden', reason: 'The desks are shown to the central office.' });
    return fleet.list();
  });

  app.post('/_desk', { bodyLimit: REPORT_BYTES, errorHandler: asUnread }, async (request, reply) => {
    const session = sessionOf(request);
    if (session === undefined) return unauthorised(reply);
    fleet.report(session.desk, request.body);
    return reply.code(204).send();
  });
}

const unauthorised = (reply: FastifyReply): FastifyReply =>
  reply.code(401).send({ error: 'unauthorized', reason: 'You need a session: see /_session.' });

/** What is too large or no JSON. Nothing of it is repeated. */
function asUnread(
  { statusCode = 400 }: { statusCode?: number },
  _: FastifyRequest,
  reply: FastifyReply,
): void {
  const tooLarge = statusCode === 413;
  void reply
    .code(tooLarge ? 413 : 400)
    .send({ error: tooLarge ? 'too_large' : 'bad_request', reason: 'This is no report of a desk.' });
}
