/** The desk: `DeskApi` over its parts, each in a file of its own. */
import type { ActBodies } from '../../app/acts/bodies.ts';
import { isoTime } from '../../app/acts/clock.ts';
import type { DossierId, ServiceCode } from '../../app/acts/ids.ts';
import type { DeskApi } from '../../app/desk/desk-api.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { RecoveryReport } from '../../app/desk/recovery-report.ts';
import { writeUnsent } from '../../app/export/unsent-bundle.ts';
import { worksOn } from '../../app/keyring/limits.ts';
import { Access } from './access.ts';
import { Answering } from './answering.ts';
import { activateDeskAt, askForDeskAt, pendingDeskOf, readRootView } from './asking-desk.ts';
import { Auditing } from './auditing.ts';
import { replicatorOf } from './carrying.ts';
import { ClockWatching } from './clock-watching.ts';
import { Counter } from './counter.ts';
import { Decisions, isDecision } from './decisions.ts';
import { Delegating } from './delegating.ts';
import type { DeskContext } from './desk-context.ts';
import type { DeskParts } from './desk-parts.ts';
import { deskSituation } from './desk-situation.ts';
import { exportDossier } from './dossier-bundle.ts';
import { Dossiers, SECRET_KINDS } from './dossiers.ts';
import { DraftEditing } from './draft-editing.ts';
import { DraftSealing } from './draft-sealing.ts';
import { Enrolling } from './enrolling.ts';
import { EnrollingDesk } from './enrolling-desk.ts';
import { Erasing } from './erasing.ts';
import { Erasures } from './erasures.ts';
import { FleetAnswer } from './fleet-answer.ts';
import { HeldActs } from './held-acts.ts';
import { linkOf } from './link-status.ts';
import { Lists } from './lists.ts';
import { Papers } from './papers.ts';
import { Persons } from './persons.ts';
import { Readings } from './readings.ts';
import { type AbruptStop, noteCleanStop, recoveryReport } from './recovery.ts';
import type { Replicator } from './replicator.ts';
import { sealOnDossier } from './seal-on-dossier.ts';
import { sendNow } from './send-now.ts';
import type { Standing } from './standing.ts';
import { Traces } from './traces.ts';
import { Unlocking } from './unlocking.ts';
import { unsentOf } from './unsent.ts';
import { takeUnsent } from './unsent-intake.ts';
import { Visits } from './visits.ts';

/** "Prendre le suivant" assigns a file for this long. */
const ASSIGNED_MS = 30 * 60_000;

export class Desk implements DeskApi {
  readonly #context: DeskContext;
  readonly #parts: DeskParts;
  readonly #replicator: Replicator | null;
  readonly #unlocking: Unlocking;
  readonly #persons: Persons;
  readonly #counter: Counter;
  readonly #drafts: DraftEditing;
  readonly #sealing: DraftSealing;
  readonly #visits: Visits;
  readonly #dossiers: Dossiers;
  readonly #readings: Readings;
  readonly #lists: Lists;
  readonly #decisions: Decisions;
  readonly #papers: Papers;
  readonly #answering = new Answering();
  readonly #fleet: FleetAnswer;
  readonly #erasures: Erasures;
  readonly #traces: Traces;
  readonly #access: Access;
  readonly #enrolling: Enrolling;
  readonly #enrollingDesk: EnrollingDesk;
  readonly #delegating: Delegating;
  readonly #standing: Standing;
  readonly #auditing: Auditing;
  readonly #clock: ClockWatching | null;
  readonly #held: HeldActs;
  #abruptStop: AbruptStop | null;

  constructor(context: DeskContext, parts: DeskParts, standing: Standing, abruptStop: AbruptStop | null) {
    this.#context = context;
    this.#parts = parts;
    this.#abruptStop = abruptStop;
    this.#standing = standing;
    this.#replicator = parts.transfer && replicatorOf(context, parts.transfer, parts.version, standing);
    this.#readings = new Readings(context);
    const onResumed = (resumed: number) => {
      if (this.#abruptStop) this.#abruptStop.replayed += resumed;
    };
    this.#unlocking = new Unlocking(context, onResumed, () => this.#readings.idle);
    this.#dossiers = new Dossiers(context, this.#replicator ?? { fetch: async () => {} });
    this.#persons = new Persons(context, this.#dossiers);
    this.#counter = new Counter(context);
    this.#drafts = new DraftEditing(context, this.#persons);
    this.#sealing = new DraftSealing(context, this.#drafts, this.#counter);
    this.#visits = new Visits(context, this.#drafts, this.#sealing, this.#dossiers);
    this.#papers = new Papers(context);
    this.#lists = new Lists(context, this.#dossiers, this.#drafts, this.#papers);
    this.#decisions = new Decisions(context);
    const erasing = new Erasing(context);
    context.erase = (rows) => erasing.sweep(rows);
    this.#traces = new Traces(context);
    this.#erasures = new Erasures(context, this.#dossiers, this.#traces);
    this.#access = new Access(context, this.#dossiers, this.#papers, this.#traces);
    this.#fleet = new FleetAnswer(context, parts.transfer);
    this.#enrolling = new Enrolling(context, () => this.#replicator?.wake());
    this.#enrollingDesk = new EnrollingDesk(context, () => this.#replicator?.wake());
    this.#delegating = new Delegating(context, () => this.#replicator?.wake());
    this.#held = new HeldActs(context, parts.transfer, () => this.#replicator?.wake());
    standing.lockOut = () => this.#unlocking.lockOut();
    if (!standing.revoked?.handedOver) this.#replicator?.start();
    this.#auditing = new Auditing(context);
    this.#clock = parts.monotonic ? new ClockWatching(context, parts.monotonic) : null;
  }

  // ── who is at the desk ──

  situation = () => deskSituation(this.#context, this.#standing, this.#parts.version);

  async commission(kit: string): Promise<void> {
    await this.#parts.commission(kit);
  }

  async unlock(...args: Parameters<DeskApi['unlock']>) {
    const outcome = await this.#unlocking.unlock(...args);
    void this.lookAtClock();
    return outcome;
  }

  async choosePin(...args: Parameters<DeskApi['choosePin']>) {
    const outcome = await this.#unlocking.choosePin(...args);
    void this.lookAtClock();
    return outcome;
  }

  /** Whoever runs the desk calls this once before the first look, and a look from time to time. */
  beginClock = async (): Promise<void> => this.#clock?.begin();
  lookAtClock = async (): Promise<void> => this.#clock?.look();
  noteSleep = (): void => this.#clock?.noteSleep();
  confirmSecret = (...args: Parameters<DeskApi['confirmSecret']>) => this.#unlocking.confirmSecret(...args);
  lock = () => this.#unlocking.lock();
  lockSoon = () => this.#unlocking.lockSoon();
  /** Nothing that reads stays in reach; the transfer goes on. */
  forget = () => this.#unlocking.forget();

  async recovery(): Promise<RecoveryReport | null> {
    if (!this.#abruptStop) return null;
    return recoveryReport(this.#context, this.#drafts, this.#papers, this.#abruptStop);
  }

  async dismissRecovery(): Promise<void> {
    this.#abruptStop = null;
  }

  /** An orderly end: the next start has nothing to tell. */
  async close(): Promise<void> {
    await this.#readings.idle;
    await this.forget();
    await this.#replicator?.stop();
    await this.#context.replay?.notePosition();
    await noteCleanStop(this.#context);
  }

  // ── the keyring without a link, and a desk that is revoked ──

  async importKeyring(text: string) {
    const taken = await this.#context.freshness.take(text);
    await this.#context.refreshReference();
    await this.#standing.check();
    this.#context.emit({ type: 'link-changed' });
    return taken;
  }

  exportKeyring = () => this.#context.freshness.file(this.#parts.transfer);

  /** Also after the hand-over has ended: a stick can be lost. @throws DeskError DK-011 unless this desk is revoked */
  async exportUnsent(): Promise<Uint8Array> {
    if (this.#standing.revoked === null) throw new DeskError('DK-011');
    return writeUnsent(this.#context.desk, await unsentOf(this.#context));
  }

  async takeUnsent(bytes: Uint8Array): Promise<number> {
    const taken = await takeUnsent(this.#context, bytes);
    this.#replicator?.wake();
    return taken;
  }

  async endHandover(): Promise<void> {
    this.#mustLeave();
    await this.#replicator?.stop();
    await this.#standing.handedOver();
  }

  /** @throws DeskError DK-011 unless this desk is revoked and has something to hand over */
  #mustLeave(): void {
    if (!this.#standing.leaving) throw new DeskError('DK-011');
  }

  home = () => this.#lists.home();

  async services() {
    const { reference, unlocked } = this.#context;
    const all = await reference.services();
    // Who is limited is offered what they work on.
    const credential = unlocked?.session.credential;
    return credential
      ? all.filter(({ code, class: serviceClass }) => worksOn(credential, { service: code, serviceClass }))
      : all;
  }

  async service(...[code]: Parameters<DeskApi['service']>) {
    const { reference } = this.#context;
    const definition = reference.newest && reference.definition(reference.newest.hash, code);
    if (!definition) throw new DeskError('CT-020');
    return definition;
  }

  async ask(question: string, about: ServiceCode | null) {
    const release = this.#context.reference.newest;
    const offered = (await this.services()).map(({ code }) => code as ServiceCode);
    return release ? this.#answering.ask(question, about, release, offered) : [];
  }

  measured = () => this.#counter.measured();

  // ── drafts ──

  drafts = () => this.#drafts.rows();

  async newDraft(...args: Parameters<DeskApi['newDraft']>) {
    const draft = await this.#drafts.create(...args);
    // What is taken over from a file was read in it.
    const known = args[2]?.known;
    if (known) this.#readings.note(known);
    return draft;
  }

  newSupply = (...args: Parameters<DeskApi['newSupply']>) => this.#drafts.createSupply(...args);
  draft = (...args: Parameters<DeskApi['draft']>) => this.#drafts.draft(...args);
  saveDraft = (...args: Parameters<DeskApi['saveDraft']>) => this.#drafts.save(...args);
  moveDraft = (...args: Parameters<DeskApi['moveDraft']>) => this.#drafts.move(...args);
  keepDraftAsItIs = (...args: Parameters<DeskApi['keepDraftAsItIs']>) => this.#drafts.keepAsItIs(...args);
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

  addToVisit = (...args: Parameters<DeskApi['addToVisit']>) => this.#visits.add(...args);
  visit = (...args: Parameters<DeskApi['visit']>) => this.#visits.view(...args);

  async sealVisit(...args: Parameters<DeskApi['sealVisit']>) {
    const outcome = await this.#visits.seal(...args);
    this.#replicator?.wake();
    return outcome;
  }

  // ── persons ──

  persons = (...args: Parameters<DeskApi['persons']>) => this.#persons.persons(...args);

  async likePersons(...args: Parameters<DeskApi['likePersons']>) {
    const alike = await this.#persons.likePersons(...args);
    // What is shown of them was read in their newest file.
    for (const { files } of alike) if (files[0]) this.#readings.note(files[0].id);
    return alike;
  }

  // ── dossiers ──

  async list(...args: Parameters<DeskApi['list']>) {
    return this.#lists.list(...args);
  }

  async search(...args: Parameters<DeskApi['search']>) {
    return this.#lists.search(...args);
  }

  async fileOfRecepisse(...args: Parameters<DeskApi['fileOfRecepisse']>) {
    return this.#lists.fileOfRecepisse(...args);
  }

  async dossier(...[id]: Parameters<DeskApi['dossier']>) {
    const view = await this.#dossiers.view(id);
    this.#readings.note(id);
    return view;
  }

  async evidence(...[id, blob]: Parameters<DeskApi['evidence']>) {
    const content = await this.#dossiers.evidence(id, blob);
    this.#readings.note(id);
    return content;
  }

  fleet = () => this.#fleet.view();
  erasures = () => this.#erasures.view();
  prefetch = (...args: Parameters<DeskApi['prefetch']>) => this.#dossiers.prefetch(...args);

  async noteDisplayed(...[dossier, blob]: Parameters<DeskApi['noteDisplayed']>): Promise<void> {
    this.#context.displayed(dossier).add(blob);
  }

  /** @throws DeskError DO-008 for a decision: it has its eight seconds (`decide`) */
  async seal(...[dossier, command, seen]: Parameters<DeskApi['seal']>) {
    if (isDecision(command.kind)) throw new DeskError('DO-008');
    if (SECRET_KINDS.has(command.kind)) this.#context.requireConfirmedSecret();
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

  // ── what is on hold at the centre ──

  held = () => this.#held.held();
  lift = (...args: Parameters<DeskApi['lift']>) => this.#held.lift(...args);

  // ── enrolment ──

  pendingEnrolments = () => this.#enrolling.pendingEnrolments();

  /** @throws DeskError DK-010 this desk is revoked: nobody works here any more */
  async askForEnrolment(...args: Parameters<DeskApi['askForEnrolment']>) {
    if (this.#standing.revoked !== null) throw new DeskError('DK-010');
    return this.#enrolling.askForEnrolment(...args);
  }

  withdrawEnrolment = (id: string) => this.#enrolling.withdrawEnrolment(id);
  activateEnrolment = (...args: Parameters<DeskApi['activateEnrolment']>) =>
    this.#enrolling.activateEnrolment(...args);
  readEnrolmentRequest = (text: string) => this.#enrolling.readEnrolmentRequest(text);
  approveEnrolment = (...args: Parameters<DeskApi['approveEnrolment']>) =>
    this.#enrolling.approveEnrolment(...args);

  readDeskRequest = (text: string) => this.#enrollingDesk.readDeskRequest(text);
  approveDesk = (...args: Parameters<DeskApi['approveDesk']>) => this.#enrollingDesk.approveDesk(...args);

  // A desk that is in service asks for nothing of the kind: the signer says so.
  readRoot = readRootView;
  pendingDesk = () => pendingDeskOf(this.#context.platform.signer);
  askForDesk = (...args: Parameters<DeskApi['askForDesk']>) =>
    askForDeskAt(this.#context.platform.signer, ...args);
  withdrawDesk = () => this.#context.platform.signer.withdrawDeskRequest();
  activateDesk = (...args: Parameters<DeskApi['activateDesk']>) =>
    activateDeskAt(this.#context.platform.signer, ...args);

  // ── delegation of signature ──

  delegations = () => this.#delegating.delegations();
  delegationOffer = () => this.#delegating.delegationOffer();
  delegate = (...args: Parameters<DeskApi['delegate']>) => this.#delegating.delegate(...args);
  endDelegation = (...args: Parameters<DeskApi['endDelegation']>) => this.#delegating.endDelegation(...args);
  // ── audit ──

  auditableDesks = () => this.#auditing.auditableDesks();
  audit = (...args: Parameters<DeskApi['audit']>) => this.#auditing.audit(...args);
  cancelAudit = () => this.#auditing.cancelAudit();
  auditReport = () => this.#auditing.auditReport();

  // ── the link ──

  async link() {
    return linkOf(this.#context, this.#replicator);
  }

  sendNow = () => sendNow(this.#context, this.#replicator);

  async pause(...[paused]: Parameters<DeskApi['pause']>): Promise<void> {
    this.#replicator?.pause(paused);
  }

  // ── papers ──

  recepisse = (...args: Parameters<DeskApi['recepisse']>) => this.#papers.recepisse(...args);
  notePrint = (...args: Parameters<DeskApi['notePrint']>) => this.#papers.notePrint(...args);
  exportDossier = (id: DossierId) => exportDossier(this.#context, id);
  accessFile = (id: DossierId) => this.#access.file(id);
  traces = (id: DossierId) => this.#traces.of(id);

  async rebuild(): Promise<void> {
    await this.#context.model.rebuild(this.#context.books.values(), this.#context.progress());
    this.#context.emit({ type: 'dossiers-changed', dossiers: [...this.#context.model.rows.keys()] });
  }
}
