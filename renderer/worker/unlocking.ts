/** Who is at the desk: opened by a slot's secret, closed by a lock, which wins over whatever was begun before it. */
import type { Kid, MissionCode } from '../../app/acts/ids.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { SecretConfirmed, UnlockOutcome } from '../../app/desk/officer.ts';
import type { SlotOutcome } from '../../app/desk/ports.ts';
import { projectRow } from '../read-model/project-row.ts';
import { type Project, ReadModel } from '../read-model/read-model.ts';
import type { DeskContext } from './desk-context.ts';
import { resumeSealing } from './resume-sealing.ts';
import { openSession, type Session } from './session.ts';

/** So long are the screens waited for, to store what was typed last. */
const LAST_WORDS_MS = 500;
/** A PIN confirmed for a round of decisions is good for this long. */
const ROUND_MS = 15 * 60_000;
/** So many batches of each log are read before the officer is let in: what a night brings. */
const BATCHES_FIRST = 2;

export class Unlocking {
  readonly #context: DeskContext;
  readonly #onResumed: (drafts: number) => void;
  readonly #records: () => Promise<void>;
  /** raised by each lock: an unlocking that was begun before it does not end after it */
  #generation = 0;

  /**
   * @param onResumed drafts that turned out to be sealed
   * @param records resolves when the records of what this officer read are written
   */
  constructor(context: DeskContext, onResumed: (drafts: number) => void, records: () => Promise<void>) {
    this.#context = context;
    this.#onResumed = onResumed;
    this.#records = records;
  }

  async unlock(kid: Kid, secret: string): Promise<UnlockOutcome> {
    return this.#opened(await this.#context.platform.signer.unlock(kid, secret));
  }

  async choosePin(kid: Kid, words: string, pin: string): Promise<UnlockOutcome> {
    return this.#opened(await this.#context.platform.signer.choosePin(kid, words, pin));
  }

  async #opened(outcome: SlotOutcome): Promise<UnlockOutcome> {
    if (outcome.outcome !== 'opened') return outcome;
    await this.forget();
    const generation = this.#generation;
    const context = this.#context;
    const session = await openSession(outcome.slot, context.reference.keyring);
    for (const book of context.books.values()) await book.readReceipts();
    await context.sent.forget((act) => [...context.books.values()].some(({ receipts }) => receipts.act(act)));
    const model = await this.#openModel(session);
    if (generation !== this.#generation) {
      await model.close();
      throw new DeskError('LK-001');
    }
    // The PIN was given a moment ago: a first decision does not ask for it again.
    context.unlocked = {
      session,
      model,
      displayed: new Map(),
      read: new Set(),
      confirmedUntil: context.clock.now() + ROUND_MS,
    };
    const resumed = await resumeSealing(context);
    this.#onResumed(resumed);
    const behind: MissionCode[] = [];
    for (const { mission } of context.books.values())
      if (await context.catchUp(mission, BATCHES_FIRST)) behind.push(mission);
    await context.refreshStale();
    await context.erase(model.rows.values());
    // What is left of much, or of all where nothing was kept, is computed in sight of the officer, who works already.
    void this.#besides(behind).catch((error) => context.trouble(error));
    return { outcome: 'unlocked', officer: session.officer };
  }

  /** Rows know what is here once they are computed: then what was withheld before is told again. */
  async #besides(behind: readonly MissionCode[]): Promise<void> {
    const context = this.#context;
    if (behind.length > 0) await context.catchUpBesides(behind);
    if (!context.unlocked) return;
    await context.withheld.atStart();
    context.emit({ type: 'link-changed' });
  }

  #openModel(session: Session): Promise<ReadModel> {
    const { stores, random, books, desk, sent } = this.#context;
    const project: Project = async (book, id) =>
      projectRow(await book.load(id, session.groups), book.receipts, desk, (act) => sent.has(act));
    return ReadModel.open(stores.rows, session.readModelKey, random, project, books);
  }

  async confirmSecret(secret: string): Promise<SecretConfirmed> {
    const answer = await this.#context.platform.signer.confirmSecret(secret);
    if (answer.confirmed && this.#context.unlocked)
      this.#context.unlocked.confirmedUntil = this.#context.clock.now() + ROUND_MS;
    // The slot is gone, and its keys with it. The screens store what was typed last, then lock.
    if (answer.left === 0) this.lockSoon();
    return answer;
  }

  async lock(): Promise<void> {
    const forgotten = this.forget();
    // Who opens a file and locks at once has read it all the same; a journal that does not answer is not waited for.
    await within(LAST_WORDS_MS, this.#records());
    await this.#context.platform.signer.lock();
    await forgotten;
    this.#context.emit({ type: 'locked' });
  }

  /** The officer has left, and main has locked: a last draft is stored, and a page that does not answer is not waited for. */
  lockSoon(): void {
    const generation = this.#generation;
    this.#context.emit({ type: 'locking' });
    setTimeout(() => {
      if (generation === this.#generation) void this.lock().catch((error) => this.#context.trouble(error));
    }, LAST_WORDS_MS);
  }

  /** The desk is revoked: as when the officer has left, and it is waited for. An unlocking under way ends in nothing. */
  async lockOut(): Promise<void> {
    if (!this.#context.unlocked) return this.forget();
    this.#context.emit({ type: 'locking' });
    await new Promise((resolve) => {
      setTimeout(resolve, LAST_WORDS_MS);
    });
    await this.lock();
  }

  /** Nothing that reads stays in reach; the transfer goes on. */
  async forget(): Promise<void> {
    this.#generation += 1;
    const { unlocked, waiting } = this.#context;
    if (unlocked) waiting.note(unlocked.model.rows.values());
    this.#context.unlocked = null;
    this.#context.drafts.lock();
    for (const book of this.#context.books.values()) book.forgetWhatWasRead();
    await unlocked?.model.close();
  }
}

/** Waits for work that never rejects, but no longer than this. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, over]);
  clearTimeout(timer);
}
