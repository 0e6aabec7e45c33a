import { isJsonObject } from '../../stores/json.ts';
import type { DbCall } from '../call.ts';
import { toDocId } from '../doc-json.ts';
import { CouchError } from '../errors.ts';

/** `/{db}/_design/{name}/_view/…`: what is not there is said first, as CouchDB does. */
export async function view({ db, params }: DbCall): Promise<never> {
  const read = await db.get(toDocId(params.doc));
  if (read.kind !== 'found') throw new CouchError('not_found', read.kind);
  const { views } = read.doc.body;
  const name = params.file as string;
  if (!isJsonObject(views) || !Object.hasOwn(views, name))
    throw new CouchError('not_found', 'missing_named_view');
  return noFunctions();
}

/** Views, shows, lists, updates and rewrites: functions that clients write and servers run. */
export async function noFunctions(): Promise<never> {
  const reason =
    'This server runs no functions of design documents (views, shows, lists, updates, rewrites).';
  throw new CouchError('not_implemented', reason);
}
