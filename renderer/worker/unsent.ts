/**
 * What this desk sealed and no receipt speaks of: from the journal, which has everything that was ever sealed here. Nobody
 * need be unlocked: it stays encrypted.
 */
import type { ActId, MissionCode, RecordHash } from '../../app/acts/ids.ts';
import { readAct } from '../../app/acts/verify-act.ts';
import { readAudit } from '../../app/audit/audit-record.ts';
import type { Unsent } from '../../app/export/unsent-bundle.ts';
import type { DurableJournal } from '../../app/log/durable-journal.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import type { DeskContext } from './desk-context.ts';
import type { MissionBook } from './mission-book.ts';
import { actIdOf } from './sealing.ts';

const BATCH = 200;

interface Waiting {
  readonly acts: SignedDocument[];
  /** of which an unsent act may need the key */
  readonly dossiers: Set<string>;
  readonly chunks: Set<RecordHash>;
}

/** The acts that nobody has answered for, each with its mission. Reads the whole journal: once for a desk that seals nothing more. */
export async function unsentActs(desk: DeskContext): Promise<(readonly [MissionCode, ActId])[]> {
  const { journal } = desk.platform;
  if (!journal) return [];
  const waiting = await waitingIn(desk, journal);
  return [...waiting].flatMap(([mission, { acts }]) =>
    acts.map((act) => [mission, actIdOf(act)] as const).filter(([, act]) => !desk.sent.has(act)),
  );
}

/**
 * Acts, their wraps and chunks, also those that went up and were answered: a desk that leaves hears of no receipt, and
 * what it handed over can be lost where it lies. What was given here or brought here, and what was recorded, goes along whole.
 */
export async function unsentOf(desk: DeskContext): Promise<readonly Unsent[]> {
  const { journal } = desk.platform;
  if (!journal) return [];
  const wraps = await journal.wraps();
  const travelling = await journal.travelling();
  const audits = await auditsIn(journal);
  const unsent: Unsent[] = [];
  for (const [mission, { acts, dossiers, chunks }] of await waitingIn(desk, journal)) {
    const book = desk.book(mission);
    const needed = wraps.filter(({ _id }) => dossiers.has(_id.split(':')[1] ?? '') && !hasWrap(book, _id));
    const found = await Promise.all([...chunks].map((id) => journal.chunk(id)));
    unsent.push({
      mission,
      documents: [
        ...travelling.filter((one) => one.mission === mission).flatMap(({ documents }) => documents),
        ...needed,
        ...acts,
        ...(audits.get(mission) ?? []),
      ],
      chunks: found.filter((bytes) => bytes !== undefined),
    });
  }
  return unsent;
}

async function waitingIn(desk: DeskContext, journal: DurableJournal): Promise<Map<MissionCode, Waiting>> {
  const waiting = new Map<MissionCode, Waiting>();
  for (const book of desk.books.values()) {
    await book.readReceipts();
    waiting.set(book.mission, { acts: [], dossiers: new Set(), chunks: new Set() });
  }
  for (let position = 0; ; ) {
    const frames = await journal.replay(position, BATCH);
    const last = frames.at(-1);
    if (!last) return waiting;
    for (const { mission, acts } of frames) {
      const own = waiting.get(mission);
      if (own) for (const act of acts) await addAct(act, own, desk.book(mission));
    }
    position = last.position + 1;
  }
}

async function addAct(document: SignedDocument, own: Waiting, { receipts }: MissionBook): Promise<void> {
  const { id, envelope } = await readAct(document.jws);
  for (const { chunks } of envelope.blobs)
    for (const chunk of chunks) if (!receipts.chunk(chunk)) own.chunks.add(chunk);
  if (receipts.act(id)) return;
  // The link may have broken between an act and its wrap.
  own.dossiers.add(envelope.dossier);
  own.acts.push(document);
}

/** A wrap's document id ends in its hash. */
const hasWrap = ({ receipts }: MissionBook, id: string): boolean =>
  receipts.wrap(id.slice(id.lastIndexOf(':') + 1) as RecordHash) !== undefined;

async function auditsIn(journal: DurableJournal): Promise<Map<MissionCode, SignedDocument[]>> {
  const found = new Map<MissionCode, SignedDocument[]>();
  for (const document of await journal.audits()) {
    const { mission } = (await readAudit(document.jws)).record;
    found.set(mission, [...(found.get(mission) ?? []), document]);
  }
  return found;
}
