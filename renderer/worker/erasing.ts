/**
 * Erasing here what was erased: as soon as somebody is at the desk who can say that it was done, and before they see the
 * file. The keys go from the journal first and from the log last, so that whatever a crash leaves is found again; then the
 * desk's word that none is left is signed, journaled and sent like any audit record.
 */
import type { DossierId, MissionCode } from '../../app/acts/ids.ts';
import type { VerifiedAct } from '../../app/acts/verify-act.ts';
import { enrolledSince } from '../../app/erasure/desks.ts';
import type { ErasureOrder } from '../../app/erasure/order.ts';
import { worksFor } from '../../app/keyring/limits.ts';
import { wrapsOf } from '../../app/log/records.ts';
import type { Row } from '../read-model/project-row.ts';
import { recordAudit } from './audit.ts';
import type { DeskContext } from './desk-context.ts';
import type { DossierFile, MissionBook } from './mission-book.ts';
import { Turn } from './turn.ts';

/** fact: what is known of the erasing of a file here */
const ERASED = 'erased:';
type Stage = 'to-confirm' | 'confirmed';

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
      for (const { id, mission, keysHere } of erased) {
        try {
          if (keysHere || (await this.#stage(id)) !== 'confirmed') await this.#erase(id, mission);
        } catch (error) {
          this.#desk.trouble(error);
        }
      }
    });
  }

  async #erase(id: DossierId, mission: MissionCode): Promise<void> {
    const desk = this.#desk;
    const { unlocked } = desk;
    if (!unlocked) return;
    const book = desk.book(mission);
    const file = await book.load(id, unlocked.session.groups);
    const act = erasureOf(file, book);
    if (!act) return;
    const wraps = (await book.log.withPrefix(wrapsOf(id))).map(({ _id }) => _id);
    const isOwed = wraps.length > 0 || (await this.#stage(id)) === 'to-confirm';
    if (!isOwed && !this.#wasEnrolled(act)) return;
    await desk.platform.journal?.eraseWraps(id, await this.#order(book, act));
    await this.#forgetDrafts(id);
    await this.#forgetChunks(file, book);
    await this.#note(id, 'to-confirm');
    await book.log.forget(wraps);
    unlocked.displayed.delete(id);
    await desk.refresh(book, [id]);
    // Earlier blocks of the rows still have the name: until they are gone the word is owed.
    if (await unlocked.model.putInOrder()) await this.#confirm(id, mission);
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

  async #order(book: MissionBook, act: VerifiedAct): Promise<ErasureOrder> {
    const { keyring } = this.#desk.reference;
    const receipts = await book.receiptsNaming([act.id]);
    const word = book.receipts.act(act.id)?.receipt;
    const receipt = receipts.find(({ hash }) => hash === word);
    if (!receipt) throw new RangeError('the receipt that accepts the erasure is not in the log');
    const signers = [...keyring.chain(act.kid), ...keyring.chain(receipt.kid)];
    const credentials = signers.flatMap(({ issuer, jws }) => (issuer ? [jws] : []));
    return { act: act.jws, receipt: receipt.jws, credentials: [...new Set(credentials)] };
  }

  /** Drafts that this officer can open: their own, and those of the mission. */
  async #forgetDrafts(id: DossierId): Promise<void> {
    const { drafts, session } = this.#desk;
    for (const draft of await drafts.all(session.reader))
      if (draft.content.dossier === id) await drafts.delete(draft.id);
  }

  /** What no file lists but those whose keys have gone from here: what is not accepted yet may still be needed. */
  async #forgetChunks({ id, acts }: DossierFile, book: MissionBook): Promise<void> {
    await this.#stage(id);
    const listed = new Set(
      acts.flatMap(({ envelope }) => envelope.blobs.flatMap(({ chunks }) => [...chunks])),
    );
    const needed = (dossier: DossierId) => dossier !== id && !this.#stages?.has(dossier);
    const free = [...listed].filter((chunk) => ![...book.dossiersOf([chunk])].some(needed));
    if (free.length > 0) await this.#desk.chunks(book.mission).forget(free);
  }

  async #stage(id: DossierId): Promise<Stage | undefined> {
    this.#stages ??= new Map(
      (await this.#desk.stores.facts.withPrefix(ERASED)).map(([key, stage]) => [
        key.slice(ERASED.length),
        stage as Stage,
      ]),
    );
    return this.#stages.get(id);
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
