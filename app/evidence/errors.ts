/**
 * What can be wrong with a file offered as evidence (before sealing), or with evidence read back. Codes are stable and
 * translated at the edge (assets/locales; EV-015 is kept for protected PDFs); messages are for engineers and never carry content or file names.
 */
export const EVIDENCE_ERRORS = {
  'EV-001': 'a chunk is not here yet',
  'EV-002': 'a chunk does not open: wrong key, altered, or out of place',
  'EV-003': 'the content is not what its manifest says',
  'EV-010': 'the file is empty',
  'EV-011': 'the file is larger than a file of evidence may be',
  'EV-012': 'the content is not of the type it claims',
  'EV-013': 'the image is truncated or cannot be decoded',
  'EV-014': 'the image has more pixels than can be shown',
  'EV-016': 'a PDF: to be photographed or scanned as an image',
  'EV-017': 'neither JPEG nor PNG',
} as const;

export type EvidenceErrorCode = keyof typeof EVIDENCE_ERRORS;

export class EvidenceError extends Error {
  readonly code: EvidenceErrorCode;
  /** parameters of the text that is shown, such as the claimed type */
  readonly details: Readonly<Record<string, string | number>> | undefined;
  constructor(
    code: EvidenceErrorCode,
    options?: { cause?: unknown; details?: Readonly<Record<string, string | number>> },
  ) {
    super(EVIDENCE_ERRORS[code], options);
    this.name = 'EvidenceError';
    this.code = code;
    this.details = options?.details;
  }
}
