/**
 * Destroys what was in deleted documents. LevelDB only marks what is deleted: the bytes stay in its files until a
 * compaction meets the mark, and one that is asked for does not rewrite a file that has both. So the values are
 * flushed down first, the marks laid above them afterwards, and both are merged.
 */
import type { ClassicLevel } from 'classic-level';
import { segmentKeys } from './blobs.ts';
import type { GroupCommit, Levels, TextLevel } from './group-commit.ts';
import { blobKey, bodyKey, type DocMeta, LAST, metaKey } from './level-keys.ts';
import { readMeta, writeMeta } from './level-meta.ts';
import type { BodyRow, FileRow } from './level-write.ts';
import { leaves } from './rev-tree.ts';

/**
 * What the documents name is destroyed before they forget the names, so that a crash at any point leaves a call to be
 * made again, and nothing that it would not find.
 */
export async function forgetDeleted(
  levels: Levels,
  prefix: string,
  writer: GroupCommit,
  idPrefixes: readonly string[],
): Promise<void> {
  const found = new Map<string, readonly string[]>();
  for (const start of idPrefixes)
    for await (const [key, bodies] of deletedIn(levels.text, prefix, start)) found.set(key, bodies);
  if (found.size === 0) return;
  const bodies = [...found.values()].flat();
  const files = (await levels.bodies.getMany(bodies)).flatMap((text) =>
    text === undefined ? [] : ((JSON.parse(text) as BodyRow)[1] ?? []),
  );
  await forgetFiles(writer, prefix, files);
  await destroy(
    levels.blobs,
    files.flatMap(([, , , , length, , blob]) => segmentKeys(prefix, blob, length)),
  );
  await destroy(levels.bodies, bodies);
  await forgetNames(writer, [...found.keys()]);
}

/** Documents that are deleted, with the keys of their former bodies, where they have some. */
async function* deletedIn(
  text: TextLevel,
  prefix: string,
  start: string,
): AsyncGenerator<readonly [key: string, bodies: readonly string[]]> {
  const range = { gte: metaKey(prefix, start), lt: metaKey(prefix, start + LAST) };
  for await (const [key, value] of text.iterator(range)) {
    const meta = readMeta(value);
    const bodies = formerBodies(meta).map((rev) => bodyKey(prefix, meta.bodies[rev] as number));
    if (bodies.length > 0) yield [key, bodies];
  }
}

/** None of a document that has a leaf that is no deletion: it is not deleted. */
function formerBodies(meta: DocMeta): string[] {
  const ends = leaves(meta.tree);
  if (!ends.every(({ deleted }) => deleted)) return [];
  const kept = new Set<string>(ends.map(({ rev }) => rev));
  return Object.keys(meta.bodies).filter((rev) => !kept.has(rev));
}

/** The same bytes that come again are new: they are not looked for where they were. */
const forgetFiles = (writer: GroupCommit, prefix: string, files: readonly FileRow[]): Promise<void> =>
  writer.submit({
    bytes: 0,
    plan: async (tx) => {
      for (const [, , sha256] of files) tx.del(blobKey(prefix, sha256));
    },
  });

/** Read again inside the job: a write may have come in between. */
const forgetNames = (writer: GroupCommit, keys: readonly string[]): Promise<void> =>
  writer.submit({
    bytes: 0,
    plan: async (tx) => {
      const texts = await tx.getMany(keys);
      keys.forEach((key, at) => {
        const text = texts[at];
        if (text === undefined) return;
        const meta = readMeta(text);
        for (const rev of formerBodies(meta)) delete meta.bodies[rev];
        tx.put(key, writeMeta(meta));
      });
    },
  });

async function destroy<V>(level: ClassicLevel<string, V>, keys: readonly string[]): Promise<void> {
  const sorted = keys.toSorted();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return;
  await level.compactRange(first, last);
  const batch = level.batch();
  for (const key of sorted) batch.del(key);
  await batch.write({ sync: true });
  await level.compactRange(first, last);
}
