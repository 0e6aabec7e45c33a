/**
 * What each kind of act does to the state of the procedure: one complete table. A kind that is missing does not compile.
 */
import type { ActKind } from '../acts/kinds.ts';
import type { ProcedureState } from './status.ts';

type Next = ProcedureState | 'same' | 'decided';

/** `decided`: approved, or to be countersigned first where the service asks for a second signature. */
export const NEXT_STATE: Readonly<Record<ActKind, Next>> = {
  opened: 'lodged',
  amended: 'same',
  'evidence-attached': 'same',
  'applicant-confirmed': 'same',
  submitted: 'submitted',
  assigned: 'same',
  'information-requested': 'information-requested',
  'information-supplied': 'information-supplied',
  'waits-for': 'waiting-on-other',
  approved: 'decided',
  refused: 'refused',
  countersigned: 'approved',
  'countersignature-declined': 'submitted',
  'instrument-issued': 'issued',
  'instrument-voided': 'approved',
  'handed-over': 'handed-over',
  'document-declared-lost': 'same',
  'fee-collected': 'same',
  'fee-voided': 'same',
  'contact-noted': 'same',
  withdrawn: 'withdrawn',
  closed: 'closed',
  transferred: 'transferred',
  'person-linked': 'same',
  'person-unlinked': 'same',
  reconciled: 'same',
  corrected: 'same',
  erased: 'erased',
  annotated: 'same',
  'held-by-law': 'same',
  'hold-lifted': 'same',
};
