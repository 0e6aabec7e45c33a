/**
 * The kinds of act, in one table. `commutes`: never a competing head (FORMATS.md, "Folding").
 * `irrevocable`: not allowed while a dossier has two heads. Who may seal a kind in which state is in
 * dossier/allowed-acts.ts; what its body holds is in bodies.ts.
 */
const plain = { commutes: false, irrevocable: false } as const;
const commuting = { commutes: true, irrevocable: false } as const;
const final = { commutes: false, irrevocable: true } as const;

export const ACT_KINDS = {
  opened: plain,
  amended: plain,
  'evidence-attached': commuting,
  'applicant-confirmed': plain,
  submitted: plain,
  assigned: commuting,
  'information-requested': plain,
  'information-supplied': plain,
  'waits-for': plain,
  approved: final,
  refused: final,
  countersigned: final,
  'countersignature-declined': plain,
  'instrument-issued': final,
  'instrument-voided': final,
  'handed-over': final,
  'document-declared-lost': plain,
  'fee-collected': commuting,
  'fee-voided': plain,
  'contact-noted': commuting,
  withdrawn: plain,
  closed: plain,
  transferred: plain,
  'person-linked': plain,
  'person-unlinked': plain,
  reconciled: plain,
  corrected: plain,
  erased: final,
  annotated: commuting,
  // A hold stops an erasure and nothing else: it never competes with what is done at a counter.
  'held-by-law': commuting,
  'hold-lifted': commuting,
} as const satisfies Record<string, { commutes: boolean; irrevocable: boolean }>;

export type ActKind = keyof typeof ACT_KINDS;

export const isActKind = (kind: string): kind is ActKind => Object.hasOwn(ACT_KINDS, kind);
