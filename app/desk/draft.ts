/** A draft as the screens fill and review it. */
import type { BlobManifest, Money } from '../acts/bodies.ts';
import type { BlobId, DossierId, DraftId, PersonId, RecordHash, ServiceCode } from '../acts/ids.ts';
import type { ServiceDefinition } from '../catalogue/definition.ts';
import type { Field } from '../catalogue/fields.ts';
import type { NamedDifference, SetAside } from '../catalogue/move-draft.ts';
import type { Answers } from './answers.ts';
import type { Language } from './language.ts';
import type { Compared, Reused } from './persons.ts';

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
  /** answers that come from an earlier file and that nobody has confirmed or changed, by field code */
  readonly reused: Readonly<Record<string, Reused>>;
  /** files of persons who were looked at beside this one before it was opened */
  readonly compared: readonly Compared[];
  /** a later release says something else of this service */
  readonly move: DraftMove | null;
  /** answers that the draft's release has no question for: kept with the draft, and not sealed */
  readonly setAside: readonly SetAside[];
  /** the same of files: how many */
  readonly filesAside: number;
  /** one of several applications of one visit (visit.ts) */
  readonly inVisit: boolean;
}

/** What going over to the release in force would mean for a draft. */
export interface DraftMove {
  readonly to: RecordHash;
  /** numbers of the releases, and when the later one was signed */
  readonly n: number;
  readonly from: number;
  readonly issuedAt: string;
  /** the officer has said that the draft stays as it is */
  readonly declined: boolean;
  /** false: the service is no longer offered; the draft can be finished as it is */
  readonly offered: boolean;
  readonly changes: readonly NamedDifference[];
  /** answers that would be set aside */
  readonly lost: readonly Field[];
  /** answers that would stay, and no longer be right */
  readonly toReview: readonly Field[];
  readonly filesLost: number;
  /** the page of the fee would have to be filled again */
  readonly feeAgain: boolean;
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
  /** of the form that was typed into; DR-004 where the draft has gone over to another. Absent: no form was on screen */
  readonly release?: RecordHash;
  readonly answers?: Answers;
  readonly originalsKept?: Draft['originalsKept'];
  readonly language?: Language;
  readonly urgentReason?: string | null;
  readonly fee?: Draft['fee'];
  readonly page?: string;
  readonly ticket?: string | null;
  readonly reused?: Draft['reused'];
}

export interface DraftReview {
  /** what must be mended before sealing, each with the page and field it links to */
  readonly issues: readonly {
    readonly page: string;
    readonly field: string | null;
    /** of a composite answer, the part where it stands: `city`, `2/birth-date` */
    readonly part?: string | undefined;
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
