import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { isJsonObject, type Json, type JsonObject } from '../stores/json.ts';
import { bodyBytes, type DbCall, parseJson } from './call.ts';
import { CouchError } from './errors.ts';
import { boundaryOf, type Part, readParts } from './multipart-read.ts';

/** A document that came as `multipart/related`: its JSON, and the bytes of the files that follow it, by name. */
export interface RelatedDoc {
  readonly doc: Json;
  readonly following: ReadonlyMap<string, Uint8Array>;
}

const inflate = promisify(gunzip);

/**
 * Reads a document whose files follow it: how CouchDB's replicator pushes. A file may have been kept gzipped there: it
 * comes so, with `"encoding": "gzip"`, and is kept plain here.
 * @throws CouchError `bad_request`, `content_md5_mismatch`, `too_large`
 */
export async function readRelated(call: DbCall): Promise<RelatedDoc> {
  const boundary = boundaryOf(call.request.headers['content-type'] ?? '');
  const [first, ...rest] = readParts(bodyBytes(call), boundary);
  if (first === undefined) throw new CouchError('bad_request', 'The multipart body has no document.');
  const doc = parseJson(first.body);
  const limit = call.request.routeOptions.bodyLimit;
  const following = new Map<string, Uint8Array>();
  let total = 0;
  for (const { name, file, part } of pair(followers(doc), rest)) {
    const bytes = await decode(name, file, part.body, limit - total);
    total += bytes.length;
    following.set(name, bytes);
  }
  return { doc, following };
}

/** The attachments that say `"follows": true`, in the order of the JSON. */
function followers(doc: Json): [string, JsonObject][] {
  const files = isJsonObject(doc) && isJsonObject(doc._attachments) ? doc._attachments : {};
  return Object.entries(files).filter(
    (entry): entry is [string, JsonObject] => isJsonObject(entry[1]) && entry[1].follows === true,
  );
}

/** By the names the parts give themselves; by order where they give none, as CouchDB reads them. */
function pair(files: readonly [string, JsonObject][], parts: readonly Part[]) {
  if (files.length !== parts.length) {
    throw new CouchError('bad_request', `${files.length} attachments follow, ${parts.length} parts came.`);
  }
  const byName = new Map(parts.map((part) => [nameOf(part), part]));
  // JSON objects list names that are numbers first, whatever the sender's order: a given name is the surer way.
  const named = files.every(([name]) => byName.has(name));
  return files.map(([name, file], at) => ({
    name,
    file,
    part: (named ? byName.get(name) : parts[at]) as Part,
  }));
}

const nameOf = ({ headers }: Part): string | undefined =>
  /filename="(.*)"/i.exec(headers.get('content-disposition') ?? '')?.[1];

async function decode(name: string, file: JsonObject, raw: Buffer, limit: number): Promise<Uint8Array> {
  const { encoding, digest, length } = file;
  if (typeof digest === 'string' && digest.startsWith('md5-') && digest !== md5(raw)) {
    throw new CouchError('content_md5_mismatch', 'Possible message corruption.');
  }
  const bytes = encoding === 'gzip' ? await unzip(name, raw, limit) : raw;
  if (typeof length === 'number' && length !== bytes.length) {
    throw new CouchError('bad_request', `Attachment '${name}' has another length than it says.`);
  }
  return bytes;
}

/** The digest is of the bytes as they travel, as CouchDB keeps it. */
const md5 = (bytes: Uint8Array): string => `md5-${createHash('md5').update(bytes).digest('base64')}`;

async function unzip(name: string, raw: Buffer, limit: number): Promise<Uint8Array> {
  try {
    return await inflate(raw, { maxOutputLength: Math.max(1, limit) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new CouchError('too_large', 'the request entity is too large');
    }
    throw new CouchError('bad_request', `Attachment '${name}' is not gzip.`);
  }
}
