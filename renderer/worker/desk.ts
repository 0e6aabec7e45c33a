/** The desk: `DeskApi` over the ports and stores, from the first start to the last lock. */
import type { ActBodies } from '../../app/acts/bodies.ts';
import { type Clock, isoTime, type RandomSource } from '../../app/acts/clock.ts';
import { type ActId, type DossierId, type Kid, type MissionCode, parseActId } from '../../app/acts/ids.ts';
import type { DeskApi } from '../../app/desk/desk-api.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { DeskEvent } from '../../app/desk/desk-event.ts';
import type { SendOutcome } from '../../app/desk/link-status.ts';
import type { UnlockOutcome } from '../../app/desk/officer.ts';
import type { DeskConfiguration, DeskPlatform, SlotOutcome } from '../../app/desk/ports.ts';
import type { RecoveryReport } from '../../app/desk/recovery-report.ts';
import type { DeskSituation } from '../../app/desk/situation.ts';
import type { WindowLife } from '../../app/desk/worker-start.ts';
import { type ActLog, LogError } from '../../app/log/act-log.ts';
import type { LogDocument } from '../../app/log/records.ts';
import { DraftBook } from '../drafts/draft-book.ts';
import { projectRow } from '../read-model/project-row.ts';
import { type Project, ReadModel } from '../read-model/read-model.ts';
import { Decisions } from './decisions.ts';
import { DeskContext } from './desk-context.ts';
import { exportDossier } from './dossier-bundle.ts';
import { Dossiers } from './dossiers.ts';
import { DraftEditing } from './draft-editing.ts';
import { DraftSealing } from './draft-sealing.ts';
import { JournalReplay } from './journal-replay.ts';
import { linkStatus } from './link-status.ts';
import { Lists } from './lists.ts';
import { MissionBook } from './mission-book.ts';
import { Numbers, type SeriesOf } from './numbers.ts';
import { Papers } from './papers.ts';
import { type AbruptStop, noteCleanStop, noteRunning, recoveryReport } from './recovery.ts';
import { ReferenceData } from './reference-data.ts';
import { Replicator } from './replicator.ts';
import { resumeSealing } from './resume-sealing.ts';
import { sealOnDossier } from './seal-on-dossier.ts';
import { openSession, type Session } from './session.ts';
import type { DeskStores } from './stores.ts';
import { LinkError, type Transfer } from './transfer.ts';

/** A PIN confirmed for a round of decisions is good for this long. */
const ROUND_MS = 15 * 60_000;
/** "Prendre le suivant" assigns a file for this long. */
const ASSIGNED_MS = 30 * 60_000;

export interface DeskParts {
  readonly platform: DeskPlatform;
  readonly configuration: DeskConfiguration;
  readonly stores: DeskStores;
  /** null where this desk has no gateway or no transport key */
  readonly transfer: Transfer | null;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly version: string;
  readonly emit: (event: DeskEvent) => void;
  /** installs another kit; the worker starts anew afterwards */
  readonly commission: (kit: string) => Promise<void>;
  /** absent where no window ends by itself: then only `close` is an orderly end */
  readonly life?: WindowLife;
}

/** Opens the stores' content, puts back what the journal keeps, and starts carrying records. */
export async function openDesk(parts: DeskParts): Promise<Desk> {
  const { platform, configuration, stores, clock, random } = parts;
  const isCatalogue = ({ _id }: LogDocument) => /^(release|definition):/.test(_id);
  await plant(
    stores.keyring,
    configuration.seed.filter((document) => !isCatalogue(document)),
  );
  await plant(stores.catalogue, configuration.seed.filter(isCatalogue));
  const reference = await ReferenceData.open(configuration);
  await reference.refresh(stores.keyring, stores.catalogue);
  const books = new Map<MissionCode, MissionBook>();
  for (const [mission, { log }] of stores.missions)
    books.set(mission, new MissionBook(mission, log, reference));
  const { journal } = platform;
  const seriesOf: SeriesOf = (release, service) => reference.definition(release, service)?.instrument.numbers;
  const drafts = new DraftBook(stores.drafts, clock, random);
  const replay = journal && new JournalReplay({ journal, stores, books, drafts });
  const context = new DeskContext({
    platform,
    configuration,
    stores,
    clock,
    random,
    reference,
    books,
    drafts,
    numbers: journal && new Numbers(journal, configuration.desk, seriesOf),
    replay,
    emit: parts.emit,
  });
  const { restored, last } = (await replay?.open()) ?? { restored: 0, last: [] };
  await context.sent.load();
  const { abrupt, lastSeen } = await noteRunning(context, parts.life);
  return new Desk(context, parts, abrupt ? { lastSeen, replayed: restored, last } : null);
}

export class Desk implements DeskApi {
  readonly #context: DeskContext;
  readonly #parts: DeskParts;
  readonly #replicator: Replicator | null;
  readonly #drafts: DraftEditing;
  readonly #sealing: DraftSealing;
  readonly #dossiers: Dossiers;
  readonly #lists: Lists;
  readonly #decisions: Decisions;
  readonly #papers: Papers;
  #abruptStop: AbruptStop | null;
  /** raised by each lock: an unlocking that was begun before it does not end after it */
  #generation = 0;

  constructor(context: DeskContext, parts: DeskParts, abruptStop: AbruptStop | null) {
    this.#context = context;
    this.#parts = parts;
    this.#abruptStop = abruptStop;
    this.#replicator = parts.transfer && this.#makeReplicator(parts.transfer);
    this.#drafts = new DraftEditing(context);
    this.#sealing = new DraftSealing(context, this.#drafts);
    this.#dossiers = new Dossiers(context, this.#replicator ?? { fetch: async () => {} });
    this.#papers = new Papers(context);
    this.#lists = new Lists(context, this.#dossiers, this.#drafts, this.#papers);
    this.#decisions = new Decisions(context);
    this.#replicator?.start();
  }

  #makeReplicator(transfer: Transfer): Replicator {
    const context = this.#context;
    return new Replicator({
      transfer,
      missions: context.stores.missions,
      clock: context.clock,
      random: context.random,
      facts: context.stores.facts,
      onSent: (mission, ids) => context.noteSent(mission, ids.flatMap(actOf)),
      onReference: () => context.refreshReference(),
      onPulled: (mission) => context.catchUp(mission),
      onState: () => context.emit({ type: 'link-changed' }),
      onTrouble: (error) => context.trouble(error),
    });
  }

  // ── who is at the desk ──

  async situation(): Promise<DeskSituation> {
    const { platform, configuration, books, replay } = this.#context;
    const { signer, journal } = platform;
    const keyStore = await signer.keyStore();
    for (const book of books.values()) await book.readReceipts();
    await replay?.catchUp();
    const lastAt = replay?.lastAt ?? null;
    return {
      commissioned: true,
      desk: configuration.desk,
      missionName: configuration.missionNames[configuration.mission] ?? null,
      keyStore,
      journal: journal ? (keyStore === 'browser' ? 'opfs' : 'file') : 'receipt',
      slots: await signer.slots(),
      unlocked: this.#context.unlocked?.session.credential.kid ?? null,
      lastSealAt: lastAt === null ? null : isoTime(lastAt),
      lastWordFromCentre:
        [...books.values()]
          .map((book) => book.receipts.newest?.at ?? '')
          .sort()
          .at(-1) || null,
      version: this.#parts.version,
    };
  }

  async commission(kit: string): Promise<void> {
    await this.#parts.commission(kit);
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
      confirmedUntil: context.clock.now() + ROUND_MS,
    };
    const resumed = await resumeSealing(context);
    if (this.#abruptStop) this.#abruptStop.replayed += resumed;
    for (const book of context.books.values()) await context.catchUp(book.mission);
    await context.refreshStale();
    return { outcome: 'unlocked', officer: session.officer };
  }

  #openModel(session: Session): Promise<ReadModel> {
    const { stores, random, books, desk, sent } = this.#context;
    const project: Project = async (book, id) =>
      projectRow(await book.load(id, session.groups), book.receipts, desk, (act) => sent.has(act));
    return ReadModel.open(stores.rows, session.readModelKey, random, project, books);
  }

  async confirmSecret(secret: string): Promise<{ confirmed: boolean; waitUntil: string | null }> {
    const answer = await this.#context.platform.signer.confirmSecret(secret);
    if (answer.confirmed && this.#context.unlocked)
      this.#context.unlocked.confirmedUntil = this.#context.clock.now() + ROUND_MS;
    return answer;
  }

  async lock(): Promise<void> {
    const forgotten = this.forget();
    await this.#context.platform.signer.lock();
    await forgotten;
    this.#context.emit({ type: 'locked' });
  }

  /** Nothing that reads stays in reach; the transfer goes on. */
  async forget(): Promise<void> {
    this.#generation += 1;
    const { unlocked } = this.#context;
    this.#context.unlocked = null;
    this.#context.drafts.lock();
    for (const book of this.#context.books.values()) book.forgetWhatWasRead();
    await unlocked?.model.close();
  }

  async recovery(): Promise<RecoveryReport | null> {
    if (!this.#abruptStop) return null;
    return recoveryReport(this.#context, this.#drafts, this.#papers, this.#abruptStop);
  }

  async dismissRecovery(): Promise<void> {
    this.#abruptStop = null;
  }

  /** An orderly end: the next start has nothing to tell. */
  async close(): Promise<void> {
    await this.forget();
    await this.#replicator?.stop();
    await this.#context.replay?.notePosition();
    await noteCleanStop(this.#context);
  }

  home = () => this.#lists.home();

  async services() {
    return [...(this.#context.reference.newest?.services.values() ?? [])];
  }

  // ── drafts ──

  drafts = () => this.#drafts.rows();
  newDraft = (...args: Parameters<DeskApi['newDraft']>) => this.#drafts.create(...args);
  newSupply = (...args: Parameters<DeskApi['newSupply']>) => this.#drafts.createSupply(...args);
  draft = (...args: Parameters<DeskApi['draft']>) => this.#drafts.draft(...args);
  saveDraft = (...args: Parameters<DeskApi['saveDraft']>) => this.#drafts.save(...args);
  discardDraft = (...args: Parameters<DeskApi['discardDraft']>) => this.#drafts.discard(...args);
  addEvidence = (...args: Parameters<DeskApi['addEvidence']>) => this.#drafts.addEvidence(...args);
  removeEvidence = (...args: Parameters<DeskApi['removeEvidence']>) => this.#drafts.removeEvidence(...args);
  draftEvidence = (...args: Parameters<DeskApi['draftEvidence']>) => this.#drafts.evidence(...args);
  reviewDraft = (...args: Parameters<DeskApi['reviewDraft']>) => this.#drafts.review(...args);

  async sealDraft(...args: Parameters<DeskApi['sealDraft']>) {
    const outcome = await this.#sealing.seal(...args);
    this.#replicator?.wake();
    return outcome;
  }

  async sealSupply(...args: Parameters<DeskApi['sealSupply']>) {
    const outcome = await this.#sealing.sealSupply(...args);
    this.#replicator?.wake();
    return outcome;
  }

  async sealAttachment(...args: Parameters<DeskApi['sealAttachment']>) {
    const outcome = await this.#sealing.sealAttachment(...args);
    this.#replicator?.wake();
    return outcome;
  }

  // ── dossiers ──

  async list(...args: Parameters<DeskApi['list']>) {
    return this.#lists.list(...args);
  }

  async search(...args: Parameters<DeskApi['search']>) {
    return this.#lists.search(...args);
  }

  dossier = (...args: Parameters<DeskApi['dossier']>) => this.#dossiers.view(...args);
  evidence = (...args: Parameters<DeskApi['evidence']>) => this.#dossiers.evidence(...args);
  prefetch = (...args: Parameters<DeskApi['prefetch']>) => this.#dossiers.prefetch(...args);

  async noteDisplayed(...[dossier, blob]: Parameters<DeskApi['noteDisplayed']>): Promise<void> {
    this.#context.displayed(dossier).add(blob);
  }

  /** @throws DeskError DO-008 for a decision: it has its eight seconds (`decide`) */
  async seal(...[dossier, command, seen]: Parameters<DeskApi['seal']>) {
    if (command.kind === 'approved' || command.kind === 'refused' || command.kind === 'countersigned')
      throw new DeskError('DO-008');
    if (['instrument-issued', 'instrument-voided', 'fee-voided', 'erased'].includes(command.kind))
      this.#context.requireConfirmedSecret();
    const outcome = await sealOnDossier(this.#context, dossier, command, seen);
    this.#replicator?.wake();
    return outcome;
  }

  decide = (...[dossier, command, seen, language]: Parameters<DeskApi['decide']>) =>
    this.#decisions.decide(dossier, command, seen, language ?? 'fr');
  cancelDecision = (...args: Parameters<DeskApi['cancelDecision']>) => this.#decisions.cancel(...args);

  async pendingDecisions() {
    return this.#decisions.pending();
  }

  // ── the central queue ──

  async queue(...args: Parameters<DeskApi['queue']>) {
    return this.#lists.queue(...args);
  }

  async takeNext() {
    const id = this.#lists.nextToTake();
    if (!id) return null;
    const until = isoTime(this.#context.clock.now() + ASSIGNED_MS);
    await this.#assign(id, { until }, this.#context.session.officer.subject);
    return id;
  }

  async leave(...[dossier]: Parameters<DeskApi['leave']>): Promise<void> {
    const row = this.#context.row(dossier);
    if (row.assignee?.subject !== this.#context.session.officer.subject) return;
    await this.#assign(dossier, {}, null);
  }

  /** Taken and left from lists: nobody has read the file, and an assignment says nothing of what is in it. */
  async #assign(id: DossierId, body: ActBodies['assigned'], assignee: string | null): Promise<void> {
    const { state } = await this.#context.file(id);
    await this.seal(id, { kind: 'assigned', body, assignee }, state.heads);
  }

  // ── the link ──

  async link() {
    return linkStatus(this.#context.unlocked?.model.rows.values() ?? [], this.#replicator);
  }

  async sendNow(): Promise<SendOutcome> {
    const before = await this.link();
    const code = await this.#sendNow();
    const after = await this.link();
    const left = after.sealedHere.entries + after.sent.entries;
    return {
      received: after.received.entries - before.received.entries,
      left,
      code,
      at: isoTime(this.#context.clock.now()),
    };
  }

  async #sendNow(): Promise<SendOutcome['code']> {
    if (!this.#replicator) return 'no-link';
    try {
      await this.#replicator.now();
      return 'done';
    } catch (error) {
      const codes = {
        'LN-001': 'no-link',
        'LN-002': 'cut',
        'LN-003': 'server-trouble',
        'LN-004': 'not-authorised',
        'LN-005': 'server-trouble',
        'LN-006': 'foreign-answer',
      } as const;
      return error instanceof LinkError ? codes[error.code] : 'server-trouble';
    }
  }

  async pause(...[paused]: Parameters<DeskApi['pause']>): Promise<void> {
    this.#replicator?.pause(paused);
  }

  // ── papers ──

  recepisse = (...args: Parameters<DeskApi['recepisse']>) => this.#papers.recepisse(...args);
  notePrint = (...args: Parameters<DeskApi['notePrint']>) => this.#papers.notePrint(...args);
  exportDossier = (id: DossierId) => exportDossier(this.#context, id);

  async rebuild(): Promise<void> {
    let done = 0;
    await this.#context.model.rebuild(this.#context.books.values(), (documents) => {
      done += documents;
      this.#context.emit({ type: 'rebuild-progress', done, of: done });
    });
    this.#context.emit({ type: 'dossiers-changed', dossiers: [...this.#context.model.rows.keys()] });
  }
}

/** the act that a document id names */
const actOf = (id: string): ActId[] => {
  const act = /^act:[^:]+:(.+)$/.exec(id)?.[1];
  return act ? [parseActId(act)] : [];
};

/** What a kit brings, where it is not here yet. A record that has since come in another version stays as it came. */
async function plant(log: ActLog, documents: readonly LogDocument[]): Promise<void> {
  try {
    await log.put(documents);
  } catch (error) {
    if (!isOtherRevision(error)) throw error;
    for (const document of documents) {
      if ((await log.get(document._id)) === undefined) await log.put([document]);
    }
  }
}

const isOtherRevision = (error: unknown): boolean => error instanceof LogError && error.code === 'LOG-002';
