/**
 * Removing documents from PouchDB for good. It knows deletions only as new revisions, so the former one is compacted
 * away at once; the deletion stays, says nothing, and is neither a record nor offered to anybody.
 */
import type { PouchDatabase } from './pouch-database.ts';
import { attempt, checkRows } from './pouch-errors.ts';

/** Those of these ids under which nothing is any more, but was. */
export async function forgottenOf(db: PouchDatabase, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await db.allDocs({ keys: ids });
  return new Set(rows.flatMap(({ id, value }) => (id !== undefined && value?.deleted === true ? [id] : [])));
}

/** Ids that are not here are passed over; may be cut short at any point and called again. */
export async function forget(db: PouchDatabase, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await attempt(() => db.allDocs({ keys: ids }));
  const here = rows.flatMap(({ id, value }) => (id !== undefined && value ? [{ _id: id, value }] : []));
  const edits = here
    .filter(({ value }) => value.deleted !== true)
    .map(({ _id, value }) => ({ _id, _rev: value.rev, _deleted: true }));
  await attempt(async () => checkRows(await db.bulkDocs(edits, {})));
  // Of those that were deleted before, the last call may not have come so far.
  for (const { _id } of here) await attempt(() => db.compactDocument(_id, 0));
}
