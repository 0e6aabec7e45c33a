/** Roles of officers (DESIGN.md section 1), and what else a credential may be for. */
export const OFFICER_ROLES = [
  'agent',
  'cashier',
  'head-of-mission',
  'reviewer',
  'supervisor',
  'enrolment',
  'auditor',
] as const;
export type OfficerRole = (typeof OFFICER_ROLES)[number];

/** Who enrols or audits works from envelopes and names: of the groups they need the directory's only. */
const READS_NAMES_ONLY: readonly OfficerRole[] = ['enrolment', 'auditor'];

/** Class of the groups that may read officers' names. */
export const DIRECTORY_CLASS = 'directory';

/** Whether an officer with these roles reads what is wrapped for groups of this class. */
export const mayRead = (roles: readonly OfficerRole[], serviceClass: string): boolean =>
  serviceClass === DIRECTORY_CLASS || roles.some((role) => !READS_NAMES_ONLY.includes(role));

/** `root` signs the authority only; `authority` signs the keyring; `transport` can read nothing and decide nothing. */
export const TECHNICAL_ROLES = [
  'root',
  'authority',
  'gateway',
  'transport',
  'catalogue',
  'document-signer',
] as const;
export type TechnicalRole = (typeof TECHNICAL_ROLES)[number];

export type Role = OfficerRole | TechnicalRole;

export const isOfficerRole = (role: Role): role is OfficerRole =>
  (OFFICER_ROLES as readonly string[]).includes(role);
