/**
 * After an abrupt stop the first screen is told what was sealed, what was not, and what may not have printed. Computed
 * from the journal and the drafts, never from memory.
 */
import { isoTime } from '../../app/acts/clock.ts';
import { readAct } from '../../app/acts/verify-act.ts';
import type { RecoveryReport } from '../../app/desk/recovery-report.ts';
import type { WindowLife } from '../../app/desk/worker-start.ts';
import type { JournalFrame } from '../../app/log/durable-journal.ts';
import type { DeskContext, DeskGround } from './desk-context.ts';
import type { DraftEditing } from './draft-editing.ts';
import type { Papers } from './papers.ts';

const RUNNING = 'desk:running';
const LIFE = 'desk:life';

/** How the desk stopped, and what the journal had to put back. */
export interface AbruptStop {
  readonly lastSeen: string | null;
  replayed: number;
  readonly last: readonly JournalFrame[];
}

/**
 * Marks that the desk is at work; a mark found at the next start means that the last stop was abrupt, unless its window
 * was closed in order.
 */
export async function noteRunning(
  { stores, clock }: DeskGround,
  window?: WindowLife,
): Promise<{ abrupt: boolean; lastSeen: string | null }> {
  const lastSeen = (await stores.facts.get(RUNNING)) ?? null;
  const lastLife = (await stores.facts.get(LIFE)) ?? null;
  await stores.facts.set(LIFE, window?.life ?? '');
  await stores.facts.set(RUNNING, isoTime(clock.now()));
  const inOrder = window !== undefined && window.closed !== null && window.closed === lastLife;
  return { abrupt: lastSeen !== null && !inOrder, lastSeen };
}

export const noteCleanStop = ({ stores }: DeskGround): Promise<void> => stores.facts.delete(RUNNING);

/** What the first screen says, once an officer has unlocked. */
export async function recoveryReport(
  desk: DeskContext,
  drafts: DraftEditing,
  papers: Papers,
  stop: AbruptStop,
): Promise<RecoveryReport> {
  const sealed = await sealedIn(desk, stop.last);
  const notSealed = await drafts.rows();
  const stoppedAt =
    [stop.lastSeen, sealed.at(-1)?.at, notSealed[0]?.savedAt]
      .filter((at) => at != null)
      .sort()
      .at(-1) ?? null;
  return { stoppedAt, sealed, notSealed, unprinted: await papers.unprinted(), replayed: stop.replayed };
}

async function sealedIn(
  desk: DeskContext,
  frames: readonly JournalFrame[],
): Promise<RecoveryReport['sealed'][number][]> {
  const sealed = new Map<string, RecoveryReport['sealed'][number]>();
  for (const { acts, at } of frames) {
    const [first] = acts;
    if (!first) continue;
    const { envelope } = await readAct(first.jws);
    const applicant = desk.model.rows.get(envelope.dossier)?.applicant ?? null;
    const { ref, dossier, service } = envelope;
    // One line a dossier: its newest entry.
    sealed.delete(dossier);
    sealed.set(dossier, { ref, dossier, service, applicant, at: isoTime(at) });
  }
  return [...sealed.values()];
}
