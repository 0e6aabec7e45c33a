declare const brand: unique symbol;

/** The name of a database, as CouchDB allows it. Only {@link parseDbName} makes one. */
export type DbName = string & { readonly [brand]: 'DbName' };

/** A revision, `<generation>-<hash>`. Only {@link parseRev} makes one. */
export type Rev = string & { readonly [brand]: 'Rev' };

/**
 * A place in a database's update sequence. Opaque: compare for equality only, give back to the store that made it.
 * A store answers a seq it does not know (another instance of the database, a restored one) from the beginning:
 * a reader may see changes twice, and never misses one.
 */
export type StoreSeq = string & { readonly [brand]: 'StoreSeq' };

/** The seq before the first change of any database. */
export const SEQ_START = '0' as StoreSeq;

const DB_NAME = /^(?:[a-z][a-z0-9_$()+/-]{0,237}|_users|_replicator|_global_changes)$/;
/** The hash may be empty: CouchDB takes `1-` as well. */
const REV = /^[1-9][0-9]{0,8}-[^\s\0,"]{0,128}$/;

/** CouchDB's rule for database names; `undefined` when broken (`illegal_database_name`). */
export function parseDbName(text: string): DbName | undefined {
  return DB_NAME.test(text) ? (text as DbName) : undefined;
}

/** `undefined` when the text is no revision (`bad_request: Invalid rev format`). */
export function parseRev(text: unknown): Rev | undefined {
  return typeof text === 'string' && REV.test(text) ? (text as Rev) : undefined;
}

/** The generation and the hash of a revision. */
export function splitRev(rev: Rev): { readonly pos: number; readonly hash: string } {
  const dash = rev.indexOf('-');
  return { pos: Number(rev.slice(0, dash)), hash: rev.slice(dash + 1) };
}

/** The revision of a generation and a hash that came out of another valid revision or a digest. */
export function joinRev(pos: number, hash: string): Rev {
  return `${pos}-${hash}` as Rev;
}
