import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

/** What Node could not read as a request, by its code: status and CouchDB-like answer. */
const ANSWERS: Readonly<Record<string, readonly [status: number, error: string, reason: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request_timeout', 'The headers of the request took too long.'],
  HPE_HEADER_OVERFLOW: [431, 'too_long', 'The headers of the request are too large.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'too_large', 'the request entity is too large'],
};
const MALFORMED = [400, 'bad_request', 'This is no HTTP request.'] as const;

/** Answers what is no request, on a socket that nothing else writes to, and closes it. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  const { _httpMessage: answering } = socket as { _httpMessage?: { headersSent: boolean } | null };
  if (error.code === 'ECONNRESET' || !socket.writable || answering?.headersSent) {
    socket.destroy();
    return;
  }
  const [status, name, reason] = ANSWERS[error.code ?? ''] ?? MALFORMED;
  const body = JSON.stringify({ error: name, reason });
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\n`;
  socket.end(`${head}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`, () =>
    socket.destroySoon(),
  );
}
