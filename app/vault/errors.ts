/** What can be wrong with a slot or a kit. A wrong secret and an altered file are one code: they tell nothing. */
export const VAULT_ERRORS = {
  'VA-001':
    'not a slot, transport, kit or sealed file of a known version, or its parameters are out of bounds',
  'VA-002': 'does not open: wrong secret, or altered',
  'VA-003': 'not a PIN that may be chosen: six digits or more, not all the same, not a run',
  'VA-004': 'the key store of the system did not give its part back',
  'VA-005': 'a revocation that does not verify back to this ministry’s root',
  'VA-006': 'this desk is not revoked: its transport key stays',
  'VA-007': 'the slot was destroyed after too many wrong secrets',
} as const;

export type VaultErrorCode = keyof typeof VAULT_ERRORS;

export class VaultError extends Error {
  readonly code: VaultErrorCode;
  constructor(code: VaultErrorCode, options?: { cause?: unknown }) {
    super(VAULT_ERRORS[code], options);
    this.name = 'VaultError';
    this.code = code;
  }
}
