import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DbName } from '../stores/ids.ts';
import { isJsonObject, type Json, type JsonObject } from '../stores/json.ts';
import type { ReplicaDb, ReplicaStore } from '../stores/replica-store.ts';
import { CouchError } from './errors.ts';
import type { CouchHooks } from './hooks.ts';
import { isTooDeep } from './json-depth.ts';
import { type CouchLimits, MAX_DEPTH } from './limits.ts';
import type { Query } from './query.ts';
import type { Turns } from './turns.ts';

/** One request, as a handler sees it. */
export interface Call {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly store: ReplicaStore;
  readonly hooks: CouchHooks;
  readonly limits: CouchLimits;
  /** Queries by selector take turns. */
  readonly finds: Turns;
  readonly query: Query;
  /** Decoded parts of the path, by the names of the route table. */
  readonly params: Readonly<Record<string, string>>;
  /** Where the database lives, for `Location`. */
  readonly origin: string;
  /** Fires when the server stops: feeds end. */
  readonly stopping: AbortSignal;
}

/** A request to a database that is there. */
export interface DbCall extends Call {
  readonly name: DbName;
  readonly db: ReplicaDb;
}

// A mark of byte order is no JSON: it is kept, so that it is seen.
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const SURROGATE = /\p{Surrogate}/u;

/** The body, undecoded; empty when there was none. */
export function bodyBytes({ request }: Call): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

export const jsonBody = (call: Call): Json => parseJson(bodyBytes(call));

/** @throws CouchError `bad_request` */
export function parseJson(bytes: Uint8Array): Json {
  if (isTooDeep(bytes, MAX_DEPTH)) {
    throw new CouchError('bad_request', `JSON is nested more than ${MAX_DEPTH} levels deep`);
  }
  try {
    const value = JSON.parse(UTF8.decode(bytes)) as Json;
    if (isKept(value)) return value;
  } catch {
    // Said below.
  }
  throw new CouchError('bad_request', 'invalid UTF-8 JSON');
}

/** Half a character and a number beyond all numbers would come back as something else. */
function isKept(value: Json): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string') return !SURROGATE.test(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isKept);
  return Object.entries(value).every(([name, member]) => isKept(name) && isKept(member));
}

/** CouchDB asks it of POSTs, those without a body too. @throws CouchError `bad_content_type` */
export function mustSayJson({ request }: Call): void {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    throw new CouchError('bad_content_type', 'Content-Type must be application/json');
}

/** @throws CouchError `bad_request`, `bad_content_type` */
export function jsonObjectBody(call: Call): JsonObject {
  if (call.request.method === 'POST') mustSayJson(call);
  const body = jsonBody(call);
  if (!isJsonObject(body)) throw new CouchError('bad_request', 'Request body must be a JSON object');
  return body;
}

/**
 * Sends JSON that is made while it is sent: a slow reader slows the making. The first part is made before the status
 * goes out, so that what is wrong with the question still gets its own.
 */
export async function sendStream(
  call: Call,
  parts: AsyncGenerator<string>,
  type = 'application/json',
): Promise<FastifyReply> {
  const first = await parts.next();
  const stream = Readable.from(startingWith(first, parts), { objectMode: false });
  return call.reply.type(type).send(stream);
}

async function* startingWith(
  first: IteratorResult<string, unknown>,
  rest: AsyncGenerator<string>,
): AsyncGenerator<string> {
  if (first.done !== true) {
    yield first.value;
    yield* rest;
  }
}

/** What stands in `If-Match` and `If-None-Match`, without the quotes. */
export function etagOf(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  return text?.replace(/^W\//, '').replace(/^"(.*)"$/, '$1');
}
