/**
 * Evidence at rest and on the way: a file is cut into chunks, each AES-256-GCM under the blob's own random key.
 *
 * Nonce = index of the chunk (96 bits, big-endian): a key encrypts one blob once, so no nonce comes twice.
 * Associated data = blob id (16 bytes) ‖ index ‖ count (u32, big-endian): no chunk passes for another, of this blob or
 * any, and none can be left out at the end. A chunk's name is the SHA-256 of its ciphertext (FORMATS.md, "Chunk").
 */
import type { BlobManifest } from '../acts/bodies.ts';
import type { RandomSource } from '../acts/clock.ts';
import type { BlobListing } from '../acts/envelope.ts';
import { parseBlobId, parseRecordHash } from '../acts/ids.ts';
import type { Chunk } from '../log/act-log.ts';
import { concat, fromBase64url, toBase64url, u32be } from '../seal/bytes.ts';
import { hashOf } from '../seal/hash.ts';
import { EvidenceError } from './errors.ts';

/** Largest ciphertext of a chunk in bytes. */
export const MAX_CHUNK_BYTES = 256 * 1024;
const TAG_BYTES = 16;
/** Clear bytes in every chunk but the last. */
export const CLEAR_CHUNK_BYTES = MAX_CHUNK_BYTES - TAG_BYTES;

/** The part of a manifest entry that opens a blob; the rest (document, mediaType, label) is the caller's. */
export type BlobOpening = Pick<BlobManifest, 'id' | 'bytes' | 'sha256' | 'key' | 'chunks'>;

export interface EncryptedBlob {
  /** goes into the act's body, where only readers of the dossier see the key */
  readonly manifest: BlobOpening;
  /** goes into the act's envelope, so that anyone can tell what is missing */
  readonly listing: BlobListing;
  readonly chunks: readonly Chunk[];
}

const countOf = (bytes: number): number => Math.ceil(bytes / CLEAR_CHUNK_BYTES);

const parameters = (id: Uint8Array, index: number, count: number) => ({
  name: 'AES-GCM',
  iv: concat(new Uint8Array(8), u32be(index)),
  additionalData: concat(id, u32be(index), u32be(count)),
  tagLength: TAG_BYTES * 8,
});

const importKey = (key: Uint8Array, usage: 'encrypt' | 'decrypt') =>
  crypto.subtle.importKey('raw', key, 'AES-GCM', false, [usage]);

/**
 * Encrypts a file under a new id and key: the same file twice gives nothing in common.
 * @throws EvidenceError EV-010 when there are no bytes
 */
export async function encryptBlob(clear: Uint8Array, random: RandomSource): Promise<EncryptedBlob> {
  if (clear.length === 0) throw new EvidenceError('EV-010');
  const id = random.bytes(16);
  const rawKey = random.bytes(32);
  const key = await importKey(rawKey, 'encrypt');
  const count = countOf(clear.length);
  const chunks: Chunk[] = [];
  for (let index = 0; index < count; index += 1) {
    const part = clear.subarray(index * CLEAR_CHUNK_BYTES, (index + 1) * CLEAR_CHUNK_BYTES);
    const bytes = new Uint8Array(await crypto.subtle.encrypt(parameters(id, index, count), key, part));
    chunks.push({ id: await hashOf(bytes), bytes });
  }
  const listing = {
    id: parseBlobId(toBase64url(id)),
    bytes: clear.length,
    chunks: chunks.map((chunk) => chunk.id),
  };
  const manifest = {
    id: listing.id,
    bytes: clear.length,
    sha256: await hashOf(clear),
    key: toBase64url(rawKey),
    chunks: [...listing.chunks],
  };
  return { manifest, listing, chunks };
}

/**
 * The clear file, after every check: names of chunks, their number, place and order, length and hash of the whole.
 * @param read gives the ciphertext of a chunk, or undefined when it is not here
 * @throws EvidenceError EV-001 a chunk is missing, EV-002 one does not open, EV-003 not what the manifest says
 */
export async function decryptBlob(
  manifest: BlobOpening,
  read: (id: Chunk['id']) => Promise<Uint8Array | undefined>,
): Promise<Uint8Array> {
  const count = manifest.chunks.length;
  if (!Number.isSafeInteger(manifest.bytes) || manifest.bytes < 1 || count !== countOf(manifest.bytes))
    throw new EvidenceError('EV-003');
  const { id, key } = await opened(manifest);
  const clear = new Uint8Array(manifest.bytes);
  for (const [index, name] of manifest.chunks.entries()) {
    const bytes = await read(parseRecordHash(name));
    if (bytes === undefined) throw new EvidenceError('EV-001');
    if ((await hashOf(bytes)) !== name) throw new EvidenceError('EV-002');
    const start = index * CLEAR_CHUNK_BYTES;
    const expected = Math.min(CLEAR_CHUNK_BYTES, manifest.bytes - start);
    if (bytes.length !== expected + TAG_BYTES) throw new EvidenceError('EV-003');
    clear.set(await decryptChunk(parameters(id, index, count), key, bytes), start);
  }
  if ((await hashOf(clear)) !== manifest.sha256) throw new EvidenceError('EV-003');
  return clear;
}

async function opened(manifest: BlobOpening): Promise<{ id: Uint8Array; key: object }> {
  try {
    const id = fromBase64url(parseBlobId(manifest.id));
    return { id, key: await importKey(fromBase64url(parseRecordHash(manifest.key)), 'decrypt') };
  } catch (cause) {
    throw new EvidenceError('EV-003', { cause });
  }
}

async function decryptChunk(how: object, key: object, bytes: Uint8Array): Promise<Uint8Array> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt(how, key, bytes));
  } catch (cause) {
    throw new EvidenceError('EV-002', { cause });
  }
}
