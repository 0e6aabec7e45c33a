/**
 * Copies what a database holds into another: every leaf with its history and files, deletions too, a page at a time.
 * What the target has, and is known to keep, is passed over; so a copy that was cut off goes on where it was.
 *
 * Local documents stay behind. They are checkpoints: places in the sequence of this one store, which mean nothing in
 * another. Clients find none and begin anew, which costs them one comparison and loses nothing.
 */
import { putDurably } from '../../sync-server/admission/durable.ts';
import type { Rev, StoreSeq } from '../../sync-server/stores/ids.ts';
import type { DocRevision, ReplicaDb } from '../../sync-server/stores/replica-store.ts';
import { type Named, readWhole, sizeOf } from './read-whole.ts';

export interface Progress {
  /** written now */
  documents: number;
  /** of what was written */
  bytes: number;
  /** there before */
  present: number;
}

export interface CopyOptions {
  readonly since: StoreSeq;
  /** Damaged revisions are left behind: under its name, the target would never take the true bytes. */
  readonly isSound: (doc: DocRevision) => Promise<boolean>;
  /** told of each revision that was left behind */
  readonly onDamaged: (named: Named) => void;
  /** after each page */
  readonly onProgress: (progress: Progress) => void;
}

const PAGE = 200;
/** One write's worth. */
const BATCH_BYTES = 4 * 1024 * 1024;

/** @returns what was done, and where to read on @throws StoreError */
export async function copyDatabase(
  source: ReplicaDb,
  target: ReplicaDb,
  options: CopyOptions,
): Promise<Progress & { readonly lastSeq: StoreSeq }> {
  const progress: Progress = { documents: 0, bytes: 0, present: 0 };
  for (let since = options.since; ; ) {
    const { rows, lastSeq, atEnd } = await source.changes({ since, limit: PAGE, allLeaves: true });
    const asked = new Map(rows.map(({ id, revs }) => [id, revs]));
    // Not `revsDiff`: a cluster shows what a single copy has, and that may be lost.
    const lacking = await target.confirm(asked);
    progress.present += countOf(asked) - countOf(lacking);
    await copyRevisions(source, target, namesOf(lacking), options, progress);
    options.onProgress(progress);
    since = lastSeq;
    if (atEnd) return { ...progress, lastSeq };
  }
}

async function copyRevisions(
  source: ReplicaDb,
  target: ReplicaDb,
  names: readonly Named[],
  { isSound, onDamaged }: CopyOptions,
  progress: Progress,
): Promise<void> {
  let batch: DocRevision[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    await putDurably(target, batch);
    progress.documents += batch.length;
    progress.bytes += bytes;
    batch = [];
    bytes = 0;
  };
  for await (const read of readWhole(source, names)) {
    if (read.kind === 'unreadable' || !(await isSound(read.doc))) {
      onDamaged(read.named);
      continue;
    }
    batch.push(read.doc);
    bytes += sizeOf(read.doc);
    if (bytes >= BATCH_BYTES) await flush();
  }
  await flush();
}

function countOf(revs: ReadonlyMap<string, readonly Rev[]>): number {
  let count = 0;
  for (const some of revs.values()) count += some.length;
  return count;
}

const namesOf = (revs: ReadonlyMap<string, readonly Rev[]>): Named[] =>
  [...revs].flatMap(([id, some]) => some.map((rev) => ({ id, rev })));
