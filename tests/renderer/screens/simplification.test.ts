/** « Simplification »: numbers as the catalogue and the counter say them, and what nobody has said is not made up. */
import { describe, expect, it } from 'vitest';
import type { ServiceEntry } from '../../../app/catalogue/service-entry.ts';
import { lengthsOf, rowsOf } from '../../../renderer/screens/simplification/figures.ts';
import { SPECIMEN_MEASURED } from '../../../renderer/screens/specimen/measured.ts';
import { SPECIMEN_SERVICES } from '../../../renderer/screens/specimen/services.ts';

describe('figures', () => {
  const rows = rowsOf(SPECIMEN_SERVICES as readonly ServiceEntry[], SPECIMEN_MEASURED);
  const [passport, visa, laissezPasser] = rows;

  it('are the catalogue’s, before and after, and null where nobody has said them', () => {
    expect(visa?.pairs).toEqual({
      trips: { before: 6, after: 1 },
      documents: { before: 18, after: 4 },
      pages: { before: 24, after: 0 },
      minutes: { before: null, after: 20 },
    });
    expect(passport?.pairs.trips).toEqual({ before: null, after: null });
  });

  it('are measured where something was sealed: whole minutes, and per cent of what was answered', () => {
    expect(visa?.measured).toEqual({ count: 41, minutes: 11, brought: 27 });
    expect(laissezPasser?.measured).toEqual({ count: 3, minutes: 6, brought: 0 });
    expect(passport?.measured).toBeNull();
    const [short] = rowsOf(SPECIMEN_SERVICES.slice(0, 1) as readonly ServiceEntry[], [
      { service: 'ml-passport-ordinary' as never, count: 1, medianSeconds: 4, answered: 0, brought: 0 },
    ]);
    expect(short?.measured).toEqual({ count: 1, minutes: 1, brought: null });
  });

  it('are drawn against the longest, and nothing is drawn of what is not known', () => {
    expect(lengthsOf([6, 3, null])).toEqual([100, 50, 0]);
    expect(lengthsOf([0, 0])).toEqual([0, 0]);
    expect(lengthsOf([])).toEqual([]);
  });
});
