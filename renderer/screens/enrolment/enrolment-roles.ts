import type { Officer } from '../../../app/desk/officer.ts';
import type { OfficerRole } from '../../../app/keyring/roles.ts';
import type { I18n } from '../../ui/i18n.tsx';

/** Whether this officer is shown how to enrol others: who has nothing to give is not bothered with it. */
export const mayEnrol = ({ roles, delegates }: Pick<Officer, 'roles' | 'delegates'>): boolean =>
  roles.includes('enrolment') || delegates.length > 0;

const AT_A_MISSION: readonly OfficerRole[] = ['agent', 'cashier', 'head-of-mission', 'auditor'];
const AT_THE_CENTRE: readonly OfficerRole[] = ['reviewer', 'supervisor', 'enrolment', 'auditor'];

/** The roles that have something to do there, in the order in which they are offered. */
export const rolesAt = (central: boolean): readonly OfficerRole[] => (central ? AT_THE_CENTRE : AT_A_MISSION);

export const roleWords = (roles: readonly OfficerRole[], { t }: I18n): string =>
  roles.map((role) => t(`desk.role.${role}`)).join(t('enrolment.and'));

/** The list with one more, or one fewer, in the order of `offered`. */
export const withRole = (
  offered: readonly OfficerRole[],
  roles: readonly OfficerRole[],
  role: OfficerRole,
  wanted: boolean,
): readonly OfficerRole[] => offered.filter((one) => (one === role ? wanted : roles.includes(one)));
