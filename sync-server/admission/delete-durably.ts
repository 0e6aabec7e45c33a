/** Deleting what may not stay, in a store that others may write to. */
import type { Rev } from '../stores/ids.ts';
import { type ReplicaDb, StoreError } from '../stores/replica-store.ts';

/** Looked at again where somebody else has written meanwhile; one that is edited without end is told, not left as it is. */
const TRIES = 5;

/**
 * Deletes every leaf of these documents; those that are not here, or are deleted, are passed over.
 * @throws StoreError `unavailable` where one is still there, or it is not known that the deletion would survive
 */
export async function deleteDurably(db: ReplicaDb, ids: readonly string[]): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const found = await Promise.all(ids.map(async (id) => ({ id, parents: await leavesOf(db, id) })));
    const edits = found.flatMap(({ id, parents }) =>
      parents.map((parent) => ({ id, deleted: true, body: {}, attachments: new Map(), parent })),
    );
    if (edits.length === 0) return;
    const { durable } = await db.putDocs(edits);
    if (!durable) break;
  }
  throw new StoreError('unavailable', 'the store has not said that the deletion is safe');
}

async function leavesOf(db: ReplicaDb, id: string): Promise<readonly Rev[]> {
  const reads = await db.openRevs(id, 'all');
  return reads.flatMap((read) => (read.kind === 'found' && !read.doc.deleted ? [read.doc.rev] : []));
}
