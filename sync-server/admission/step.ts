/** Places between two steps, for tests that end the process there. */
export type Step =
  | 'judged'
  | 'keyring-kept'
  | 'records-kept'
  | 'evidence-kept'
  | 'wraps-deleted'
  | 'wraps-forgotten'
  | 'quarantined'
  | 'signed'
  | 'receipted'
  | 'released';
