import { describe, expect, it } from 'vitest';
import type { FleetDesk } from '../../../../app/desk/fleet.ts';
import {
  backlogText,
  clockText,
  contactText,
  dayText,
  deskName,
  stateText,
  usualText,
} from '../../../../renderer/screens/central/desks/desk-text.ts';
import { specimenFleet } from '../../../../renderer/screens/central/specimen/fleet.ts';
import { makeI18n } from '../../../../renderer/ui/i18n.tsx';

const AT = Date.parse('2026-11-21T09:43:00Z');
const fr = makeI18n('fr');
const read = (text: string | undefined) => text?.replaceAll('\u00a0', ' ');
const desk = (id: string): FleetDesk => {
  const found = specimenFleet('some', AT).fleet?.desks.find((one) => one.desk === id);
  if (found === undefined) throw new Error('no such specimen');
  return found;
};
const dakar = desk('ML-DKR/A');

describe('what is said of a desk', () => {
  it('names mission and desk, and the centre as such', () => {
    expect(deskName(dakar, fr)).toBe('ML-DKR, guichet A');
    expect(deskName(desk('CENTRAL/A'), fr)).toBe('Centre, guichet A');
  });

  it('dates the last contact by age and by day', () => {
    const { lastContactAt } = dakar;
    expect(read(contactText(dakar, AT, fr))).toBe(`il y a 3 j, mer. ${fr.moment(lastContactAt ?? '')}`);
    expect(contactText(desk('ML-BRU/A'), AT, fr)).toBe('jamais');
  });

  it('adds the year where day and month alone would mislead', () => {
    const instant = desk('ML-PAR/A').lastContactAt ?? '';
    expect(dayText(instant, AT, fr)).toBe(fr.moment(instant, true));
  });

  it('keeps the day before its numbers in Arabic', () => {
    const ar = makeI18n('ar');
    const instant = dakar.lastContactAt ?? '';
    expect(dayText(instant, AT, ar)).toBe(`الأربعاء \u2066${ar.moment(instant)}\u2069`);
  });

  it('measures a silence by the usual one', () => {
    expect(read(stateText(dakar, AT, fr))).toBe('Silencieux depuis 3 j ; d’habitude 18 h au plus.');
    expect(read(stateText({ ...dakar, usualSilence: null }, AT, fr))).toMatch(/Trop peu de contacts/);
    expect(read(stateText(desk('ML-PAR/A'), AT, fr))).toBe('Révoqué : le centre ne le reçoit plus.');
    expect(stateText(desk('ML-BRU/A'), AT, fr)).toBe('Inscrit au centre, jamais venu encore.');
    expect(usualText(desk('ML-BRU/A'), fr)).toBeUndefined();
  });

  it('counts what waits there, its size and its age; nothing is a word, and not known is none', () => {
    expect(read(backlogText(dakar, AT, fr))).toBe('14 · 1,2 Mo · 3 j');
    expect(backlogText(desk('ML-RBA/A'), AT, fr)).toBe('rien');
    expect(backlogText(desk('ML-BRU/A'), AT, fr)).toBeUndefined();
    const report = dakar.report && { ...dakar.report, backlog: null };
    expect(backlogText({ ...dakar, report }, AT, fr)).toBeUndefined();
  });

  it('speaks of the clock only when it is more than a minute off', () => {
    expect(read(clockText(dakar, fr))).toBe('avance de 4 min');
    expect(read(clockText({ ...dakar, clockOffset: -3700 }, fr))).toBe('retard de 1 h');
    for (const clockOffset of [null, 0, 60, -60])
      expect(clockText({ ...dakar, clockOffset }, fr)).toBeUndefined();
    expect(clockText({ ...dakar, clockOffset: 61 }, fr)).toBeDefined();
  });
});
