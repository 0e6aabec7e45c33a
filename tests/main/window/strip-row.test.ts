import { expect, test } from 'vitest';
import { fileMark } from '../../../app/acts/file-mark.ts';
import { dossierIdFrom, type Reference } from '../../../app/acts/ids.ts';
import type { DecisionToConfirm } from '../../../app/desk/ports.ts';
import { stripRow } from '../../../main/window/strip/make-strip-row.ts';

const dossier = (last: number) =>
  dossierIdFrom(Uint8Array.from({ length: 16 }, (_, i) => (i === 15 ? last : 7)));
const decision = (of: number, language: DecisionToConfirm['language'] = 'fr'): DecisionToConfirm => ({
  id: 'one',
  dossier: dossier(of),
  ref: 'PAR-B-26-00417-6' as Reference,
  kind: 'approved',
  seconds: 8,
  language,
});

test('two files of one reference are told apart in the strip, by what follows from their ids', () => {
  const [one, other] = [stripRow(decision(1), 8000), stripRow(decision(2), 8000)];
  expect(one.ref).toBe(other.ref);
  expect(one.mark).not.toBe(other.mark);
  expect(one.mark).toBe(fileMark(dossier(1)));
  expect(one.mark).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4} ){2}[0-9A-HJKMNP-TV-Z]{4}$/);
  // Told over the telephone and between versions: the same for ever.
  expect(fileMark(dossier(1))).toBe('1DFH 1C1N H2CK');
});

test('the strip names the mark in each language, and counts whole seconds, never none', () => {
  expect(stripRow(decision(1, 'fr'), 7600)).toMatchObject({
    markName: 'Marque',
    left: 'Scellé dans 8\u00a0s',
  });
  expect(stripRow(decision(1, 'en'), 7600)).toMatchObject({ markName: 'Mark', kind: 'Approved:' });
  expect(stripRow(decision(1, 'ar'), 0)).toMatchObject({ markName: 'علامة الملف', direction: 'rtl' });
  expect(stripRow(decision(1, 'en'), -50).left).toBe('Sealed in 1\u00a0s');
});
