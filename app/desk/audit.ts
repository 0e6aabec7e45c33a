/** What an auditor asks a desk and is shown: envelopes and names, never what a file says. */
import type { Finding } from '../audit/findings.ts';
import type { ChainSummary, ClockEvidence } from '../audit/judge-chain.ts';

/** A `Blob` or `File`, of which a worker reads what it needs: by shape, because the core knows no platform's types. */
export interface ReadableFile {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

export interface BroughtFile {
  /** with the folders above it, where a folder was chosen: `profile/journal/acts.journal` */
  readonly path: string;
  readonly file: ReadableFile;
}

export type AuditSubject =
  /** this desk's own journal */
  | { readonly of: 'own' }
  /** journals of other desks as files, and exported dossiers, whose acts and receipts they are held against */
  | { readonly of: 'files'; readonly files: readonly BroughtFile[] }
  /** the acts, audit records and receipts that this desk has from the centre; `desk` null: of every desk */
  | { readonly of: 'centre'; readonly desk: string | null };

/** One record: who did what, when by their own clock. */
export interface AuditedRecord {
  readonly record: string;
  readonly of: 'acts' | 'audits';
  readonly kid: string;
  readonly desk: string;
  readonly mission: string;
  readonly epoch: string;
  readonly seq: number;
  readonly kind: string;
  readonly ref: string | null;
  /** null where it is of no file */
  readonly dossier: string | null;
  readonly claimedAt: string;
  /** newest word of the centre that the signer had seen; null where there was none, or it is not at hand */
  readonly lastReceiptAt: string | null;
}

export interface AuditedOfficer {
  readonly kid: string;
  /** null where this auditor may not know it, or no directory says it */
  readonly name: string | null;
}

export interface AuditView {
  readonly of: AuditSubject['of'];
  /** when it was made, by this desk's clock */
  readonly at: string;
  readonly whole: boolean;
  /** `files` is empty where no file was read */
  readonly journals: readonly {
    readonly desk: string | null;
    readonly files: readonly { readonly name: string; readonly bytes: number }[];
  }[];
  /** how many receipts, and records of others, it was held against */
  readonly receipts: number;
  readonly copies: number;
  /** receipts that do not verify and proved nothing */
  readonly leftAside: number;
  readonly findings: readonly Finding[];
  readonly chains: readonly ChainSummary[];
  readonly clocks: readonly ClockEvidence[];
  readonly officers: readonly AuditedOfficer[];
  readonly records: readonly AuditedRecord[];
}

/**
 * Every call is an auditor's: others are refused with DO-003. AU-401 cancelled, or the desk was locked; AU-402 no journal
 * among the files, nor an exported dossier beside one; AU-403 nothing has been audited since the unlocking; AU-404 the
 * report is too long to be signed here.
 */
export interface AuditApi {
  /** desks that an audit of `centre` can be asked of, by name */
  auditableDesks(): Promise<readonly string[]>;
  /** one at a time: another call ends the one before with AU-401. Progress is told as `audit-progress` */
  audit(subject: AuditSubject): Promise<AuditView>;
  cancelAudit(): Promise<void>;
  /**
   * the last audit as a signed report, compact JWS
   * @throws DeskError PN-002 when the secret must be given again; AuditReportError AU-303, AU-304
   */
  auditReport(): Promise<Uint8Array>;
}
