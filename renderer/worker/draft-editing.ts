/** Drafts of applications and of supplied information: begun, filled, autosaved, reviewed. */
import type { BlobManifest } from '../../app/acts/bodies.ts';
import {
  type BlobId,
  type DossierId,
  type DraftId,
  dossierIdFrom,
  type PersonId,
  type RecordHash,
  type ServiceCode,
} from '../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { isOffered } from '../../app/catalogue/offered.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { Draft, DraftChange, DraftEvidence, DraftReview, DraftRow } from '../../app/desk/draft.ts';
import type { EvidenceContent } from '../../app/desk/evidence-content.ts';
import type { PersonChoice } from '../../app/desk/persons.ts';
import { isAllowed } from '../../app/dossier/allowed-acts.ts';
import { decryptBlob, encryptBlob } from '../../app/evidence/blob.ts';
import { acceptFile } from '../../app/evidence/media-type.ts';
import type { Chunk } from '../../app/log/act-log.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import type { OpenDraft } from '../drafts/draft-book.ts';
import type { ApplicationContent, DraftContent, SupplyContent } from '../drafts/draft-content.ts';
import { reviewApplication } from './application-review.ts';
import { recordAudit } from './audit.ts';
import type { DeskContext } from './desk-context.ts';
import { kept, moved, offeredMove } from './draft-moving.ts';
import { unsigned } from './from-draft.ts';
import type { Persons } from './persons.ts';
import { draftRecipients } from './session.ts';
import { draftRow, shownDraft, shownEvidence } from './shown-draft.ts';
import { Turns } from './turn.ts';
import { workedOn } from './worked-on.ts';

type BegunWith = Partial<
  Pick<ApplicationContent, 'answers' | 'reused' | 'person' | 'compared' | 'language' | 'visit'>
>;

/** What another window's form says is not what this draft asks any more. @throws DeskError DR-004 */
export function mustBeOf(content: DraftContent, release: RecordHash | undefined): void {
  if (release !== undefined && content.release !== release) throw new DeskError('DR-004');
}

export class DraftEditing {
  readonly #desk: DeskContext;
  readonly #persons: Persons;
  /** what is done to one draft is done one after the other: a keystroke loses neither to an earlier one nor to a seal */
  readonly #turns = new Turns<DraftId>();

  constructor(desk: DeskContext, persons: Persons) {
    this.#desk = desk;
    this.#persons = persons;
  }

  async rows(): Promise<readonly DraftRow[]> {
    const drafts = await this.#desk.drafts.all(this.#desk.session.reader);
    return drafts.map((draft) => draftRow(this.#desk, draft));
  }

  async create(service: ServiceCode, ticket: string | null, choice?: PersonChoice): Promise<Draft> {
    const about = choice && (await this.#persons.about(this.newest(service), choice));
    if (!about) return this.begin(service, ticket, {});
    const { person, ...known } = about;
    return this.begin(service, ticket, {
      ...known,
      answers: known.answers as ApplicationContent['answers'],
      ...(person ? { person } : {}),
    });
  }

  /** @throws DeskError CT-020 not in the newest release, or not offered here; DR-003; DO-003 not for this officer to lodge */
  newest(service: ServiceCode): ServiceDefinition {
    const { session, reference } = this.#desk;
    const release = reference.newest;
    const definition = release && reference.definition(release.hash, service);
    if (!definition) throw new DeskError('CT-020');
    if (session.officer.mission === 'CENTRAL') throw new DeskError('DR-003');
    if (!isOffered(definition, session.officer.mission)) throw new DeskError('CT-020');
    if (!isAllowed('opened', null, definition, session.credential)) throw new DeskError('DO-003');
    return definition;
  }

  /** @param known what it begins with; the rest is empty */
  async begin(service: ServiceCode, ticket: string | null, known: BegunWith): Promise<Draft> {
    const { session, reference, random } = this.#desk;
    const definition = this.newest(service);
    const release = reference.newest;
    const { mission } = session.officer;
    if (!release || mission === 'CENTRAL') throw new DeskError('DR-003');
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
      reused: {},
      compared: [],
      ...known,
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
    // Nothing typed is to outlive what was erased.
    if (state.status === 'erased') throw new DeskError('DO-003');
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

  #shown(draft: OpenDraft): Draft {
    return shownDraft(draft, this.definition(draft.content), offeredMove(this.#desk, draft.content));
  }

  /** @throws DeskError CT-020 its release is not on this desk */
  definition({ release, service }: DraftContent): ServiceDefinition {
    const definition = this.#desk.reference.definition(release, service);
    if (!definition) throw new DeskError('CT-020');
    return definition;
  }

  /** One change after the other, each on what the one before left. Signed bytes of a broken seal are no more its own. */
  change(id: DraftId, change: (content: DraftContent) => DraftContent): Promise<{ savedAt: string }> {
    return this.#turns.run(id, async () => {
      const draft = await this.#taken(await this.#open(id));
      const content = workedOn(unsigned(draft.content), draft.savedAt, this.#desk.clock);
      const { savedAt } = await this.#desk.drafts.save({ ...draft, content: change(content) });
      return { savedAt };
    });
  }

  /** Sealing is a change like any other: it waits for those before it, and those after it learn that the draft is gone. */
  inTurn<T>(id: DraftId, work: (draft: OpenDraft) => Promise<T>): Promise<T> {
    return this.#turns.run(id, async () => work(await this.#taken(await this.#open(id))));
  }

  /** A colleague's draft becomes the officer's who goes on with it; that is recorded. */
  async #taken(draft: OpenDraft): Promise<OpenDraft> {
    const { kid } = this.#desk.session.credential;
    if (draft.author === kid) return draft;
    const { mission, dossier } = draft.content;
    await recordAudit(this.#desk, mission, { what: 'draft-taken-over', dossier, from: draft.author });
    return { ...draft, author: kid };
  }

  async save(id: DraftId, { release, ...change }: DraftChange): Promise<{ savedAt: string }> {
    const saved = await this.change(id, (content) => {
      mustBeOf(content, release);
      if (content.purpose !== 'application') return content;
      return { ...content, ...withoutUndefined(change) };
    });
    this.#desk.emit({ type: 'drafts-changed' });
    return saved;
  }

  /** @throws DeskError DR-004 another release has come since it was offered */
  async move(id: DraftId, to: RecordHash): Promise<void> {
    await this.change(id, (content) => moved(this.#desk, content, to));
    this.#desk.emit({ type: 'drafts-changed' });
  }

  /** @throws DeskError DR-004 */
  async keepAsItIs(id: DraftId, to: RecordHash): Promise<void> {
    await this.change(id, (content) => kept(this.#desk, content, to));
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
      const content = workedOn(unsigned(draft.content), draft.savedAt, this.#desk.clock);
      await this.#desk.drafts.save({
        ...draft,
        content: { ...content, evidence: [...content.evidence, manifest] },
      });
    });
    return shownEvidence(manifest);
  }

  async removeEvidence(id: DraftId, blob: BlobId): Promise<void> {
    let removed: BlobManifest | undefined;
    await this.change(id, (content) => {
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
    return reviewApplication(this.#desk, content, this.definition(content));
  }
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
