import type { Json, JsonObject } from '../../stores/json.ts';
import { CouchError } from '../errors.ts';
import { readSort } from './index-request.ts';
import type { Direction } from './indexes.ts';
import { type Normal, normalize } from './selector.ts';

/** The body of `_find` and `_explain`, read. */
export interface FindRequest {
  readonly selector: Normal;
  readonly limit: number;
  readonly skip: number;
  /** Empty: none asked. */
  readonly sort: readonly [field: string, direction: Direction][];
  readonly fields: readonly string[] | undefined;
  /** Design document and, perhaps, name. */
  readonly useIndex: readonly string[];
  readonly allowFallback: boolean;
  readonly bookmark: string | undefined;
  readonly conflicts: boolean;
  readonly executionStats: boolean;
}

const LIMIT = 25;

/** Taken for the sake of clusters, where they mean something. */
const IGNORED = ['r', 'w', 'n', 'stale', 'update', 'stable', 'partition'];
const KNOWN = new Set([
  'selector',
  'limit',
  'skip',
  'sort',
  'fields',
  'use_index',
  'allow_fallback',
  'bookmark',
  'conflicts',
  'execution_stats',
  ...IGNORED,
]);

/** @throws CouchError */
export function readFindRequest(body: JsonObject): FindRequest {
  const unknown = Object.keys(body).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) throw new CouchError('invalid_key', `Invalid key ${unknown} for this request.`);
  if (body.selector === undefined) {
    throw new CouchError('missing_required_key', 'Missing required key: selector');
  }
  const { sort = [], fields, bookmark } = body;
  return {
    selector: normalize(body.selector),
    limit: toCount(body.limit, 'limit', LIMIT),
    skip: toCount(body.skip, 'skip', 0),
    sort: readSort(sort),
    fields: toFields(fields),
    useIndex: toUseIndex(body.use_index),
    allowFallback: body.allow_fallback !== false,
    bookmark: typeof bookmark === 'string' && bookmark !== '' && bookmark !== 'nil' ? bookmark : undefined,
    conflicts: body.conflicts === true,
    executionStats: body.execution_stats === true,
  };
}

function toCount(value: Json | undefined, name: string, normal: number): number {
  if (value === undefined || value === null) return normal;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  const reason = `Invalid value for ${name}: ${JSON.stringify(value)}`;
  throw new CouchError('invalid_non_neg_integer', reason);
}

function toFields(value: Json | undefined): readonly string[] | undefined {
  if (value === undefined || value === null || value === 'all_fields') return undefined;
  if (!Array.isArray(value) || !value.every((field) => typeof field === 'string')) {
    throw new CouchError('invalid_fields', `Invalid fields: ${JSON.stringify(value)}`);
  }
  return value.length === 0 ? undefined : (value as string[]);
}

function toUseIndex(value: Json | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  const parts = typeof value === 'string' ? value.split(/(?<!^_design)\//) : value;
  if (Array.isArray(parts) && parts.length <= 2 && parts.every((part) => typeof part === 'string')) {
    const [ddoc, ...name] = parts as string[];
    if (ddoc === undefined) return [];
    return [ddoc.startsWith('_design/') ? ddoc : `_design/${ddoc}`, ...name];
  }
  throw new CouchError('bad_request', `Invalid index name: ${JSON.stringify(value)}`);
}
