import type { CouchdbAddress } from './couchdb-url.ts';
import { isJsonObject, type Json } from './json.ts';
import { StoreError, type StoreErrorCode } from './replica-store.ts';

/** One request. Paths are encoded already, and relative to the address of the store. */
export interface Call {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly json?: unknown;
  readonly body?: Blob;
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses that are an answer, besides 200. Any other throws. */
  readonly expect?: readonly number[];
  /** Asking twice does no harm: where the connection breaks before an answer, it is asked once more. */
  readonly safe?: boolean;
  readonly signal?: AbortSignal;
}

export interface JsonAnswer {
  readonly status: number;
  readonly body: Json;
}

/** An answer whose body is read as it comes, a piece at a time: what is not read is not fetched. */
export interface StreamAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly pieces: AsyncGenerator<Uint8Array>;
}

/**
 * How long nothing may happen: a limit on silence, not on the whole. A slow link that still moves is left alone. Longer
 * than the minute after which CouchDB gives up on a node by itself (`[fabric] request_timeout`).
 */
export const SILENCE_MS = 65_000;
/** `fetch` does not tell how far an upload is: it gets the time that this many bytes a millisecond would take. */
const SLOWEST_UPLOAD = 16;

/** CouchDB says these where the database, and not the document, is not there. */
const NO_DB = new Set(['Database does not exist.', 'no_db_file']);

/**
 * HTTP to a CouchDB: who we are, limits on silence, and every failure as a {@link StoreError} that says nothing of the
 * address or the account. Connections are kept alive by `fetch` itself.
 */
export class CouchdbHttp {
  readonly #address: CouchdbAddress;
  readonly #silenceMs: number;
  readonly #active = new Set<AbortController>();
  #closed = false;

  constructor(address: CouchdbAddress, silenceMs = SILENCE_MS) {
    this.#address = address;
    this.#silenceMs = silenceMs;
  }

  /** Ends whatever is under way. Later calls throw `closed`. */
  close(): void {
    this.#closed = true;
    for (const one of this.#active) one.abort();
  }

  /** @throws StoreError */
  async json(call: Call): Promise<JsonAnswer> {
    const answer = await this.stream(call);
    return { status: answer.status, body: parse(await readText(answer.pieces)) };
  }

  /** @throws StoreError, also while the pieces are read */
  async stream(call: Call): Promise<StreamAnswer> {
    try {
      return await this.#once(call);
    } catch (error) {
      const broken = error instanceof StoreError && error.cause instanceof TypeError;
      if (call.safe !== true || !broken || this.#closed) throw error;
      return this.#once(call);
    }
  }

  async #once(call: Call): Promise<StreamAnswer> {
    const watch = this.#watch(call);
    try {
      const response = await fetch(this.#url(call), { ...this.#init(call), signal: watch.signal });
      watch.moved();
      const pieces = watch.pieces(response);
      const { status, headers } = response;
      if (status === 200 || call.expect?.includes(status)) return { status, headers, pieces };
      throw failureOf(status, await readText(pieces), call);
    } catch (error) {
      watch.end();
      throw error instanceof StoreError ? error : this.#broken(error, call);
    }
  }

  #url({ path, query = {} }: Call): string {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) search.set(name, String(value));
    return `${this.#address.base}${path}${search.size > 0 ? `?${search}` : ''}`;
  }

  #init({ method = 'GET', json, body, headers = {} }: Call): RequestInit {
    const { authorization } = this.#address;
    return {
      method,
      // Elsewhere our password is nobody's business.
      redirect: 'error',
      headers: {
        accept: 'application/json',
        ...(authorization !== undefined && { authorization }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      ...(body !== undefined && { body }),
    };
  }

  /** Guards one request against silence, and against going on after `close`. */
  #watch({ body, signal }: Call) {
    if (this.#closed) throw new StoreError('closed', 'the store is closed');
    const ending = new AbortController();
    this.#active.add(ending);
    const abort = (): void => ending.abort();
    const upload = (body?.size ?? 0) / SLOWEST_UPLOAD;
    let timer = setTimeout(abort, this.#silenceMs + upload);
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) abort();
    const moved = (): void => {
      clearTimeout(timer);
      timer = setTimeout(abort, this.#silenceMs);
    };
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      this.#active.delete(ending);
    };
    const broken = (error: unknown): StoreError => this.#broken(error);
    const pieces = async function* (response: Response): AsyncGenerator<Uint8Array> {
      const reader = response.body?.getReader();
      try {
        for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) {
          clearTimeout(timer); // however long our own reader takes, it is not the store that is silent
          yield read.value;
          moved();
        }
      } catch (error) {
        throw broken(error);
      } finally {
        end();
        await reader?.cancel().catch(() => {});
      }
    };
    return { signal: ending.signal, moved, end, pieces };
  }

  #broken(cause: unknown, call?: Call): StoreError {
    if (this.#closed) return new StoreError('closed', 'the store is closed', { cause });
    return new StoreError('unavailable', `the store cannot be reached${whatOf(call)}`, { cause });
  }
}

async function readText(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of pieces) text += decoder.decode(piece, { stream: true });
  return text + decoder.decode();
}

/** @throws StoreError `unavailable`: a proxy's page, or an answer that was cut off */
function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new StoreError('unavailable', 'the store answered something that is not JSON', { cause });
  }
}

/** The kind of a request, without names: `POST _bulk_docs`. */
function whatOf(call: Call | undefined): string {
  if (call === undefined) return '';
  const kind = call.path.split('/').find((part) => /^_[a-z_]+$/.test(part)) ?? 'document or database';
  return ` (${call.method ?? 'GET'} ${kind})`;
}

/**
 * CouchDB read the request and will not do it, today or tomorrow: a document that breaks its rules, an account without
 * the right. Nothing was written, so there is nothing to be in doubt about.
 */
export class RefusedError extends StoreError {}

/** Statuses of the 400s that may be another's word, or another answer the next time. */
const PASSING = new Set([404, 408, 429]);

function failureOf(status: number, text: string, call: Call): StoreError {
  const code = codeOf(status, text);
  const message = `the store answered ${status}${whatOf(call)}`;
  const refused = status >= 400 && status < 500 && !PASSING.has(status) && saidIn(text).error !== '';
  return refused ? new RefusedError(code, message) : new StoreError(code, message);
}

function codeOf(status: number, text: string): StoreErrorCode {
  const { error, reason } = saidIn(text);
  if (status === 404 && NO_DB.has(reason)) return 'no_db';
  if (status === 413) return 'too_large';
  if (status === 507 || error === 'enospc' || /\benospc\b/.test(reason)) return 'full';
  return 'unavailable';
}

/** What CouchDB says in an error; nothing where it is not CouchDB that speaks. */
export function saidIn(text: string | Json): { readonly error: string; readonly reason: string } {
  let body: Json = null;
  try {
    body = typeof text === 'string' ? (JSON.parse(text) as Json) : text;
  } catch {
    // A proxy's page: its status is all that is known.
  }
  const { error, reason } = isJsonObject(body) ? body : {};
  return { error: String(error ?? ''), reason: String(reason ?? '') };
}

/** A 404 that expected answers may hold. @throws StoreError `no_db`, or `unavailable` where CouchDB did not say it */
export function notFound({ body }: JsonAnswer): string {
  const { error, reason } = saidIn(body);
  if (NO_DB.has(reason)) throw new StoreError('no_db', 'the database is gone');
  if (error !== 'not_found') throw new StoreError('unavailable', 'the store answered 404');
  return reason;
}
