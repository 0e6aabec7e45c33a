/**
 * The log of a database on this desk: sealed acts, wraps, receipts and travelling credentials of one mission
 * (or the keyring, or the catalogue). Never edited.
 *
 * Guarantees every implementation gives (tests/contracts/act-log.ts):
 * 1. `put` is idempotent: the same document again changes nothing and is no error.
 * 2. `put` is all or nothing to a reader of one document; a batch may be torn by a crash, a document never.
 * 3. A document whose id is known with another revision is refused with `LOG-002`, nothing is overwritten.
 * 4. `changes(since)` gives every document put after `since` at least once, in an order in which `last` only grows.
 * 5. What `forget` has removed is read nowhere any more; putting it again is no error and brings nothing back.
 * 6. Nothing here promises durability on power loss: the journal does (durable-journal.ts).
 */
import type { DossierId } from '../acts/ids.ts';
import type { LogDocument } from './records.ts';

export type LogErrorCode = 'LOG-001' | 'LOG-002' | 'LOG-003';

/** LOG-001 the store failed; LOG-002 another revision under a known id; LOG-003 no room left. */
export class LogError extends Error {
  readonly code: LogErrorCode;
  constructor(code: LogErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'LogError';
    this.code = code;
  }
}

export interface LogChanges {
  readonly documents: readonly LogDocument[];
  /** opaque position to go on from */
  readonly last: string;
}

export interface ActLog {
  put(documents: readonly LogDocument[]): Promise<void>;
  get(id: string): Promise<LogDocument | undefined>;
  /** all acts and wraps of a dossier, by document id */
  dossier(dossier: DossierId): Promise<readonly LogDocument[]>;
  /** documents whose id starts with the prefix, by id */
  withPrefix(prefix: string): Promise<readonly LogDocument[]>;
  changes(since: string | null, limit: number): Promise<LogChanges>;
  /** about how many documents `changes` has after `since`: for a progress bar */
  behind(since: string | null): Promise<number>;
  /** calls back after each change until the returned function is called; carries no data: read `changes` */
  follow(wake: () => void): () => void;
  /** removes these documents from the medium, for erasure; those that are not here are passed over */
  forget(ids: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Ciphertext chunks by hash. `put` refuses bytes whose SHA-256 is not the name (`LOG-002`) and is idempotent.
 */
export interface ChunkStore {
  put(chunks: readonly Chunk[]): Promise<void>;
  get(id: Chunk['id']): Promise<Uint8Array | undefined>;
  /** which of these are not here */
  missing(ids: readonly Chunk['id'][]): Promise<readonly Chunk['id'][]>;
  /** removes these from the medium; another file that needs one may put it again */
  forget(ids: readonly Chunk['id'][]): Promise<void>;
  close(): Promise<void>;
}

export interface Chunk {
  /** SHA-256 of the ciphertext */
  readonly id: import('../acts/ids.ts').RecordHash;
  readonly bytes: Uint8Array;
}
