/**
 * Signed bytes found in a draft but not in the journal (FORMATS.md, "Exact shapes"): appended if the journal's head is
 * the one they continue, else left in the draft, which is shown as not sealed. Runs at unlock, after the replay has
 * deleted every draft that the journal has.
 */
import type { RecordHash } from '../../app/acts/ids.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { Chunk } from '../../app/log/act-log.ts';
import type { OpenDraft } from '../drafts/draft-book.ts';
import type { DeskContext } from './desk-context.ts';
import { fromDraft } from './from-draft.ts';
import { commitSigned } from './sealing.ts';

/** @returns how many drafts turned out to be sealed */
export async function resumeSealing(desk: DeskContext): Promise<number> {
  const { journal } = desk.platform;
  if (!journal) return 0;
  let resumed = 0;
  for (const draft of await desk.drafts.all(desk.session.reader)) {
    const { sealing, mission } = draft.content;
    if (!sealing || !desk.books.has(mission)) continue;
    const ground = desk.sealingGround(mission);
    try {
      const done = await ground.turn.run(async () => {
        const chunks = await chunksOf(desk, draft);
        if (!chunks) return null;
        return commitSigned(sealing, fromDraft(desk.drafts, draft, chunks), journal, ground);
      });
      if (done !== null) resumed += 1;
    } catch (error) {
      // The journal took nothing: the draft stays, and says that it is not sealed.
      ground.trouble(error);
    }
  }
  return resumed;
}

/** The encrypted evidence that a draft lists; null when some is not there. */
export async function chunksOf(desk: DeskContext, draft: OpenDraft): Promise<Chunk[] | null> {
  const chunks: Chunk[] = [];
  for (const name of draft.content.evidence.flatMap((entry) => entry.chunks as RecordHash[])) {
    const bytes = await desk.drafts.shelf.chunk(draft.id, name);
    if (!bytes) return null;
    chunks.push({ id: name, bytes });
  }
  return chunks;
}

/** @throws DeskError EV-001 when some of the evidence is not there */
export async function wholeChunksOf(desk: DeskContext, draft: OpenDraft): Promise<Chunk[]> {
  const chunks = await chunksOf(desk, draft);
  if (!chunks) throw new DeskError('EV-001');
  return chunks;
}
