import type { Json, JsonObject } from '../../stores/json.ts';
import type { ReplicaDb } from '../../stores/replica-store.ts';
import type { Budget } from '../budget.ts';
import { fromDoc } from '../doc-answer.ts';
import { CouchError } from '../errors.ts';
import { collate, collateIds } from './collate.ts';
import { getField, project } from './fields.ts';
import type { FindRequest } from './find-request.ts';
import { ALL_DOCS, type Index } from './indexes.ts';
import { matches } from './match.ts';
import type { Plan } from './plan.ts';

export interface Found {
  readonly docs: readonly JsonObject[];
  readonly bookmark: string;
  readonly examined: number;
}

/** Documents read at a time. */
const PAGE = 200;

/** Place of a document in an index: its columns' values, then its id, since no two documents are at one place. */
type Key = readonly Json[];
interface Entry {
  readonly key: Key;
  readonly doc: JsonObject;
}

/**
 * Answers a query. An index here is the rule of an order, not a structure on the disk: all documents are read, and of
 * those that match only as many are kept as the answer and the skipped part need.
 * @throws CouchError `timeout` when the budget is spent
 */
export async function runFind(
  db: ReplicaDb,
  request: FindRequest,
  plan: Plan,
  budget: Budget,
): Promise<Found> {
  const { limit, skip, bookmark } = request;
  const order = (a: Key, b: Key): number => compareKeys(a, b) * (plan.descending ? -1 : 1);
  const after = bookmark === undefined ? undefined : readBookmark(bookmark);
  const wanted = skip + limit;
  let best: Entry[] = [];
  let examined = 0;
  const sort = (): void => {
    best = best.sort((a, b) => order(a.key, b.key)).slice(0, wanted);
  };
  const inOrder = plan.index === ALL_DOCS;
  for await (const doc of scan(db, plan, request.conflicts)) {
    if (inOrder && best.length >= wanted) break;
    examined++;
    const key = await budget.spend(() => {
      const place = keyOf(plan.index, doc);
      if (place === undefined || (after !== undefined && order(place, after) <= 0)) return undefined;
      return matches(request.selector, doc) ? place : undefined;
    });
    if (key === undefined) continue;
    best.push({ key, doc });
    if (!inOrder && best.length >= 2 * wanted + PAGE) sort();
  }
  sort();
  const shown = best.slice(skip);
  const last = shown.at(-1);
  return {
    docs: shown.map(({ doc }) => (request.fields === undefined ? doc : project(doc, request.fields))),
    bookmark: last === undefined ? (bookmark ?? 'nil') : writeBookmark(last.key),
    examined,
  };
}

/** All documents but design documents, by their ids, in the direction of the plan. */
async function* scan(db: ReplicaDb, plan: Plan, conflicts: boolean): AsyncGenerator<JsonObject> {
  const descending = plan.index === ALL_DOCS && plan.descending;
  for (let start: string | undefined; ; ) {
    const range = start === undefined ? {} : { start };
    const { rows } = await db.allDocs({ ...range, descending, includeDocs: true, conflicts, limit: PAGE });
    for (const row of rows) {
      // The last of the page before, read again: it may be gone by now, so it is not skipped by number.
      if (row.id === start || row.id.startsWith('_design/')) continue;
      if (row.kind === 'found' && row.doc !== undefined) yield fromDoc(row.doc) as JsonObject;
    }
    if (rows.length < PAGE) return;
    start = rows.at(-1)?.id;
  }
}

/** `undefined`: the document is not in the index. */
function keyOf(index: Index, doc: JsonObject): Key | undefined {
  // In the order of the store, which is that of the bytes.
  if (index === ALL_DOCS) return [doc._id as string];
  const { columns, partial } = index;
  const values = columns.map(({ path }) => getField(doc, path));
  if (values.includes(undefined)) return undefined;
  if (partial !== undefined && !matches(partial.normal, doc)) return undefined;
  return [...(values as Json[]), doc._id as string];
}

function compareKeys(a: Key, b: Key): number {
  const order = collate(a.slice(0, -1), b.slice(0, -1));
  return order !== 0 ? order : collateIds(a.at(-1) as Json, b.at(-1) as Json);
}

const writeBookmark = (key: Key): string => Buffer.from(JSON.stringify(key)).toString('base64url');

function readBookmark(text: string): Key {
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(key) && typeof key.at(-1) === 'string') return key as Key;
  } catch {
    // Not one of ours: said below.
  }
  throw new CouchError('invalid_bookmark', `Invalid bookmark value: ${JSON.stringify(text)}`);
}
