import { CouchError } from './errors.ts';
import { type Method, ROUTES, type Route } from './routes.ts';

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

const TABLE = ROUTES.map((route) => ({ route, pattern: route.path.slice(1).split('/') }));

/**
 * Finds the line of the table for a raw path (still percent-encoded: database names and ids contain `%2F`). A router
 * of our own, since the ids of clients are longer, and slashed in more ways, than Fastify's takes.
 * @throws CouchError `bad_request` (encoding), `method_not_allowed`, `not_implemented`
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
  if (fits.length === 0) throw new CouchError('not_implemented', 'This server has no such path.');
  const methods = new Set<Method>(fits.map(({ route }) => route.method));
  if (methods.has('GET')) methods.add('HEAD');
  const allow = [...methods].sort().join(',');
  throw new CouchError('method_not_allowed', `Only ${allow} allowed`, { allow });
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
