/**
 * The desk's journal: what an officer was told is sealed, flushed to the medium before they were told.
 *
 * Guarantees every implementation gives (tests/contracts/durable-journal.ts):
 * 1. When `commit` resolves `committed`, its chunks, wraps and acts are on the medium (fsync, or `flush()` on OPFS),
 *    in this order: chunks, wraps, then the acts' frame. The frame is the point of commitment: replay shows
 *    all of a commit or nothing of it (chunks and wraps without a frame are harmless and are not replayed as sealed).
 * 2. The journal alone gives out `seq`: `commit` appends only if `expected` is still the head of its (mission, epoch);
 *    otherwise it writes nothing and answers `conflict` with the head as it is. Two windows, tabs or processes
 *    on the same journal never both succeed on one head.
 * 3. A torn tail (power cut in the middle of a write) is cut off on opening; everything committed before is intact.
 *    A record whose checksum fails elsewhere is reported by `damage()`, the rest is kept and readable.
 * 4. `replay` gives committed frames in order of commitment, with the draft each names.
 * 5. A failed write (no space, medium gone) leaves the journal at its former head and rejects with `JournalError`.
 *    Where even the undoing fails, every later call rejects with `JRN-001` until the journal is opened again, and
 *    `replay` then tells whether the last commit is in it: so a draft is kept until one of the two has answered.
 * 6. Wraps rest in a store of their own which can be rewritten, so that erasure can remove them.
 * 7. Audit records are chained apart from acts, in the same epochs. When `commitAudit` resolves `committed`, the record is
 *    on the medium; it appends only if `expected` is still the audit head, else it writes nothing and answers `conflict`
 *    with the head as it is. It leaves the acts' heads and frames alone, as `commit` does the audit chain. What 2, 3
 *    and 5 say of a commit holds for it too; `audits` gives what was committed, in order of commitment.
 * 8. Travelling records (records.ts: credentials, grants, names) are in no chain. When `commitTravelling` resolves they are
 *    on the medium, all of a call or none; heads, frames and audit records are left alone. `travelling` gives them in order
 *    of commitment. What 3 and 5 say of a commit holds for them too.
 * 9. `raw` gives bytes of its files as they are, for an auditor: nothing is cut, repaired or left out. A journal that keeps
 *    no files has none to give (`JRN-001`).
 */
import type { ActId, DossierId, DraftId, Epoch, MissionCode, RecordHash } from '../acts/ids.ts';
import type { ErasureOrder } from '../erasure/order.ts';
import type { Chunk } from './act-log.ts';
import type { SignedDocument } from './records.ts';

/** Where a chain of (this desk, mission, epoch) stands: what comes next has `seq + 1` and `prev`. */
export interface ChainHead<Id> {
  readonly mission: MissionCode;
  readonly epoch: Epoch;
  readonly seq: number;
  readonly prev: Id | null;
}

/** of the acts */
export type JournalHead = ChainHead<ActId>;
/** of the audit records; `epoch` is the acts' current one */
export type AuditHead = ChainHead<RecordHash>;

export interface JournalCommit {
  readonly expected: JournalHead;
  /** the draft these acts came from: replay deletes it, so nothing is ever sealed twice */
  readonly draft: DraftId | null;
  /** acts in chain order; their ids continue `expected`. `seq` of the i-th is `expected.seq + 1 + i` */
  readonly acts: readonly SignedDocument[];
  readonly actIds: readonly ActId[];
  readonly wraps: readonly SignedDocument[];
  readonly chunks: readonly Chunk[];
  /** wall clock at commitment, milliseconds, for the page after a power cut; never an order */
  readonly at: number;
}

export type CommitOutcome =
  | { readonly outcome: 'committed'; readonly head: JournalHead }
  | { readonly outcome: 'conflict'; readonly head: JournalHead };

export interface AuditCommit {
  readonly expected: AuditHead;
  /** signed with `seq` one above `expected` and its `prev` */
  readonly document: SignedDocument;
  /** of the document's text */
  readonly hash: RecordHash;
}

export type AuditOutcome =
  | { readonly outcome: 'committed'; readonly head: AuditHead }
  | { readonly outcome: 'conflict'; readonly head: AuditHead };

/** Records that one call committed, with the mission whose database carries them. */
export interface TravellingCommit {
  readonly mission: MissionCode;
  readonly documents: readonly SignedDocument[];
}

/** A committed frame as replay gives it. Chunks are read one by one with `chunk`. */
export interface JournalFrame {
  readonly position: number;
  readonly mission: MissionCode;
  readonly epoch: Epoch;
  readonly draft: DraftId | null;
  readonly acts: readonly SignedDocument[];
  readonly at: number;
}

export type JournalErrorCode = 'JRN-001' | 'JRN-002' | 'JRN-003' | 'JRN-004' | 'JRN-005';

/**
 * JRN-001 the medium failed; JRN-002 no room; JRN-003 journal is open elsewhere; JRN-004 damaged beyond its tail, or
 * of a newer version; JRN-005 what was to be committed is malformed (a fault of the program, nothing was written).
 */
export class JournalError extends Error {
  readonly code: JournalErrorCode;
  constructor(code: JournalErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'JournalError';
    this.code = code;
  }
}

export interface JournalDamage {
  readonly file: 'acts' | 'wraps' | 'evidence';
  readonly offset: number;
  readonly bytes: number;
}

export interface RawBytes {
  readonly size: number;
  readonly bytes: Uint8Array;
}

export interface Erasure {
  readonly dossier: DossierId;
  /** looked at where the journal belongs to another process than the caller's (journal-rpc.ts) */
  readonly order: ErasureOrder;
}

export interface DurableJournal {
  /** the head of the mission's current epoch; a first call for a mission starts a random epoch at seq 0 */
  head(mission: MissionCode): Promise<JournalHead>;
  /** begins a new random epoch, of acts and audit records: after a receipt proves that another copy has gone on */
  startEpoch(mission: MissionCode): Promise<JournalHead>;
  commit(commit: JournalCommit): Promise<CommitOutcome>;
  /** the audit chain's head in the mission's current epoch, which a first call starts as `head` does */
  auditHead(mission: MissionCode): Promise<AuditHead>;
  commitAudit(commit: AuditCommit): Promise<AuditOutcome>;
  /** the journaled audit records of all missions, but for the first `skip` (none unless told) */
  audits(skip?: number): Promise<readonly SignedDocument[]>;
  commitTravelling(commit: TravellingCommit): Promise<void>;
  travelling(): Promise<readonly TravellingCommit[]>;
  /** frames from `position` on (0 for all), in batches of at most `limit`; empty when there are no more */
  replay(position: number, limit: number): Promise<readonly JournalFrame[]>;
  /** the journaled wraps of all dossiers (erased ones are gone) */
  wraps(): Promise<readonly SignedDocument[]>;
  /**
   * Removes the wraps of these dossiers from the medium, for erasure, all of them at once: the old bytes are in no file when
   * it resolves. The file of wraps is written anew for a call, however many dossiers it names.
   */
  eraseWraps(erasures: readonly Erasure[]): Promise<void>;
  /** ids of all journaled chunks */
  chunkIds(): Promise<readonly Chunk['id'][]>;
  chunk(id: Chunk['id']): Promise<Uint8Array | undefined>;
  /** reads every record once, one at a time: seconds on a large journal, so not on the way to the first screen */
  damage(): Promise<readonly JournalDamage[]>;
  /** @returns how long the file is, and its bytes from `offset`: fewer than `length` at its end */
  raw(file: JournalDamage['file'], offset: number, length: number): Promise<RawBytes>;
  close(): Promise<void>;
}
