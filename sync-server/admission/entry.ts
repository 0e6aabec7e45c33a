/** What is known of one record. */
import type { RecordHash } from '../../app/acts/ids.ts';
import type { Admission } from '../../app/admission/verdict-codes.ts';
import type { Verdict } from '../../app/dossier/verdict.ts';
import type { Claims, EntryKey, RecordKind } from './offered.ts';

/** Something that the gateway holds, in either place. */
export interface Entry {
  readonly key: EntryKey;
  readonly subject: RecordHash;
  readonly kind: RecordKind;
  readonly id: string;
  readonly rev: string;
  readonly consistent: boolean;
  readonly claims: Claims;
  /** `erased`: known by name only, for its file was erased; its bytes are nowhere here */
  readonly place: 'kept' | 'quarantine' | 'erased';
  readonly admission: Admission;
}

export interface Told {
  readonly verdict: Verdict;
  readonly code: string;
  readonly epoch: string;
}
