/** What is no HTTP, or stops half way: written to a socket by hand. */
import type { Dice } from '../../crash/seeded.ts';
import { RawSocket } from '../http/raw-socket.ts';
import { pick } from './make-json.ts';

const PUT = (id: string, headers: string, body: string): string =>
  `PUT /fuzz/${id} HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n${body}`;

/** Each leaves no document of its id behind. */
const BROKEN: readonly ((id: string) => string)[] = [
  (id) => PUT(id, 'Content-Length: 1000', '{"a":"'),
  (id) => PUT(id, 'Transfer-Encoding: chunked', '8\r\n{"a":"b"\r\n'),
  (id) => PUT(id, 'Transfer-Encoding: chunked', '8\r\n{"a":"b"\r\nzz\r\n}\r\n0\r\n\r\n'),
  (id) => PUT(id, 'Transfer-Encoding: chunked', 'ffffffffffffffff\r\n{}'),
  (id) => PUT(id, 'Content-Length: -1', '{}'),
  (id) => PUT(id, 'Content-Length: 2\r\nContent-Length: 3', '{}'),
  (id) => PUT(id, 'Content-Length: 2\r\nTransfer-Encoding: chunked', '{}'),
  (id) => PUT(id, 'Transfer-Encoding: gzip, x', '{}'),
  (id) => PUT(id, 'Content-Encoding: gzip\r\nTransfer-Encoding: chunked', '4\r\n\x1f\x8b\x08\x00\r\n'),
  (id) => `PUT /fuzz/${id} HTTP/1.1\r\nHost: x\r\nBad Header\r\n\r\n{}`,
  (id) => `PUT /fuzz/${id}`,
  (id) => `PUT /fuzz/${id} HTTP/9.9\r\n\r\n`,
  (id) => `PUT /fuzz/\u0000${id} HTTP/1.1\r\nHost: x\r\n\r\n`,
  () => '\u0016\u0003\u0001\u0002\u0000\u0001',
  () => `GET /${'x'.repeat(80_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  () => 'CONNECT fuzz:80 HTTP/1.1\r\nHost: x\r\n\r\n',
  () => 'GET /fuzz HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n',
  () => 'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n',
  () => 'GET http://elsewhere.example/fuzz HTTP/1.1\r\nHost: x\r\n\r\n',
];

/** Sends one, hangs up after a while, and gives what came back. */
export async function sendBroken(dice: Dice, url: string, id: string): Promise<string> {
  const raw = await RawSocket.open(url);
  raw.socket.write(pick(dice, BROKEN)(id), 'latin1');
  const patience = new Promise((resolve) => setTimeout(resolve, 20));
  await Promise.race([raw.closed, patience]);
  if (dice.chance(0.5)) raw.socket.resetAndDestroy();
  else raw.socket.end();
  await raw.closed;
  return raw.text;
}
