import type { TextLevel } from './group-commit.ts';
import { idOfMetaKey, LAST, metaKey } from './level-keys.ts';
import { readMeta } from './level-meta.ts';
import { readMetas, type Wanted } from './level-read.ts';
import type { AllDocsQuery } from './replica-store.ts';
import { leaves } from './rev-tree.ts';

/** An id that was asked for or met, and its winner where there is one. */
export interface Listed {
  readonly id: string;
  readonly wanted: Wanted | undefined;
}

/** The documents of `_all_docs`: by their keys, or a range of ids. */
export const listDocs = (level: TextLevel, prefix: string, query: AllDocsQuery): Promise<Listed[]> =>
  query.keys === undefined ? readRange(level, prefix, query) : readKeys(level, prefix, query.keys);

async function readKeys(level: TextLevel, prefix: string, ids: readonly string[]): Promise<Listed[]> {
  const metas = await readMetas(level, prefix, ids);
  return ids.map((id, at) => {
    const meta = metas[at];
    const node = meta && leaves(meta.tree)[0];
    return { id, wanted: meta && node ? { id, meta, node } : undefined };
  });
}

async function readRange(level: TextLevel, prefix: string, query: AllDocsQuery): Promise<Listed[]> {
  const { start, end, inclusiveEnd = true, descending = false, limit } = query;
  let skip = query.skip ?? 0;
  const found: Listed[] = [];
  if (limit === 0) return found;
  const low = descending ? end : start;
  const high = descending ? start : end;
  const lowOpen = descending && !inclusiveEnd && low !== undefined;
  const highOpen = !descending && !inclusiveEnd;
  const iterator = level.iterator({
    [lowOpen ? 'gt' : 'gte']: metaKey(prefix, low ?? ''),
    [high === undefined || highOpen ? 'lt' : 'lte']: metaKey(prefix, high ?? LAST),
    reverse: descending,
  });
  for await (const [key, text] of iterator) {
    const meta = readMeta(text);
    const node = leaves(meta.tree)[0];
    if (node === undefined || node.deleted || skip-- > 0) continue;
    const id = idOfMetaKey(prefix, key);
    found.push({ id, wanted: { id, meta, node } });
    if (found.length >= limit) break;
  }
  return found;
}
