import type { DossierId } from '../acts/ids.ts';
import type { DecisionEnd, PendingDecision } from './decision.ts';

/** Pushed to the screens; they carry no personal data, only what to read again. */
export type DeskEvent =
  | { readonly type: 'dossiers-changed'; readonly dossiers: readonly DossierId[] }
  | { readonly type: 'drafts-changed' }
  | { readonly type: 'link-changed' }
  /** another release of the services is in force */
  | { readonly type: 'catalogue-changed' }
  | { readonly type: 'decision-ended'; readonly end: DecisionEnd }
  | { readonly type: 'decision-counting'; readonly pending: PendingDecision }
  /** the officer has left: what is typed and not stored is stored now, then the screens call `lock` */
  | { readonly type: 'locking' }
  | { readonly type: 'locked' }
  | { readonly type: 'rebuild-progress'; readonly done: number; readonly of: number }
  /** bytes of the files that are read; then records of the database, whose number nobody knows before: `of` is null */
  | {
      readonly type: 'audit-progress';
      readonly done: number;
      readonly of: number | null;
    }
  | {
      readonly type: 'trouble';
      readonly code: string;
      readonly values: Readonly<Record<string, string | number>>;
    };
