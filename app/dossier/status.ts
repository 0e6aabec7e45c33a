/**
 * The two axes that a person sees of a file (UI.md section 2): where an entry is, and where the procedure is.
 * Both are closed lists: a screen that forgets one does not compile.
 */

/** Where an entry is, from least to most certain; `held`, `not-admitted`, `needs-update`, `unverified` ask for a person. */
export const ENTRY_STATES = [
  'draft',
  'sealed',
  'on-stick',
  'sent',
  'received',
  'held',
  'not-admitted',
  'needs-update',
  'unverified',
] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

export const PROCEDURE_STATES = [
  'lodged',
  'submitted',
  'under-review',
  'information-requested',
  'information-supplied',
  'waiting-on-other',
  'to-countersign',
  'approved',
  'refused',
  'issued',
  'ready',
  'handed-over',
  'withdrawn',
  'closed',
  'transferred',
  'erased',
] as const;
export type ProcedureState = (typeof PROCEDURE_STATES)[number];

/** After these nothing more is decided; a file rests. */
export const RESTING_STATES: ReadonlySet<ProcedureState> = new Set([
  'refused',
  'handed-over',
  'withdrawn',
  'closed',
  'transferred',
  'erased',
]);
