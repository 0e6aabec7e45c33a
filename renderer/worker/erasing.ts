/**
 * Erasing here what was erased: as soon as somebody is at the desk who can say that it was done, and before they see the
 * file. The keys go from the journal first and from the log last, so that whatever a crash leaves is found again; then the
 * desk's word that none is left is signed, journaled and sent like any audit record. Many files are erased in one pass: the
 * journal's wraps and the rows are written anew once, not once for each.
 */
import type { DossierId, MissionCode } from '../../app/acts/ids.ts';
import type { VerifiedAct } from '../../app/acts/verify-act.ts';
import { enrolledSince } from '../../app/erasure/desks.ts';
import { worksFor } from '../../app/keyring/limits.ts';
import type { Erasure } from '../../app/log/durable-journal.ts';
import { wrapsOf } from '../../app/log/records.ts';
import type { Row } from '../read-model/project-row.ts';
import { recordAudit } from './audit.ts';
import type { DeskContext } from './desk-context.ts';
import type { DossierFile, MissionBook } from './mission-book.ts';
import { Turn } from './turn.ts';

/** fact: what is known of the erasing of a file here */
const ERASED = 'erased:';
type Stage = 'to-confirm' | 'confirmed';
/** Files in a pass: their orders go to the journal's process in one message. */
const AT_ONCE = 100;

interface Due {
  readonly id: DossierId;
  readonly mission: MissionCode;
  readonly book: MissionBook;
  readonly file: DossierFile;
  readonly act: VerifiedAct;
  /** ids of the keys that are in the log */
  readonly wraps: readonly string[];
}

export class Erasing {
  readonly #desk: DeskContext;
  readonly #turn = new Turn();
  /** facts, read when they are first asked for */
  #stages: Map<string, Stage> | null = null;

  constructor(desk: DeskContext) {
    this.#desk = desk;
  }

  /** Erases what of these is to be erased. What fails is told, and tried again with the next change or unlocking. */
  sweep(rows: Iterable<Row>): Promise<void> {
    const erased = [...rows].filter(({ procedure }) => procedure === 'erased');
    if (erased.length === 0) return Promise.resolve();
    return this.#turn.run(async () => {
      const stages = await this.#known();
      const due = erased.filter(({ id, keysHere }) => keysHere || stages.get(id) !== 'confirmed');
      for (let at = 0; at < due.length; at += AT_ONCE) await this.#pass(due.slice(at, at + AT_ONCE));
      // Whoever unlocks may open a draft that those before could not, or one that was begun on an old view of the file.
      const done = erased.filter(({ id }) => stages.has(id));
      await this.#forgetDrafts(done).catch((error) => this.#desk.trouble(error));
    });
  }

  /** Where one of them fails, each is tried by itself: it keeps no other. */
  async #pass(rows: readonly Row[]): Promise<void> {
    try {
      await this.#erase(rows);
    } catch (error) {
      if (rows.length === 1) this.#desk.trouble(error);
      else for (const row of rows) await this.#pass([row]);
    }
  }

  async #erase(rows: readonly Row[]): Promise<void> {
    const desk = this.#desk;
    const { unlocked } = desk;
    if (!unlocked) return;
    const all: Due[] = [];
    for (const row of rows) {
      const one = await this.#due(row);
      if (one) all.push(one);
    }
    if (all.length === 0) return;
    const byMission = [...new Set(all.map(({ book }) => book))].map(
      (book) => [book, all.filter((one) => one.book === book)] as const,
    );
    const orders = await Promise.all(byMission.map(([book, files]) => this.#orders(book, files)));
    await desk.platform.journal?.eraseWraps(orders.flat());
    await this.#forgetDrafts(all);
    for (const [book, files] of byMission) await this.#forgetChunks(files, book);
    for (const { id } of all) await this.#note(id, 'to-confirm');
    for (const [book, files] of byMission) {
      await book.log.forget(files.flatMap(({ wraps }) => wraps));
      for (const { id } of files) unlocked.displayed.delete(id);
      await desk.refresh(
        book,
        files.map(({ id }) => id),
      );
    }
    // Earlier blocks of the rows still have the names: until they are gone the word is owed.
    if (!(await unlocked.model.putInOrder())) return;
    for (const { id, mission } of all)
      await this.#confirm(id, mission).catch((error) => this.#desk.trouble(error));
  }

  /** @returns null where nothing is to be erased here, or not yet */
  async #due({ id, mission }: Row): Promise<Due | null> {
    const book = this.#desk.book(mission);
    const file = await book.load(id, this.#desk.session.groups);
    const act = erasureOf(file, book);
    if (!act) return null;
    const wraps = (await book.log.withPrefix(wrapsOf(id))).map(({ _id }) => _id);
    const isOwed = wraps.length > 0 || (await this.#known()).get(id) === 'to-confirm';
    return isOwed || this.#wasEnrolled(act) ? { id, mission, book, file, act, wraps } : null;
  }

  /** A desk that was made afterwards never had a key: nobody waits for its word. */
  #wasEnrolled({ envelope }: VerifiedAct): boolean {
    const since = enrolledSince(this.#desk.reference.keyring, this.#desk.desk);
    return since !== undefined && since <= envelope.claimedAt;
  }

  /** Without a journal nothing can be recorded: the word stays owed. */
  async #confirm(id: DossierId, mission: MissionCode): Promise<void> {
    const { platform, session } = this.#desk;
    // Whose word the centre does not take for this mission leaves it to the next who unlocks.
    if (!platform.journal || !worksFor(session.credential, mission)) return;
    await recordAudit(this.#desk, mission, { what: 'erased-here', dossier: id });
    await this.#note(id, 'confirmed');
  }

  async #orders(book: MissionBook, files: readonly Due[]): Promise<Erasure[]> {
    const { keyring } = this.#desk.reference;
    const receipts = await book.receiptsNaming(files.map(({ act }) => act.id));
    return files.map(({ id, act }) => {
      const word = book.receipts.act(act.id)?.receipt;
      const receipt = receipts.find(({ hash }) => hash === word);
      if (!receipt) throw new RangeError('the receipt that accepts the erasure is not in the log');
      const signers = [...keyring.chain(act.kid), ...keyring.chain(receipt.kid)];
      const credentials = [...new Set(signers.flatMap(({ issuer, jws }) => (issuer ? [jws] : [])))];
      return { dossier: id, order: { act: act.jws, receipt: receipt.jws, credentials } };
    });
  }

  /**
   * Drafts that this officer can open: their own, and those of the mission. A save that is under way as they go may leave
   * one: it goes when somebody unlocks.
   */
  async #forgetDrafts(files: readonly Pick<Row, 'id'>[]): Promise<void> {
    const { drafts, unlocked } = this.#desk;
    if (files.length === 0 || !unlocked) return;
    const erased = new Set(files.map(({ id }) => id));
    const all = await drafts.all(unlocked.session.reader);
    const left = all.filter(({ content }) => erased.has(content.dossier));
    for (const { id } of left) await drafts.delete(id);
    if (left.length > 0) this.#desk.emit({ type: 'drafts-changed' });
  }

  /** What no file lists but those whose keys have gone from here: what is not accepted yet may still be needed. */
  async #forgetChunks(files: readonly Due[], book: MissionBook): Promise<void> {
    const stages = await this.#known();
    const gone = new Set(files.map(({ id }) => id));
    const blobs = files.flatMap(({ file }) => file.acts.flatMap(({ envelope }) => envelope.blobs));
    const needed = (dossier: DossierId) => !gone.has(dossier) && !stages.has(dossier);
    const free = [...new Set(blobs.flatMap(({ chunks }) => chunks))].filter(
      (chunk) => ![...book.dossiersOf([chunk])].some(needed),
    );
    if (free.length > 0) await this.#desk.chunks(book.mission).forget(free);
  }

  async #known(): Promise<Map<string, Stage>> {
    this.#stages ??= new Map(
      (await this.#desk.stores.facts.withPrefix(ERASED)).map(([key, stage]) => [
        key.slice(ERASED.length),
        stage as Stage,
      ]),
    );
    return this.#stages;
  }

  async #note(id: DossierId, stage: Stage): Promise<void> {
    await this.#desk.stores.facts.set(`${ERASED}${id}`, stage);
    this.#stages?.set(id, stage);
  }
}

/** The act that erased this file, once the centre has accepted it: before, it may still be refused, and the key is needed. */
export function erasureOf({ state }: DossierFile, { receipts }: MissionBook): VerifiedAct | null {
  const accepted = state?.acts.find(
    ({ id, kind, standing }) =>
      kind === 'erased' &&
      standing === 'folded' &&
      receipts.act(id)?.verdict === 'accepted' &&
      !receipts.disputed.has(id),
  );
  return accepted?.act ?? null;
}
