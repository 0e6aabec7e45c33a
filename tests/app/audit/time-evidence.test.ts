/** Law 9: a doubtful clock is evidence: listed with what it is held against, each once. */
import { describe, expect, test } from 'vitest';
import { type TimedRecord, timeEvidence } from '../../../app/audit/time-evidence.ts';

const at = (text: string): string => `2026-11-${text}Z`;
const chain = (...times: (string | [string, string])[]): TimedRecord[] =>
  times.map((time, index) => {
    const [claimedAt, lastReceipt] = typeof time === 'string' ? [time, null] : time;
    return { seq: index + 1, id: `act-${index + 1}`, claimedAt: at(claimedAt), lastReceipt };
  });
const times = (receipts: Record<string, string>, covered: Record<string, string> = {}) => ({
  timeOf: (receipt: string) => (receipts[receipt] === undefined ? undefined : at(receipts[receipt])),
  coveredAt: (act: string) => (covered[act] === undefined ? undefined : at(covered[act])),
});
const NOTHING = times({});
const found = (...args: Parameters<typeof timeEvidence>) =>
  timeEvidence(...args).map(({ what, seq, until }) => `${what} ${seq}${until === seq ? '' : `–${until}`}`);

describe('time as evidence', () => {
  test('an honest day says nothing', () => {
    expect(found(chain('01T08:00:00', '01T08:00:05', '01T17:59:00', '02T08:00:00'), NOTHING)).toEqual([]);
  });

  test('a step back is told once, with how far; the days after it are judged by the new time', () => {
    const records = chain('05T08:00:00', '01T08:00:00', '01T08:05:00', '01T09:00:00');
    expect(found(records, NOTHING)).toEqual(['went-back 2']);
    expect(timeEvidence(records, NOTHING)[0]).toMatchObject({
      against: at('05T08:00:00'),
      apart: 4 * 86_400_000,
    });
  });

  test('a correction of seconds is none; many that add up are', () => {
    expect(found(chain('01T08:00:00', '01T07:59:30'), NOTHING)).toEqual([]);
    expect(found(chain('01T08:00:00', '01T07:59:30', '01T07:59:00', '01T07:58:30'), NOTHING)).toEqual([
      'went-back 4',
    ]);
  });

  test('a jump forward beyond the limit', () => {
    expect(found(chain('01T08:00:00', '08T07:00:00', '20T08:00:00'), NOTHING)).toEqual(['jumped 3']);
  });

  test('before the receipt that it names: proven to be back-dated', () => {
    const records = chain('03T08:00:00', ['03T09:00:00', 'r'], ['03T09:30:00', 'r']);
    expect(found(records, times({ r: '03T09:10:00' }))).toEqual(['back-dated 2']);
    // A receipt that is not at hand proves nothing.
    expect(found(records, NOTHING)).toEqual([]);
  });

  test('after the receipt that covers it: a clock ahead', () => {
    expect(found(chain('03T08:00:00'), times({}, { 'act-1': '02T08:00:00' }))).toEqual(['after-receipt 1']);
  });

  test('sealed on an old receipt: one finding for a run, with the greatest age', () => {
    const records = chain(
      ['02T08:00:00', 'r'],
      ['09T08:00:00', 'r'],
      ['10T08:00:00', 'r'],
      ['11T08:00:00', 's'],
    );
    const receipts = times({ r: '01T08:00:00', s: '11T07:00:00' });
    expect(found(records, receipts)).toEqual(['stale-receipt 2–3']);
    expect(timeEvidence(records, receipts)[0]?.apart).toBe(9 * 86_400_000);
  });
});
