/** Addresses: where this server is reached, and which pages may talk to it. */
import type { FastifyRequest } from 'fastify';

/** The desk's own page in Electron. */
export const DESK_ORIGIN = 'guichet://desk';
const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

export const originOf = (url: string): string => new URL(url).origin;

/**
 * Origins that a session's proof may name: those the server is configured with; on the machine itself also whatever
 * name of the loopback the request used.
 * @param client where the request comes from: behind a proxy on this machine it is not the machine itself
 */
export function ownOrigins(
  request: FastifyRequest,
  configured: ReadonlySet<string>,
  client: string,
): ReadonlySet<string> {
  const local = loopbackOrigin(request, client);
  return local === undefined ? configured : new Set([...configured, local]);
}

function loopbackOrigin(request: FastifyRequest, client: string): string | undefined {
  const { host = '' } = request.headers;
  const local = client === '::1' || client.startsWith('127.');
  const url = `${request.protocol}://${host}`;
  if (!local || !URL.canParse(url)) return undefined;
  const { hostname, origin } = new URL(url);
  return LOOPBACK_NAMES.has(hostname) ? origin : undefined;
}

const METHODS = 'GET, HEAD, POST, PUT, DELETE';
const ASKED = 'authorization, content-type, accept, if-none-match, range, x-request-id';
const TOLD = 'etag, content-range, accept-ranges, content-md5, location, retry-after, x-request-id';
const PREFLIGHT_SECONDS = '600';

/** What a page of this origin is told; undefined for one that is not let in. */
export function corsHeaders(
  request: FastifyRequest,
  allowed: ReadonlySet<string>,
): Readonly<Record<string, string>> | undefined {
  const { origin } = request.headers;
  if (origin === undefined || !allowed.has(origin)) return undefined;
  const common = {
    'access-control-allow-origin': origin,
    vary: 'Origin',
    'access-control-expose-headers': TOLD,
  };
  if (request.method !== 'OPTIONS') return common;
  const privately = request.headers['access-control-request-private-network'] === 'true';
  return {
    ...common,
    'access-control-allow-methods': METHODS,
    'access-control-allow-headers': ASKED,
    'access-control-max-age': PREFLIGHT_SECONDS,
    ...(privately && { 'access-control-allow-private-network': 'true' }),
  };
}
