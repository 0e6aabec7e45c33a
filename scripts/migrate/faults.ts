/** What may be wrong with a migration: a closed set of codes, with a sentence each. */
export const FAULT_CODES = {
  'MG-001': 'the source gives bytes that are not what their name says; they were not copied',
  'MG-002': 'a receipt in the source does not verify',
  'MG-003': 'a receipt of the source is not in the target',
  'MG-004': 'a receipt names this as accepted, and the target does not hold it',
  'MG-005': 'a receipt names this as held or refused, and it is neither in quarantine nor accepted',
  'MG-006': 'the target gives bytes that are not what their name says',
  'MG-007': 'the source was written to meanwhile: stop its gateways and run again',
} as const;
export type FaultCode = keyof typeof FAULT_CODES;

export interface Fault {
  readonly code: FaultCode;
  readonly database: string;
  /** of the document, or `<act|wrap|chunk>:<hash>` as receipts name it; empty for the whole database */
  readonly id: string;
  /** the receipt that names it */
  readonly receipt?: string;
}

/** Each fault once: what is missing is named by the first receipt that speaks of it. */
export class Faults {
  readonly #found = new Map<string, Fault>();

  add(fault: Fault): void {
    const name = `${fault.code} ${fault.database} ${fault.id}`;
    if (!this.#found.has(name)) this.#found.set(name, fault);
  }

  get all(): readonly Fault[] {
    return [...this.#found.values()];
  }
}
