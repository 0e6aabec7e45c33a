/** Records of the right shapes for stores, which do not look inside: real hashes, made-up signatures. */
import type { ActId, DossierId, DraftId, MissionCode, RecordHash } from '../../app/acts/ids.ts';
import { dossierIdFrom, parseMissionCode } from '../../app/acts/ids.ts';
import type { ErasureOrder } from '../../app/erasure/order.ts';
import type { Chunk } from '../../app/log/act-log.ts';
import type { AuditCommit, AuditHead, JournalCommit, JournalHead } from '../../app/log/durable-journal.ts';
import { actDocumentId, type SignedDocument, wrapDocumentId } from '../../app/log/records.ts';
import { toBase64url, u32be } from '../../app/seal/bytes.ts';
import { nameOf } from '../../app/seal/hash.ts';

export const PARIS: MissionCode = parseMissionCode('ML-PAR');
export const DAKAR: MissionCode = parseMissionCode('ML-DKR');

/** The n-th dossier, draft and so on: the same in every run. */
const sixteen = (n: number): Uint8Array =>
  new Uint8Array(16).fill(n & 0xff).map((v, i) => (i < 4 ? (u32be(n)[i] as number) : v));
export const sampleDossier = (n: number): DossierId => dossierIdFrom(sixteen(n));
export const sampleDraft = (n: number): DraftId => toBase64url(sixteen(n)) as DraftId;

export async function sampleAct(dossier: DossierId, text: string): Promise<SignedDocument & { id: ActId }> {
  const jws = `eyJhbGciOiJFUzI1NiJ9.${toBase64url(new TextEncoder().encode(text))}.c2ln`;
  const { hash, rev } = await nameOf(jws);
  const id = hash as string as ActId;
  return { _id: actDocumentId(dossier, id), _rev: rev, jws, id };
}

export async function sampleWrap(dossier: DossierId, gen: number): Promise<SignedDocument> {
  const jws = `eyJhbGciOiJFUzI1NiJ9.${toBase64url(new TextEncoder().encode(`wrap ${dossier} ${gen}`))}.c2ln`;
  const { hash, rev } = await nameOf(jws);
  return { _id: wrapDocumentId(dossier, gen, hash), _rev: rev, jws };
}

export async function sampleChunk(n: number, length = 1000): Promise<Chunk> {
  const bytes = new Uint8Array(length).map((_, i) => (i * 31 + n * 7 + (i >> 8)) & 0xff);
  return { id: (await nameOf(bytes)).hash as RecordHash, bytes };
}

/** An audit record that continues `head`. */
export async function sampleAudit(head: AuditHead, n: number): Promise<AuditCommit> {
  const text = `audit ${head.mission} ${head.epoch} ${head.seq + 1} ${n}`;
  const jws = `eyJhbGciOiJFUzI1NiJ9.${toBase64url(new TextEncoder().encode(text))}.c2ln`;
  const { hash, rev } = await nameOf(jws);
  return { expected: head, document: { _id: `audit:${hash}`, _rev: rev, jws }, hash };
}

/** A record of the keyring under this prefix. */
export async function sampleTravelling(prefix: string, n: number): Promise<SignedDocument> {
  const text = `${prefix} ${n}`;
  const jws = `eyJhbGciOiJFUzI1NiJ9.${toBase64url(new TextEncoder().encode(text))}.c2ln`;
  const { hash, rev } = await nameOf(jws);
  return { _id: `${prefix}:${hash}`, _rev: rev, jws };
}

/** A commit that continues `head`: `count` acts of the n-th dossier, its wrap, and `chunks` chunks. */
export async function sampleCommit(
  head: JournalHead,
  n: number,
  { count = 2, chunks = 1, chunkBytes = 1000 }: { count?: number; chunks?: number; chunkBytes?: number } = {},
): Promise<JournalCommit> {
  const dossier = sampleDossier(n);
  const acts = await Promise.all(
    Array.from({ length: count }, (_, i) =>
      sampleAct(dossier, `${head.mission} ${head.epoch} ${head.seq + 1 + i} ${n}`),
    ),
  );
  return {
    expected: head,
    draft: sampleDraft(n),
    acts: acts.map(({ _id, _rev, jws }) => ({ _id, _rev, jws })),
    actIds: acts.map((act) => act.id),
    wraps: [await sampleWrap(dossier, 1)],
    chunks: await Promise.all(Array.from({ length: chunks }, (_, i) => sampleChunk(n * 100 + i, chunkBytes))),
    at: 1_700_000_000_000 + n,
  };
}

/** What a journal of one's own process does not look at (journal-rpc.ts does, where there is another). */
export const NO_ORDER: ErasureOrder = { act: '', receipt: '', credentials: [] };
