/** Drafts of applications and of supplied information: filled, autosaved, reviewed, sealed. */
import type { ActBodies, BlobManifest } from '../../app/acts/bodies.ts';
import {
  type ActId,
  type BlobId,
  type DossierId,
  type DraftId,
  dossierIdFrom,
  type MissionCode,
  type PersonId,
  type Reference,
  type ServiceCode,
} from '../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { dueDate } from '../../app/catalogue/due.ts';
import { collectable, feeDue } from '../../app/catalogue/fee.ts';
import { type FormContext, sealableAnswers, validateForm } from '../../app/catalogue/form.ts';
import { personOf } from '../../app/catalogue/person.ts';
import { blockingDocuments, missingDocuments } from '../../app/catalogue/required-documents.ts';
import type { ActCommand } from '../../app/desk/act-command.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { Draft, DraftChange, DraftEvidence, DraftReview, DraftRow } from '../../app/desk/draft.ts';
import type { EvidenceContent } from '../../app/desk/evidence-content.ts';
import type { SealOutcome } from '../../app/desk/seal-outcome.ts';
import { decryptBlob, encryptBlob } from '../../app/evidence/blob.ts';
import { acceptFile } from '../../app/evidence/media-type.ts';
import type { Chunk } from '../../app/log/act-log.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import type { OpenDraft } from '../drafts/draft-book.ts';
import type { ApplicationContent, DraftContent, SupplyContent } from '../drafts/draft-content.ts';
import type { Row } from '../read-model/project-row.ts';
import { recordAudit } from './audit.ts';
import type { DeskContext } from './desk-context.ts';
import { groupsOf } from './entitled-groups.ts';
import { fromDraft, unsigned } from './from-draft.ts';
import { leaseOf, quittanceText } from './numbers.ts';
import { wholeChunksOf } from './resume-sealing.ts';
import { sealOnDossier } from './seal-on-dossier.ts';
import { type ActToSeal, type Composed, listing, seal } from './sealing.ts';
import { draftRecipients } from './session.ts';
import { Turns } from './turn.ts';

/** Days until a document that is missing at lodging is due, until the ministry says otherwise. */
const MISSING_DUE_DAYS = 14;
const DAY = 86_400_000;

export class Applications {
  readonly #desk: DeskContext;
  /** what is done to one draft is done one after the other: a keystroke loses neither to an earlier one nor to a seal */
  readonly #turns = new Turns<DraftId>();
  /** a second press while a draft is being sealed is the same press */
  readonly #sealing = new Map<DraftId, Promise<SealOutcome>>();

  constructor(desk: DeskContext) {
    this.#desk = desk;
  }

  async rows(): Promise<readonly DraftRow[]> {
    const drafts = await this.#desk.drafts.all(this.#desk.session.reader);
    return drafts.map((draft) => this.#row(draft));
  }

  #row({ id, author, savedAt, content }: OpenDraft): DraftRow {
    const definition = this.#desk.reference.definition(content.release, content.service);
    const person =
      content.purpose === 'application' && definition ? personOf(definition, content.answers) : null;
    const applicant = person?.latin || (this.#desk.model.rows.get(content.dossier)?.applicant ?? null);
    return {
      id,
      service: content.service,
      applicant: applicant || null,
      savedAt,
      ticket: content.purpose === 'application' ? content.ticket : null,
      interrupted: content.purpose === 'decision' || content.sealing !== undefined,
      mine: author === this.#desk.session.credential.kid,
    };
  }

  async create(service: ServiceCode, ticket: string | null): Promise<Draft> {
    const { session, reference, random } = this.#desk;
    const release = reference.newest;
    const definition = release?.services.get(service);
    if (!release || !definition) throw new DeskError('CT-020');
    if (session.officer.mission === 'CENTRAL') throw new DeskError('DR-003');
    const mission = session.officer.mission;
    const content: ApplicationContent = {
      purpose: 'application',
      mission,
      dossier: dossierIdFrom(random.bytes(16)),
      service,
      release: release.hash,
      ticket,
      answers: {},
      evidence: [],
      originalsKept: [],
      language: 'fr',
      urgentReason: null,
      fee: { paid: false, collected: null, means: null },
      page: null,
      person: toBase64url(random.bytes(16)) as PersonId,
    };
    const recipients = await draftRecipients(session, reference.keyring, mission, definition.class);
    return this.#shown(await this.#desk.drafts.create(session.reader, recipients, content));
  }

  /** A draft in which what was asked is gathered; one per dossier, taken up again if there is one. */
  async createSupply(dossier: DossierId): Promise<Draft> {
    const { session, reference, drafts } = this.#desk;
    const known = (await drafts.all(session.reader)).find(
      ({ content }) => content.purpose === 'supply' && content.dossier === dossier,
    );
    if (known) return this.#shown(known);
    const { state, definition } = await this.#desk.file(dossier);
    if (!definition) throw new DeskError('CT-020');
    const { mission, service, release } = state;
    const content: SupplyContent = { purpose: 'supply', mission, dossier, service, release, evidence: [] };
    const recipients = await draftRecipients(session, reference.keyring, mission, definition.class);
    return this.#shown(await drafts.create(session.reader, recipients, content));
  }

  async draft(id: DraftId): Promise<Draft> {
    return this.#shown(await this.#open(id));
  }

  #open(id: DraftId): Promise<OpenDraft> {
    return this.#desk.drafts.open(id, this.#desk.session.reader);
  }

  #definition({ release, service }: DraftContent): ServiceDefinition {
    const definition = this.#desk.reference.definition(release, service);
    if (!definition) throw new DeskError('CT-020');
    return definition;
  }

  #shown({ id, savedAt, content }: OpenDraft): Draft {
    if (content.purpose === 'decision') throw new DeskError('DR-001');
    const empty = {
      ticket: null,
      answers: {},
      originalsKept: [],
      language: 'fr',
      urgentReason: null,
      page: null,
    } as const;
    const filled =
      content.purpose === 'application'
        ? content
        : { ...empty, fee: { paid: false, collected: null, means: null }, person: '' as PersonId };
    const { ticket, answers, originalsKept, language, urgentReason, fee, page, person } = filled;
    return {
      id,
      purpose: content.purpose,
      dossier: content.purpose === 'supply' ? content.dossier : null,
      service: content.service,
      release: content.release,
      definition: this.#definition(content),
      ticket,
      answers,
      evidence: content.evidence.map(shownEvidence),
      originalsKept,
      language,
      urgentReason,
      fee,
      page,
      savedAt,
      person,
    };
  }

  /** One change after the other, each on what the one before left. Signed bytes of a broken seal are no more its own. */
  #change(id: DraftId, change: (content: DraftContent) => DraftContent): Promise<{ savedAt: string }> {
    return this.#turns.run(id, async () => {
      const draft = await this.#taken(await this.#open(id));
      const { savedAt } = await this.#desk.drafts.save({
        ...draft,
        content: change(unsigned(draft.content)),
      });
      return { savedAt };
    });
  }

  /** A colleague's draft becomes the officer's who goes on with it; that is recorded. */
  async #taken(draft: OpenDraft): Promise<OpenDraft> {
    const { kid } = this.#desk.session.credential;
    if (draft.author === kid) return draft;
    const { mission, dossier } = draft.content;
    await recordAudit(this.#desk, mission, { what: 'draft-taken-over', dossier, from: draft.author });
    return { ...draft, author: kid };
  }

  async save(id: DraftId, change: DraftChange): Promise<{ savedAt: string }> {
    const saved = await this.#change(id, (content) => {
      if (content.purpose !== 'application') return content;
      return { ...content, ...withoutUndefined(change) };
    });
    this.#desk.emit({ type: 'drafts-changed' });
    return saved;
  }

  async discard(id: DraftId): Promise<void> {
    await this.#turns.run(id, () => this.#desk.drafts.delete(id));
    this.#desk.emit({ type: 'drafts-changed' });
  }

  async addEvidence(
    id: DraftId,
    document: string,
    label: string,
    claimedType: string,
    bytes: Uint8Array,
  ): Promise<DraftEvidence> {
    const accepted = acceptFile(bytes, claimedType);
    const blob = await encryptBlob(bytes, this.#desk.random);
    const manifest: BlobManifest = {
      ...blob.manifest,
      document,
      mediaType: accepted.mediaType,
      label: label.slice(0, 200),
    };
    await this.#turns.run(id, async () => {
      const draft = await this.#taken(await this.#open(id));
      await this.#desk.drafts.shelf.putChunks(id, blob.chunks);
      const content = unsigned(draft.content);
      await this.#desk.drafts.save({
        ...draft,
        content: { ...content, evidence: [...content.evidence, manifest] },
      });
    });
    return shownEvidence(manifest);
  }

  async removeEvidence(id: DraftId, blob: BlobId): Promise<void> {
    let removed: BlobManifest | undefined;
    await this.#change(id, (content) => {
      removed = content.evidence.find((entry) => entry.id === blob);
      return { ...content, evidence: content.evidence.filter((entry) => entry.id !== blob) };
    });
    if (removed) await this.#desk.drafts.shelf.deleteChunks(id, removed.chunks as Chunk['id'][]);
  }

  async evidence(id: DraftId, blob: BlobId): Promise<EvidenceContent> {
    const manifest = (await this.#open(id)).content.evidence.find((entry) => entry.id === blob);
    if (!manifest) throw new DeskError('EV-001');
    const bytes = await decryptBlob(manifest, (chunk) => this.#desk.drafts.shelf.chunk(id, chunk));
    return { here: true, mediaType: manifest.mediaType, bytes };
  }

  async review(id: DraftId): Promise<DraftReview> {
    const { content } = await this.#open(id);
    if (content.purpose !== 'application') throw new DeskError('DR-001');
    return this.#reviewed(content, this.#definition(content));
  }

  #form(content: ApplicationContent): FormContext {
    return { today: this.#desk.today(), mission: content.mission };
  }

  #reviewed(content: ApplicationContent, definition: ServiceDefinition): DraftReview {
    const form = this.#form(content);
    const problems = validateForm(definition, content.answers, form);
    const missing = missingDocuments(definition, content.answers, content.evidence, form);
    const blocking = blockingDocuments(missing);
    const issues = [
      ...problems
        .filter(({ severity }) => severity === 'error')
        .map(({ page, field, code, params }) => ({ page, field, code, values: params })),
      ...blocking.map(({ code }) => ({ page: 'documents', field: code, code: 'FO-030', values: {} })),
    ];
    const fee = feeDue(definition, content.answers, form);
    const due = dueDate(definition, content.answers, form);
    return {
      issues,
      missingDocuments: missing.map(({ code }) => ({ document: code, dueBy: this.#missingDueBy() })),
      fee: fee.total && { due: fee.total, toBeConfirmed: fee.toBeConfirmed, ...collectable(fee.total) },
      dueBy: due?.day ?? null,
      sealable: issues.length === 0,
    };
  }

  #missingDueBy(): string {
    return new Date(this.#desk.clock.now() + MISSING_DUE_DAYS * DAY).toISOString().slice(0, 10);
  }

  /** `opened`, `submitted`, and `fee-collected` when paid, in one journal frame. */
  seal(id: DraftId): Promise<SealOutcome> {
    const running = this.#sealing.get(id) ?? this.#turns.run(id, () => this.#seal(id));
    this.#sealing.set(id, running);
    const ended = () => void this.#sealing.delete(id);
    running.then(ended, ended);
    return running;
  }

  async #seal(id: DraftId): Promise<SealOutcome> {
    const draft = await this.#taken(await this.#open(id));
    const { content } = draft;
    if (content.purpose !== 'application') throw new DeskError('DR-001');
    const definition = this.#definition(content);
    const review = this.#reviewed(content, definition);
    if (!review.sealable) throw new DeskError('SL-003', { issues: review.issues.length });
    const { mission, dossier, service, release } = content;
    const desk = this.#desk;
    const outcome = await seal(
      {
        mission,
        dossier,
        service,
        release,
        ...fromDraft(desk.drafts, draft, await wholeChunksOf(desk, draft)),
        compose: () => this.#composed(draft.id, content, definition, review),
      },
      desk.sealingGround(mission),
    );
    await desk.showSealed(mission);
    desk.emit({ type: 'drafts-changed' });
    return outcome;
  }

  /** @throws DeskError DR-001 when this file was opened before: its draft had outlived its sealing */
  async #composed(
    id: DraftId,
    content: ApplicationContent,
    definition: ServiceDefinition,
    review: DraftReview,
  ): Promise<Composed> {
    const { numbers, drafts, clock, model, random } = this.#desk;
    if (!numbers) throw new DeskError('SL-001');
    await numbers.catchUp();
    if (numbers.hasOpened(content.dossier)) {
      await drafts.delete(id);
      throw new DeskError('DR-001');
    }
    const year = new Date(clock.now()).getUTCFullYear();
    return {
      ref: numbers.nextReference(year, refsOf(model.rows.values())),
      acts: await this.#acts(content, definition, review, year),
      key: { gen: 1, bytes: random.bytes(32), groups: groupsOf(this.#desk, content.mission, definition) },
      meanwhile: [],
    };
  }

  async #acts(
    content: ApplicationContent,
    definition: ServiceDefinition,
    review: DraftReview,
    year: number,
  ): Promise<ActToSeal[]> {
    const answers = sealableAnswers(
      definition,
      content.answers,
      this.#form(content),
    ) as ActBodies['opened']['answers'];
    const phone = personOf(definition, answers).phone;
    const opened: ActToSeal<'opened'> = {
      kind: 'opened',
      prior: [],
      priority: content.urgentReason ? 'urgent' : 'normal',
      blobs: content.evidence.map(listing),
      body: {
        person: content.person,
        answers,
        documents: [...content.evidence],
        originalsKept: [...content.originalsKept],
        missing: [...review.missingDocuments],
        language: content.language,
        phones: phone ? [phone] : [],
        ...(content.urgentReason ? { urgentReason: content.urgentReason } : {}),
        ...(review.fee ? { feeDue: review.fee.due } : {}),
      },
    };
    const acts: ActToSeal[] = [opened, { kind: 'submitted', prior: [0], blobs: [], body: {} }];
    const { paid, collected, means } = content.fee;
    if (paid && review.fee) {
      const quittance = await this.#quittance(content.mission, year);
      const rate = review.fee.rate ? { rate: review.fee.rate } : {};
      const body = {
        legal: review.fee.due,
        collected: collected ?? review.fee.collected,
        ...rate,
        quittance,
        means: means ?? 'cash',
      };
      acts.push({ kind: 'fee-collected', prior: [1], blobs: [], body });
    }
    return acts;
  }

  async #quittance(mission: MissionCode, year: number): Promise<string> {
    const { desk, reference, stores, numbers } = this.#desk;
    const lease = await leaseOf(reference.keyring, stores.keyring, desk, 'quittance');
    if (!numbers) throw new DeskError('NU-001');
    return quittanceText(mission, year, numbers.next('quittance', lease));
  }

  /** Some or all of what was asked: the rest stays asked. */
  sealSupply(
    id: DraftId,
    items: readonly string[],
    note: string,
    seen: readonly ActId[],
  ): Promise<SealOutcome> {
    return this.#sealGathered(id, seen, (documents) => ({
      kind: 'information-supplied',
      body: { items: [...items], documents, ...(note ? { note } : {}) },
    }));
  }

  /** Documents that nobody asked again: those that were missing at lodging, or one more. */
  sealAttachment(id: DraftId, note: string, seen: readonly ActId[]): Promise<SealOutcome> {
    return this.#sealGathered(id, seen, (documents) => {
      if (documents.length === 0) throw new DeskError('SL-003', { issues: 1 });
      return { kind: 'evidence-attached', body: { documents, ...(note ? { note } : {}) } };
    });
  }

  #sealGathered(
    id: DraftId,
    seen: readonly ActId[],
    command: (documents: BlobManifest[]) => ActCommand,
  ): Promise<SealOutcome> {
    const running =
      this.#sealing.get(id) ??
      this.#turns.run(id, async () => {
        const desk = this.#desk;
        const draft = await this.#taken(await this.#open(id));
        const { content } = draft;
        if (content.purpose !== 'supply') throw new DeskError('DR-001');
        const outcome = await sealOnDossier(
          desk,
          content.dossier,
          command([...content.evidence]),
          seen,
          fromDraft(desk.drafts, draft, await wholeChunksOf(desk, draft)),
        );
        desk.emit({ type: 'drafts-changed' });
        return outcome;
      });
    this.#sealing.set(id, running);
    const ended = () => void this.#sealing.delete(id);
    running.then(ended, ended);
    return running;
  }
}

const shownEvidence = ({ id, document, mediaType, bytes, label }: BlobManifest): DraftEvidence => ({
  id: id as BlobId,
  document,
  mediaType,
  bytes,
  label: label ?? '',
});

function* refsOf(rows: Iterable<Row>): Generator<Reference> {
  for (const { ref } of rows) yield ref;
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
