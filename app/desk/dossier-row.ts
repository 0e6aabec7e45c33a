/** A line of a list, and what there is to know about it. */
import type { DossierId, MissionCode, Reference, ServiceCode } from '../acts/ids.ts';
import type { EntryState, ProcedureState } from '../dossier/status.ts';

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
