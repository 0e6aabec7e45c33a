/** Do a document's bytes have the name under which it lies? As admission reads them, and nothing is believed. */
import type { MissionDatabase } from '../../sync-server/admission/databases.ts';
import { CHUNK_ATTACHMENT, type EntryKey, kindOf, readOffered } from '../../sync-server/admission/offered.ts';
import { parseRev, splitRev } from '../../sync-server/stores/ids.ts';
import type { DocRevision } from '../../sync-server/stores/replica-store.ts';

const QUARANTINED = 'q:';

/** @returns the name that the bytes give it, null where it lies under another */
export async function nameIn(kind: MissionDatabase, doc: DocRevision): Promise<EntryKey | null> {
  if (kind === 'quarantine') return nameInQuarantine(doc);
  const offered = await readOffered(doc, kind);
  return offered?.consistent ? offered.key : null;
}

/** What rests there is the document as it was offered, under a false name of its own, perhaps, which follows from it. */
async function nameInQuarantine({ id, body, attachments }: DocRevision): Promise<EntryKey | null> {
  const { id: offeredId, rev: offeredRev, kind, jws } = body;
  const rev = parseRev(offeredRev);
  if (typeof offeredId !== 'string' || !rev) return null;
  const { pos, hash } = splitRev(rev);
  const chunk = kind === 'chunk';
  const offered = await readOffered(
    {
      id: offeredId,
      deleted: false,
      body: chunk || typeof jws !== 'string' ? {} : { jws },
      attachments: chunk
        ? new Map([...attachments].filter(([name]) => name === CHUNK_ATTACHMENT))
        : new Map(),
      revisions: { start: pos, ids: [hash] },
    },
    chunk ? 'evidence' : 'records',
  );
  if (!offered || (!chunk && kindOf(offeredId) !== kind)) return null;
  return id === QUARANTINED + offered.key ? offered.key : null;
}
