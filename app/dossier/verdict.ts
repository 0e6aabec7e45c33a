import type { ActId } from '../acts/ids.ts';

/** The gateway's word on a record. No word yet: the act counts on the desk that sealed it, and says so. */
export type Verdict = 'accepted' | 'held' | 'refused';

/** Verdicts by act, as receipts and lifts give them. */
export type Verdicts = ReadonlyMap<ActId, { readonly verdict: Verdict; readonly code: string }>;
