import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countByMission,
  followingFiles,
  heldByMe,
  heldByOther,
} from '../../../../renderer/screens/central/queue/queue-order.ts';
import { centralSpecimen } from '../../../../renderer/screens/central/specimen/central-desk.ts';

const NOW = Date.parse('2026-11-21T10:43:00+01:00');
const rows = centralSpecimen({ now: () => NOW }).rows();

describe('the file after this one', () => {
  it('is never this one, never one to skip, and comes in the order of the queue, round the end', () => {
    fc.assert(
      fc.property(fc.nat(rows.length - 1), fc.subarray(rows.slice()), (at, skipped) => {
        const current = rows[at];
        if (!current) return;
        const next = followingFiles(rows, current.id, rows.length, (row) => skipped.includes(row));
        const expected = [...rows.slice(at + 1), ...rows.slice(0, at)].filter(
          (row) => !skipped.includes(row),
        );
        expect(next).toEqual(expected);
      }),
    );
  });
});

describe('who holds a file', () => {
  const row = rows[0];
  const held = (subject: string, until: string | null) =>
    ({ ...row, assignee: { subject, name: null, until } }) as (typeof rows)[number];
  it('holds it until the end of the assignment, or for as long as there is none', () => {
    expect(heldByOther(held('AS', '2026-11-21T10:44:00+01:00'), 'RM', NOW)).toBe(true);
    expect(heldByOther(held('AS', '2026-11-21T10:43:00+01:00'), 'RM', NOW)).toBe(false);
    expect(heldByOther(held('AS', null), 'RM', NOW)).toBe(true);
    expect(heldByOther(held('RM', null), 'RM', NOW)).toBe(false);
    expect(heldByMe(held('RM', '2026-11-21T10:44:00+01:00'), 'RM', NOW)).toBe(true);
    expect(heldByMe(held('RM', '2026-11-21T10:42:00+01:00'), 'RM', NOW)).toBe(false);
  });
});

it('the missions of the queue are counted once each', () => {
  expect(countByMission(rows).map(({ mission, count }) => `${mission} ${count}`)).toEqual([
    'ML-DKR 3',
    'ML-PAR 6',
    'ML-RBA 3',
  ]);
});
