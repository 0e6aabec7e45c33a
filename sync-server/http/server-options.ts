import type { FastifyInstance } from 'fastify';
import { TrustedProxies } from './address.ts';
import { answerClientError } from './client-error.ts';
import { limitConnections } from './connections.ts';
import type { HttpLimits } from './limits.ts';
import { watchProgress } from './progress.ts';
import { closeQuietly } from './quiet.ts';
import { requestId } from './request-id.ts';

export interface Tls {
  readonly cert: Buffer | string;
  readonly key: Buffer | string;
}

/** Dead peers are found by the kernel's probes: a feed that is silent by right looks the same to us. */
const PROBE_MS = 60_000;

/**
 * How the server's Fastify is made. Node's own end of a request after 300 s and of a silent socket are off: see
 * `progress.ts`, which {@link guardSockets} puts in their place.
 */
export function serverOptions(limits: HttpLimits, tls?: Tls) {
  const node = {
    headersTimeout: limits.headersMs,
    connectionsCheckingInterval: Math.max(10, limits.headersMs / 4),
    maxHeaderSize: limits.headerBytes,
    keepAlive: true,
    keepAliveInitialDelay: PROBE_MS,
  };
  return {
    ...(tls ? { https: { ...node, ...tls, handshakeTimeout: limits.headersMs } } : { http: node }),
    requestTimeout: 0,
    connectionTimeout: 0,
    keepAliveTimeout: limits.idleMs,
    clientErrorHandler: answerClientError,
    genReqId: requestId,
  } as const;
}

/** Watches over the sockets of a Fastify made with {@link serverOptions}, from before it listens. */
export function guardSockets(app: FastifyInstance, limits: HttpLimits, proxies = new TrustedProxies()): void {
  limitConnections(app.server, limits, proxies);
  watchProgress(app.server, limits);
  const quiet = closeQuietly(app.server);
  app.addHook('preClose', async () => quiet.stop());
}
