/**
 * The one contract between the screens and the desk worker (and, through it, everything else).
 * Screens send commands and render views; they never write the log, the read model or a draft themselves.
 *
 * Every method either resolves with what it names or rejects with a {@link DeskError} whose code has a text in
 * assets/locales. Views hold clear personal data and live in memory only.
 */
import type { ActBodies, BlobManifest, Money, RequestedItem } from '../acts/bodies.ts';
import type {
  ActId,
  BlobId,
  DeskId,
  DossierId,
  DraftId,
  Kid,
  MissionCode,
  PersonId,
  RecordHash,
  Reference,
  ServiceCode,
} from '../acts/ids.ts';
import type { ActKind } from '../acts/kinds.ts';
import type { ServiceDefinition } from '../catalogue/definition.ts';
import type { EntryState, ProcedureState } from '../dossier/status.ts';
import type { OfficerRole } from '../keyring/roles.ts';

/** A failure that a person reads: a stable code, values to put into its text (never personal data). */
export class DeskError extends Error {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
  constructor(
    code: string,
    values: Readonly<Record<string, string | number>> = {},
    options?: { cause?: unknown },
  ) {
    super(code, options);
    this.name = 'DeskError';
    this.code = code;
    this.values = values;
  }
  /** under this name the values cross a message channel (rpc.ts) */
  get details(): Readonly<Record<string, string | number>> {
    return this.values;
  }
}

export type Language = 'fr' | 'en' | 'ar';
export type Answers = Readonly<Record<string, unknown>>;

// ── who is at the desk ────────────────────────────────────────────────────────────────────────────

export interface OfficerSlot {
  readonly kid: Kid;
  /** initials only: the full name is in the encrypted directory and known after unlock */
  readonly initials: string;
  readonly roles: readonly OfficerRole[];
  readonly mission: MissionCode | 'CENTRAL';
  /** `passphrase`: six words or more (no OS key store); `pin`: six digits or more; `activate`: words once, then choose a PIN */
  readonly secret: 'pin' | 'passphrase' | 'activate';
  /** ISO time before which no attempt is taken */
  readonly waitUntil: string | null;
}

/** What is known before anyone unlocks. */
export interface DeskSituation {
  readonly commissioned: boolean;
  readonly desk: DeskId | null;
  /** the mission's name by language, for the top bar and prints */
  readonly missionName: Readonly<Record<Language, string>> | null;
  readonly keyStore: 'os' | 'none' | 'browser';
  readonly journal: 'file' | 'opfs' | 'receipt';
  readonly slots: readonly OfficerSlot[];
  readonly unlocked: Kid | null;
  readonly lastSealAt: string | null;
  /** `at` of the newest receipt seen */
  readonly lastWordFromCentre: string | null;
  readonly version: string;
}

export type UnlockOutcome =
  | { readonly outcome: 'unlocked'; readonly officer: Officer }
  | { readonly outcome: 'refused'; readonly waitUntil: string }
  /** the words were right; now a PIN is to be chosen with `choosePin` */
  | { readonly outcome: 'choose-pin' };

export interface Officer {
  readonly kid: Kid;
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly OfficerRole[];
  readonly mission: MissionCode | 'CENTRAL';
  readonly desk: DeskId;
}

// ── what a list shows ─────────────────────────────────────────────────────────────────────────────

/** "À savoir": a code with values; the text is the locale's. */
export interface Notice {
  readonly code:
    | 'urgent'
    | 'two-versions'
    | 'clock'
    | 'evidence-on-its-way'
    | 'requested'
    | 'waits'
    | 'held'
    | 'not-admitted'
    | 'needs-update'
    | 'assigned-to'
    | 'missing-documents'
    | 'erased';
  readonly values: Readonly<Record<string, string | number>>;
}

export interface DossierRow {
  readonly id: DossierId;
  readonly ref: Reference;
  readonly mission: MissionCode;
  readonly service: ServiceCode;
  /** `ERIKSSON Anna Maria`; null when this officer cannot read the file (queue from envelopes) */
  readonly applicant: string | null;
  readonly applicantArabic: string | null;
  readonly entry: EntryState;
  readonly procedure: ProcedureState;
  readonly notices: readonly Notice[];
  readonly urgent: boolean;
  /** claimed time of the newest act */
  readonly lastAt: string;
  /** day by which an answer is due, `YYYY-MM-DD`, or null */
  readonly dueBy: string | null;
  /** officer subject holding the file, and until when (display only) */
  readonly assignee: {
    readonly subject: string;
    readonly name: string | null;
    readonly until: string | null;
  } | null;
}

export const LIST_FILTERS = [
  'all',
  'here',
  'at-centre',
  'to-collect',
  'to-resume',
  'to-countersign',
  'to-decide',
  'closed',
] as const;
export type ListFilter = (typeof LIST_FILTERS)[number];

export interface ListPage {
  readonly rows: readonly DossierRow[];
  readonly total: number;
  readonly counts: Readonly<Record<ListFilter, number>>;
}

export interface DraftRow {
  readonly id: DraftId;
  readonly service: ServiceCode;
  readonly applicant: string | null;
  readonly savedAt: string;
  readonly ticket: string | null;
  /** sealing was interrupted, or a decision was within its eight seconds */
  readonly interrupted: boolean;
  readonly mine: boolean;
}

export interface SearchHit extends DossierRow {
  /** what matched: which field */
  readonly matched: 'reference' | 'name' | 'phone' | 'document' | 'close';
}

/** The first screen: each list already in its order. */
export interface HomeLists {
  readonly resume: readonly DraftRow[];
  readonly returned: readonly DossierRow[];
  readonly toDecide: readonly DossierRow[];
  readonly toCountersign: readonly DossierRow[];
  readonly toHandOver: readonly DossierRow[];
  readonly dueSoon: readonly DossierRow[];
  readonly desk: DeskHealth;
}

export interface DeskHealth {
  readonly freeBytes: number | null;
  readonly keyringAgeDays: number | null;
  readonly clockWentBackSeconds: number | null;
  readonly quittancesLeft: number | null;
  readonly unprinted: readonly PrintJob[];
}

// ── after an abrupt stop ──────────────────────────────────────────────────────────────────────────

/** Computed from the journal and the drafts, never from memory (UI.md section 11). */
export interface RecoveryReport {
  readonly stoppedAt: string | null;
  readonly sealed: readonly {
    readonly ref: Reference;
    readonly dossier: DossierId;
    readonly service: ServiceCode;
    readonly applicant: string | null;
    readonly at: string;
  }[];
  readonly notSealed: readonly DraftRow[];
  readonly unprinted: readonly PrintJob[];
  /** records found in the journal and put back into the log */
  readonly replayed: number;
}

export interface PrintJob {
  readonly dossier: DossierId;
  readonly ref: Reference;
  readonly document: 'recepisse' | 'instrument' | 'decision';
  readonly startedAt: string;
}

// ── drafts ────────────────────────────────────────────────────────────────────────────────────────

export interface Draft {
  readonly id: DraftId;
  /** a new application, or what is being prepared on an existing dossier (such as supplying documents) */
  readonly purpose: 'application' | 'supply';
  readonly dossier: DossierId | null;
  readonly service: ServiceCode;
  readonly release: RecordHash;
  readonly definition: ServiceDefinition;
  readonly ticket: string | null;
  readonly answers: Answers;
  readonly evidence: readonly DraftEvidence[];
  readonly originalsKept: readonly { readonly document: string; readonly until: string }[];
  readonly language: Language;
  readonly urgentReason: string | null;
  readonly fee: { readonly paid: boolean; readonly collected: Money | null; readonly means: string | null };
  /** page last open */
  readonly page: string | null;
  readonly savedAt: string;
  readonly person: PersonId;
}

export interface DraftEvidence {
  readonly id: BlobId;
  readonly document: string;
  readonly mediaType: BlobManifest['mediaType'];
  readonly bytes: number;
  readonly label: string;
}

/** What may change in a draft; absent members stay. */
export interface DraftChange {
  readonly answers?: Answers;
  readonly originalsKept?: Draft['originalsKept'];
  readonly language?: Language;
  readonly urgentReason?: string | null;
  readonly fee?: Draft['fee'];
  readonly page?: string;
  readonly ticket?: string | null;
}

export interface DraftReview {
  /** what must be mended before sealing, each with the page and field it links to */
  readonly issues: readonly {
    readonly page: string;
    readonly field: string | null;
    readonly code: string;
    readonly values: Readonly<Record<string, string | number>>;
  }[];
  readonly missingDocuments: readonly { readonly document: string; readonly dueBy: string }[];
  readonly fee: {
    readonly due: Money;
    readonly toBeConfirmed: boolean;
    readonly collected: Money;
    readonly rate: string | null;
  } | null;
  readonly dueBy: string | null;
  /** may be sealed: no issues; missing documents are listed on the récépissé and block nothing unless required at lodging */
  readonly sealable: boolean;
}

export interface SealOutcome {
  readonly dossier: DossierId;
  readonly ref: Reference;
  readonly acts: readonly ActId[];
  readonly sealedAt: string;
  /** `journal`: flushed to the medium; `receipt`: this browser has no durable store, so it is sealed when the centre says so */
  readonly durable: 'journal' | 'receipt';
  /**
   * others' acts that had moved the file unseen: they and what was sealed are versions now, both kept (DO-030). Ids only:
   * who and where stand in the file's timeline
   */
  readonly meanwhile: readonly ActId[];
}

// ── a dossier ─────────────────────────────────────────────────────────────────────────────────────

export interface TimelineEntry {
  readonly act: ActId;
  readonly kind: ActKind | (string & {});
  readonly by: {
    readonly subject: string;
    readonly name: string | null;
    readonly roles: readonly OfficerRole[];
  };
  readonly desk: DeskId;
  readonly claimedAt: string;
  /** newest word from the centre that the signer had seen: evidence for the claimed time */
  readonly lastReceiptAt: string | null;
  readonly receivedAt: string | null;
  readonly state: EntryState;
  /** verdict's code when held or not admitted, such as `AD-101` */
  readonly verdictCode: string | null;
  /** folded into the state shown above, or waiting, or left out */
  readonly standing: 'folded' | 'waiting' | 'left-out';
  readonly clockDoubtful: boolean;
  readonly body: ActBodies[ActKind] | null;
}

export interface DossierDocument {
  readonly blob: BlobId;
  readonly act: ActId;
  readonly document: string;
  readonly mediaType: BlobManifest['mediaType'];
  readonly bytes: number;
  readonly label: string;
  /** all chunks are on this desk */
  readonly here: boolean;
  readonly state: EntryState;
}

export interface RequestView extends RequestedItem {
  readonly supplied: boolean;
}

export interface DossierView {
  readonly row: DossierRow;
  readonly definition: ServiceDefinition | null;
  readonly release: RecordHash;
  /** what a command on this file passes as `seen` while it is this view that the officer looks at */
  readonly heads: readonly ActId[];
  /** of these, the newest acts that do not commute: another set means that the file has moved */
  readonly mainHeads: readonly ActId[];
  /** answers as folded; `versions` when two heads compete, one each */
  readonly answers: Answers;
  readonly versions: readonly {
    readonly head: ActId;
    readonly by: string | null;
    readonly at: string;
    readonly answers: Answers;
  }[];
  readonly documents: readonly DossierDocument[];
  readonly missing: readonly { readonly document: string; readonly dueBy: string }[];
  readonly originalsKept: readonly { readonly document: string; readonly until: string }[];
  readonly requests: readonly RequestView[];
  readonly language: Language;
  readonly phones: readonly string[];
  readonly urgentReason: string | null;
  readonly fee: {
    readonly due: Money | null;
    readonly paid: readonly {
      readonly quittance: string;
      readonly collected: Money;
      readonly at: string;
      readonly voided: boolean;
    }[];
  };
  readonly decision: {
    readonly outcome: 'approved' | 'refused';
    readonly at: string;
    readonly by: string | null;
    readonly grounds: readonly string[];
    readonly explanation: string;
    readonly appeal: string;
  } | null;
  readonly instrument: {
    readonly instrument: string;
    readonly number: string;
    readonly validFrom: string;
    readonly validUntil: string | null;
    readonly voided: boolean;
  } | null;
  readonly timeline: readonly TimelineEntry[];
  /** in the order in which they should be offered; the first is the screen's primary action */
  readonly allowed: readonly ActKind[];
  /** kinds that ask for the PIN again (decide, issue, countersign, void, erase) */
  readonly secretNeeded: readonly ActKind[];
  readonly lodgedByMe: boolean;
}

/** An act to be sealed on an existing dossier. Bodies are checked against their schema and the definition. */
export type ActCommand =
  | {
      [Kind in Exclude<ActKind, 'opened' | 'submitted'>]: {
        readonly kind: Kind;
        readonly body: ActBodies[Kind];
        readonly assignee?: string | null;
        readonly priority?: 'normal' | 'urgent';
      };
    }[Exclude<ActKind, 'opened' | 'submitted'>]
  | {
      readonly kind: 'submitted';
      readonly body: ActBodies['submitted'];
      readonly priority?: 'normal' | 'urgent';
    };

export type EvidenceContent =
  | { readonly here: true; readonly mediaType: BlobManifest['mediaType']; readonly bytes: Uint8Array }
  | { readonly here: false; readonly bytes: number; readonly chunksHere: number; readonly chunks: number };

// ── deciding ──────────────────────────────────────────────────────────────────────────────────────

/** A decision within its eight seconds. `main`: the strip is drawn by the main process, with its own Annuler. */
export interface PendingDecision {
  readonly id: string;
  readonly dossier: DossierId;
  readonly ref: Reference;
  readonly kind: 'approved' | 'refused' | 'countersigned';
  readonly secondsLeft: number;
  readonly drawnBy: 'main' | 'page';
}

export type DecisionEnd =
  | {
      readonly id: string;
      readonly dossier: DossierId;
      readonly end: 'sealed';
      readonly outcome: SealOutcome;
    }
  | { readonly id: string; readonly dossier: DossierId; readonly end: 'cancelled' }
  | { readonly id: string; readonly dossier: DossierId; readonly end: 'failed'; readonly code: string };

export interface QueuePage {
  /** due and urgent first; folded from envelopes, names filled in where this officer may read */
  readonly rows: readonly DossierRow[];
  readonly total: number;
  readonly missions: readonly MissionCode[];
}

// ── the link ──────────────────────────────────────────────────────────────────────────────────────

export interface LinkStatus {
  readonly state:
    | 'received'
    | 'waiting'
    | 'sending'
    | 'no-link'
    | 'paused'
    | 'foreign-answer'
    | 'needs-person'
    | 'not-configured';
  readonly sealedHere: LinkCount;
  readonly onStick: LinkCount;
  readonly sent: LinkCount;
  readonly received: LinkCount;
  readonly bytesToSend: number;
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** when the centre last answered */
  readonly lastContactAt: string | null;
  readonly lastReceivedAt: string | null;
  readonly noLinkSince: string | null;
  readonly nextTryAt: string | null;
  readonly current: {
    readonly what: 'entries' | 'documents';
    readonly done: number;
    readonly of: number;
  } | null;
  /** what a person has to do something about, first in the panel */
  readonly attention: readonly {
    readonly dossier: DossierId | null;
    readonly ref: Reference | null;
    readonly act: ActId | null;
    readonly verdict: 'held' | 'refused' | 'problem';
    readonly code: string;
    readonly values: Readonly<Record<string, string | number>>;
  }[];
}

export interface LinkCount {
  readonly entries: number;
  readonly oldestAt: string | null;
}

/** What "Envoyer maintenant" answers with: what happened, never a hope. */
export interface SendOutcome {
  readonly received: number;
  readonly left: number;
  readonly code: 'done' | 'cut' | 'no-link' | 'foreign-answer' | 'server-trouble' | 'not-authorised';
  readonly at: string;
}

// ── printing, export ──────────────────────────────────────────────────────────────────────────────

/** Everything a récépissé says (UI.md section 13). `token`: the signed text of its QR, at most 360 bytes. */
export interface RecepisseModel {
  readonly mission: MissionCode;
  readonly missionName: Readonly<Record<Language, string>>;
  readonly desk: DeskId;
  readonly at: string;
  readonly ref: Reference;
  readonly applicant: string;
  readonly applicantArabic: string | null;
  readonly service: Readonly<Record<Language, string>>;
  readonly received: readonly Readonly<Record<Language, string>>[];
  readonly originals: readonly {
    readonly title: Readonly<Record<Language, string>>;
    readonly until: string;
  }[];
  readonly missing: readonly { readonly title: Readonly<Record<Language, string>>; readonly dueBy: string }[];
  readonly fee: {
    readonly due: Money | null;
    readonly toBeConfirmed: boolean;
    readonly collected: Money | null;
    readonly rate: string | null;
    readonly quittance: string | null;
  };
  readonly dueBy: string | null;
  readonly language: Language;
  readonly token: string;
  /** 0 for the original, then the number of the duplicate */
  readonly duplicate: number;
}

// ── events ────────────────────────────────────────────────────────────────────────────────────────

/** Pushed to the screens; they carry no personal data, only what to read again. */
export type DeskEvent =
  | { readonly type: 'dossiers-changed'; readonly dossiers: readonly DossierId[] }
  | { readonly type: 'drafts-changed' }
  | { readonly type: 'link-changed' }
  | { readonly type: 'decision-ended'; readonly end: DecisionEnd }
  | { readonly type: 'decision-counting'; readonly pending: PendingDecision }
  | { readonly type: 'locked' }
  | { readonly type: 'rebuild-progress'; readonly done: number; readonly of: number }
  | {
      readonly type: 'trouble';
      readonly code: string;
      readonly values: Readonly<Record<string, string | number>>;
    };

/**
 * Commands on a dossier that exists take `seen`: the `heads` of the view on screen when the officer confirmed. The act
 * stands on them, never on what arrived unseen (decision 0008). Where the file has moved meanwhile, what can be taken
 * back becomes a version beside the other (`SealOutcome.meanwhile`); what cannot be is refused with DO-031. Heads that
 * are none of this file are refused with DO-032.
 */
export interface DeskApi {
  situation(): Promise<DeskSituation>;
  /** installs a desk kit (browser console): the JSON text that the ministry's script wrote */
  commission(kit: string): Promise<void>;
  unlock(kid: Kid, secret: string): Promise<UnlockOutcome>;
  choosePin(kid: Kid, words: string, pin: string): Promise<UnlockOutcome>;
  /** the PIN again, before deciding, issuing, voiding; good for this officer for 15 minutes */
  confirmSecret(secret: string): Promise<{ readonly confirmed: boolean; readonly waitUntil: string | null }>;
  lock(): Promise<void>;

  recovery(): Promise<RecoveryReport | null>;
  dismissRecovery(): Promise<void>;
  home(): Promise<HomeLists>;

  services(): Promise<readonly ServiceDefinition[]>;

  drafts(): Promise<readonly DraftRow[]>;
  newDraft(service: ServiceCode, ticket: string | null): Promise<Draft>;
  newSupply(dossier: DossierId): Promise<Draft>;
  draft(id: DraftId): Promise<Draft>;
  /** encrypted and stored before it resolves; called at most once a second while typing */
  saveDraft(id: DraftId, change: DraftChange): Promise<{ readonly savedAt: string }>;
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
  /** an application: `opened` and `submitted` in one journal frame (and `fee-collected` when paid) */
  sealDraft(id: DraftId): Promise<SealOutcome>;
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
  'recovery',
  'dismissRecovery',
  'home',
  'services',
  'drafts',
  'newDraft',
  'newSupply',
  'draft',
  'saveDraft',
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
  'link',
  'sendNow',
  'pause',
  'recepisse',
  'notePrint',
  'exportDossier',
  'rebuild',
] as const satisfies readonly (keyof DeskApi)[];
