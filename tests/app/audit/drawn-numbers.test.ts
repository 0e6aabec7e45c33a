/** Numbers of quittances and instruments: a hole, a double, another form and what stays closed are told, and nothing else. */
import { describe, expect, test } from 'vitest';
import type { DeskId, MissionCode } from '../../../app/acts/ids.ts';
import {
  instrumentNumber,
  instrumentText,
  quittanceNumber,
  quittanceText,
} from '../../../app/acts/numbers.ts';
import type { ChainRecord } from '../../../app/audit/chain-record.ts';
import {
  type DrawnNumber,
  type FirstOf,
  judgeNumbers,
  wholeDesks,
} from '../../../app/audit/drawn-numbers.ts';
import { type Finding, finder, isFault } from '../../../app/audit/findings.ts';

const record = (seq: number, kind = 'fee-collected', desk = 'ML-PAR/B') =>
  ({
    of: 'acts',
    id: `act-${seq}`,
    desk,
    mission: 'ML-PAR',
    epoch: 'one',
    seq,
    kind,
  }) as unknown as ChainRecord;
const drawn = (seq: number, number: number | null, kind?: string, series = 'quittance'): DrawnNumber => ({
  record: record(seq, kind),
  series,
  number,
});
function judged(
  all: readonly DrawnNumber[],
  closed: readonly ChainRecord[] = [],
  firstOf: FirstOf = () => undefined,
): string[] {
  const findings: Finding[] = [];
  judgeNumbers(all, closed, (desk: DeskId) => finder(findings, desk === 'ML-PAR/B' ? 1 : 2), firstOf);
  expect(findings.some(isFault)).toBe(false);
  return findings.map(({ code, seq, detail }) => [code, seq, detail].filter((one) => one !== null).join(' '));
}

describe('a series', () => {
  test('without a hole, voids among it, is said nothing of, wherever it begins where its lease is not known', () => {
    expect(judged([drawn(4, 501), drawn(9, 502), drawn(12, 501, 'fee-voided'), drawn(15, 503)])).toEqual([]);
    expect(judged([])).toEqual([]);
  });

  test('is told where a number between two used ones is in no act, at the act behind it', () => {
    expect(judged([drawn(4, 501), drawn(9, 503), drawn(11, 507)])).toEqual([
      'AU-214 9 quittance 502',
      'AU-214 11 quittance 504 to 506',
    ]);
  });

  test('is told where it does not begin with its lease, unless what did may be among the closed ones', () => {
    const firstOf: FirstOf = (desk, series) =>
      desk === 'ML-PAR/B' && series === 'quittance' ? 501 : undefined;
    const late = [drawn(4, 503), drawn(9, 504), drawn(10, 7, 'instrument-issued', 'passport')];
    expect(judged([drawn(4, 501), drawn(9, 502)], [], firstOf)).toEqual([]);
    expect(judged(late, [], firstOf)).toEqual(['AU-214 4 quittance 501 to 502']);
    expect(judged(late, [record(2)], firstOf)).toEqual(['AU-216 1 acts']);
    expect(judged(late)).toEqual([]);
  });

  test('is told where a number is voided that no act gave, unless that act may be among the closed ones', () => {
    const filled = [drawn(4, 501), drawn(9, 502, 'fee-voided'), drawn(11, 503)];
    expect(judged(filled)).toEqual(['AU-214 9 quittance 502: voided, and never given']);
    expect(judged(filled, [record(6)])).toEqual(['AU-216 1 acts']);
    const elsewhere = record(6, 'fee-collected', 'ML-PAR/A');
    expect(judged(filled, [elsewhere])).toEqual([
      'AU-216 1 acts',
      'AU-214 9 quittance 502: voided, and never given',
    ]);
  });

  test('is one of its desk: another series and another desk have numbers of their own', () => {
    const other = { ...drawn(3, 900), record: record(3, 'fee-collected', 'ML-PAR/A') };
    expect(judged([drawn(1, 1), drawn(2, 50, 'instrument-issued', 'passport'), other])).toEqual([]);
  });

  test('is told where it has a number twice, or one of another form', () => {
    expect(judged([drawn(1, 1), drawn(2, 1), drawn(3, null)])).toEqual([
      'AU-215 2 quittance 1: twice',
      'AU-215 3 quittance: of another form',
    ]);
  });

  test('of which not all can be read says so', () => {
    expect(judged([drawn(1, 1)], [record(2), record(3)])).toEqual(['AU-216 2 acts']);
  });
});

test('a desk is whole whose every chain of acts is here from its first number on', () => {
  const of = (desk: string, seqs: readonly number[], but: object = {}) =>
    seqs.map((seq) => ({ ...record(seq, 'annotated', desk), ...but }) as ChainRecord);
  const whole = wholeDesks([
    ...of('ML-PAR/A', [2, 1, 3, 3]),
    ...of('ML-PAR/A', [1], { epoch: 'two' }),
    ...of('ML-PAR/B', [1, 2]),
    ...of('ML-PAR/B', [2], { epoch: 'two' }),
    ...of('ML-PAR/C', [1, 3]),
    ...of('ML-PAR/D', [1]),
    ...of('ML-PAR/D', [7], { of: 'audits' }),
  ]);
  expect([...whole]).toEqual(['ML-PAR/A', 'ML-PAR/D']);
});

test('a number that was written is read back, of its own mission only', () => {
  const paris = 'ML-PAR' as MissionCode;
  const longer = 'ML-P2P3' as MissionCode;
  expect(quittanceNumber(paris, quittanceText(paris, 2026, 1120))).toBe(1120);
  expect(quittanceNumber(longer, quittanceText(longer, 2026, 123_456))).toBe(123_456);
  expect(instrumentNumber(paris, instrumentText(paris, 42))).toBe(42);
  expect(instrumentNumber(longer, instrumentText(longer, 42))).toBe(42);
  for (const text of ['', 'PAR-Q-26-', 'PAR-Q-26-12', 'DKR-Q-26-01120', 'PAR-Q-26-0112O', ' PAR-Q-26-01120'])
    expect(quittanceNumber(paris, text), text).toBeNull();
  for (const text of ['', '000042', 'PAR42', 'DKR000042', 'PAR00004 2'])
    expect(instrumentNumber(paris, text), text).toBeNull();
});
