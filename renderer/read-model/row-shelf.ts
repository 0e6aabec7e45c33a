/** Rows of the read model at rest: encrypted; the id and the mission are clear. It can be deleted at any moment. */
import type { DossierId, MissionCode } from '../../app/acts/ids.ts';

export interface RowRecord {
  readonly id: DossierId;
  readonly mission: MissionCode;
  readonly nonce: Uint8Array;
  readonly sealed: Uint8Array;
}

export interface RowShelf {
  all(): Promise<readonly RowRecord[]>;
  /** rows and the position in the mission's feed that they stand for, in one transaction */
  put(rows: readonly RowRecord[], mission: MissionCode, since: string): Promise<void>;
  since(mission: MissionCode): Promise<string | null>;
  clear(): Promise<void>;
}
