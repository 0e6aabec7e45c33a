import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convert, EUR_XOF, feeDue, minorDigits } from '../../../app/catalogue/fee.ts';
import { PASSPORT_ANSWERS } from '../../specimens/answers.ts';
import { PASSPORT } from './services.ts';

const context = { today: '2026-11-21' };
const source = { cite: 'SPECIMEN', standing: 'official', checkedOn: '2026-11' } as const;
const money = (amount: number, currency = 'XOF') => ({ amount, currency });

describe('money', () => {
  it('turns francs into euros at the fixed rate, to the cent, and back to the franc', () => {
    expect(convert(money(55_000), 'EUR', EUR_XOF)).toEqual(money(8385, 'EUR'));
    expect(convert(money(110_000), 'EUR', EUR_XOF)).toEqual(money(16_769, 'EUR'));
    expect(convert(money(5000, 'EUR'), 'XOF', EUR_XOF)).toEqual(money(32_798));
    expect(convert(money(100, 'EUR'), 'XOF', EUR_XOF)).toEqual(money(656));
  });

  it('rounds as the till of the mission does: up to the whole euro', () => {
    expect(convert(money(55_000), 'EUR', EUR_XOF, { step: 100, mode: 'up' })).toEqual(money(8400, 'EUR'));
    expect(convert(money(0), 'EUR', EUR_XOF, { step: 100, mode: 'up' })).toEqual(money(0, 'EUR'));
  });

  it('never loses more than half a step either way, without floating point', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_000 }),
        fc.constantFrom(1, 5, 50, 100),
        (cents, step) => {
          const francs = convert(money(cents, 'EUR'), 'XOF', EUR_XOF, { step, mode: 'nearest' })
            ?.amount as number;
          const exact = BigInt(cents) * 655_957n; // in 1/100 000 of a franc
          const error = BigInt(francs) * 100_000n - exact;
          expect(francs % step).toBe(0);
          expect(error <= 50_000n * BigInt(step) && error >= -50_000n * BigInt(step)).toBe(true);
        },
      ),
    );
  });

  it('does not guess: no rate between the two currencies, no amount', () => {
    expect(convert(money(1, 'USD'), 'XOF', EUR_XOF)).toBeUndefined();
    expect(convert(money(1, 'XOF'), 'XOF', EUR_XOF)).toEqual(money(1));
  });

  it('takes a dated chancery rate as well', () => {
    const rate = { from: 'EUR', to: 'MAD', numerator: 1071, denominator: 100, fixed: false, source };
    expect(convert(money(5000, 'EUR'), 'MAD', rate)).toEqual(money(53_550, 'MAD'));
    expect(minorDigits('XOF')).toBe(0);
    expect(minorDigits('MAD')).toBe(2);
  });
});

describe('a fee', () => {
  const withFees = (...fees: typeof PASSPORT.fees) =>
    feeDue({ ...PASSPORT, fees }, PASSPORT_ANSWERS, context);
  const line = (code: string, amount: { amount: number; currency: string } | null, rest = {}) => ({
    code,
    label: PASSPORT.title,
    amount,
    source,
    ...rest,
  });

  it('adds up the lines that hold, such as a chancery part and a service part', () => {
    expect(withFees(line('chancery', money(6000, 'MAD')), line('service', money(1000, 'MAD'))).total).toEqual(
      money(7000, 'MAD'),
    );
    expect(
      withFees(line('a', money(1)), line('b', money(2), { when: { field: 'request', is: 'lost' } })).total,
    ).toEqual(money(1));
  });

  it('says 0 when it is free, nothing when a line is unknown or currencies differ', () => {
    expect(withFees(line('free', money(0)))).toMatchObject({ total: money(0), toBeConfirmed: false });
    expect(withFees(line('known', money(1)), line('unknown', null, { toBeConfirmed: true }))).toMatchObject({
      total: null,
      toBeConfirmed: true,
    });
    expect(withFees(line('a', money(1)), line('b', money(1, 'EUR'))).total).toBeNull();
    expect(withFees()).toMatchObject({ total: null, toBeConfirmed: true });
  });
});
