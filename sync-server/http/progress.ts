import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { HttpLimits } from './limits.ts';

type Limits = Pick<HttpLimits, 'bodyBytes' | 'bodyMs' | 'readerMs' | 'lingerMs'>;

/** Where something stood when it last made enough progress. */
interface Mark {
  bytes: number;
  at: number;
}

interface Upload extends Mark {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** When the answer was out, though the question was not here in full. */
  answeredAt?: number;
}

/**
 * Ends uploads and readers that make no progress: an upload with 408, where its answer has not begun. Headers and idle
 * connections are Node's to limit (`server-options.ts`). Ends with the server.
 */
export function watchProgress(server: Server, limits: Limits): void {
  const watch = new ProgressWatch(limits);
  // Of TLS the inner socket: its bytes are those of HTTP.
  const event = 'setSecureContext' in server ? 'secureConnection' : 'connection';
  server.on(event, (socket: Socket) => watch.connected(socket));
  server.on('request', (request, response) => watch.asked(request, response));
  server.once('close', () => watch.end());
}

class ProgressWatch {
  readonly #limits: Limits;
  readonly #readers = new Map<Socket, Mark>();
  readonly #uploads = new Set<Upload>();
  readonly #everyMs: number;
  readonly #timer: NodeJS.Timeout;
  #lookedAt = performance.now();

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#everyMs = Math.max(10, Math.min(limits.bodyMs, limits.readerMs, limits.lingerMs) / 4);
    this.#timer = setInterval(() => this.#look(), this.#everyMs);
    this.#timer.unref();
  }

  end(): void {
    clearInterval(this.#timer);
  }

  connected(socket: Socket): void {
    this.#readers.set(socket, { bytes: 0, at: performance.now() });
    socket.once('close', () => this.#readers.delete(socket));
  }

  asked(request: IncomingMessage, response: ServerResponse): void {
    const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
    if (coding === undefined && Number(length ?? 0) === 0) return;
    const upload: Upload = { request, response, bytes: request.socket.bytesRead, at: performance.now() };
    this.#uploads.add(upload);
    request.once('close', () => this.#uploads.delete(upload));
  }

  #look(): void {
    const now = performance.now();
    // The machine slept or was busy: nobody else is to blame for what did not move meanwhile.
    const fair = now - this.#lookedAt < 2 * this.#everyMs;
    this.#lookedAt = now;
    for (const upload of this.#uploads) if (this.#isStuck(upload, now, fair)) cut(upload);
    for (const [socket, mark] of this.#readers)
      if (this.#takesNothing(socket, mark, now, fair)) socket.destroy();
  }

  #isStuck(upload: Upload, now: number, fair: boolean): boolean {
    const { request, response } = upload;
    const { bodyBytes, bodyMs, lingerMs } = this.#limits;
    if (request.complete || request.destroyed) return !this.#uploads.delete(upload);
    if (response.writableFinished) upload.answeredAt ??= now;
    if (upload.answeredAt !== undefined && now - upload.answeredAt >= lingerMs) return true;
    const { bytesRead } = request.socket;
    // Bytes that wait for us are not the sender's fault.
    const ours = request.readableLength >= request.readableHighWaterMark;
    if (ours || !fair || bytesRead - upload.bytes >= bodyBytes) {
      upload.bytes = bytesRead;
      upload.at = now;
    }
    return now - upload.at >= bodyMs;
  }

  #takesNothing(socket: Socket, mark: Mark, now: number, fair: boolean): boolean {
    const waiting = socket.writableLength;
    const taken = socket.bytesWritten - waiting - unsent(socket);
    if (waiting === 0 || !fair || taken !== mark.bytes) {
      mark.bytes = taken;
      mark.at = now;
    }
    return now - mark.at >= this.#limits.readerMs;
  }
}

/** Of the piece that is being written, what the kernel has not taken: Node's own timeouts look at the same number. */
function unsent(socket: Socket): number {
  const { _handle: handle } = socket as { _handle?: { writeQueueSize?: number } | null };
  return handle?.writeQueueSize ?? 0;
}

const STUCK = JSON.stringify({
  error: 'request_timeout',
  reason: 'The body of the request stopped coming: send it again.',
});

function cut({ request, response }: Upload): void {
  const { socket } = request;
  if (response.headersSent || response.socket !== socket) {
    socket.destroy();
    return;
  }
  response.writeHead(408, { 'content-type': 'application/json', connection: 'close' });
  response.end(STUCK, () => socket.destroySoon());
}
