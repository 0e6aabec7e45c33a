/** What is to be erased, what may not be, and how far each erasure has come: for supervisors. */
import type { ErasureGround } from '../acts/envelope.ts';
import type { DeskId } from '../acts/ids.ts';
import type { DossierRow } from './dossier-row.ts';

/** `due`: its retention is over; `held`: the law keeps it, whatever its retention. */
export interface RestingFile {
  readonly state: 'due' | 'held';
  readonly row: DossierRow;
  /** first day on which retention is over; null where the service has no time, or the file is open */
  readonly retentionEnds: string | null;
}

/** `revoked`: its keys are destroyed with it, and it confirms nothing more. */
export interface ErasingDesk {
  readonly desk: DeskId;
  readonly state: 'confirmed' | 'awaited' | 'revoked';
  /** when it says that it was done; its own clock */
  readonly at: string | null;
}

export interface ErasedFile {
  readonly state: 'erasing' | 'erased';
  readonly row: DossierRow;
  readonly ground: ErasureGround | null;
  /** when the centre said that its keys were gone; null until then */
  readonly centreAt: string | null;
  readonly desks: readonly ErasingDesk[];
  /** copies that officers took out of the program while it could be read: nobody but them knows where these are */
  readonly exports: readonly {
    readonly desk: DeskId;
    readonly at: string;
    /** a copy for the applicant: no key protects it */
    readonly inClear: boolean;
  }[];
  /**
   * from this day on no backup of the server has the key any more; null while something is awaited, or where the
   * ministry has not said how long it keeps backups
   */
  readonly horizon: string | null;
}

export interface ErasuresView {
  readonly resting: readonly RestingFile[];
  readonly erased: readonly ErasedFile[];
  /** how many days the ministry keeps a backup of the server; null: to be confirmed */
  readonly backupDays: number | null;
}
