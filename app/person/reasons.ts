/** Why two persons may be one, or not: what the screen writes at the parts that agree or differ. */
export const REASONS = [
  // what agrees
  'same-number',
  'same-name',
  'same-birth-date',
  // what differs as papers of one person do
  'spelling',
  'transliteration',
  'cut',
  'name-order',
  'more-names',
  'usage-name',
  'day-month-swapped',
  'near-birth-date',
  'partial-birth-date',
  // what differs
  'other-surname',
  'other-given-names',
  'other-birth-date',
  'other-birth-place',
  'other-sex',
  'other-nationality',
] as const;
export type Reason = (typeof REASONS)[number];

/** What a part of two persons says, in points for (or against) one person. */
export interface Weighed {
  readonly points: number;
  readonly reasons: readonly Reason[];
}
