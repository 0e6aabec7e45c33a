/**
 * The fee that is due, and what it makes in another currency. All amounts are whole minor units (ISO 4217: the
 * CFA franc has none), all rates are fractions of whole numbers: no floating point touches money.
 */
import type { Money } from '../acts/bodies.ts';
import { holds } from './conditions.ts';
import type { FeeLine, ServiceDefinition } from './definition.ts';
import type { AnswerMap } from './fields.ts';
import { type FormContext, visibleForm } from './form.ts';
import type { Source } from './texts.ts';

export interface FeeDue {
  readonly lines: readonly FeeLine[];
  /** null where a line has no amount yet, or lines are in different currencies; 0 is free */
  readonly total: Money | null;
  /** a line waits for the ministry's word: the screen says so */
  readonly toBeConfirmed: boolean;
}

export function feeDue(definition: ServiceDefinition, answers: AnswerMap, context: FormContext): FeeDue {
  const { facts } = visibleForm(definition, answers, context);
  const lines = definition.fees.filter(({ when }) => holds(when, facts));
  return {
    lines,
    total: sum(lines),
    toBeConfirmed: lines.length === 0 || lines.some((line) => line.toBeConfirmed === true),
  };
}

function sum(lines: readonly FeeLine[]): Money | null {
  const currency = lines[0]?.amount?.currency;
  if (currency === undefined) return null;
  let amount = 0;
  for (const line of lines) {
    if (line.amount?.currency !== currency) return null;
    amount += line.amount.amount;
  }
  return { amount, currency };
}

/** `numerator / denominator` major units of `to` make one major unit of `from`. */
export interface Rate {
  readonly from: string;
  readonly to: string;
  readonly numerator: number;
  readonly denominator: number;
  /** fixed by treaty, or a chancery rate of that day */
  readonly fixed: boolean;
  readonly source: Source;
}

/** 1 EUR = 655.957 XOF, fixed. */
export const EUR_XOF: Rate = {
  from: 'EUR',
  to: 'XOF',
  numerator: 655_957,
  denominator: 1000,
  fixed: true,
  source: { cite: 'izf.net', standing: 'official', checkedOn: '2026-11' },
};

/** How the rate of {@link EUR_XOF} is written on what is signed and printed. */
export const EUR_XOF_TEXT = '1 EUR = 655,957 XOF';

/** What is asked at the till: euros at the fixed rate where the law says francs, else the legal amount. */
export function collectable(due: Money): { readonly collected: Money; readonly rate: string | null } {
  const converted = due.currency === 'XOF' ? convert(due, 'EUR', EUR_XOF) : undefined;
  return converted ? { collected: converted, rate: EUR_XOF_TEXT } : { collected: due, rate: null };
}

/** Digits after the point; two where the table is silent (ISO 4217). */
const DIGITS: Readonly<Record<string, number>> = { XOF: 0, XAF: 0, GNF: 0, JPY: 0, TND: 3, KWD: 3 };
export const minorDigits = (currency: string): number => DIGITS[currency] ?? 2;

/** To a multiple of `step` minor units; a half goes up. What is customary at the till is a setting of the mission. */
export interface Rounding {
  readonly step: number;
  readonly mode: 'nearest' | 'up';
}
const EXACT: Rounding = { step: 1, mode: 'nearest' };

/** @returns the amount in `currency`, or undefined where the rate does not join the two currencies */
export function convert(
  money: Money,
  currency: string,
  rate: Rate,
  rounding: Rounding = EXACT,
): Money | undefined {
  if (money.currency === currency) return money;
  const forward = rate.from === money.currency && rate.to === currency;
  const backward = rate.to === money.currency && rate.from === currency;
  if (!forward && !backward) return undefined;
  const up = BigInt(forward ? rate.numerator : rate.denominator) * 10n ** BigInt(minorDigits(currency));
  const down =
    BigInt(forward ? rate.denominator : rate.numerator) * 10n ** BigInt(minorDigits(money.currency));
  const step = BigInt(rounding.step);
  const divisor = down * step;
  const half = rounding.mode === 'up' ? divisor - 1n : divisor / 2n;
  return { amount: Number(((BigInt(money.amount) * up + half) / divisor) * step), currency };
}
