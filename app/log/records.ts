/**
 * The documents that replicate. Every one is immutable: its id names its content and its revision is
 * `1-` and the first 32 hex digits of the SHA-256 of its signed text (or of a chunk's bytes), so that
 * every peer has the same revision without talking to another (`new_edits: false`).
 */
import type { ActId, DossierId, RecordHash } from '../acts/ids.ts';

/** Prefixes of document ids, in one place. */
export const RECORD_PREFIX = {
  act: 'act:',
  wrap: 'key:',
  receipt: 'receipt:',
  chunk: 'chunk:',
  credential: 'credential:',
  grant: 'grant:',
  revocation: 'revocation:',
  group: 'group:',
  keyring: 'keyring:',
  directory: 'directory:',
  delegation: 'delegation:',
  delegationEnd: 'delegation-end:',
  release: 'release:',
  definition: 'definition:',
  lift: 'lift:',
  lease: 'lease:',
  audit: 'audit:',
} as const;

/** What is given without a network and admitted on its own chain: pushed with a mission's acts, spread with the keyring. */
const TRAVELLING: readonly string[] = [
  RECORD_PREFIX.credential,
  RECORD_PREFIX.grant,
  RECORD_PREFIX.revocation,
  RECORD_PREFIX.directory,
  RECORD_PREFIX.delegation,
  RECORD_PREFIX.delegationEnd,
];
/** Of a desk's letter (keyring/letters.ts), beside which its credential is believed; of numbers none travels. */
export const isLetterLease = (id: string): boolean => /^lease:[^:]+:desk:/.test(id);
export const isTravelling = (id: string): boolean =>
  isLetterLease(id) || TRAVELLING.some((prefix) => id.startsWith(prefix));
/** These are named by what they say; the others by the hash of their text. */
export const isNamedByContent = (id: string): boolean =>
  isLetterLease(id) || id.startsWith(RECORD_PREFIX.directory);

/** A signed record as a document: `jws` is the whole truth, `_id` and `_rev` follow from it. */
export interface SignedDocument {
  readonly _id: string;
  readonly _rev: string;
  readonly jws: string;
}

/** A service definition travels as canonical JSON text, vouched for by a signed release that lists its hash. */
export interface DefinitionDocument {
  readonly _id: string;
  readonly _rev: string;
  readonly json: string;
}

export type LogDocument = SignedDocument | DefinitionDocument;

export const actDocumentId = (dossier: DossierId, act: ActId): string => `act:${dossier}:${act}`;
export const wrapDocumentId = (dossier: DossierId, gen: number, wrap: RecordHash): string =>
  `key:${dossier}:${gen}:${wrap}`;
export const chunkDocumentId = (chunk: RecordHash): string => `chunk:${chunk}`;

/** Prefix of all wraps of a dossier. */
export const wrapsOf = (dossier: DossierId): string => `key:${dossier}:`;
