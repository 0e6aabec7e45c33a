/** What can be wrong with an enrolment. Codes are stable and have their texts in assets/locales. */
export const ENROLMENT_ERRORS = {
  'EN-001': 'not a request, or not an answer',
  'EN-002': 'an answer for another request or other keys',
  'EN-003': 'does not verify back to this ministry’s root',
  'EN-004': 'more than may be given, or to oneself',
  'EN-005': 'a request of another ministry',
  'EN-006': 'no such request waits here',
  'EN-007': 'no letter is laid aside at this desk that could be given',
  'EN-008': 'not a ministry’s root, or one that does not verify',
  'EN-009': 'this computer is in service, or has a kit: it cannot ask to be put into service',
} as const;

export type EnrolmentErrorCode = keyof typeof ENROLMENT_ERRORS;

export class EnrolmentError extends Error {
  readonly code: EnrolmentErrorCode;
  constructor(code: EnrolmentErrorCode, options?: { cause?: unknown }) {
    super(ENROLMENT_ERRORS[code], options);
    this.name = 'EnrolmentError';
    this.code = code;
  }
}
