import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionsOf, type feeOutstanding } from '../../../renderer/screens/dossier/actions.ts';
import { amountsOf } from '../../../renderer/screens/dossier/fee-amounts.ts';
import { differingCodes, reconciledAnswers } from '../../../renderer/screens/dossier/reconcile.ts';
import { supplyProblem } from '../../../renderer/screens/dossier/supply.ts';
import { pinProblem } from '../../../renderer/screens/unlock/pin-problem.ts';

const NO_FEE = { due: null, paid: [] };
const DUE = { amount: 55_000, currency: 'XOF' };
const PAID = {
  quittance: 'PAR-Q-26-01120',
  collected: { amount: 8385, currency: 'EUR' },
  at: '2026-11-18T10:02:00Z',
  voided: false,
};

describe('what a file offers', () => {
  const plain = { fee: NO_FEE, missing: [] };

  it('keeps the order of the desk, names deciding once, and offers nothing without a sheet', () => {
    expect(
      actionsOf({
        ...plain,
        allowed: ['approved', 'refused', 'information-requested', 'contact-noted', 'corrected', 'erased'],
      }),
    ).toEqual(['review', 'contact-noted', 'erase']);
    expect(actionsOf({ ...plain, allowed: ['handed-over', 'instrument-voided'] })).toEqual([
      'handed-over',
      'instrument-voided',
    ]);
    expect(actionsOf({ ...plain, allowed: [] })).toEqual([]);
  });

  it('asks for the fee while it is due and no quittance stands', () => {
    const offered = (fee: Parameters<typeof feeOutstanding>[0]) =>
      actionsOf({ allowed: ['fee-collected', 'contact-noted'], missing: [], fee }).includes('fee-collected');
    expect(offered(NO_FEE)).toBe(false);
    expect(offered({ due: { ...DUE, amount: 0 }, paid: [] })).toBe(false);
    expect(offered({ due: DUE, paid: [] })).toBe(true);
    expect(offered({ due: DUE, paid: [PAID] })).toBe(false);
    expect(offered({ due: DUE, paid: [{ ...PAID, voided: true }] })).toBe(true);
    expect(offered({ due: DUE, paid: [{ ...PAID, voided: true }, PAID] })).toBe(false);
  });

  it('puts one more document first only while one is missing', () => {
    const allowed = ['evidence-attached', 'contact-noted'] as const;
    const missing = [{ document: 'birth-extract', dueBy: '2026-12-05' }];
    expect(actionsOf({ allowed, missing, fee: NO_FEE })).toEqual(['evidence-attached', 'contact-noted']);
    expect(actionsOf({ allowed, missing: [], fee: NO_FEE })).toEqual(['contact-noted', 'evidence-attached']);
  });
});

describe('what is taken at the till', () => {
  it('is euros or francs at the fixed rate, and any other currency as the law says it', () => {
    expect(amountsOf(DUE)).toEqual([
      { amount: 8385, currency: 'EUR' },
      { amount: 55_000, currency: 'XOF' },
    ]);
    expect(amountsOf({ amount: 2000, currency: 'USD' })).toEqual([{ amount: 2000, currency: 'USD' }]);
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
