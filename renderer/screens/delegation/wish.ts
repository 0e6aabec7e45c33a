/** What is filled in to delegate, and what is still missing before it may be signed. */
import { isoTime } from '../../../app/acts/clock.ts';
import type { ServiceCode } from '../../../app/acts/ids.ts';
import type { DelegationOffer, DelegationWish } from '../../../app/desk/delegation.ts';
import type { OfficerRole } from '../../../app/keyring/roles.ts';
import { localDay } from '../../ui/format.ts';
import type { PartialDate } from '../../ui/partial-date.ts';

export interface WishForm {
  /** subject, or '' */
  readonly to: string;
  readonly roles: readonly OfficerRole[];
  /** empty for all */
  readonly services: readonly ServiceCode[];
  /** local days, or '' */
  readonly from: PartialDate;
  readonly until: PartialDate;
}

/** All that may be delegated, from today on: to whom and until when is for the delegator to say. */
export const startOf = ({ roles }: DelegationOffer, today: PartialDate): WishForm => ({
  to: '',
  roles,
  services: [],
  from: today,
  until: '',
});

export type Missing = 'to' | 'roles' | 'from' | 'until' | 'until-early' | 'until-late';

/** @param today the local day */
export function missingIn(form: WishForm, longestUntil: string, today: PartialDate): Missing | null {
  if (form.to === '') return 'to';
  if (form.roles.length === 0) return 'roles';
  if (form.from.length !== 10 || form.from < today) return 'from';
  if (form.until.length !== 10) return 'until';
  if (form.until < form.from) return 'until-early';
  return form.until > localDay(longestUntil) ? 'until-late' : null;
}

const dayAt = (day: PartialDate, ...time: [number, number, number]): number => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date, ...time).getTime();
};

/**
 * From now, or from the first moment of the day that was written; to the last moment of the other, and never past the
 * delegator's own end. @param now milliseconds
 */
export function wishOf(form: WishForm, longestUntil: string, now: number): DelegationWish {
  const { to, roles, services, from, until } = form;
  return {
    to,
    roles,
    services: services.length === 0 ? null : services,
    from: isoTime(Math.max(now, dayAt(from, 0, 0, 0))),
    until: isoTime(Math.min(dayAt(until, 23, 59, 59), Date.parse(longestUntil))),
  };
}
