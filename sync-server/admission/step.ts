/** Places between two steps, for tests that end the process there. */
export type Step =
  | 'judged'
  | 'keyring-kept'
  | 'records-kept'
  | 'evidence-kept'
  | 'quarantined'
  | 'signed'
  | 'receipted'
  | 'released';
