/** A file's timeline says of each entry what an auditor's list says of it, and nothing of one that is as they are. */
import { describe, expect, test } from 'vitest';
import { type PlacedAct, timelineOddities } from '../../../app/audit/timeline-oddities.ts';

const place = (seq: number, claimedAt: string, more: Partial<PlacedAct> = {}): PlacedAct => ({
  id: `act-${seq}`,
  desk: 'ML-PAR/B',
  epoch: 'one',
  seq,
  prev: seq === 1 ? null : `act-${seq - 1}`,
  claimedAt,
  lastReceipt: null,
  keyringReplacedAt: null,
  acceptedDespite: null,
  ...more,
});
const receipts = (
  times: Readonly<Record<string, string>>,
  covered: Readonly<Record<string, string>> = {},
) => ({
  timeOf: (receipt: string) => times[receipt],
  coveredAt: (act: string) => covered[act],
});
const NONE = receipts({});
const odd = (
  acts: readonly PlacedAct[],
  before: readonly PlacedAct[] = [],
  times = NONE,
  word: { contiguousTo: number; head: string | null } | undefined = undefined,
) => {
  const found = timelineOddities(acts, new Map(before.map((one) => [one.id, one])), times, () => word);
  return Object.fromEntries([...found].map(([id, list]) => [id, list.map(({ what }) => what)]));
};

describe('an entry', () => {
  test('whose clock goes as clocks do is said nothing of, days after the one before in its file', () => {
    const acts = [place(1, '2026-11-01T09:00:00Z'), place(40, '2026-11-19T09:00:00Z')];
    expect(odd(acts)).toEqual({ 'act-1': [], 'act-40': [] });
  });

  test('that claims to be older than the one before it in its desk’s chain, in another file: the clock went back', () => {
    const before = place(7, '2026-11-19T12:00:00Z');
    const found = timelineOddities(
      [place(8, '2026-11-19T09:00:00Z')],
      new Map([[before.id, before]]),
      NONE,
      () => undefined,
    );
    expect(found.get('act-8')).toEqual([
      { what: 'went-back', against: '2026-11-19T12:00:00Z', apart: 3 * 3_600_000 },
    ]);
  });

  test('that was accepted although what it rests on had been revoked says from when on', () => {
    const at = '2026-11-18T00:00:00Z';
    const acts = [
      place(1, '2026-11-17T09:00:00Z'),
      place(2, '2026-11-19T09:00:00Z', { acceptedDespite: at }),
    ];
    expect(odd(acts)).toEqual({ 'act-1': [], 'act-2': ['after-revocation'] });
    expect(timelineOddities(acts, new Map(), NONE, () => undefined).get('act-2')).toEqual([
      { what: 'after-revocation', against: at, apart: null },
    ]);
  });

  test('that lies far behind its neighbour: the clock jumped; the one behind it is not said to', () => {
    const before = place(7, '2026-11-01T12:00:00Z');
    expect(odd([place(8, '2026-11-19T09:00:00Z'), place(9, '2026-11-19T09:01:00Z')], [before])).toEqual({
      'act-8': ['jumped'],
      'act-9': [],
    });
  });

  test('that is older than a word of the centre it names is back-dated; younger than its own acknowledgement, ahead', () => {
    const times = receipts({ r: '2026-11-19T12:00:00Z' }, { 'act-2': '2026-11-19T13:00:00Z' });
    const acts = [place(1, '2026-11-19T09:00:00Z', { lastReceipt: 'r' }), place(2, '2026-11-19T15:00:00Z')];
    expect(odd(acts, [], times)).toEqual({ 'act-1': ['back-dated'], 'act-2': ['after-receipt'] });
  });

  test('sealed on an old word of the centre says so, each of them: a file shows a few of many', () => {
    const times = receipts({ r: '2026-11-01T12:00:00Z' });
    const acts = [1, 2].map((seq) => place(seq, '2026-11-19T09:00:00Z', { lastReceipt: 'r' }));
    expect(odd(acts, [], times)).toEqual({ 'act-1': ['stale-receipt'], 'act-2': ['stale-receipt'] });
  });

  test('sealed on authorisations that were replaced long before is flagged; on ones just replaced, not', () => {
    const acts = [
      place(1, '2026-11-19T09:00:00Z', { keyringReplacedAt: '2026-10-01T09:00:00Z' }),
      place(2, '2026-11-19T09:01:00Z', { keyringReplacedAt: '2026-11-10T09:00:00Z' }),
    ];
    expect(odd(acts)).toEqual({ 'act-1': ['stale-keyring'], 'act-2': [] });
  });

  test('whose number another has, here or by the centre’s word, is a fork', () => {
    const twin = place(2, '2026-11-19T09:01:00Z', { id: 'twin' });
    expect(odd([place(2, '2026-11-19T09:00:00Z'), twin])).toEqual({ 'act-2': ['fork'], twin: ['fork'] });
    const one = [place(2, '2026-11-19T09:00:00Z')];
    expect(odd(one, [], NONE, { contiguousTo: 2, head: 'another' })).toEqual({ 'act-2': ['fork'] });
    expect(odd(one, [], NONE, { contiguousTo: 2, head: 'act-2' })).toEqual({ 'act-2': [] });
  });

  test('that is the first of a further epoch of its desk tells the restore, once', () => {
    const further = { epoch: 'two', prev: null };
    const acts = [
      place(4, '2026-11-19T09:00:00Z'),
      place(1, '2026-11-19T10:00:00Z', further),
      place(2, '2026-11-19T10:01:00Z', { epoch: 'two', id: 'last' }),
      place(3, '2026-11-19T11:00:00Z', { desk: 'CENTRAL/A', epoch: 'three' }),
    ];
    expect(odd(acts)).toEqual({ 'act-4': [], 'act-1': ['restored'], last: [], 'act-3': [] });
  });
});
