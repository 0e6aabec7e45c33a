/**
 * After an abrupt stop: what the journal keeps is put back where it is missing, and the first screen is told what was
 * sealed, what was not, and what may not have printed. Computed from the journal and the drafts, never from memory.
 */
import { isoTime } from '../../app/acts/clock.ts';
import { readAct } from '../../app/acts/verify-act.ts';
import type { RecoveryReport } from '../../app/desk/desk-api.ts';
import type { DurableJournal, JournalFrame } from '../../app/log/durable-journal.ts';
import type { Applications } from './applications.ts';
import type { DeskContext, DeskGround } from './desk-context.ts';
import type { Papers } from './papers.ts';

const BATCH = 200;
/** The last moments before a stop, that a person may not remember. */
const LAST_MS = 30_000;
const REPLAYED_TO = 'journal:replayed-to';
const RUNNING = 'desk:running';
const CHUNKS_AT_ONCE = 16;

/** Marks that the desk is at work; a mark found at the next start means that the last stop was abrupt. */
export async function noteRunning({
  stores,
  clock,
}: DeskGround): Promise<{ abrupt: boolean; lastSeen: string | null }> {
  const lastSeen = (await stores.facts.get(RUNNING)) ?? null;
  await stores.facts.set(RUNNING, isoTime(clock.now()));
  return { abrupt: lastSeen !== null, lastSeen };
}

export const noteCleanStop = ({ stores }: DeskGround): Promise<void> => stores.facts.delete(RUNNING);

/**
 * Puts back into log and evidence whatever the journal has and they lack, and deletes the drafts that committed frames
 * name. Runs before anyone unlocks: everything it moves is signed and encrypted already.
 * @returns how many acts were put back
 */
export async function replayJournal(ground: DeskGround): Promise<number> {
  const { journal } = ground.platform;
  if (!journal) return 0;
  let restored = 0;
  let position = await startOf(ground, journal);
  const whole = position === 0;
  if (whole) await restoreWraps(ground, journal);
  for (
    let frames = await journal.replay(position, BATCH);
    frames.length > 0;
    frames = await journal.replay(position, BATCH)
  ) {
    for (const frame of frames) {
      restored += await restoreFrame(ground, journal, frame);
      position = frame.position + 1;
    }
    await ground.stores.facts.set(REPLAYED_TO, String(position));
  }
  return restored;
}

/** Where replay may begin: at the first frame unless the log still has the last act that was replayed. */
async function startOf({ stores, books }: DeskGround, journal: DurableJournal): Promise<number> {
  const position = Number((await stores.facts.get(REPLAYED_TO)) ?? 0);
  if (!Number.isSafeInteger(position) || position <= 0) return 0;
  const [last] = await journal.replay(position - 1, 1);
  const act = last?.acts.at(-1);
  const known = last && act && (await books.get(last.mission)?.log.get(act._id));
  return known ? position : 0;
}

async function restoreWraps({ books }: DeskGround, journal: DurableJournal): Promise<void> {
  const wraps = await journal.wraps();
  // A wrap does not say its mission; one that no dossier of a log asks for opens nothing there.
  for (const book of books.values()) {
    const missing = [];
    for (const wrap of wraps) if (!(await book.log.get(wrap._id))) missing.push(wrap);
    await book.log.put(missing);
  }
}

async function restoreFrame(
  { books, stores, drafts }: DeskGround,
  journal: DurableJournal,
  frame: JournalFrame,
): Promise<number> {
  const book = books.get(frame.mission);
  const store = stores.missions.get(frame.mission);
  if (!book || !store) return 0;
  const missing = [];
  for (const document of frame.acts) if (!(await book.log.get(document._id))) missing.push(document);
  const acts = await Promise.all(frame.acts.map(({ jws }) => readAct(jws)));
  const wraps = await journal.wraps();
  const ownWraps = wraps.filter(({ _id }) =>
    acts.some(({ envelope }) => _id.startsWith(`key:${envelope.dossier}:`)),
  );
  await book.log.put([...ownWraps, ...missing]);
  const wanted = acts.flatMap(({ envelope }) => envelope.blobs.flatMap(({ chunks }) => [...chunks]));
  const absent = await store.chunks.missing(wanted);
  for (let at = 0; at < absent.length; at += CHUNKS_AT_ONCE) {
    const chunks = [];
    for (const id of absent.slice(at, at + CHUNKS_AT_ONCE)) {
      const bytes = await journal.chunk(id);
      if (bytes) chunks.push({ id, bytes });
    }
    await store.chunks.put(chunks);
  }
  if (frame.draft) await drafts.delete(frame.draft);
  return missing.length;
}

/** What the first screen says, once an officer has unlocked. */
export async function recoveryReport(
  desk: DeskContext,
  applications: Applications,
  papers: Papers,
  stop: { lastSeen: string | null; replayed: number },
): Promise<RecoveryReport> {
  const last = await lastFrames(desk);
  const notSealed = await applications.rows();
  const stoppedAt =
    [stop.lastSeen, last.at(-1)?.at, notSealed[0]?.savedAt]
      .filter((at) => at != null)
      .sort()
      .at(-1) ?? null;
  return { stoppedAt, sealed: last, notSealed, unprinted: await papers.unprinted(), replayed: stop.replayed };
}

async function lastFrames(desk: DeskContext): Promise<RecoveryReport['sealed'][number][]> {
  const { journal } = desk.platform;
  if (!journal) return [];
  const position = Number((await desk.stores.facts.get(REPLAYED_TO)) ?? 0);
  const frames = await journal.replay(Math.max(0, position - BATCH), BATCH);
  const until = frames.at(-1)?.at ?? 0;
  const sealed: RecoveryReport['sealed'][number][] = [];
  for (const { acts, at } of frames.filter((frame) => frame.at >= until - LAST_MS)) {
    const [first] = acts;
    if (!first) continue;
    const { envelope } = await readAct(first.jws);
    const applicant = desk.model.rows.get(envelope.dossier)?.applicant ?? null;
    sealed.push({
      ref: envelope.ref,
      dossier: envelope.dossier,
      service: envelope.service,
      applicant,
      at: isoTime(at),
    });
  }
  return sealed;
}
