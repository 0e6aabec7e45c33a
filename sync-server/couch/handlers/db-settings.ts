import { isJsonObject, type Json } from '../../stores/json.ts';
import { type DbCall, jsonBody, mustSayJson } from '../call.ts';
import { CouchError } from '../errors.ts';

export async function getRevsLimit({ db, reply }: DbCall): Promise<unknown> {
  const { revsLimit } = await db.settings();
  return reply.type('application/json').send(`${revsLimit}\n`);
}

export async function putRevsLimit(call: DbCall): Promise<object> {
  const limit = jsonBody(call);
  if (typeof limit !== 'number' || !Number.isSafeInteger(limit) || limit < 1) {
    throw new CouchError('bad_request', '`revs_limit` must be positive');
  }
  await call.db.putSettings({ revsLimit: limit });
  return { ok: true };
}

export async function getSecurity({ db }: DbCall): Promise<object> {
  return (await db.settings()).security;
}

/** Kept for whoever reads it: this layer asks its hooks who may do what. */
export async function putSecurity(call: DbCall): Promise<object> {
  const security = jsonBody(call);
  if (!isJsonObject(security)) throw new CouchError('bad_request', 'Request body must be a JSON object');
  for (const group of [security.admins, security.members]) if (group !== undefined) checkGroup(group);
  await call.db.putSettings({ security });
  return { ok: true };
}

function checkGroup(group: Json): void {
  const { names = [], roles = [] } = isJsonObject(group) ? group : { names: null };
  for (const list of [names, roles]) {
    if (!Array.isArray(list) || !list.every((name) => typeof name === 'string')) {
      throw new CouchError('bad_request', 'names and roles must be JSON lists of strings');
    }
  }
}

/** Answers at once, as CouchDB does; `compact_running` of the database tells when it is over. */
export async function compact(call: DbCall): Promise<object> {
  mustSayJson(call);
  call.db
    .compact()
    .catch((error: unknown) => call.request.log.warn({ err: error }, 'compaction ended early'));
  call.reply.code(202);
  return { ok: true };
}
