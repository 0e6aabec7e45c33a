import { randomUUID } from 'node:crypto';
import type { Call } from '../call.ts';
import { CouchError } from '../errors.ts';

/** `GET /`: what a client looks at to know a CouchDB peer. */
export async function welcome({ store }: Call): Promise<object> {
  return {
    couchdb: 'Welcome',
    version: '3.5.0',
    uuid: store.uuid,
    features: [],
    vendor: { name: 'Guichet' },
  };
}

export async function up({ store }: Call): Promise<object> {
  await store.list();
  return { status: 'ok' };
}

export async function uuids({ query, reply }: Call): Promise<object> {
  const asked = query.text('count') ?? '1';
  if (!/^\d{1,15}$/.test(asked)) throw new CouchError('bad_request', 'count must be a positive integer');
  const count = Number(asked);
  if (count > 1000) throw new CouchError('bad_request', 'count parameter too large');
  reply.header('cache-control', 'must-revalidate, no-cache');
  return { uuids: Array.from({ length: count }, () => randomUUID().replaceAll('-', '')) };
}

export async function allDbs({ store, hooks, request, query }: Call): Promise<string[]> {
  const names = await store.list();
  const shown = await Promise.all(names.map((name) => hooks.visible(request, name)));
  const start = query.json('start_key', 'startkey');
  const end = query.json('end_key', 'endkey');
  const [low, high] = query.flag('descending') ? [end, start] : [start, end];
  const visible = names.filter(
    (name, at) =>
      shown[at] === true &&
      (low === undefined || name >= String(low)) &&
      (high === undefined || name <= String(high)),
  );
  if (query.flag('descending')) visible.reverse();
  const skip = query.count('skip') ?? 0;
  return visible.slice(skip, skip + (query.count('limit') ?? visible.length));
}

export async function session({ hooks, request, reply }: Call): Promise<unknown> {
  return hooks.session(request, reply, request.body);
}
