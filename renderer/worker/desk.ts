/** The desk: `DeskApi` over the ports and stores, from the first start to the last lock. */
import { type Clock, isoTime, type RandomSource } from '../../app/acts/clock.ts';
import { type Kid, type MissionCode, parseActId, type ServiceCode } from '../../app/acts/ids.ts';
import {
  type DeskApi,
  DeskError,
  type DeskEvent,
  type DeskSituation,
  type RecoveryReport,
  type SendOutcome,
  type UnlockOutcome,
} from '../../app/desk/desk-api.ts';
import type { DeskConfiguration, DeskPlatform, SlotOutcome } from '../../app/desk/ports.ts';
import { DraftBook } from '../drafts/draft-book.ts';
import { projectRow } from '../read-model/project-row.ts';
import { type Project, ReadModel } from '../read-model/read-model.ts';
import { Applications } from './applications.ts';
import { Decisions } from './decisions.ts';
import { DeskContext } from './desk-context.ts';
import { Dossiers } from './dossiers.ts';
import { linkStatus } from './link-status.ts';
import { Lists } from './lists.ts';
import { MissionBook } from './mission-book.ts';
import { Numbers } from './numbers.ts';
import { Papers } from './papers.ts';
import { noteCleanStop, noteRunning, recoveryReport, replayJournal } from './recovery.ts';
import { ReferenceData } from './reference-data.ts';
import { Replicator } from './replicator.ts';
import { sealOnDossier } from './seal-on-dossier.ts';
import { openSession } from './session.ts';
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
}

/** Opens the stores' content, puts back what the journal keeps, and starts carrying records. */
export async function openDesk(parts: DeskParts): Promise<Desk> {
  const { platform, configuration, stores, clock, random } = parts;
  await stores.keyring.put(configuration.seed.filter(({ _id }) => !/^(release|definition):/.test(_id)));
  await stores.catalogue.put(configuration.seed.filter(({ _id }) => /^(release|definition):/.test(_id)));
  const reference = await ReferenceData.open(configuration);
  await reference.refresh(stores.keyring, stores.catalogue);
  const books = new Map<MissionCode, MissionBook>();
  for (const [mission, { log }] of stores.missions)
    books.set(mission, new MissionBook(mission, log, reference));
  const { journal } = platform;
  const seriesOf = (service: ServiceCode) => reference.newest?.services.get(service)?.instrument.numbers;
  const context = new DeskContext({
    platform,
    configuration,
    stores,
    clock,
    random,
    reference,
    books,
    drafts: new DraftBook(stores.drafts, clock, random),
    numbers: journal && new Numbers(journal, configuration.desk, seriesOf),
    emit: parts.emit,
  });
  const replayed = await replayJournal(context);
  const { abrupt, lastSeen } = await noteRunning(context);
  return new Desk(context, parts, abrupt ? { lastSeen, replayed } : null);
}

export class Desk implements DeskApi {
  readonly #context: DeskContext;
  readonly #parts: DeskParts;
  readonly #replicator: Replicator | null;
  readonly #applications: Applications;
  readonly #dossiers: Dossiers;
  readonly #lists: Lists;
  readonly #decisions: Decisions;
  readonly #papers: Papers;
  #abruptStop: { lastSeen: string | null; replayed: number } | null;

  constructor(
    context: DeskContext,
    parts: DeskParts,
    abruptStop: { lastSeen: string | null; replayed: number } | null,
  ) {
    this.#context = context;
    this.#parts = parts;
    this.#abruptStop = abruptStop;
    this.#replicator = parts.transfer && this.#makeReplicator(parts.transfer);
    this.#applications = new Applications(context);
    this.#dossiers = new Dossiers(context, this.#replicator ?? { fetch: async () => {} });
    this.#papers = new Papers(context);
    this.#lists = new Lists(context, this.#dossiers, this.#applications, this.#papers);
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
      onSent: (ids) => this.#noteSent(ids),
      onReference: () => context.reference.refresh(context.stores.keyring, context.stores.catalogue),
      onPulled: (mission) => context.catchUp(mission),
      onState: () => context.emit({ type: 'link-changed' }),
    });
  }

  #noteSent(ids: readonly string[]): void {
    for (const id of ids) {
      const act = /^act:[^:]+:(.+)$/.exec(id)?.[1];
      if (act) this.#context.sent.add(parseActId(act));
    }
  }

  // ── who is at the desk ──

  async situation(): Promise<DeskSituation> {
    const { platform, configuration, books, stores } = this.#context;
    const { signer, journal } = platform;
    const keyStore = await signer.keyStore();
    const words = await Promise.all(
      [...stores.missions.values()].map(({ log }) => log.withPrefix('receipt:')),
    );
    for (const [index, book] of [...books.values()].entries()) await book.takeReceipts(words[index] ?? []);
    const [last] = journal ? await lastFrames(journal) : [];
    return {
      commissioned: true,
      desk: configuration.desk,
      missionName: configuration.missionNames[configuration.mission] ?? null,
      keyStore,
      journal: journal ? (keyStore === 'browser' ? 'opfs' : 'file') : 'receipt',
      slots: await signer.slots(),
      unlocked: this.#context.unlocked?.session.credential.kid ?? null,
      lastSealAt: last ? isoTime(last.at) : null,
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
    const context = this.#context;
    const session = await openSession(outcome.slot, context.reference.keyring);
    const project: Project = async (book, id) =>
      projectRow(await book.load(id, session.groups), book.receipts, context.desk, (act) =>
        context.sent.has(act),
      );
    const model = await ReadModel.open(
      context.stores.rows,
      session.readModelKey,
      context.random,
      project,
      context.books,
    );
    // The PIN was given a moment ago: a first decision does not ask for it again.
    context.unlocked = {
      session,
      model,
      displayed: new Map(),
      confirmedUntil: context.clock.now() + ROUND_MS,
    };
    for (const book of context.books.values()) {
      await book.takeReceipts(await book.log.withPrefix('receipt:'));
      await context.catchUp(book.mission);
    }
    return { outcome: 'unlocked', officer: session.officer };
  }

  async confirmSecret(secret: string): Promise<{ confirmed: boolean; waitUntil: string | null }> {
    const answer = await this.#context.platform.signer.confirmSecret(secret);
    if (answer.confirmed && this.#context.unlocked)
      this.#context.unlocked.confirmedUntil = this.#context.clock.now() + ROUND_MS;
    return answer;
  }

  async lock(): Promise<void> {
    this.forget();
    await this.#context.platform.signer.lock();
    this.#context.emit({ type: 'locked' });
  }

  /** Nothing that reads stays in reach; the transfer goes on. */
  forget(): void {
    this.#context.unlocked = null;
    this.#context.drafts.lock();
  }

  async recovery(): Promise<RecoveryReport | null> {
    if (!this.#abruptStop) return null;
    return recoveryReport(this.#context, this.#applications, this.#papers, this.#abruptStop);
  }

  async dismissRecovery(): Promise<void> {
    this.#abruptStop = null;
  }

  /** An orderly end: the next start has nothing to tell. */
  async close(): Promise<void> {
    this.forget();
    await this.#replicator?.stop();
    await noteCleanStop(this.#context);
  }

  home = () => this.#lists.home();

  async services() {
    return [...(this.#context.reference.newest?.services.values() ?? [])];
  }

  // ── drafts ──

  drafts = () => this.#applications.rows();
  newDraft = (...args: Parameters<DeskApi['newDraft']>) => this.#applications.create(...args);
  newSupply = (...args: Parameters<DeskApi['newSupply']>) => this.#applications.createSupply(...args);
  draft = (...args: Parameters<DeskApi['draft']>) => this.#applications.draft(...args);
  saveDraft = (...args: Parameters<DeskApi['saveDraft']>) => this.#applications.save(...args);
  discardDraft = (...args: Parameters<DeskApi['discardDraft']>) => this.#applications.discard(...args);
  addEvidence = (...args: Parameters<DeskApi['addEvidence']>) => this.#applications.addEvidence(...args);
  removeEvidence = (...args: Parameters<DeskApi['removeEvidence']>) =>
    this.#applications.removeEvidence(...args);
  draftEvidence = (...args: Parameters<DeskApi['draftEvidence']>) => this.#applications.evidence(...args);
  reviewDraft = (...args: Parameters<DeskApi['reviewDraft']>) => this.#applications.review(...args);

  async sealDraft(...args: Parameters<DeskApi['sealDraft']>) {
    const outcome = await this.#applications.seal(...args);
    this.#replicator?.wake();
    return outcome;
  }

  async sealSupply(...args: Parameters<DeskApi['sealSupply']>) {
    const outcome = await this.#applications.sealSupply(...args);
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
  async seal(...[dossier, command]: Parameters<DeskApi['seal']>) {
    if (command.kind === 'approved' || command.kind === 'refused' || command.kind === 'countersigned')
      throw new DeskError('DO-008');
    if (['instrument-issued', 'instrument-voided', 'fee-voided', 'erased'].includes(command.kind))
      this.#context.requireConfirmedSecret();
    const outcome = await sealOnDossier(this.#context, dossier, command);
    this.#replicator?.wake();
    return outcome;
  }

  decide = (...[dossier, command, language]: Parameters<DeskApi['decide']>) =>
    this.#decisions.decide(dossier, command, language ?? 'fr');
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
    await this.seal(id, {
      kind: 'assigned',
      body: { until },
      assignee: this.#context.session.officer.subject,
    });
    return id;
  }

  async leave(...[dossier]: Parameters<DeskApi['leave']>): Promise<void> {
    const row = this.#context.row(dossier);
    if (row.assignee?.subject !== this.#context.session.officer.subject) return;
    await this.seal(dossier, { kind: 'assigned', body: {}, assignee: null });
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
  exportDossier = (...args: Parameters<DeskApi['exportDossier']>) => this.#papers.exportDossier(...args);

  async rebuild(): Promise<void> {
    let done = 0;
    await this.#context.model.rebuild(this.#context.books.values(), (documents) => {
      done += documents;
      this.#context.emit({ type: 'rebuild-progress', done, of: done });
    });
    this.#context.emit({ type: 'dossiers-changed', dossiers: [...this.#context.model.rows.keys()] });
  }
}

async function lastFrames(journal: NonNullable<DeskPlatform['journal']>) {
  let last: Awaited<ReturnType<typeof journal.replay>> = [];
  for (let position = 0; ; ) {
    const frames = await journal.replay(position, 1000);
    const end = frames.at(-1);
    if (!end) return last.slice(-1);
    last = frames;
    position = end.position + 1;
  }
}
