import type { Money } from '../../../app/acts/bodies.ts';
import { convert, EUR_XOF } from '../../../app/catalogue/fee.ts';

/** The currencies that the fixed rate joins, the till's usual one first. */
export function amountsOf(due: Money): readonly Money[] {
  const euros = convert(due, 'EUR', EUR_XOF);
  const francs = convert(due, 'XOF', EUR_XOF);
  return euros && francs ? [euros, francs] : [due];
}
