import type { DossierId, Reference, ServiceCode } from '../acts/ids.ts';
import type { DraftRow } from './draft.ts';
import type { PrintJob } from './print-job.ts';

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
