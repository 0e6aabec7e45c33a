/** « Effacements »: which copies may be left of a file whose erasure everybody who is heard has confirmed. */
import { expect, test } from 'vitest';
import type { DossierRow } from '../../../../app/desk/dossier-row.ts';
import type { ErasedFile } from '../../../../app/desk/erasure.ts';
import {
  awaited,
  isErased,
  leftWithCopies,
} from '../../../../renderer/screens/central/erasures/erasure-rows.ts';
import { specimenErasures } from '../../../../renderer/screens/central/specimen/erasures.ts';

const row = (id: string) => ({ id }) as unknown as DossierRow;
const [under, , done] = specimenErasures(['a', 'b', 'c', 'd', 'e', 'f'].map(row), Date.UTC(2026, 10, 21))
  .erased as [ErasedFile, ErasedFile, ErasedFile];

test('a revoked desk that confirmed nothing is named, awaited no longer, and a copy for ever', () => {
  expect(isErased(done)).toBe(true);
  expect([awaited(done), leftWithCopies(done)]).toEqual([0, ['ML-PAR/C']]);
  expect([awaited(under), leftWithCopies(under)]).toEqual([1, ['ML-PAR/C']]);
});

test('one that confirmed before it was revoked has no copy that is looked for', () => {
  const desks = done.desks.map((one) =>
    one.state === 'revoked' ? { ...one, state: 'confirmed' as const, at: '2026-11-20T09:00:00Z' } : one,
  );
  expect(leftWithCopies({ ...done, desks })).toEqual([]);
});
