/**
 * What can be wrong with bytes that claim to be sealed. Codes are stable and translated at the edge
 * (assets/locales); messages are for engineers and never carry content.
 */
export const SEAL_ERRORS = {
  'SEAL-001': 'not UTF-8',
  'SEAL-002': 'not canonical base64url',
  'SEAL-003': 'not a compact JWS of three parts',
  'SEAL-004': 'header is not exactly the one its type prescribes',
  'SEAL-005': 'signature is not 64 bytes, or its s is above n/2',
  'SEAL-006': 'signature does not verify',
  'SEAL-007': 'payload is not the JSON text that its members would give',
  'SEAL-008': 'JWE malformed or not of the prescribed algorithm',
  'SEAL-009': 'JWE does not open: wrong key or altered',
  'SEAL-010': 'body does not belong to this envelope',
  'SEAL-011': 'body larger than its limit, or badly padded',
  'SEAL-012': 'dossier key does not match its commitment',
  'SEAL-013': 'no wrap of this dossier key for this officer',
  'SEAL-014': 'a member is missing or not of its type',
} as const;

export type SealErrorCode = keyof typeof SEAL_ERRORS;

export class SealError extends Error {
  readonly code: SealErrorCode;
  constructor(code: SealErrorCode, message: string = SEAL_ERRORS[code], options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'SealError';
    this.code = code;
  }
}
