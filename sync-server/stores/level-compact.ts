import type { GroupCommit, TextLevel, Tx } from './group-commit.ts';
import type { Rev } from './ids.ts';
import { bodyKey, type DocMeta, LAST, metaKey } from './level-keys.ts';
import { readMeta, writeMeta } from './level-meta.ts';
import { leaves } from './rev-tree.ts';

/** Documents that one job of the writer takes: short, so that writers wait little. */
const BATCH = 100;

/** Deletes the bodies of revisions that are no leaf. Bytes of files stay: other revisions may share them. */
export async function compactDb(
  level: TextLevel,
  prefix: string,
  writer: GroupCommit,
  assertThere: () => void,
): Promise<void> {
  let keys: string[] = [];
  const flush = (): Promise<void> => {
    const batch = keys;
    keys = [];
    return writer.submit({
      bytes: 0,
      plan: async (tx) => {
        assertThere();
        await dropBodies(tx, prefix, batch);
      },
    });
  };
  for await (const [key, text] of level.iterator({ gte: metaKey(prefix, ''), lt: metaKey(prefix, LAST) })) {
    if (superseded(readMeta(text)).length > 0) keys.push(key);
    if (keys.length >= BATCH) await flush();
  }
  if (keys.length > 0) await flush();
}

/** Read again inside the job: a write may have come in between. */
async function dropBodies(tx: Tx, prefix: string, keys: readonly string[]): Promise<void> {
  const texts = await tx.getMany(keys);
  keys.forEach((key, at) => {
    const text = texts[at];
    if (text === undefined) return;
    const meta = readMeta(text);
    for (const rev of superseded(meta)) {
      tx.delBody(bodyKey(prefix, meta.bodies[rev] as number));
      delete meta.bodies[rev];
    }
    tx.put(key, writeMeta(meta));
  });
}

function superseded(meta: DocMeta): Rev[] {
  const kept = new Set<string>(leaves(meta.tree).map(({ rev }) => rev));
  return Object.keys(meta.bodies).filter((rev): rev is Rev => !kept.has(rev));
}
