import { parseDbName } from '../../stores/ids.ts';
import { type Call, type DbCall, mustSayJson } from '../call.ts';
import { CouchError, illegalDatabaseName, noDb } from '../errors.ts';

export async function info({ db, name, hooks }: DbCall): Promise<object> {
  const { docCount, deletedCount, updateSeq, size, compacting } = await db.info();
  return {
    db_name: name,
    doc_count: docCount,
    doc_del_count: deletedCount,
    update_seq: hooks.mapSeq(name, updateSeq),
    purge_seq: '0',
    compact_running: compacting,
    sizes: { file: size, external: size, active: size },
    disk_format_version: 8,
    instance_start_time: '0',
    props: {},
    cluster: { q: 1, n: 1, w: 1, r: 1 },
  };
}

export async function create({ store, params, reply, origin }: Call): Promise<object> {
  const text = params.db as string;
  const name = parseDbName(text);
  if (name === undefined) throw illegalDatabaseName(text);
  if (!(await store.create(name))) {
    throw new CouchError('file_exists', 'The database could not be created, the file already exists.');
  }
  reply.code(201).header('location', `${origin}/${encodeURIComponent(name)}`);
  return { ok: true };
}

export async function destroy({ store, name, query }: DbCall): Promise<object> {
  // Whoever names a revision means a document, and has lost its id.
  if (query.text('rev') !== undefined) {
    const reason = 'A database has no revision: was it a document that you meant to delete?';
    throw new CouchError('bad_request', reason);
  }
  if (!(await store.destroy(name))) throw noDb();
  return { ok: true };
}

/** Every answer of ours is durable already, so there is nothing left to do. */
export async function ensureFullCommit(call: DbCall): Promise<object> {
  mustSayJson(call);
  call.reply.code(201);
  return { ok: true, instance_start_time: '0' };
}
