import type { TextLevel } from './group-commit.ts';
import { joinRev, type Rev, splitRev } from './ids.ts';
import { bodyKey, type DocMeta, metaKey } from './level-keys.ts';
import { readMeta } from './level-meta.ts';
import type { BodyRow } from './level-write.ts';
import type { AttachmentInfo, GetOptions, Revisions, StoredDoc } from './replica-store.ts';
import { findNode, leaves, type RevNode, type RevTree } from './rev-tree.ts';

/** Metadata of documents, in the order of the ids. */
export async function readMetas(
  level: TextLevel,
  prefix: string,
  ids: readonly string[],
): Promise<(DocMeta | undefined)[]> {
  const texts = await level.getMany(ids.map((id) => metaKey(prefix, id)));
  return texts.map((text) => (text === undefined ? undefined : readMeta(text)));
}

/** A revision whose body is to be read. */
export interface Wanted {
  readonly id: string;
  readonly meta: DocMeta;
  readonly node: RevNode;
}

/** Reads many bodies in one go; `undefined` for a revision that is known by name only. */
export async function readDocs(
  bodies: TextLevel,
  prefix: string,
  wanted: readonly Wanted[],
  options: Pick<GetOptions, 'revs' | 'conflicts' | 'revsInfo'>,
): Promise<(StoredDoc | undefined)[]> {
  const keys = wanted.map(({ meta, node }) => bodyKey(prefix, meta.bodies[node.rev] ?? 0));
  const texts = keys.length > 0 ? await bodies.getMany(keys) : [];
  return wanted.map(({ id, meta, node }, at) => {
    const text = texts[at];
    return text === undefined ? undefined : toDoc(id, meta, node, JSON.parse(text) as BodyRow, options);
  });
}

function toDoc(
  id: string,
  meta: DocMeta,
  node: RevNode,
  [body, files = []]: BodyRow,
  options: Pick<GetOptions, 'revs' | 'conflicts' | 'revsInfo'>,
): StoredDoc {
  const attachments = new Map<string, AttachmentInfo>();
  for (const [name, contentType, , digest, length, revpos] of files) {
    attachments.set(name, { contentType, digest, length, revpos });
  }
  return {
    id,
    rev: node.rev,
    deleted: node.deleted,
    body,
    attachments,
    ...(options.revs === true && { revisions: revisionsOf(node) }),
    ...(options.conflicts === true && conflictsOf(meta.tree)),
    ...(options.revsInfo === true && { revsInfo: revsInfoOf(meta, node) }),
  };
}

function revisionsOf(node: RevNode): Revisions {
  return { start: splitRev(node.rev).pos, ids: node.path() };
}

function conflictsOf(tree: RevTree): { conflicts: Rev[]; deletedConflicts: Rev[] } {
  const losers = leaves(tree).slice(1);
  return {
    conflicts: losers.filter((leaf) => !leaf.deleted).map((leaf) => leaf.rev),
    deletedConflicts: losers.filter((leaf) => leaf.deleted).map((leaf) => leaf.rev),
  };
}

function revsInfoOf(
  meta: DocMeta,
  node: RevNode,
): { rev: Rev; status: 'available' | 'missing' | 'deleted' }[] {
  const { start, ids } = revisionsOf(node);
  return ids.map((hash, at) => {
    const rev = joinRev(start - at, hash);
    if (meta.bodies[rev] === undefined) return { rev, status: 'missing' };
    return { rev, status: findNode(meta.tree, rev)?.deleted === true ? 'deleted' : 'available' };
  });
}
