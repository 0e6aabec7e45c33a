/** What is filled in to approve a request, and what is still missing before it may be signed. */

import { isoTime } from '../../../app/acts/clock.ts';
import type { DeskRequestView } from '../../../app/desk/desk-enrolment.ts';
import type { EnrolmentApproval, EnrolmentRequestView } from '../../../app/desk/enrolment.ts';
import type { OfficerRole } from '../../../app/keyring/roles.ts';
import { localDay } from '../../ui/format.ts';
import type { PartialDate } from '../../ui/partial-date.ts';

/** What was read: a request of an officer, or one for a desk with its first officer. */
export type ReadRequest =
  | { readonly kind: 'officer'; readonly view: EnrolmentRequestView }
  | { readonly kind: 'desk'; readonly view: DeskRequestView };

export interface ApprovalForm {
  readonly compared: boolean;
  /** as on the travel document, in capitals */
  readonly surname: string;
  readonly given: string;
  readonly roles: readonly OfficerRole[];
  /** a local day, or '' */
  readonly until: PartialDate;
}

/** Roles as wished, where they may be given; as long as the approver's own credential lasts. */
export const startOf = ({ roles, mayGive, longestUntil }: ReadRequest['view']): ApprovalForm => ({
  compared: false,
  surname: '',
  given: '',
  roles: roles.filter((role) => mayGive.includes(role)),
  until: localDay(longestUntil),
});

export type Missing = 'compared' | 'name' | 'roles' | 'until' | 'until-late' | 'until-past';

/** @param today the local day */
export function missingIn(form: ApprovalForm, longestUntil: string, today: PartialDate): Missing | null {
  if (!form.compared) return 'compared';
  if (form.surname.trim() === '') return 'name';
  if (form.roles.length === 0) return 'roles';
  return untilProblem(form.until, longestUntil, today);
}

export function untilProblem(
  until: PartialDate,
  longestUntil: string,
  today: PartialDate,
): Extract<Missing, 'until' | 'until-late' | 'until-past'> | null {
  if (until.length !== 10) return 'until';
  if (until > localDay(longestUntil)) return 'until-late';
  return until < today ? 'until-past' : null;
}

/** To the end of the day that was written, and never past the approver's own end. */
export function approvalOf(form: ApprovalForm, longestUntil: string): EnrolmentApproval {
  const [year = 0, month = 1, day = 1] = form.until.split('-').map(Number);
  const end = new Date(year, month - 1, day, 23, 59, 59).getTime();
  return {
    name: [form.surname, form.given]
      .map((part) => part.trim())
      .filter(Boolean)
      .join(' '),
    roles: form.roles,
    until: isoTime(Math.min(end, Date.parse(longestUntil))),
  };
}
