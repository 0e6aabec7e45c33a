import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A UUID, or hexadecimal digits: nothing that a name could be written in, since it goes into the log. */
const WELL_FORMED = /^(?:[0-9a-f]{16,64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

export const REQUEST_ID = 'x-request-id';

/** The id under which a request is logged: the client's own (`X-Request-ID`) where it is well formed. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers[REQUEST_ID];
  return typeof given === 'string' && WELL_FORMED.test(given) ? given.toLowerCase() : randomUUID();
}
