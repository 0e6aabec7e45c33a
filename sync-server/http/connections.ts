import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { addressGroup, type TrustedProxies } from './address.ts';
import type { HttpLimits } from './limits.ts';

const RETRY_SECONDS = 10;
const BODY = JSON.stringify({
  error: 'too_many_requests',
  reason: 'Too many connections are open from this address.',
});
const REFUSAL = [
  'HTTP/1.1 429 Too Many Requests',
  'Content-Type: application/json',
  `Content-Length: ${BODY.length}`,
  `Retry-After: ${RETRY_SECONDS}`,
  'Connection: close',
  '',
  BODY,
].join('\r\n');

/**
 * Refuses connections beyond the limits: those of an address with 429 (closed without a word under TLS). Those of a
 * trusted proxy are many clients': they count in all, and by no address.
 */
export function limitConnections(
  server: Server,
  limits: Pick<HttpLimits, 'connections' | 'connectionsPerAddress'>,
  proxies: TrustedProxies,
): void {
  const tls = 'setSecureContext' in server;
  const open = new Map<string, number>();
  server.maxConnections = limits.connections;
  server.on('connection', (socket: Socket) => {
    if (proxies.has(socket.remoteAddress)) return;
    const address = addressGroup(socket.remoteAddress);
    const before = open.get(address) ?? 0;
    if (before >= limits.connectionsPerAddress) {
      if (tls) socket.destroy();
      else socket.end(REFUSAL, () => socket.destroySoon());
      return;
    }
    open.set(address, before + 1);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
}
