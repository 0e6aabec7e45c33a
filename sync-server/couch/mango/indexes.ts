import { isJsonObject, type Json, type JsonObject } from '../../stores/json.ts';
import type { ReplicaDb, StoredDoc } from '../../stores/replica-store.ts';
import { parseField } from './fields.ts';
import { type Normal, normalize } from './selector.ts';

export type Direction = 'asc' | 'desc';
export interface Column {
  readonly field: string;
  readonly path: readonly string[];
  readonly direction: Direction;
}

/** An index as it stands in a design document, or the one that is always there: all documents by their ids. */
export interface Index {
  /** `undefined` for that one. */
  readonly ddoc: string | undefined;
  readonly name: string;
  readonly columns: readonly Column[];
  /** Only documents that match are in it. */
  readonly partial: { readonly normal: Normal; readonly json: JsonObject } | undefined;
}

export const ALL_DOCS: Index = {
  ddoc: undefined,
  name: '_all_docs',
  columns: [{ field: '_id', path: ['_id'], direction: 'asc' }],
  partial: undefined,
};

/** Last key of the ids of design documents: `0` follows `/`. */
const DESIGN = { start: '_design/', end: '_design0' };

/** Every index of a database, in the order of their design documents. */
export async function listIndexes(db: ReplicaDb): Promise<Index[]> {
  const { rows } = await db.allDocs({ ...DESIGN, limit: 10_000, includeDocs: true });
  const docs = rows.flatMap((row) => (row.kind === 'found' && row.doc !== undefined ? [row.doc] : []));
  return [ALL_DOCS, ...docs.flatMap(indexesOf)];
}

/** What a design document defines; what it says that is no index of this kind is passed over. */
export function indexesOf({ id, body }: StoredDoc): Index[] {
  if (body.language !== 'query' || !isJsonObject(body.views)) return [];
  return Object.entries(body.views).flatMap(([name, view]) => {
    const index = isJsonObject(view) ? toIndex(id, name, view) : undefined;
    return index === undefined ? [] : [index];
  });
}

function toIndex(ddoc: string, name: string, { map }: JsonObject): Index | undefined {
  if (!isJsonObject(map) || !isJsonObject(map.fields)) return undefined;
  const columns = Object.entries(map.fields).map(([field, direction]) =>
    toColumn(field, direction === 'desc' ? 'desc' : 'asc'),
  );
  const partial = map.partial_filter_selector;
  return { ddoc, name, columns, partial: toPartial(partial) };
}

export const toColumn = (field: string, direction: Direction): Column => ({
  field,
  path: parseField(field),
  direction,
});

export function toPartial(json: Json | undefined): Index['partial'] {
  if (!isJsonObject(json) || Object.keys(json).length === 0) return undefined;
  return { normal: normalize(json), json };
}

/** As `_index` and `_explain` show it. */
export function indexJson({ ddoc, name, columns, partial }: Index): JsonObject {
  const fields = columns.map(({ field, direction }) => ({ [field]: direction }));
  return {
    ddoc: ddoc ?? null,
    name,
    type: ddoc === undefined ? 'special' : 'json',
    ...(ddoc !== undefined && { partitioned: false }),
    def: { fields, ...(partial !== undefined && { partial_filter_selector: partial.json }) },
  };
}
