import type { DossierRow } from './dossier-row.ts';
import type { DraftRow } from './draft.ts';
import type { Staleness } from './keyring-age.ts';
import type { PrintJob } from './print-job.ts';

/** The first screen: each list already in its order. */
export interface HomeLists {
  readonly resume: readonly DraftRow[];
  readonly returned: readonly DossierRow[];
  readonly toDecide: readonly DossierRow[];
  readonly toCountersign: readonly DossierRow[];
  readonly toHandOver: readonly DossierRow[];
  readonly dueSoon: readonly DossierRow[];
  readonly desk: DeskHealth;
}

export interface DeskHealth {
  readonly freeBytes: number | null;
  readonly keyring: Staleness;
  readonly clockWentBackSeconds: number | null;
  readonly quittancesLeft: number | null;
  readonly unprinted: readonly PrintJob[];
}
