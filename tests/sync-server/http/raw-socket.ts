/** HTTP by hand, for what no client would do. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export class RawSocket {
  readonly socket: Socket;
  text = '';
  readonly closed: Promise<void>;

  private constructor(socket: Socket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => {});
  }

  /** @param from one of this machine's addresses */
  static async open(url: string, reading = true, from?: string): Promise<RawSocket> {
    const { port, hostname } = new URL(url);
    const raw = new RawSocket(
      connect({ port: Number(port), host: hostname, ...(from && { localAddress: from }) }),
    );
    if (reading) {
      raw.socket.on('data', (data) => {
        raw.text += data.toString('latin1');
      });
    }
    await once(raw.socket, 'connect');
    return raw;
  }

  get isOpen(): boolean {
    return !this.socket.destroyed;
  }

  /** Writes piece by piece, `ms` apart, for as long as the other side takes it. */
  async drip(text: string, piece: number, ms: number): Promise<void> {
    for (let at = 0; at < text.length && this.socket.writable; at += piece) {
      this.socket.write(text.slice(at, at + piece));
      await pause(ms);
    }
  }

  /** Resolves once the answer so far has this in it; rejects when the connection ends without it. */
  async until(wanted: RegExp): Promise<void> {
    // What is looked for comes last; all of a long answer would be searched again with every piece of it.
    while (!wanted.test(this.text.slice(-500_000))) {
      if (!this.isOpen) throw new Error(`closed after: ${this.text.slice(0, 500)}`);
      await Promise.race([once(this.socket, 'data').catch(() => {}), this.closed]);
    }
  }
}
