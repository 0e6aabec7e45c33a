/**
 * What a client offers, taken for what it claims to be: which record, under which name in receipts. Nothing is verified
 * here. A receipt names the bytes by their hash; where a document's id or revision does not follow from its bytes, it
 * names the whole document, so that nobody can have another's record refused by sending it under a false id.
 */
import { type ActId, type DossierId, parseDossierId, type RecordHash } from '../../app/acts/ids.ts';
import { type ReadAct, readActNow } from '../../app/acts/verify-act.ts';
import { DOCUMENT_LIMIT } from '../../app/admission/admit-act.ts';
import { MAX_CHUNK_BYTES } from '../../app/evidence/blob.ts';
import { isNamedByContent, isTravelling, RECORD_PREFIX, type SignedDocument } from '../../app/log/records.ts';
import { fromBase64url, fromUtf8 } from '../../app/seal/bytes.ts';
import { SealError } from '../../app/seal/errors.ts';
import { hashOf, nameOf } from '../../app/seal/hash.ts';
import type { DocRevision } from '../stores/replica-store.ts';
import type { MissionDatabase } from './databases.ts';
import { NODE_CODEC } from './node-codec.ts';

/** The attachment that holds a chunk's bytes. */
export const CHUNK_ATTACHMENT = 'chunk';
export const CHUNK_TYPE = 'application/octet-stream';
/** A record other than an act may not be larger, characters. Acts have their own limit. */
const RECORD_LIMIT = 256 * 1024;

export type RecordKind = 'act' | 'wrap' | 'chunk' | 'travelling' | 'lift' | 'audit' | 'receipt';

declare const brand: unique symbol;
export type EntryKey = string & { readonly [brand]: 'EntryKey' };
export const entryKey = (kind: RecordKind, subject: RecordHash): EntryKey => `${kind}:${subject}` as EntryKey;

interface Named {
  readonly id: string;
  readonly rev: string;
  /** names it in receipts, together with its type */
  readonly subject: RecordHash;
  /** kind and subject: what it is known by here. Text of one kind under the id of another is nobody else's record. */
  readonly key: EntryKey;
  /** id and revision follow from the bytes */
  readonly consistent: boolean;
  /** how much room it takes */
  readonly bytes: number;
}

export type Offered = OfferedRecord | OfferedChunk;

export interface OfferedRecord extends Named {
  readonly kind: Exclude<RecordKind, 'chunk'>;
  readonly jws: string;
  /** what an act or wrap claims: enough to sort and to find what waits for it */
  readonly claims: Claims;
  /** an act, where its text is one */
  readonly act?: ReadAct;
}

export interface OfferedChunk extends Named {
  readonly kind: 'chunk';
  readonly content: Uint8Array;
}

export interface Claims {
  readonly dossier: DossierId | null;
  readonly gen: number | null;
  readonly prior: readonly ActId[];
}

export const NO_CLAIMS: Claims = { dossier: null, gen: null, prior: [] };

const KIND_OF: readonly (readonly [string, Exclude<RecordKind, 'chunk'>])[] = [
  [RECORD_PREFIX.act, 'act'],
  [RECORD_PREFIX.wrap, 'wrap'],
  [RECORD_PREFIX.receipt, 'receipt'],
  [RECORD_PREFIX.lift, 'lift'],
  [RECORD_PREFIX.audit, 'audit'],
];

/** Which record an id says it is of, in the database of records. */
export const kindOf = (id: string): Exclude<RecordKind, 'chunk'> | undefined =>
  isTravelling(id) ? 'travelling' : KIND_OF.find(([prefix]) => id.startsWith(prefix))?.[1];

export const documentOf = ({ id, rev, jws }: OfferedRecord): SignedDocument => ({ _id: id, _rev: rev, jws });

/** @returns null for what is no record of this database: it is forbidden */
export async function readOffered(doc: DocRevision, place: MissionDatabase): Promise<Offered | null> {
  const { start, ids } = doc.revisions;
  const rev = `${start}-${ids[0]}`;
  if (doc.deleted) return null;
  if (place === 'evidence') return readChunk(doc, rev);
  if (place !== 'records' || doc.attachments.size > 0) return null;
  const { jws, ...others } = doc.body;
  if (typeof jws !== 'string' || Object.keys(others).length > 0) return null;
  const kind = kindOf(doc.id);
  if (kind === undefined || (kind !== 'act' && kind !== 'receipt' && jws.length > RECORD_LIMIT)) return null;
  return nameRecord(kind, { _id: doc.id, _rev: rev, jws });
}

async function readChunk(doc: DocRevision, rev: string): Promise<OfferedChunk | null> {
  const file = doc.attachments.get(CHUNK_ATTACHMENT);
  const exact = doc.attachments.size === 1 && Object.keys(doc.body).length === 0;
  if (!doc.id.startsWith(RECORD_PREFIX.chunk) || file?.kind !== 'bytes' || !exact) return null;
  const named = await nameOf(file.bytes, NODE_CODEC.digest);
  const consistent = doc.id === `${RECORD_PREFIX.chunk}${named.hash}` && rev === named.rev;
  const subject = consistent ? named.hash : await wholeName(doc.id, rev, named.hash);
  const bytes = file.bytes.length;
  const key = entryKey('chunk', subject);
  return { kind: 'chunk', id: doc.id, rev, subject, key, consistent, bytes, content: file.bytes };
}

export const isTooLarge = (chunk: OfferedChunk): boolean => chunk.content.length > MAX_CHUNK_BYTES;

export async function nameRecord(
  kind: OfferedRecord['kind'],
  { _id, _rev, jws }: SignedDocument,
): Promise<OfferedRecord> {
  const act = kind === 'act' ? actOf(jws) : undefined;
  const { hash, rev } = act
    ? { hash: act.id as string as RecordHash, rev: act.rev }
    : await nameOf(jws, NODE_CODEC.digest);
  const claims = act ? claimsOfAct(act) : claimsOf(jws);
  const consistent = _rev === rev && isNamedAfter(_id, kind, hash, claims);
  const subject = consistent ? hash : await wholeName(_id, _rev, hash);
  const key = entryKey(kind, subject);
  const record = { kind, id: _id, rev: _rev, subject, key, consistent, bytes: jws.length, jws, claims };
  return act ? { ...record, act } : record;
}

/** An act is taken apart once, here; what is none waits or is refused by its bytes. */
function actOf(jws: string): ReadAct | undefined {
  if (jws.length > DOCUMENT_LIMIT) return undefined;
  try {
    return readActNow(jws, NODE_CODEC);
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}

const claimsOfAct = ({ envelope: { dossier, prior } }: ReadAct): Claims => ({ dossier, gen: null, prior });

const wholeName = (id: string, rev: string, hash: RecordHash): Promise<RecordHash> =>
  hashOf(JSON.stringify([id, rev, hash]), NODE_CODEC.digest);

function isNamedAfter(id: string, kind: OfferedRecord['kind'], hash: RecordHash, claims: Claims): boolean {
  if (kind === 'act' && claims.dossier) return id === `${RECORD_PREFIX.act}${claims.dossier}:${hash}`;
  if (kind === 'wrap' && claims.dossier && claims.gen !== null)
    return id === `${RECORD_PREFIX.wrap}${claims.dossier}:${claims.gen}:${hash}`;
  // A receipt is named by its number, a lift by its act, a name by its officer, a lease by its letter: their readers check that.
  if (kind === 'receipt' || kind === 'lift' || isNamedByContent(id)) return true;
  // What stands between would be anybody's to choose, and the first to choose it would keep out the true id.
  if (kind === 'travelling' || kind === 'audit') return id.slice(id.indexOf(':') + 1) === hash;
  return id.endsWith(`:${hash}`);
}

/** Reads what the text claims, vouching for nothing. Text that cannot be read claims nothing. */
function claimsOf(jws: string): Claims {
  try {
    const payload: unknown = JSON.parse(fromUtf8(fromBase64url(jws.split('.', 3)[1] ?? '')));
    const { dossier, gen, prior } = (payload ?? {}) as Record<string, unknown>;
    const list = Array.isArray(prior) ? prior.filter((id): id is ActId => typeof id === 'string') : [];
    return { dossier: parseDossierId(dossier), gen: typeof gen === 'number' ? gen : null, prior: list };
  } catch {
    return NO_CLAIMS;
  }
}
