/** A TCP proxy on loopback that counts the bytes that pass: what is on the wire, headers and all. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export interface CountingProxy {
  readonly url: string;
  /** bytes since the last call */
  taken(): number;
  close(): Promise<void>;
}

export async function countingProxy(target: string): Promise<CountingProxy> {
  const { port: targetPort } = new URL(target);
  const open = new Set<Socket>();
  let bytes = 0;
  const pass = (from: Socket, to: Socket) => {
    open.add(from);
    from.on('data', (data) => {
      bytes += data.length;
    });
    from.pipe(to);
    from.on('close', () => {
      open.delete(from);
      to.destroy();
    });
    from.on('error', () => to.destroy());
  };
  const server: Server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port: Number(targetPort), host: '127.0.0.1', noDelay: true });
    pass(client, upstream);
    pass(upstream, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: () => {
      const count = bytes;
      bytes = 0;
      return count;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
