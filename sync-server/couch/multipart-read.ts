import { CouchError } from './errors.ts';

/** A part of a multipart body: header names in lower case. */
export interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** The boundary that a `multipart/…` content type names (RFC 2046, 5.1.1). @throws CouchError `bad_request` */
export function boundaryOf(contentType: string): string {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined || boundary.length > 200) {
    throw new CouchError('bad_request', 'The multipart content type names no boundary.');
  }
  return boundary;
}

const CRLF = Buffer.from('\r\n');
const END_OF_HEADERS = Buffer.from('\r\n\r\n');

/** The parts in their order, as views of the body. @throws CouchError `bad_request` (no parts, or no end) */
export function readParts(body: Buffer, boundary: string): Part[] {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first delimiter may open the body, without a line before it.
  const first = body.subarray(0, delimiter.length - 2).equals(delimiter.subarray(2));
  let at = first ? delimiter.length - 2 : body.indexOf(delimiter) + delimiter.length;
  if (!first && at < delimiter.length) throw new CouchError('bad_request', 'The body has no such boundary.');
  const parts: Part[] = [];
  while (body.toString('latin1', at, at + 2) !== '--') {
    const start = body.indexOf(CRLF, at);
    const end = body.indexOf(delimiter, at);
    if (start < 0 || end < 0) throw new CouchError('bad_request', 'The multipart body ends too early.');
    parts.push(toPart(body.subarray(start, end)));
    at = end + delimiter.length;
  }
  return parts;
}

/** `bytes` begin with the line end that closes the delimiter, so that no headers at all are an empty line too. */
function toPart(bytes: Buffer): Part {
  const end = bytes.indexOf(END_OF_HEADERS);
  if (end < 0) throw new CouchError('bad_request', 'A part of the multipart body has no headers.');
  const headers = new Map<string, string>();
  for (const line of bytes.toString('utf8', 0, end).split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: bytes.subarray(end + END_OF_HEADERS.length) };
}
