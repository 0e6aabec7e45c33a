/** What keeps a command of the ministry from being done: a stable code, what is the matter, and what to do. */
export const MINISTRY_ERRORS = {
  'MN-001': 'there is no ministry here that these commands know',
  'MN-002': 'a passphrase is needed and none was given',
  'MN-003': 'the passphrase does not open this file, or the file was altered',
  'MN-004': 'a passphrase that may not be chosen',
  'MN-005': 'the plan is not valid',
  'MN-006': 'what is named is not there',
  'MN-007': 'it is there already, and otherwise',
  'MN-008': 'the time is out of bounds',
  'MN-009': 'records do not verify against the ministry’s root',
  'MN-010': 'an earlier command was cut off',
  'MN-011': 'the token does not do it',
} as const;

export type MinistryErrorCode = keyof typeof MINISTRY_ERRORS;

/** No name of a person and no secret is ever in its text. */
export class MinistryError extends Error {
  readonly code: MinistryErrorCode;
  constructor(code: MinistryErrorCode, detail: string, options?: { cause?: unknown }) {
    super(`${code}: ${MINISTRY_ERRORS[code]}: ${detail}`, options);
    this.name = 'MinistryError';
    this.code = code;
  }
}
