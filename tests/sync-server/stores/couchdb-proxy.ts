/** A real HTTP server between the couchdb store and a CouchDB-compatible one, which does to requests what networks do. */
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Fault =
  /** The request arrives, is done, and its status is another. */
  | { readonly kind: 'status'; readonly status: number }
  /** The request arrives and is done; the connection breaks before the answer. */
  | { readonly kind: 'lose' }
  /** The request never arrives. */
  | { readonly kind: 'answer'; readonly status: number; readonly type: string; readonly body: string }
  | { readonly kind: 'refuse' }
  /** The connection breaks after so many bytes of the answer's body. */
  | { readonly kind: 'cut'; readonly after: number }
  /** The answer ends after so many bytes of its body, as if that were all. */
  | { readonly kind: 'end'; readonly after: number }
  /** Nothing more comes after so many bytes, and the connection stays. */
  | { readonly kind: 'stall'; readonly after: number }
  /** The body comes in pieces of so many bytes, with a rest before each. */
  | { readonly kind: 'slow'; readonly bytes: number; readonly restMs: number }
  /** Nothing is ever answered. */
  | { readonly kind: 'silent' };

interface Rule {
  readonly match: RegExp;
  readonly fault: Fault;
  left: number;
}

export class FaultProxy {
  readonly url: string;
  /** `METHOD path` of what came, with its `Authorization`. */
  readonly seen: { readonly what: string; readonly authorization: string | undefined }[] = [];
  /** Bytes of bodies handed to the network. */
  sent = 0;
  readonly #server: Server;
  readonly #target: string;
  #rules: Rule[] = [];

  private constructor(server: Server, target: string) {
    this.#server = server;
    this.#target = target;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    server.on('request', (incoming: IncomingMessage, answer: ServerResponse) =>
      this.#handle(incoming, answer),
    );
  }

  static async open(target: string): Promise<FaultProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FaultProxy(server, target);
  }

  /** The next `times` requests whose `METHOD path` matches meet the fault. */
  next(match: RegExp, fault: Fault, times = 1): void {
    this.#rules.push({ match, fault, left: times });
  }

  always(match: RegExp, fault: Fault): void {
    this.next(match, fault, Number.POSITIVE_INFINITY);
  }

  heal(): void {
    this.#rules = [];
  }

  count(match: RegExp): number {
    return this.seen.filter(({ what }) => match.test(what)).length;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Breaks every connection there is. */
  breakAll(): void {
    this.#server.closeAllConnections();
  }

  #faultOf(what: string): Fault | undefined {
    const rule = this.#rules.find(({ match, left }) => left > 0 && match.test(what));
    if (rule) rule.left--;
    return rule?.fault;
  }

  #handle(incoming: IncomingMessage, answer: ServerResponse): void {
    const what = `${incoming.method} ${incoming.url}`;
    this.seen.push({ what, authorization: incoming.headers.authorization });
    const fault = this.#faultOf(what);
    if (fault?.kind === 'refuse') return void incoming.socket.destroy();
    if (fault?.kind === 'silent') return void incoming.resume();
    if (fault?.kind === 'answer') {
      incoming.resume();
      answer.writeHead(fault.status, { 'content-type': fault.type }).end(fault.body);
      return;
    }
    // Without gzip, so that what is cut is counted in bytes of JSON.
    const { host, 'accept-encoding': _, ...headers } = incoming.headers;
    const url = new URL(this.#target);
    const onward = request(
      { host: url.hostname, port: url.port, method: incoming.method, path: incoming.url, headers },
      (reply) => void this.#reply(reply, answer, fault),
    );
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    incoming.pipe(onward);
  }

  async #reply(reply: IncomingMessage, answer: ServerResponse, fault: Fault | undefined): Promise<void> {
    if (fault?.kind === 'lose') {
      reply.resume();
      answer.destroy();
      return;
    }
    // The length is not told, so that an answer may end early in good order.
    const { 'content-length': _, ...headers } = reply.headers;
    answer.writeHead(fault?.kind === 'status' ? fault.status : (reply.statusCode ?? 500), headers);
    let left = fault !== undefined && 'after' in fault ? fault.after : Number.POSITIVE_INFINITY;
    try {
      for await (const chunk of reply as AsyncIterable<Buffer>) {
        const step = fault?.kind === 'slow' ? fault.bytes : chunk.length;
        for (let at = 0; at < chunk.length; at += step) {
          if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.restMs));
          const piece = chunk.subarray(at, Math.min(at + step, at + left));
          left -= piece.length;
          this.sent += piece.length;
          const open = answer.write(piece);
          if (left <= 0) return stop(answer, fault);
          if (!open) await drained(answer);
          if (answer.destroyed) return;
        }
      }
      answer.end();
    } catch {
      answer.destroy();
    }
  }
}

function stop(answer: ServerResponse, fault: Fault | undefined): void {
  if (fault?.kind === 'end') answer.end();
  // What was written must be on its way before the connection breaks.
  if (fault?.kind === 'cut') setImmediate(() => answer.destroy());
}

/** Until the answer can take more, or is gone. */
const drained = (answer: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      answer.off('drain', done).off('close', done);
      resolve();
    };
    answer.on('drain', done).on('close', done);
  });
