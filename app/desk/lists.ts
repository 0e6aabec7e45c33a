/** Lists, search and the central queue: pages of rows. */
import type { MissionCode } from '../acts/ids.ts';
import type { DossierRow } from './dossier-row.ts';

export const LIST_FILTERS = [
  'all',
  'here',
  'at-centre',
  'to-collect',
  'to-resume',
  'to-countersign',
  'to-decide',
  'closed',
] as const;

export type ListFilter = (typeof LIST_FILTERS)[number];

export interface ListPage {
  readonly rows: readonly DossierRow[];
  readonly total: number;
  readonly counts: Readonly<Record<ListFilter, number>>;
}

export interface SearchHit extends DossierRow {
  /** what matched: which field */
  readonly matched: 'reference' | 'name' | 'phone' | 'document' | 'close';
}

export interface QueuePage {
  /** due and urgent first; folded from envelopes, names filled in where this officer may read */
  readonly rows: readonly DossierRow[];
  readonly total: number;
  readonly missions: readonly MissionCode[];
}
