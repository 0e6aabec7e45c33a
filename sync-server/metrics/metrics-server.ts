import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.ts';

export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Nobody who scrapes is slow; few scrape. */
const TIMEOUT_MS = 10_000;
const CONNECTIONS = 16;

/**
 * `GET /metrics` on a port of its own, on loopback only: what is counted is for the machine's operator, and no right of
 * a desk or path of a proxy leads here.
 * @throws the system's error when the port is taken
 */
export async function serveMetrics(metrics: Metrics, port: number): Promise<MetricsServer> {
  const server = createServer(
    { requestTimeout: TIMEOUT_MS, headersTimeout: TIMEOUT_MS },
    (request, reply) => {
      if (request.method !== 'GET' || request.url !== '/metrics') {
        reply.writeHead(404).end();
        return;
      }
      metrics.text().then(
        (text) => reply.writeHead(200, { 'content-type': metrics.contentType }).end(text),
        () => reply.writeHead(500).end(),
      );
    },
  );
  server.maxConnections = CONNECTIONS;
  server.timeout = TIMEOUT_MS;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}/metrics`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
