/**
 * The one contract between the screens and the desk worker (and, through it, everything else).
 * Screens send commands and render views; they never write the log, the read model or a draft themselves.
 *
 * Every method either resolves with what it names or rejects with a `DeskError` (`desk-error.ts`) whose code has a text
 * in assets/locales. What it shows and takes stands beside this file, a file a concept; views hold clear personal data and
 * live in memory only.
 */
import type { ActId, BlobId, DossierId, DraftId, Kid, RecordHash, ServiceCode } from '../acts/ids.ts';
import type { ServiceDefinition } from '../catalogue/definition.ts';
import type { ServiceEntry } from '../catalogue/service-entry.ts';
import type { AccessApi } from './access.ts';
import type { ActCommand } from './act-command.ts';
import type { AssistantApi } from './assistant.ts';
import type { AuditApi } from './audit.ts';
import type { Measured } from './counter-tally.ts';
import type { PendingDecision } from './decision.ts';
import type { DelegationApi } from './delegation.ts';
import type { DeskEnrolmentApi } from './desk-enrolment.ts';
import type { DossierView } from './dossier-view.ts';
import type { Draft, DraftChange, DraftEvidence, DraftReview, DraftRow } from './draft.ts';
import type { EnrolmentApi } from './enrolment.ts';
import type { ErasuresView } from './erasure.ts';
import type { EvidenceContent } from './evidence-content.ts';
import type { FleetView } from './fleet.ts';
import type { HeldApi } from './held.ts';
import type { HomeLists } from './home.ts';
import type { KeyringImported } from './keyring-age.ts';
import type { Language } from './language.ts';
import type { LinkStatus, SendOutcome } from './link-status.ts';
import type { ListFilter, ListPage, QueuePage, SearchHit } from './lists.ts';
import type { SecretConfirmed, UnlockOutcome } from './officer.ts';
import type { PersonChoice, PersonsApi } from './persons.ts';
import type { PrintJob } from './print-job.ts';
import type { RecepisseModel } from './recepisse.ts';
import type { RecoveryReport } from './recovery-report.ts';
import type { SealOutcome } from './seal-outcome.ts';
import type { DeskSituation } from './situation.ts';
import type { VisitApi } from './visit.ts';

/**
 * Commands on a dossier that exists take `seen`: the `heads` of the view on screen when the officer confirmed. The act
 * stands on them, never on what arrived unseen (decision 0008). Where the file has moved meanwhile, what can be taken
 * back becomes a version beside the other (`SealOutcome.meanwhile`); what cannot be is refused with DO-031. Heads that
 * are none of this file are refused with DO-032.
 */
export interface DeskApi
  extends EnrolmentApi,
    DeskEnrolmentApi,
    DelegationApi,
    AuditApi,
    HeldApi,
    AccessApi,
    AssistantApi,
    PersonsApi,
    VisitApi {
  situation(): Promise<DeskSituation>;
  /** installs a desk kit (browser console): the JSON text that the ministry's script wrote */
  commission(kit: string): Promise<void>;
  unlock(kid: Kid, secret: string): Promise<UnlockOutcome>;
  choosePin(kid: Kid, words: string, pin: string): Promise<UnlockOutcome>;
  /** the PIN again, before deciding, issuing, voiding; good for this officer for 15 minutes */
  confirmSecret(secret: string): Promise<SecretConfirmed>;
  lock(): Promise<void>;

  /**
   * The keyring as a file (keyring/keyring-file.ts), also while nobody has unlocked: it is public and proves itself. Refused
   * with KR-021 (not such a file), KR-022 (something in it does not verify back to the root): then nothing of it is taken.
   */
  importKeyring(text: string): Promise<KeyringImported>;
  /** what this desk knows of it, with the freshest word at hand, for one without a link */
  exportKeyring(): Promise<string>;

  /**
   * What a revoked desk has no receipt for, for a stick (export/unsent-bundle.ts), as long as its journal is there; nobody
   * need be unlocked, and nothing in it is in clear. Refused with DK-011 on a desk that is not revoked.
   */
  exportUnsent(): Promise<Uint8Array>;
  /**
   * On a desk that lives: takes over what a revoked one saved, whole or not at all, to be sent with the next pass. Refused with
   * HO-001 (not such a file, or torn), HO-002 (something in it is not what it says), HO-003 (of another mission).
   * @returns how many entries were not here
   */
  takeUnsent(bytes: Uint8Array): Promise<number>;
  /** it lies on a stick: the transport key goes without waiting for a link */
  endHandover(): Promise<void>;

  recovery(): Promise<RecoveryReport | null>;
  dismissRecovery(): Promise<void>;
  home(): Promise<HomeLists>;

  /** those of the release in force that this officer works on */
  services(): Promise<readonly ServiceEntry[]>;
  /** all of one. @throws CT-020 */
  service(code: ServiceCode): Promise<ServiceDefinition>;
  /** what this desk has measured of services that it sealed applications of */
  measured(): Promise<readonly Measured[]>;

  drafts(): Promise<readonly DraftRow[]>;
  /** @param about who it is about (person first); nobody yet, where absent */
  newDraft(service: ServiceCode, ticket: string | null, about?: PersonChoice): Promise<Draft>;
  newSupply(dossier: DossierId): Promise<Draft>;
  draft(id: DraftId): Promise<Draft>;
  /** encrypted and stored before it resolves; called at most once a second while typing. @throws DR-004 */
  saveDraft(id: DraftId, change: DraftChange): Promise<{ readonly savedAt: string }>;
  /**
   * A person has confirmed that the draft goes over to the release in force, or stays with its own. @param to the release that
   * they saw offered. @throws DR-004 another has come since
   */
  moveDraft(id: DraftId, to: RecordHash): Promise<void>;
  keepDraftAsItIs(id: DraftId, to: RecordHash): Promise<void>;
  discardDraft(id: DraftId): Promise<void>;
  /** refuses with EV-0nn what is empty, too large, or not the type it claims */
  addEvidence(
    id: DraftId,
    document: string,
    label: string,
    claimedType: string,
    bytes: Uint8Array,
  ): Promise<DraftEvidence>;
  removeEvidence(id: DraftId, blob: BlobId): Promise<void>;
  draftEvidence(id: DraftId, blob: BlobId): Promise<EvidenceContent>;
  reviewDraft(id: DraftId): Promise<DraftReview>;
  /**
   * An application: `opened` and `submitted` in one journal frame (and `fee-collected` when paid). @param release that the
   * officer saw it under. @throws DR-004 the draft has gone over to another
   */
  sealDraft(id: DraftId, release?: RecordHash): Promise<SealOutcome>;
  /** `information-supplied` for some or all of the requested items */
  sealSupply(
    id: DraftId,
    items: readonly string[],
    note: string,
    seen: readonly ActId[],
  ): Promise<SealOutcome>;
  /** `evidence-attached` with what was gathered in a draft of `newSupply`; refuses with SL-003 when nothing was */
  sealAttachment(id: DraftId, note: string, seen: readonly ActId[]): Promise<SealOutcome>;

  list(filter: ListFilter, offset: number, limit: number): Promise<ListPage>;
  search(text: string, limit: number): Promise<readonly SearchHit[]>;
  /** the file of a récépissé whose QR was read; its signature and mission are verified first. @throws QR-001 to QR-004 */
  fileOfRecepisse(text: string): Promise<DossierId>;
  dossier(id: DossierId): Promise<DossierView>;
  evidence(dossier: DossierId, blob: BlobId): Promise<EvidenceContent>;
  /** notes that this document was displayed to this officer on this desk: a decision may rest on it */
  noteDisplayed(dossier: DossierId, blob: BlobId): Promise<void>;
  seal(dossier: DossierId, command: ActCommand, seen: readonly ActId[]): Promise<SealOutcome>;

  /**
   * starts the eight seconds; answers at once. The decision is sealed at their end unless cancelled, or unless the file
   * has moved meanwhile
   */
  decide(
    dossier: DossierId,
    command: ActCommand,
    seen: readonly ActId[],
    language?: Language,
  ): Promise<PendingDecision>;
  cancelDecision(id: string): Promise<void>;
  pendingDecisions(): Promise<readonly PendingDecision[]>;

  queue(offset: number, limit: number): Promise<QueuePage>;
  /** assigns the next file for 30 minutes and gives its id; null when none waits */
  takeNext(): Promise<DossierId | null>;
  leave(dossier: DossierId): Promise<void>;
  prefetch(dossiers: readonly DossierId[]): Promise<void>;

  /** the desks of the ministry as the gateway knows them: for the central office */
  fleet(): Promise<FleetView>;

  /** what retention or a hold asks of a supervisor, and how far erasures have come */
  erasures(): Promise<ErasuresView>;

  link(): Promise<LinkStatus>;
  sendNow(): Promise<SendOutcome>;
  pause(paused: boolean): Promise<void>;

  recepisse(dossier: DossierId): Promise<RecepisseModel>;
  notePrint(
    dossier: DossierId,
    document: PrintJob['document'],
    stage: 'started' | 'done' | 'failed',
  ): Promise<void>;
  /** `*.guichet`, newline-delimited JSON; recorded as an audit entry */
  exportDossier(dossier: DossierId): Promise<Uint8Array>;
  rebuild(): Promise<void>;
}

export const DESK_METHODS = [
  'situation',
  'commission',
  'unlock',
  'choosePin',
  'confirmSecret',
  'lock',
  'importKeyring',
  'exportKeyring',
  'exportUnsent',
  'takeUnsent',
  'endHandover',
  'recovery',
  'dismissRecovery',
  'home',
  'services',
  'ask',
  'service',
  'measured',
  'drafts',
  'newDraft',
  'newSupply',
  'draft',
  'saveDraft',
  'moveDraft',
  'keepDraftAsItIs',
  'discardDraft',
  'addEvidence',
  'removeEvidence',
  'draftEvidence',
  'reviewDraft',
  'sealDraft',
  'sealSupply',
  'sealAttachment',
  'list',
  'search',
  'fileOfRecepisse',
  'dossier',
  'evidence',
  'noteDisplayed',
  'seal',
  'decide',
  'cancelDecision',
  'pendingDecisions',
  'queue',
  'takeNext',
  'leave',
  'prefetch',
  'fleet',
  'erasures',
  'link',
  'sendNow',
  'pause',
  'recepisse',
  'notePrint',
  'exportDossier',
  'rebuild',
  'pendingEnrolments',
  'askForEnrolment',
  'withdrawEnrolment',
  'activateEnrolment',
  'readEnrolmentRequest',
  'approveEnrolment',
  'readRoot',
  'pendingDesk',
  'askForDesk',
  'withdrawDesk',
  'activateDesk',
  'readDeskRequest',
  'approveDesk',
  'delegations',
  'delegationOffer',
  'delegate',
  'endDelegation',
  'auditableDesks',
  'audit',
  'cancelAudit',
  'auditReport',
  'held',
  'lift',
  'traces',
  'accessFile',
  'persons',
  'likePersons',
  'addToVisit',
  'visit',
  'sealVisit',
] as const satisfies readonly (keyof DeskApi)[];
