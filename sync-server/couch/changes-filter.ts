import { isJsonObject, type Json, type JsonObject } from '../stores/json.ts';
import type { ChangeRow } from '../stores/replica-store.ts';
import type { DbCall } from './call.ts';
import { fromDoc } from './doc-answer.ts';
import { CouchError } from './errors.ts';
import { matches } from './mango/match.ts';
import { type Normal, normalize } from './mango/selector.ts';

/** Which rows of the feed a client wants. */
export interface RowFilter {
  readonly needsDocs: boolean;
  wants(row: ChangeRow): boolean;
}

export interface Filtered {
  /** The store looks these up itself. */
  readonly docIds?: readonly string[];
  readonly filter?: RowFilter;
}

/** Reads `filter` and what belongs to it. @throws CouchError */
export async function toFilter(call: DbCall, body: JsonObject): Promise<Filtered> {
  const filter = call.query.text('filter');
  switch (filter) {
    case undefined:
    case '':
      return {};
    case '_doc_ids':
      return { docIds: toDocIds(body.doc_ids ?? call.query.json('doc_ids')) };
    case '_selector':
      return { filter: bySelector(body.selector) };
    case '_design':
      return { filter: { needsDocs: false, wants: ({ id }) => id.startsWith('_design/') } };
    case '_view':
      return refuseFunction(call, call.query.text('view') ?? '', 'views', 'view');
    default:
      return refuseFunction(call, filter, 'filters', 'filter');
  }
}

function toDocIds(ids: Json | undefined): readonly string[] {
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) {
    throw new CouchError('bad_request', '`doc_ids` filter parameter is not a list.');
  }
  return ids as string[];
}

function bySelector(selector: Json | undefined): RowFilter {
  if (selector === undefined)
    throw new CouchError('bad_request', 'Selector must be specified in POST payload');
  if (!isJsonObject(selector)) {
    throw new CouchError('bad_request', 'Selector error: expected a JSON object');
  }
  const normal = readSelector(selector);
  return {
    needsDocs: true,
    wants: ({ doc }) => doc !== undefined && matches(normal, fromDoc(doc) as JsonObject),
  };
}

/** What `_find` has names for is a bad request here, as in CouchDB. */
function readSelector(selector: Json): Normal {
  try {
    return normalize(selector);
  } catch (error) {
    if (error instanceof CouchError) throw new CouchError('bad_request', error.reason, {}, { cause: error });
    throw error;
  }
}

/** Functions of design documents are code of a client, which this server does not run. What is not there is said first. */
async function refuseFunction(
  { db }: DbCall,
  path: string,
  member: 'views' | 'filters',
  parameter: string,
): Promise<never> {
  const [design, name, ...rest] = path.split('/');
  if (!design || !name || rest.length > 0) {
    throw new CouchError(
      'bad_request',
      `\`${parameter}\` must be of the form \`designname/${parameter}name\``,
    );
  }
  const read = await db.get(`_design/${design}`);
  if (read.kind !== 'found') throw new CouchError('not_found', read.kind);
  const functions = read.doc.body[member];
  if (!isJsonObject(functions) || !Object.hasOwn(functions, name)) {
    throw new CouchError('not_found', `missing json key: ${functions === undefined ? member : name}`);
  }
  const reason = 'This server runs no functions of design documents: use `_selector` or `_doc_ids`.';
  throw new CouchError('not_implemented', reason);
}
