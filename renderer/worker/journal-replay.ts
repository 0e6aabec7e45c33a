/**
 * Puts back into log and evidence whatever the journal has and they lack, and deletes the drafts that committed frames
 * name: at the start, and before each sealing, for another window may have journaled meanwhile. Everything it moves is
 * signed and encrypted already, so nobody needs to be unlocked.
 */
import type { ActId, MissionCode } from '../../app/acts/ids.ts';
import { type ReadAct, readAct } from '../../app/acts/verify-act.ts';
import { readAudit } from '../../app/audit/audit-record.ts';
import type { ChunkStore } from '../../app/log/act-log.ts';
import type { DurableJournal, JournalFrame } from '../../app/log/durable-journal.ts';
import { type SignedDocument, wrapsOf } from '../../app/log/records.ts';
import { SealError } from '../../app/seal/errors.ts';
import type { DraftBook } from '../drafts/draft-book.ts';
import type { MissionBook } from './mission-book.ts';
import { actIdOf } from './sealing.ts';
import type { DeskStores } from './stores.ts';
import { Turn } from './turn.ts';

const BATCH = 200;
const CHUNKS_AT_ONCE = 16;
const REPLAYED_TO = 'journal:replayed-to';
/** how many audit records, from the first, are known to be in the logs */
const AUDITS_REPLAYED = 'journal:audits-replayed';
/** The last moments before a stop, that a person may not remember. */
const LAST_MS = 30_000;

interface ReplayGround {
  readonly journal: DurableJournal;
  readonly stores: DeskStores;
  readonly books: ReadonlyMap<MissionCode, MissionBook>;
  readonly drafts: DraftBook;
}

export class JournalReplay {
  readonly #ground: ReplayGround;
  readonly #turn = new Turn();
  /** acts that this desk has put into the log itself since it was opened */
  readonly #put = new Set<ActId>();
  #position = 0;
  #tail: JournalFrame[] = [];
  #lastAt: number | null = null;

  constructor(ground: ReplayGround) {
    this.#ground = ground;
  }

  /** @returns how many acts were put back, and the frames of the last moments before the stop */
  async open(): Promise<{ restored: number; last: readonly JournalFrame[] }> {
    this.#position = await this.#start();
    const restored = await this.catchUp();
    await this.#restoreAudits();
    const last = this.#tail;
    this.#tail = [];
    await this.notePosition();
    return { restored, last };
  }

  /** Where the next start may begin: all before is in the log. */
  async notePosition(): Promise<void> {
    await this.#ground.stores.facts.set(REPLAYED_TO, String(this.#position));
  }

  /** when something was last sealed here, milliseconds */
  get lastAt(): number | null {
    return this.#lastAt;
  }

  /** these acts are in the log, with everything that belongs to them: they need not be looked for */
  notePut(acts: readonly ActId[]): void {
    for (const act of acts) this.#put.add(act);
  }

  /** Reads what was journaled since the last call. @returns how many acts were put back */
  catchUp(): Promise<number> {
    return this.#turn.run(async () => {
      const { journal } = this.#ground;
      let restored = 0;
      for (;;) {
        const frames = await journal.replay(this.#position, BATCH);
        if (frames.length === 0) return restored;
        for (const frame of frames) {
          restored += await this.#restore(frame);
          this.#position = frame.position + 1;
          this.#lastAt = frame.at;
          this.#tail = [...this.#tail.filter(({ at }) => at >= frame.at - LAST_MS), frame];
        }
      }
    });
  }

  /** At the first frame, unless the log still has the last act that was replayed. */
  async #start(): Promise<number> {
    const { journal, stores, books } = this.#ground;
    const position = Number((await stores.facts.get(REPLAYED_TO)) ?? 0);
    if (!Number.isSafeInteger(position) || position <= 0) return 0;
    const [last] = await journal.replay(position - 1, 1);
    const act = last?.acts.at(-1);
    if (!last || !act || !(await books.get(last.mission)?.log.get(act._id))) return 0;
    this.#lastAt = last.at;
    return position;
  }

  /** Only at the start: each window puts its own into the log, and what one that died had not is made good here. */
  async #restoreAudits(): Promise<void> {
    const { journal, stores } = this.#ground;
    const noted = Number((await stores.facts.get(AUDITS_REPLAYED)) ?? 0);
    let skipped = Number.isSafeInteger(noted) && noted > 1 ? noted - 1 : 0;
    let audits = await journal.audits(skipped);
    const [last] = audits;
    // As with acts: unless the log still has the last one that was replayed, all are looked for.
    if (skipped > 0 && !(last && (await (await this.#bookOf(last))?.log.get(last._id)))) {
      skipped = 0;
      audits = await journal.audits();
    }
    const missing = new Map<MissionBook, SignedDocument[]>();
    for (const audit of audits) {
      const book = await this.#bookOf(audit);
      if (!book || (await book.log.get(audit._id))) continue;
      const others = missing.get(book);
      if (others) others.push(audit);
      else missing.set(book, [audit]);
    }
    for (const [book, documents] of missing) await book.log.put(documents);
    const replayed = skipped + audits.length;
    if (replayed !== noted) await stores.facts.set(AUDITS_REPLAYED, String(replayed));
  }

  /** One that cannot be read stays in the journal: it is no reason not to open the desk. */
  async #bookOf({ jws }: SignedDocument): Promise<MissionBook | undefined> {
    try {
      return this.#ground.books.get((await readAudit(jws)).record.mission);
    } catch (error) {
      if (error instanceof SealError) return undefined;
      throw error;
    }
  }

  async #restore(frame: JournalFrame): Promise<number> {
    const { books, stores, drafts } = this.#ground;
    const book = books.get(frame.mission);
    const store = stores.missions.get(frame.mission);
    if (!book || !store) return 0;
    if (frame.acts.every((act) => this.#put.delete(actIdOf(act)))) return 0;
    const acts = await Promise.all(frame.acts.map(({ jws }) => readAct(jws)));
    const missing: SignedDocument[] = [];
    for (const act of frame.acts) if (!(await book.log.get(act._id))) missing.push(act);
    await book.log.put([...(await this.#wrapsOf(book, acts)), ...missing]);
    await this.#restoreChunks(store.chunks, acts);
    if (frame.draft) await drafts.delete(frame.draft);
    return missing.length;
  }

  /** The wraps of generations that these acts start and that the log lacks: read only when there is one. */
  async #wrapsOf(book: MissionBook, acts: readonly ReadAct[]): Promise<readonly SignedDocument[]> {
    const lacking: string[] = [];
    for (const { envelope } of acts) {
      if (!envelope.keyCommit) continue;
      const prefix = `${wrapsOf(envelope.dossier)}${envelope.keyGen}:`;
      if ((await book.log.withPrefix(prefix)).length === 0) lacking.push(prefix);
    }
    if (lacking.length === 0) return [];
    const wraps = await this.#ground.journal.wraps();
    return wraps.filter(({ _id }) => lacking.some((prefix) => _id.startsWith(prefix)));
  }

  async #restoreChunks(store: ChunkStore, acts: readonly ReadAct[]): Promise<void> {
    const wanted = acts.flatMap(({ envelope }) => envelope.blobs.flatMap(({ chunks }) => [...chunks]));
    const absent = await store.missing(wanted);
    for (let at = 0; at < absent.length; at += CHUNKS_AT_ONCE) {
      const chunks = [];
      for (const id of absent.slice(at, at + CHUNKS_AT_ONCE)) {
        const bytes = await this.#ground.journal.chunk(id);
        if (bytes) chunks.push({ id, bytes });
      }
      await store.put(chunks);
    }
  }
}
