import type { ActId, DossierId, Reference } from '../acts/ids.ts';

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
