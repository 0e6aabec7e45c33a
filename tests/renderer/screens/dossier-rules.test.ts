import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionsOf } from '../../../renderer/screens/dossier/actions.ts';
import { differingCodes, reconciledAnswers } from '../../../renderer/screens/dossier/reconcile.ts';
import { supplyProblem } from '../../../renderer/screens/dossier/supply.ts';
import { pinProblem } from '../../../renderer/screens/unlock/pin-problem.ts';

describe('what a file offers', () => {
  it('keeps the order of the desk, names deciding once, and offers nothing without a sheet', () => {
    expect(
      actionsOf({ allowed: ['approved', 'refused', 'information-requested', 'contact-noted', 'erased'] }),
    ).toEqual(['review', 'contact-noted']);
    expect(actionsOf({ allowed: ['handed-over', 'instrument-voided'] })).toEqual([
      'handed-over',
      'instrument-voided',
    ]);
    expect(actionsOf({ allowed: [] })).toEqual([]);
  });
});

describe('two versions', () => {
  const answers = fc.dictionary(
    fc.constantFrom('surname', 'phone', 'means', 'stay'),
    fc.oneof(fc.string(), fc.boolean(), fc.record({ amount: fc.integer(), currency: fc.constant('EUR') })),
  );

  it('differ only where they differ, in whatever order their members come', () => {
    const first = { means: { amount: 1, currency: 'EUR' }, phone: '+33' };
    const second = { phone: '+34', means: { currency: 'EUR', amount: 1 } };
    expect(differingCodes(first, second)).toEqual(['phone']);
    fc.assert(
      fc.property(answers, (one) => {
        expect(differingCodes(one, structuredClone(one))).toEqual([]);
      }),
    );
  });

  it('become one of the two, line by line, and what both say stays', () => {
    fc.assert(
      fc.property(
        answers,
        answers,
        fc.func(fc.constantFrom('first' as const, 'second' as const)),
        (a, b, choose) => {
          const codes = differingCodes(a, b);
          const chosen = Object.fromEntries(codes.map((code) => [code, choose(code)]));
          const made = reconciledAnswers(a, b, chosen);
          for (const code of new Set([...Object.keys(a), ...Object.keys(b)])) {
            const from = chosen[code] === 'second' ? b : a;
            expect(made[code]).toEqual(from[code]);
          }
        },
      ),
    );
  });
});

describe('a partial supply', () => {
  const request = (id: string, document: string | null) => ({
    id,
    document,
    what: '',
    why: '',
    satisfiedBy: '',
    dueBy: '2026-12-05',
    supplied: false,
  });
  const requests = [request('i1', 'birth-extract'), request('i2', null)];

  it('needs something ticked, a file for a document, words for a question, and no more', () => {
    expect(supplyProblem(requests, new Set(), [], '')).toBe('none');
    expect(supplyProblem(requests, new Set(['i1']), [], '')).toBe('file');
    expect(supplyProblem(requests, new Set(['i1']), [{ document: 'photo' }], '')).toBe('file');
    expect(supplyProblem(requests, new Set(['i1']), [{ document: 'birth-extract' }], '')).toBeNull();
    expect(supplyProblem(requests, new Set(['i2']), [], '  ')).toBe('answer');
    expect(supplyProblem(requests, new Set(['i2']), [], '+33100000099')).toBeNull();
  });
});

describe('a code to be chosen', () => {
  it('has six digits or more and is no run', () => {
    expect(pinProblem('48291')).toBe('short');
    expect(pinProblem('48291a')).toBe('short');
    for (const run of ['123456', '987654', '000000', '345678901'.slice(0, 7)])
      expect(pinProblem(run)).toBe('simple');
    for (const good of ['482915', '112233', '19740812']) expect(pinProblem(good)).toBeUndefined();
  });
});
