import type { Measured } from '../../../app/desk/counter-tally.ts';

/** What a counter has measured of the specimen services. Invented. */
export const SPECIMEN_MEASURED = [
  { service: 'ml-visa-short-stay', count: 41, medianSeconds: 684, answered: 615, brought: 164 },
  { service: 'ml-laissez-passer', count: 3, medianSeconds: 342, answered: 40, brought: 0 },
] as unknown as readonly Measured[];
