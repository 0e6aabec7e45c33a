/**
 * What is known of a document, as text. Most documents have one revision, and their rows lie in the order of random ids,
 * which LevelDB merges again and again as they grow in number: `<seq> <rev>` is a third of the JSON.
 */
import { joinRev, type Rev, splitRev } from './ids.ts';
import type { DocMeta } from './level-keys.ts';

export function writeMeta(meta: DocMeta): string {
  const rev = onlyRev(meta);
  return rev === undefined ? JSON.stringify(meta) : `${meta.seq} ${rev}`;
}

export function readMeta(text: string): DocMeta {
  if (text.startsWith('{')) return JSON.parse(text) as DocMeta;
  const space = text.indexOf(' ');
  const seq = Number(text.slice(0, space));
  const rev = text.slice(space + 1) as Rev;
  const { pos, hash } = splitRev(rev);
  return { tree: [{ pos, ids: [hash, { status: 'available' }, []] }], seq, bodies: { [rev]: seq } };
}

/** The revision of a document that has no other, is no deletion, and whose body came with its last change. */
function onlyRev({ tree, seq, bodies }: DocMeta): Rev | undefined {
  const [root, other] = tree;
  if (root === undefined || other !== undefined) return undefined;
  const [hash, { status, deleted }, children] = root.ids;
  if (status !== 'available' || deleted === true || children.length > 0) return undefined;
  const rev = joinRev(root.pos, hash);
  const [name, another] = Object.keys(bodies);
  return name === rev && another === undefined && bodies[rev] === seq ? rev : undefined;
}
