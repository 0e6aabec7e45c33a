/** What a draft holds in clear, in process memory only. */
import type { BlobManifest, Money } from '../../app/acts/bodies.ts';
import type { DossierId, Kid, MissionCode, PersonId, RecordHash, ServiceCode } from '../../app/acts/ids.ts';
import type { SetAside } from '../../app/catalogue/move-draft.ts';
import type { ActCommand } from '../../app/desk/act-command.ts';
import type { Answers } from '../../app/desk/answers.ts';
import type { Language } from '../../app/desk/language.ts';
import type { Compared, Reused } from '../../app/desk/persons.ts';
import type { JournalHead } from '../../app/log/durable-journal.ts';
import type { SignedDocument } from '../../app/log/records.ts';

/**
 * Signed bytes on their way into the journal. Found in a draft after a crash they were not sealed unless the journal has
 * them: they are appended if its head is still the one they continue, else left, and the draft is shown as not sealed.
 */
export interface SignedBytes {
  readonly expected: JournalHead;
  readonly acts: readonly SignedDocument[];
  readonly wraps: readonly SignedDocument[];
}

interface Common {
  readonly mission: MissionCode;
  /** chosen when the draft begins, so that sealing it twice can never make two dossiers */
  readonly dossier: DossierId;
  readonly service: ServiceCode;
  readonly release: RecordHash;
  readonly evidence: readonly BlobManifest[];
  readonly sealing?: SignedBytes;
}

export interface ApplicationContent extends Common {
  readonly purpose: 'application';
  readonly ticket: string | null;
  readonly answers: Answers;
  readonly originalsKept: readonly { readonly document: string; readonly until: string }[];
  readonly language: Language;
  readonly urgentReason: string | null;
  readonly fee: { readonly paid: boolean; readonly collected: Money | null; readonly means: string | null };
  readonly page: string | null;
  readonly person: PersonId;
  /** absent in drafts that were begun before persons came first */
  readonly reused?: Readonly<Record<string, Reused>>;
  readonly compared?: readonly Compared[];
  /** answers and files that the release has no place for, since the draft went over to it */
  readonly setAside?: readonly SetAside[];
  readonly filesAside?: readonly BlobManifest[];
  /** each time it did, and who confirmed it */
  readonly moves?: readonly {
    readonly from: RecordHash;
    readonly to: RecordHash;
    readonly at: string;
    readonly by: Kid;
  }[];
  /** milliseconds of work on it; absent in drafts of before */
  readonly activeMs?: number;
  /** answers as earlier files brought them, by field code: what is left of them is counted when it is sealed */
  readonly brought?: Answers;
  /** the release that the officer saw and did not go over to */
  readonly keptBefore?: RecordHash;
  /** absent in an application that stands alone */
  readonly visit?: Visit;
}

/** Several applications of one interview; kept in drafts only, no act names it. */
export interface Visit {
  readonly id: string;
  /** 0 for the one that the visit began with */
  readonly place: number;
  /** sealed ones stay */
  readonly others: readonly VisitMember[];
}

export interface VisitMember {
  readonly dossier: DossierId;
  readonly service: ServiceCode;
  readonly person: PersonId;
}

export interface SupplyContent extends Common {
  readonly purpose: 'supply';
}

/** A decision within its eight seconds: after a crash it is a draft decision, and said (UI.md section 3). */
export interface DecisionContent extends Common {
  readonly purpose: 'decision';
  readonly command: ActCommand;
}

export type DraftContent = ApplicationContent | SupplyContent | DecisionContent;
