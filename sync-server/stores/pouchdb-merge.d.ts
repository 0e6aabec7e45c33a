/** The part of pouchdb-merge 9 that is used; it ships no types. */
declare module 'pouchdb-merge' {
  export interface NodeOptions {
    status?: 'available' | 'missing';
    deleted?: boolean;
  }
  /** Hash, options, children. */
  export type TreeNode = [string, NodeOptions, TreeNode[]];
  /** A tree whose root is of generation `pos`: the root of the document, or of what is left after stemming. */
  export interface TreePath {
    pos: number;
    ids: TreeNode;
  }
  export function merge(
    tree: TreePath[],
    path: TreePath,
    depth: number,
  ): { tree: TreePath[]; stemmedRevs: string[]; conflicts: 'new_leaf' | 'new_branch' | 'internal_node' };
  export function winningRev(metadata: { rev_tree: TreePath[] }): string;
}
