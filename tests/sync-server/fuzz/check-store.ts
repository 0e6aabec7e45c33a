/** What must hold of a store whatever was thrown at it. */
import { createHash } from 'node:crypto';
import { SEQ_START } from '../../../sync-server/stores/ids.ts';
import type { ReplicaDb, ReplicaStore, StoredDoc } from '../../../sync-server/stores/replica-store.ts';

/** @returns what does not hold */
export async function checkStore(store: ReplicaStore): Promise<string[]> {
  const wrong: string[] = [];
  for (const name of await store.list()) {
    const db = await store.open(name);
    if (db !== undefined) wrong.push(...(await checkDb(db)).map((what) => `${name}: ${what}`));
  }
  return wrong;
}

async function checkDb(db: ReplicaDb): Promise<string[]> {
  const wrong: string[] = [];
  const { rows, totalRows } = await db.allDocs({ limit: 1e9, includeDocs: true });
  const changes = await db.changes({ since: SEQ_START, limit: 1e9, allLeaves: true });
  const info = await db.info();
  const ids = rows.map(({ id }) => id).sort();
  const changed = changes.rows.filter(({ deleted }) => !deleted).map(({ id }) => id);
  if (JSON.stringify(ids) !== JSON.stringify([...changed].sort())) wrong.push('changes and _all_docs differ');
  if (new Set(changes.rows.map(({ id }) => id)).size !== changes.rows.length)
    wrong.push('a document twice in the sequence');
  if (info.docCount !== ids.length || totalRows !== ids.length) wrong.push('doc_count is not what is there');
  if (info.updateSeq !== changes.lastSeq) wrong.push('update_seq is not the last of the sequence');
  for (const { id, revs } of changes.rows) {
    for (const read of await db.openRevs(id, revs, { revs: true })) {
      if (read.kind !== 'found') wrong.push(`a leaf that cannot be read: ${id}`);
      else wrong.push(...(await checkFiles(db, read.doc)));
    }
  }
  return wrong;
}

async function checkFiles(db: ReplicaDb, doc: StoredDoc): Promise<string[]> {
  const wrong: string[] = [];
  for (const [name, { length, digest }] of doc.attachments) {
    const hash = createHash('md5');
    let bytes = 0;
    for await (const piece of (await db.attachment(doc.id, name, doc.rev))?.open() ?? []) {
      hash.update(piece);
      bytes += piece.length;
    }
    if (bytes !== length || `md5-${hash.digest('base64')}` !== digest) {
      wrong.push(`a file that is not what it says: ${doc.id} ${name}`);
    }
  }
  return wrong;
}
