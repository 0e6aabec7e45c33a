/** A failure that a person reads: a stable code, values to put into its text (never personal data). */
export class DeskError extends Error {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
  constructor(
    code: string,
    values: Readonly<Record<string, string | number>> = {},
    options?: { cause?: unknown },
  ) {
    super(code, options);
    this.name = 'DeskError';
    this.code = code;
    this.values = values;
  }
  /** under this name the values cross a message channel (rpc.ts) */
  get details(): Readonly<Record<string, string | number>> {
    return this.values;
  }
}
