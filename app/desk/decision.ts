/** A decision within its eight seconds, and how they end. */
import type { DossierId, Reference } from '../acts/ids.ts';
import type { SealOutcome } from './seal-outcome.ts';

/** A decision within its eight seconds. `main`: the strip is drawn by the main process, with its own Annuler. */
export interface PendingDecision {
  readonly id: string;
  readonly dossier: DossierId;
  readonly ref: Reference;
  readonly kind: 'approved' | 'refused' | 'countersigned' | 'erased';
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
