import { CouchError } from '../errors.ts';
import type { FindRequest } from './find-request.ts';
import { ALL_DOCS, type Column, type Index } from './indexes.ts';
import type { Normal } from './selector.ts';

/** How a query will be answered: the index whose documents, in whose order, are looked through. */
export interface Plan {
  readonly index: Index;
  readonly descending: boolean;
  readonly warning: string | undefined;
}

/** Chooses as CouchDB does, since the index decides the order and which documents can be found at all. @throws CouchError */
export function choosePlan(request: FindRequest, indexes: readonly Index[]): Plan {
  const { useIndex, sort } = request;
  const [ddoc, name] = useIndex;
  const named = indexes.filter((index) => index.ddoc === ddoc && (name === undefined || index.name === name));
  const usable = indexes.filter((index) => index.ddoc !== undefined && serves(request, index));
  const asked = ddoc === undefined ? [] : usable.filter((index) => named.includes(index));
  if (ddoc !== undefined && asked.length === 0 && !request.allowFallback) throw noIndex();
  const candidates = asked.length > 0 ? asked : usable.filter(({ partial }) => partial === undefined);
  const best = [...candidates].sort((a, b) => byFitness(request.selector, a, b))[0];
  const index = best ?? (serves(request, ALL_DOCS) ? ALL_DOCS : undefined);
  if (index === undefined) throw noIndex();
  return { index, descending: sort[0]?.[1] === 'desc', warning: warn(request, index, asked.length > 0) };
}

const noIndex = (): CouchError =>
  new CouchError('no_usable_index', 'No index exists for this sort, try indexing by the sort fields.');

function warn({ useIndex }: FindRequest, index: Index, asUsed: boolean): string | undefined {
  const [ddoc, name] = useIndex;
  if (ddoc !== undefined && !asUsed) {
    const named = name === undefined ? ddoc : `${ddoc}, ${name}`;
    return `${named} was not used because it does not contain a valid index for this query.`;
  }
  return index === ALL_DOCS ? 'No matching index found, create an index to optimize query time.' : undefined;
}

/** An index has only documents that have all its fields: the query must not mean others, and it must sort as asked. */
function serves({ selector, sort }: FindRequest, { columns, ddoc }: Index): boolean {
  const sorted = sort.map(([field]) => field);
  const implied =
    ddoc === undefined ||
    columns.every(({ field, path }) => sorted.includes(field) || isAlways(field) || requires(selector, path));
  return implied && sortsAs(selector, sorted, columns);
}

const isAlways = (field: string): boolean => field === '_id' || field === '_rev';

/** The sort is the head of the columns, once those are passed over that the selector holds to one value. */
function sortsAs(selector: Normal, sorted: readonly string[], columns: readonly Column[]): boolean {
  let next = 0;
  for (const { field, path } of columns) {
    if (next === sorted.length) return true;
    if (field === sorted[next]) next++;
    else if (!isConstant(selector, path)) return false;
  }
  return next === sorted.length;
}

const samePath = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((name, at) => name === right[at]);

/** Whether no document without this field can match. */
function requires(selector: Normal, path: readonly string[]): boolean {
  if (selector.kind === 'all') return selector.of.some((part) => requires(part, path));
  if (selector.kind === 'any')
    return selector.of.length > 0 && selector.of.every((part) => requires(part, path));
  return samePath(selector.path, path) && !(selector.operator === '$exists' && selector.argument === false);
}

function isConstant(selector: Normal, path: readonly string[]): boolean {
  if (selector.kind === 'all') return selector.of.some((part) => isConstant(part, path));
  return selector.kind === 'test' && samePath(selector.path, path) && selector.operator === '$eq';
}

/** Whether the selector bounds the values of a field, so that an index on it is worth something. */
function bounds(selector: Normal, path: readonly string[]): boolean {
  if (selector.kind === 'all') return selector.of.some((part) => bounds(part, path));
  if (selector.kind === 'any' || !samePath(selector.path, path)) return false;
  return ['$eq', '$gt', '$gte', '$lt', '$lte', '$beginsWith'].includes(selector.operator);
}

/** The most columns bounded from the first, then the fewest columns, then by name. */
function byFitness(selector: Normal, a: Index, b: Index): number {
  const length = ({ columns }: Index): number => {
    const free = columns.findIndex(({ path }) => !bounds(selector, path));
    return free < 0 ? columns.length : free;
  };
  const nameOf = ({ ddoc, name }: Index): string => `${ddoc}/${name}`;
  return length(b) - length(a) || a.columns.length - b.columns.length || (nameOf(a) < nameOf(b) ? -1 : 1);
}
