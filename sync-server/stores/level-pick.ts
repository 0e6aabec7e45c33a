import type { Rev } from './ids.ts';
import type { DocMeta } from './level-keys.ts';
import type { Wanted } from './level-read.ts';
import type { BulkGetItem, GetOptions, ReadOptions, RevsMissing } from './replica-store.ts';
import { findNode, latestOf, leaves, nodes, type RevNode } from './rev-tree.ts';

/** The revision a `get` means. */
export function pick(meta: DocMeta, { rev, latest }: GetOptions): RevNode | undefined {
  if (rev === undefined) return leaves(meta.tree)[0];
  return latest === true ? latestOf(meta.tree, rev)[0] : findNode(meta.tree, rev);
}

/** The revisions an item of `bulkGet` means. */
export function wantedOf(
  { id, rev }: BulkGetItem,
  meta: DocMeta | undefined,
  { latest }: ReadOptions,
): Wanted[] {
  if (meta === undefined) return [];
  const node = rev === undefined || latest === true ? undefined : findNode(meta.tree, rev);
  const picked =
    rev === undefined ? leaves(meta.tree) : latest === true ? latestOf(meta.tree, rev) : node ? [node] : [];
  return picked.map((node) => ({ id, meta, node }));
}

/** Of the revisions asked, those the tree does not know. */
export function missingOf(meta: DocMeta | undefined, revs: readonly Rev[]): RevsMissing {
  if (meta === undefined) return { missing: [...new Set(revs)], possibleAncestors: [] };
  const known = new Set<string>();
  for (const node of nodes(meta.tree)) known.add(node.rev);
  const missing = [...new Set(revs)].filter((rev) => !known.has(rev));
  const highest = Math.max(0, ...missing.map((rev) => Number.parseInt(rev, 10)));
  const possibleAncestors = leaves(meta.tree)
    .map((leaf) => leaf.rev)
    .filter((rev) => Number.parseInt(rev, 10) < highest);
  return { missing, possibleAncestors };
}
