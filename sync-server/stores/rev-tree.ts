import { merge, type TreeNode, type TreePath } from 'pouchdb-merge';
import { joinRev, type Rev, splitRev } from './ids.ts';
import type { Revisions } from './replica-store.ts';

/** A document's revisions. Written as JSON, so its shape is a format on disk. */
export type RevTree = readonly TreePath[];

/** A revision in a tree, with the way down to it. */
export interface RevNode {
  readonly rev: Rev;
  readonly deleted: boolean;
  readonly available: boolean;
  readonly isLeaf: boolean;
  /** Hashes, newest (this revision's) first. */
  path(): string[];
}

interface Link {
  readonly hash: string;
  readonly parent: Link | undefined;
}

/** Every revision of the tree, roots before their children. */
export function* nodes(tree: RevTree): Generator<RevNode> {
  const stack: { pos: number; node: TreeNode; parent: Link | undefined }[] = [];
  for (const root of tree) stack.push({ pos: root.pos, node: root.ids, parent: undefined });
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { pos, node, parent } = top;
    const [hash, options, children] = node;
    const link: Link = { hash, parent };
    yield {
      rev: joinRev(pos, hash),
      deleted: options.deleted === true,
      available: options.status === 'available',
      isLeaf: children.length === 0,
      path: () => pathOf(link),
    };
    for (const child of children) stack.push({ pos: pos + 1, node: child, parent: link });
  }
}

function pathOf(link: Link): string[] {
  const path: string[] = [];
  for (let at: Link | undefined = link; at !== undefined; at = at.parent) path.push(at.hash);
  return path;
}

/** The node of a revision, if the tree knows it at all. */
export function findNode(tree: RevTree, rev: Rev): RevNode | undefined {
  for (const node of nodes(tree)) if (node.rev === rev) return node;
  return undefined;
}

/**
 * Leaves, the winner (what `GET /db/doc` shows) first: not deleted before deleted, then the longer history, then the
 * greater hash. Every CouchDB peer chooses so, hence all agree without talking.
 */
export function leaves(tree: RevTree): RevNode[] {
  return [...nodes(tree)].filter((node) => node.isLeaf).sort(byWinning);
}

function byWinning(a: RevNode, b: RevNode): number {
  if (a.deleted !== b.deleted) return a.deleted ? 1 : -1;
  const left = splitRev(a.rev);
  const right = splitRev(b.rev);
  if (left.pos !== right.pos) return right.pos - left.pos;
  return left.hash < right.hash ? 1 : -1;
}

/** The leaves below a revision; itself when it is one; none when the tree does not know it. */
export function latestOf(tree: RevTree, rev: Rev): RevNode[] {
  const { pos, hash } = splitRev(rev);
  return leaves(tree).filter((leaf) => leaf.path()[splitRev(leaf.rev).pos - pos] === hash);
}

/** Adds a revision with its history. `dropped`: revisions that fell off the end of histories longer than `limit`. */
export function graft(
  tree: RevTree,
  revisions: Revisions,
  deleted: boolean,
  limit: number,
): { tree: RevTree; dropped: Rev[] } {
  const merged = merge(tree as TreePath[], toPath(revisions, deleted), limit);
  return { tree: withoutTwins(merged.tree), dropped: merged.stemmedRevs as Rev[] };
}

function toPath({ start, ids }: Revisions, deleted: boolean): TreePath {
  const [newest, ...ancestors] = ids;
  if (newest === undefined) throw new RangeError('a revision without its hash');
  let node: TreeNode = [
    newest,
    deleted ? { status: 'available', deleted: true } : { status: 'available' },
    [],
  ];
  for (const hash of ancestors) node = [hash, { status: 'missing' }, [node]];
  return { pos: start - ancestors.length, ids: node };
}

/** A history that joins two stemmed trees makes the library list the joined root twice. */
function withoutTwins(tree: TreePath[]): TreePath[] {
  return tree.filter((root, at) => !tree.some((other, before) => before < at && other.ids === root.ids));
}
