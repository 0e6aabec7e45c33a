/** A visit (« démarche groupée »): several applications of one interview, each of which becomes a dossier of its own. */
import type { Money } from '../acts/bodies.ts';
import type { DraftId, ServiceCode } from '../acts/ids.ts';
import type { Visitor } from '../catalogue/carry-over.ts';
import type { DossierRow } from './dossier-row.ts';
import type { Draft, DraftRow } from './draft.ts';
import type { SealOutcome } from './seal-outcome.ts';

/** `waiting`: complete, and what it waits for in this visit is not; `unknown`: its service is not on this desk */
export type VisitState = 'ready' | 'incomplete' | 'waiting' | 'unknown';

export interface VisitApplication {
  readonly draft: DraftRow;
  readonly state: VisitState;
  /** what is still to be put right */
  readonly issues: number;
  readonly fee: { readonly due: Money; readonly collected: Money } | null;
  /** how the fee is paid, `later`, or not said yet */
  readonly means: string | null;
  /** services whose file this one waits for; `here`: one of this visit about the same person, a draft or sealed */
  readonly waitsFor: readonly { readonly service: ServiceCode; readonly here: boolean }[];
}

export interface VisitView {
  /** in the order in which they are sealed: what another one waits for comes first */
  readonly applications: readonly VisitApplication[];
  /** sealed already */
  readonly sealed: readonly DossierRow[];
  /** of what is not sealed yet, a sum each currency */
  readonly due: readonly Money[];
}

export interface VisitOutcome extends SealOutcome {
  readonly draft: DraftId;
  /** whose it is, as its draft said: the visit is told no more when its last draft is sealed */
  readonly applicant: string | null;
}

export interface VisitSealed {
  readonly sealed: readonly VisitOutcome[];
  /** why the round ended early: what was sealed stays so, the rest are drafts as before */
  readonly stopped: {
    readonly draft: DraftId;
    readonly code: string;
    readonly values: Readonly<Record<string, string | number>>;
  } | null;
}

export interface VisitApi {
  /** one more application, with what the one before it can give (`catalogue/carry-over.ts`); its files too */
  addToVisit(draft: DraftId, service: ServiceCode, visitor: Visitor): Promise<Draft>;
  /** of an application that stands alone, a visit of one */
  visit(draft: DraftId): Promise<VisitView>;
  /**
   * Each that is ready, one after the other; each with acts of its own. The others stay drafts.
   * @param listed those that the officer saw: no other is sealed
   */
  sealVisit(draft: DraftId, listed: readonly DraftId[]): Promise<VisitSealed>;
}
