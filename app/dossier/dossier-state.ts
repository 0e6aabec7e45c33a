/** What a fold gives: the state of a dossier as envelopes alone tell it, and where each act stands in it. */
import type { ActId, DossierId, MissionCode, RecordHash, Reference, ServiceCode } from '../acts/ids.ts';
import type { VerifiedAct } from '../acts/verify-act.ts';
import type { History, Node } from './history.ts';
import type { ProcedureState } from './status.ts';

export type Standing = 'folded' | 'waiting' | 'left-out';

export interface FoldedAct extends Node {
  readonly act: VerifiedAct;
  readonly standing: Standing;
}

export interface DossierState {
  readonly dossier: DossierId;
  readonly ref: Reference;
  readonly mission: MissionCode;
  readonly service: ServiceCode;
  readonly release: RecordHash;
  readonly status: ProcedureState;
  /** what the next act lists in `prior` */
  readonly heads: readonly ActId[];
  /** the newest non-commuting acts: two or more are versions that a person has to reconcile */
  readonly versions: readonly ActId[];
  readonly history: History<FoldedAct>;
  /** every act that was given, folded ones in causal order first, then those that wait or are left out, causally too */
  readonly acts: readonly FoldedAct[];
  /** persons who opened or submitted: they decide nothing here */
  readonly lodgedBy: ReadonlySet<string>;
  /** person who approved, while a second signature is awaited or given */
  readonly approvedBy: string | null;
  /** person in whose place they did so, where it was under a delegation */
  readonly approvedFor: string | null;
  readonly assignee: string | null;
  /** the law forbids erasing it: somebody said so, and nobody has lifted that */
  readonly legalHold: boolean;
  /** persons who lifted a hold: they do not erase it themselves */
  readonly holdLiftedBy: ReadonlySet<string>;
  /** when the act that brought it to rest claims to have been sealed: from then on its retention runs; null while open */
  readonly restingSince: string | null;
  readonly priority: 'normal' | 'urgent';
  /** newest generation of the dossier key, and each generation's commitments: two desks may have started one at once */
  readonly keyGen: number;
  readonly keyCommits: ReadonlyMap<number, readonly RecordHash[]>;
  /** an act of a newer version is here: nothing may be sealed until this desk is updated */
  readonly needsUpdate: boolean;
}
