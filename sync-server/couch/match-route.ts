import { CouchError, illegalDatabaseName, missing, noDb } from './errors.ts';
import { type Method, ROUTES, type Route } from './routes.ts';

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

const TABLE = ROUTES.map((route) => ({ route, pattern: route.path.slice(1).split('/') }));

/**
 * Finds the line of the table for a raw path (still percent-encoded: database names and ids contain `%2F`). A router
 * of our own, since the ids of clients are longer, and slashed in more ways, than Fastify's takes.
 * @throws CouchError `bad_request` (encoding), `method_not_allowed`, `not_implemented`, and what CouchDB says of a path
 *   that nobody has
 */
export function matchRoute(method: string, rawPath: string): Match {
  const segments = toSegments(rawPath);
  const fits = TABLE.flatMap(({ route, pattern }) => {
    const params = bindPath(pattern, segments);
    return params === undefined ? [] : [{ route, params }];
  });
  const wanted = method === 'HEAD' ? 'GET' : method;
  const found = fits.find(({ route }) => route.method === wanted);
  if (found !== undefined) return found;
  if (fits.length === 0) throw unmatched(method, segments);
  const methods = new Set<Method>(fits.map(({ route }) => route.method));
  if (methods.has('GET')) methods.add('HEAD');
  const allow = [...methods].sort().join(',');
  throw new CouchError('method_not_allowed', `Only ${allow} allowed`, { allow });
}

/** What CouchDB has and this server leaves out, by the first name that begins with `_`. */
const LEFT_OUT: readonly (readonly [names: RegExp, why: string])[] = [
  [/^_(?:replicate|scheduler)$/, 'This server does not start replications: its clients do.'],
  [
    /^_(?:active_tasks|cluster_setup|config|db_updates|dbs_info|membership|node|prometheus|reshard|restart|stats|system|utils)$/,
    'This is for the administration of CouchDB, which this server does not have.',
  ],
  [
    /^_(?:auto_purge|partition|purge|purged_infos|purged_infos_limit|shards|sync_shards|view_cleanup|local_docs|design_docs|search_cleanup|nouveau_cleanup)$/,
    'This server has no partitions, shards, purging or views.',
  ],
  [/^_(?:all_docs|index|info|search|search_info|nouveau|nouveau_info)$/, 'This server does not offer this.'],
];

/** A path that no line of the table has: one that CouchDB has says why not, others what CouchDB says of them. */
function unmatched(method: string, [db = '', ...rest]: readonly string[]): CouchError {
  const [name, file] = [rest[0] ?? db, rest[1]];
  const known = [db, ...rest].find((part) => part.startsWith('_') && !part.startsWith('_design/'));
  const left = LEFT_OUT.find(([names]) => known !== undefined && names.test(known));
  if (left !== undefined) return new CouchError('not_implemented', left[1]);
  const writes = method === 'PUT';
  if (rest.length === 0) return writes ? illegalDatabaseName(name) : noDb();
  if (!writes) return missing();
  if (name === '_local') return new CouchError('bad_request', 'Invalid _local document id.');
  if (!name.startsWith('_') && file?.startsWith('_'))
    return new CouchError('bad_request', `Attachment name '${file}' starts with prohibited character '_'`);
  return new CouchError('illegal_docid', 'Only reserved document ids may start with underscore.');
}

function toSegments(rawPath: string): string[] {
  const parts = rawPath.replace(/^\/+/, '').replace(/\/+$/, '').split('/');
  const decoded = parts.map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      throw new CouchError('bad_request', 'The address is not valid percent-encoded UTF-8.');
    }
  });
  // `_design/name` is one id, as is `_design%2Fname`.
  if (decoded[1] === '_design' && decoded[2] !== undefined) decoded.splice(1, 2, `_design/${decoded[2]}`);
  if (decoded[1] === '_index' && decoded[2] === '_design' && decoded.length > 4)
    decoded.splice(2, 2, `_design/${decoded[3]}`);
  // `_local%2Fid` in one segment is what two say.
  if (decoded[1]?.startsWith('_local/')) decoded.splice(1, 1, '_local', decoded[1].slice('_local/'.length));
  return decoded;
}

function bindPath(
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [at, part] of pattern.entries()) {
    const segment = segments[at];
    if (segment === undefined) return undefined;
    const [, name, rest] = /^\{(\w+)(\.\.\.)?\}$/.exec(part) ?? [];
    if (name === undefined) {
      if (segment !== part) return undefined;
    } else if (rest !== undefined) {
      if (segment.startsWith('_')) return undefined;
      params[name] = segments.slice(at).join('/');
      return params;
    } else {
      if (segment === '' || (segment.startsWith('_') && !isNamed(name, segment))) return undefined;
      params[name] = segment;
    }
  }
  return segments.length === pattern.length ? params : undefined;
}

/** Names that begin with `_` and are a database, a document or a local document all the same. */
function isNamed(name: string, segment: string): boolean {
  if (name === 'db')
    return segment === '_users' || segment === '_replicator' || segment === '_global_changes';
  return name === 'id' || segment.startsWith('_design/');
}
