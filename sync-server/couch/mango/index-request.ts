import { createHash } from 'node:crypto';
import { isJsonObject, type Json, type JsonObject } from '../../stores/json.ts';
import { CouchError } from '../errors.ts';
import { type Direction, type Index, toColumn, toPartial } from './indexes.ts';
import { toJson } from './selector.ts';

/** An index to be made, and the view of its design document that defines it. */
export interface WantedIndex {
  readonly index: Index & { readonly ddoc: string };
  readonly view: JsonObject;
}

/** Reads the body of `POST /{db}/_index`. @throws CouchError `bad_request`, `invalid_index`, `unsupported_mixed_sort`, `not_implemented` */
export function readIndexRequest(body: JsonObject): WantedIndex {
  const { index, type = 'json' } = body;
  if (type !== 'json' && type !== 'text' && type !== 'nouveau')
    throw new CouchError('invalid_index', `Invalid type for index: ${JSON.stringify(type)}`);
  if (type !== 'json')
    throw new CouchError('not_implemented', `Indexes of type ${JSON.stringify(type)} are not offered.`);
  if (!isJsonObject(index)) throw new CouchError('missing_required_key', 'Missing required key: index');
  const fields = readSort(index.fields);
  if (fields.length === 0)
    throw new CouchError('bad_request', 'Index fields must be a list with at least one entry');
  const given = toPartial(index.partial_filter_selector ?? body.partial_filter_selector);
  const partial = given && { ...given, json: toJson(given.normal) };
  const definition: JsonObject = {
    fields: Object.fromEntries(fields),
    ...(partial !== undefined && { partial_filter_selector: partial.json }),
  };
  // The same question without names is the same index, however often it is asked.
  const question = JSON.stringify([definition, body.name ?? null]);
  const derived = createHash('sha1').update(question).digest('hex');
  const ddoc = toName(body.ddoc, derived, 'ddoc');
  const name = toName(body.name, derived, 'name');
  const view: JsonObject = {
    map: definition,
    reduce: '_count',
    options: { def: { fields: fields.map(([field, direction]) => ({ [field]: direction })) } },
  };
  return {
    index: {
      ddoc: ddoc.startsWith('_design/') ? ddoc : `_design/${ddoc}`,
      name,
      columns: fields.map(([field, direction]) => toColumn(field, direction)),
      partial,
    },
    view,
  };
}

function toName(value: Json | undefined, derived: string, member: string): string {
  if (value === undefined || value === null) return derived;
  if (typeof value !== 'string' || value === '')
    throw new CouchError('bad_request', `Invalid ${member} name`);
  return value;
}

/** `["a", {"b": "desc"}]`, as indexes and `sort` say it. @throws CouchError */
export function readSort(value: Json | undefined): [field: string, direction: Direction][] {
  if (!Array.isArray(value)) throw new CouchError('invalid_sort_json', 'Sort must be an array of sort specs');
  const fields = value.map(readSortField);
  if (new Set(fields.map(([, direction]) => direction)).size > 1) {
    const reason = 'Sorts currently only support a single direction for all fields.';
    throw new CouchError('unsupported_mixed_sort', reason);
  }
  return fields;
}

function readSortField(value: Json): [string, Direction] {
  if (typeof value === 'string') return [value, 'asc'];
  const [entry, ...others] = isJsonObject(value) ? Object.entries(value) : [];
  const [field, direction] = entry ?? [];
  if (field !== undefined && others.length === 0 && (direction === 'asc' || direction === 'desc')) {
    return [field, direction];
  }
  throw new CouchError('invalid_sort_json', `Invalid sort field: ${JSON.stringify(value)}`);
}
