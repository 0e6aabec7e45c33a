/**
 * What the replicator needs of the wire, by database name. The real one is PouchDB's replication over HTTP
 * (pouch-transfer.ts). Every method rejects with a {@link LinkError} and never resolves on a hope.
 */
import type { RecordHash } from '../../app/acts/ids.ts';
import type { DeskReport } from '../../app/desk/fleet.ts';
import type { SignedDocument } from '../../app/log/records.ts';

export const LINK_ERRORS = {
  'LN-001': 'no link: nothing answered',
  'LN-002': 'the link broke in the middle',
  'LN-003': 'the centre answered that it is in trouble',
  'LN-004': 'the centre does not know this desk, or no longer',
  'LN-005': 'the centre answered something that makes no sense',
  'LN-006': 'the answer does not come from the centre',
  /** of a push: all was answered for, and some of it is denied. The link is sound */
  'LN-007': 'the centre does not take something of what was offered',
} as const;
export type LinkErrorCode = keyof typeof LINK_ERRORS;

export class LinkError extends Error {
  readonly code: LinkErrorCode;
  constructor(code: LinkErrorCode, options?: { cause?: unknown }) {
    super(LINK_ERRORS[code], options);
    this.name = 'LinkError';
    this.code = code;
  }
}

/** What a desk says of itself when a session is opened; one that fails, or has nothing to say, is no reason not to. */
export type ReportSource = () => Promise<DeskReport | null>;

export const isDenial = (error: unknown): error is LinkError =>
  error instanceof LinkError && error.code === 'LN-007';

export type PushFrom = 'checkpoint' | 'start';

export interface Transfer {
  /**
   * Proves who this desk is and starts a session where there is none; cheap when there is one. `revoked`: records with
   * which the centre says that this desk may only hand over; to be verified by whoever goes by them.
   */
  open(): Promise<{ readonly epoch: string; readonly revoked?: readonly SignedDocument[] }>;
  /**
   * One pass; `sent` is called with the ids of documents that the centre has answered for.
   * @param from `start` offers everything again, whatever was pushed before: the centre may be a restored copy
   */
  push(database: string, sent: (ids: readonly string[]) => void, from: PushFrom): Promise<void>;
  pull(database: string): Promise<{ readonly written: number }>;
  /** the ciphertext of chunks, one by one as they arrive */
  chunk(database: string, id: RecordHash): Promise<Uint8Array>;
  /** what the gateway answers to `GET path`, JSON */
  ask(path: string): Promise<unknown>;
  /** from here on sessions are opened with this desk's word about itself */
  reportsFrom(source: ReportSource): void;
  /** says it within the session that is open; opens none. Resolves with whether it was taken */
  tell(report: DeskReport): Promise<boolean>;
  close(): Promise<void>;
}

export const databaseOf = (mission: string): string => `mission-${mission.toLowerCase()}`;
export const evidenceOf = (mission: string): string => `${databaseOf(mission)}-evidence`;
