/**
 * The server's log: which kind of request on which database, how it was answered, how long it took. No addresses, no
 * query, no document ids, no bodies, no tokens: nothing that would be of a person, whatever a client writes into a URL.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import pino, { type Logger } from 'pino';

export const createLog = (): Logger =>
  pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: errorLine } });

const KNOWN = /^\/(?<db>(?:mission-[a-z0-9-]{1,40}|keyring|catalogue))?(?:\/?(?<what>_[a-z_]{1,24}))?/;

export function requestLog(request: FastifyRequest, reply: FastifyReply): void {
  const { db, what } = KNOWN.exec(request.url)?.groups ?? {};
  const milliseconds = Math.round(reply.elapsedTime);
  request.log.info(
    {
      method: request.method,
      ...(db && { db }),
      ...(what && { what }),
      status: reply.statusCode,
      milliseconds,
    },
    'request',
  );
}

/** Name, code and the places in our code; never the message: it may carry what came in. */
function errorLine(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const places = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8);
  return { name: error.name, ...code, places };
}
