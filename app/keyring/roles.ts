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
