import { pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';
import { constants, createGunzip, createGzip, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CouchError } from './errors.ts';

/** Shorter answers fit into one packet as they are. */
const WORTH = 1024;
/** The fastest: what is long here is base64 of what is encrypted, of which no level takes more than the quarter. */
const OPTIONS = { level: constants.Z_BEST_SPEED } as const;
/** Scans and sealed records are compressed or encrypted already. */
const COMPRESSIBLE = /^(?:application\/json|text\/|image\/svg\+xml|application\/xml)/i;

const deflate = promisify(gzip);

/**
 * Answers gzipped where the client takes that and it is worth it. Never an answer marked `no-transform`: a feed that
 * stays open must not wait in a compressor.
 */
export async function gzipAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  if (!COMPRESSIBLE.test(String(reply.getHeader('content-type') ?? ''))) return payload;
  const vary = reply.getHeader('vary');
  reply.header('vary', vary === undefined ? 'accept-encoding' : `${vary}, accept-encoding`);
  const whole = reply.statusCode !== 206 && request.method !== 'HEAD';
  if (!whole || !accepts(request) || isLive(reply) || reply.hasHeader('content-encoding')) return payload;
  if (payload instanceof Readable) {
    if (Number(reply.getHeader('content-length') ?? WORTH) < WORTH) return payload;
    // An error on either side ends both; the reply sees it by the broken stream.
    const zipped = pipeline(payload, createGzip(OPTIONS), () => {});
    reply.header('content-encoding', 'gzip').removeHeader('content-length');
    return zipped;
  }
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
  if (!Buffer.isBuffer(bytes) || bytes.length < WORTH) return payload;
  reply.header('content-encoding', 'gzip').removeHeader('content-length');
  return deflate(bytes, OPTIONS);
}

function accepts({ headers }: FastifyRequest): boolean {
  const choices = String(headers['accept-encoding'] ?? '').split(',');
  return choices.some((choice) => /^\s*(?:x-)?gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?$/i.test(choice));
}

/** Whether this answer is a feed that stays open. */
export const isLive = (reply: FastifyReply): boolean =>
  /no-transform/.test(String(reply.getHeader('cache-control')));

/** Marks an answer whose every line must go out at once; proxies read the mark too. */
export const markLive = (reply: FastifyReply): FastifyReply =>
  reply.header('cache-control', 'must-revalidate, no-transform');

/**
 * The body as its sender had it before gzipping, whatever path it comes to: files too are kept plain. Fastify counts
 * what comes out of here against the limit, so that a bomb stops when it is too large.
 * @throws CouchError `bad_content_type` for other encodings
 */
export function gunzipBody(request: FastifyRequest, payload: Readable): Readable {
  const encoding = request.headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return payload;
  if (encoding !== 'gzip') {
    throw new CouchError('bad_content_type', 'Only gzip and identity content-encodings are taken.');
  }
  const plain = Object.assign(createGunzip(), { receivedEncodedLength: 0 });
  payload.on('data', (chunk: Buffer) => {
    plain.receivedEncodedLength += chunk.length;
  });
  payload.on('error', (error) => plain.destroy(error));
  plain.on('error', () => payload.resume());
  return payload.pipe(plain);
}
