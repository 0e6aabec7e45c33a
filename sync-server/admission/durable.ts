/** What admission may rely on: bytes that would survive, whether they are written now or were read. */
import { type Rev, splitRev } from '../stores/ids.ts';
import { type DocRevision, type ReplicaDb, StoreError } from '../stores/replica-store.ts';

/** A record as a revision that every peer has. */
export function revisionOf(
  id: string,
  rev: string,
  body: DocRevision['body'],
  attachments: DocRevision['attachments'] = new Map(),
): DocRevision {
  const { pos, hash } = splitRev(rev as Rev);
  return { id, deleted: false, body, attachments, revisions: { start: pos, ids: [hash] } };
}

/** Writes revisions and resolves when they are durable. @throws StoreError */
export async function putDurably(db: ReplicaDb, revisions: readonly DocRevision[]): Promise<void> {
  if (revisions.length === 0) return;
  const { outcomes, durable } = await db.putRevisions(revisions);
  if (!durable || outcomes.some(({ ok }) => !ok))
    throw new StoreError('unavailable', 'the store has not said that the bytes are safe');
}

/**
 * Of what was read and not written now: resolves when it is known that it would survive. A cluster shows what a single
 * copy has, and a receipt that rests on that may outlive what it names.
 * @throws StoreError `unavailable`
 */
export async function confirmDurable(
  db: ReplicaDb,
  documents: readonly { readonly id: string; readonly rev: string }[],
): Promise<void> {
  if (documents.length === 0) return;
  const lacking = await db.confirm(new Map(documents.map(({ id, rev }) => [id, [rev as Rev]])));
  if (lacking.size > 0) throw new StoreError('unavailable', 'the store has not said that the bytes are safe');
}
