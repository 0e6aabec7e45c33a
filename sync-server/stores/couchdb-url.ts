import { createHash } from 'node:crypto';
import { type DbName, parseDbName } from './ids.ts';

/** Where a CouchDB is, and under which names our databases lie there. */
export interface CouchdbAddress {
  /** Ends in `/`; carries no user and no password. */
  readonly base: string;
  /** The `Authorization` header, where the URL named a user. Never logged, never in an error. */
  readonly authorization: string | undefined;
  /** Stands before the name of every database of ours. */
  readonly prefix: string;
}

/** What a prefix may be: together with one of our names it must be a name that CouchDB allows. */
const PREFIX = /^[a-z][a-z0-9_$()+-]{0,60}$/;

/**
 * Reads `https://user:password@host:5984/?prefix=guichet-`. A path is kept (a proxy may serve CouchDB below one).
 * @throws TypeError with a sentence that does not repeat the URL: it holds a password
 */
export function parseCouchdbUrl(text: string): CouchdbAddress {
  if (!URL.canParse(text)) throw new TypeError('the store URL is not an address');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new TypeError('the store URL must begin with http:// or https://');
  const prefix = url.searchParams.get('prefix') ?? '';
  if (prefix !== '' && !PREFIX.test(prefix))
    throw new TypeError('the prefix in the store URL cannot begin the name of a database');
  const { username, password } = url;
  const path = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  return { base: `${url.origin}${path}`, authorization: basic(username, password), prefix };
}

/** RFC 7617, in UTF-8. */
function basic(username: string, password: string): string | undefined {
  if (username === '') return undefined;
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
}

/**
 * Stable for an address and a prefix. Not what `GET /` says: each node of a cluster has its own `uuid` there, and behind
 * a load balancer it would change from one answer to the next.
 */
export const uuidOf = ({ base, prefix }: CouchdbAddress): string =>
  createHash('sha256').update(`guichet-store\n${base}\n${prefix}`).digest('hex').slice(0, 32);

/** The name there of a database of ours, as a segment of a path. */
export const dbPath = ({ prefix }: CouchdbAddress, name: DbName): string => encodeURIComponent(prefix + name);

/** The database of ours that has this name there. Never one of CouchDB's own (`_users`, …). */
export function ourName({ prefix }: CouchdbAddress, there: string): DbName | undefined {
  if (!there.startsWith(prefix) || there.startsWith('_')) return undefined;
  return parseDbName(there.slice(prefix.length));
}

/** The id of a document, as a segment of a path. CouchDB reads `_design%2Fx` as well as `_design/x`. */
export const docPath = (id: string): string => encodeURIComponent(id);
