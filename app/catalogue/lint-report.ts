/** What the lint may find, by stable code, and where. */
export const LINT_REASONS = {
  'CT-001': 'does not have the shape of a service definition',
  'CT-002': 'is written for a newer version of the desk',
  'CT-003': 'a field of a type that this version does not know',
  'CT-101': 'a text is blank or not in its language',
  'CT-102': 'a text holds mark-up, code, a pictogram or an invisible character',
  'CT-103': 'French typography: no-break space before : ; ! ? and inside « », typographic apostrophe',
  'CT-104': 'a text is missing in a language',
  'CT-110': 'a code is used twice',
  'CT-111': 'a condition speaks of a field that does not exist',
  'CT-112': 'a condition speaks of a field that is asked later, or of itself',
  'CT-113': 'a condition can never hold: the field has no such answer',
  'CT-114': 'a condition can never hold: no answers make it true where it stands',
  'CT-115': 'a condition on age or nationality, and no earlier field that gives it',
  'CT-116': 'a condition inside a group looks outside its item',
  'CT-120': 'a fact without a source that is not marked to be confirmed',
  'CT-121': 'an unknown figure that is not marked to be confirmed',
  'CT-122': 'no fee line: a free service says 0',
  'CT-130': 'the last delay has a condition: some files would have none',
  'CT-150': 'a rule, a check or the person speaks of a field or document that does not exist',
  'CT-152': 'a rule on dates speaks of a field that is no date',
  'CT-153': 'a rule on the NINA speaks of fields of other types',
  'CT-160': 'words for a state that does not exist',
  'CT-161': 'limits that exclude everything',
  'CT-170': 'steps, prerequisites, signatures or the sheet on personal data are missing',
  'CT-171': 'a service that is not open to anybody, and no word why',
  'CT-201': 'something is asked that is not declared in the list of documents',
  'CT-202': 'the same thing is asked twice of the same person',
  'CT-203':
    'the same question has another type, or another code, in another service: it would be asked again',
  'CT-204': 'more than one copy is asked',
  'CT-205': 'a legalised copy is asked',
  'CT-206': 'no step gives a récépissé before the file leaves the counter',
  'CT-207': 'no step gives the document that is issued',
  'CT-208': 'the delay is longer than the law allows',
  'CT-209': 'an amount without a source',
  'CT-211': 'services that need each other: nobody could begin',
  'CT-212': 'a prerequisite that is not in the catalogue',
  'CT-213': 'two services have the same code',
} as const;
export type LintCode = keyof typeof LINT_REASONS;

export interface Finding {
  readonly file: string;
  /** JSON pointer (RFC 6901) */
  readonly path: string;
  readonly code: LintCode;
  readonly reason: string;
}

export type Report = (code: LintCode, path: string, detail?: string) => void;
