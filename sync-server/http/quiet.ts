import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Lets connections go once a server stops: those without a request at once, the others after their answer. Node itself
 * waits for one that was opened ahead and has asked nothing yet, and for one whose feed ends only then.
 */
export function closeQuietly(server: Server): { stop(): void } {
  const underWay = new Map<Socket, number>();
  let stopping = false;
  const settle = (socket: Socket): void => {
    if (stopping && underWay.get(socket) === 0) socket.destroySoon();
  };
  const tls = 'setSecureContext' in server;
  server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    underWay.set(socket, 0);
    socket.once('close', () => underWay.delete(socket));
    settle(socket);
  });
  server.on('request', ({ socket }, response) => {
    underWay.set(socket, (underWay.get(socket) ?? 0) + 1);
    response.once('close', () => {
      if (underWay.has(socket)) underWay.set(socket, (underWay.get(socket) ?? 1) - 1);
      settle(socket);
    });
  });
  return {
    stop() {
      stopping = true;
      for (const socket of underWay.keys()) settle(socket);
    },
  };
}
