/** What the page of delegations makes of what is filled in: never a moment more than was meant. */
import { describe, expect, it } from 'vitest';
import type { ServiceCode } from '../../../app/acts/ids.ts';
import { missingIn, startOf, type WishForm, wishOf } from '../../../renderer/screens/delegation/wish.ts';
import { localDay } from '../../../renderer/ui/format.ts';

const LONGEST = '2027-11-20T11:30:00Z';
const TODAY = '2026-11-21';
const offer = { roles: ['head-of-mission'] as const, officers: [], longestUntil: LONGEST };
const whole: WishForm = {
  to: 'colleague',
  roles: ['head-of-mission'],
  services: [],
  from: '2026-11-23',
  until: '2026-11-27',
};

describe('a wish to delegate', () => {
  it('starts today with all that may be delegated, to nobody and without an end', () => {
    expect(startOf(offer, TODAY)).toEqual({
      to: '',
      roles: ['head-of-mission'],
      services: [],
      from: TODAY,
      until: '',
    });
  });

  it('is complete with a person, a right, and dates that follow each other within the own credential', () => {
    const missing = (change: Partial<WishForm>) => missingIn({ ...whole, ...change }, LONGEST, TODAY);
    expect(missing({})).toBeNull();
    expect(missing({ from: TODAY, until: TODAY })).toBeNull();
    expect(missing({ to: '' })).toBe('to');
    expect(missing({ roles: [] })).toBe('roles');
    expect(missing({ from: '' })).toBe('from');
    expect(missing({ from: '2026-11-20' })).toBe('from');
    expect(missing({ until: '2026-11' })).toBe('until');
    expect(missing({ until: '2026-11-22' })).toBe('until-early');
    expect(missing({ until: localDay(LONGEST) })).toBeNull();
    expect(missing({ until: '2027-11-21' })).toBe('until-late');
  });

  it('begins with its first day, today with this moment, and ends with its last or with the credential', () => {
    const now = new Date(2026, 10, 21, 10, 0, 0).getTime();
    const local = (...parts: [number, number, number, number, number, number]) =>
      `${new Date(...parts).toISOString().slice(0, 19)}Z`;
    expect(wishOf(whole, LONGEST, now)).toEqual({
      to: 'colleague',
      roles: ['head-of-mission'],
      services: null,
      from: local(2026, 10, 23, 0, 0, 0),
      until: local(2026, 10, 27, 23, 59, 59),
    });
    const services = ['ml-laissez-passer' as ServiceCode];
    const today = wishOf({ ...whole, from: TODAY, until: localDay(LONGEST), services }, LONGEST, now);
    expect(today).toMatchObject({ from: local(2026, 10, 21, 10, 0, 0), until: LONGEST, services });
  });
});
