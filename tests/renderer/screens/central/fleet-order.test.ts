import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeskState, FleetDesk } from '../../../../app/desk/fleet.ts';
import {
  choose,
  desksByMission,
  inOrder,
  isOlder,
  newestVersion,
  silentCount,
} from '../../../../renderer/screens/central/desks/fleet-order.ts';
import { specimenFleet } from '../../../../renderer/screens/central/specimen/fleet.ts';

const AT = Date.parse('2026-11-21T09:43:00Z');
const desks: readonly FleetDesk[] = specimenFleet('some', AT).fleet?.desks ?? [];
const many: readonly FleetDesk[] = specimenFleet('many', AT).fleet?.desks ?? [];
const names = (found: readonly FleetDesk[]): readonly string[] => found.map(({ desk }) => desk);
const inState = (state: DeskState) => names(desks.filter((one) => one.state === state));

describe('the order of desks', () => {
  it('is silent, never come, regular, revoked, whatever the gateway’s was', () => {
    const states = ['silent', 'never', 'regular', 'revoked'] as const;
    expect(names(inOrder(desks.toReversed())).toSorted()).toEqual(names(desks).toSorted());
    expect(inOrder(desks.toReversed()).map(({ state }) => state)).toEqual(
      states.flatMap((state) => inState(state).map(() => state)),
    );
  });

  it('keeps the gateway’s within a state', () => {
    expect(names(inOrder(desks)).slice(0, 2)).toEqual(['ML-DKR/A', 'ML-RBA/A']);
    expect(names(inOrder(desks.toReversed())).slice(0, 2)).toEqual(['ML-RBA/A', 'ML-DKR/A']);
  });

  it('counts the silent for the rail', () => {
    expect(silentCount(desks)).toBe(2);
    expect(silentCount([])).toBe(0);
  });
});

describe('the filters', () => {
  const nameOf = ({ desk }: FleetDesk) => `${desk.split('/')[0]}, guichet ${desk.split('/')[1]}`;
  const found = (mission: string, text: string) => names(choose(desks, mission, text, nameOf));

  it('show all when nothing is chosen', () => {
    expect(found('', ' ')).toEqual(names(desks));
  });

  it('take a mission, words that begin a name, a version; both together', () => {
    expect(found('ML-PAR', '')).toEqual(['ML-PAR/B', 'ML-PAR/A']);
    expect(found('', 'par b')).toEqual(['ML-PAR/B']);
    expect(found('', '0.9')).toEqual(['ML-DKR/A']);
    expect(found('ML-PAR', 'dkr')).toEqual([]);
    expect(found('', 'Guïchet DKR')).toEqual(['ML-DKR/A']);
  });

  it('list the centre first, then the missions by code, with their number of desks', () => {
    expect(desksByMission(desks)).toEqual([
      { mission: 'CENTRAL', count: 1 },
      { mission: 'ML-BRU', count: 1 },
      { mission: 'ML-DKR', count: 1 },
      { mission: 'ML-PAR', count: 2 },
      { mission: 'ML-RBA', count: 1 },
    ]);
    expect(new Set(names(many)).size).toBe(200);
    expect(desksByMission(many).reduce((sum, { count }) => sum + count, 0)).toBe(200);
  });
});

describe('versions', () => {
  it('are ordered as SemVer says', () => {
    const rising = [
      '0.9.2',
      '0.9.10',
      '0.10.0-rc.9',
      '0.10.0-rc.10',
      '0.10.0',
      '1.0.0-1',
      '1.0.0-alpha',
      '1.0.0',
    ];
    for (const [a, one] of rising.entries())
      for (const [b, other] of rising.entries()) expect(isOlder(one, other), `${one} ${other}`).toBe(a < b);
  });

  it('of the same precedence, or no version at all, are not older', () => {
    expect(isOlder('1.0.0+a', '1.0.0+b')).toBe(false);
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/^\d+\.\d+\.\d+/.test(text));
        expect(isOlder(text, '1.0.0') || isOlder('1.0.0', text)).toBe(false);
      }),
    );
  });

  it('are compared with the newest that a desk still let in has told', () => {
    expect(newestVersion(desks)).toBe('0.10.0');
    expect(newestVersion(desks.map((desk) => ({ ...desk, state: 'revoked' })))).toBeNull();
    expect(newestVersion([])).toBeNull();
  });
});
