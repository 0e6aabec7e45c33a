/** What is carried in bulk: records as a mission's desk makes them, which the gateway admits and any server can hold. */
import { randomBytes } from 'node:crypto';
import { systemRandom } from '../../app/acts/clock.ts';
import type { BlobId, MissionCode, RecordHash } from '../../app/acts/ids.ts';
import { chunkDocumentId, type LogDocument } from '../../app/log/records.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import { nameOf } from '../../app/seal/hash.ts';
import { CHUNK_ATTACHMENT } from '../../renderer/worker/pouch-chunk-store.ts';
import type { OfficerHolder } from '../../scripts/ministry/create-ministry.ts';
import { openedBody, type World } from '../world/world.ts';

/** A part of a scan, within the 256 KiB that the gateway takes. */
export const CHUNK_BYTES = 200_000;
const CHUNKS_AN_ACT = 50;

export interface Desk {
  readonly by: OfficerHolder;
  readonly mission: MissionCode;
}

export interface ChunkDocument {
  readonly _id: string;
  readonly _rev: string;
  readonly _attachments: Readonly<Record<string, { readonly content_type: string; readonly data: Buffer }>>;
}

/** An application: the wrap of its key, `opened` and `submitted`. @param listed chunks of the scan it came with */
async function application(world: World, { by, mission }: Desk, listed: readonly RecordHash[] = []) {
  const [service] = world.definitions;
  if (!service) throw new Error('the catalogue is empty');
  const dossier = await world.dossier(service, by, mission);
  const scan = {
    id: toBase64url(systemRandom.bytes(16)) as BlobId,
    bytes: listed.length * CHUNK_BYTES,
    chunks: listed,
  };
  const opened = await world.seal(dossier, by, {
    kind: 'opened',
    prior: [],
    body: openedBody(),
    but: { blobs: listed.length > 0 ? [scan] : [] },
  });
  const submitted = await world.seal(dossier, by, { kind: 'submitted', prior: [opened.id], body: {} });
  const { _id, _rev, jws } = dossier.wrap;
  return [{ _id, _rev, jws }, opened.document, submitted.document];
}

/** Applications without a scan, until there are so many records. */
export async function recordsOf(world: World, desk: Desk, count: number): Promise<LogDocument[]> {
  const records: LogDocument[] = [];
  while (records.length < count) records.push(...(await application(world, desk)));
  return records;
}

/** Chunks, a document with one attachment each, and the records that list them. */
export async function chunksOf(
  world: World,
  desk: Desk,
  count: number,
): Promise<{ chunks: ChunkDocument[]; records: LogDocument[] }> {
  const chunks: ChunkDocument[] = [];
  const records: LogDocument[] = [];
  while (chunks.length < count) {
    const listed: RecordHash[] = [];
    while (listed.length < CHUNKS_AN_ACT && chunks.length < count) {
      const data = randomBytes(CHUNK_BYTES);
      const { hash, rev } = await nameOf(new Uint8Array(data));
      const file = { content_type: 'application/octet-stream', data };
      chunks.push({ _id: chunkDocumentId(hash), _rev: rev, _attachments: { [CHUNK_ATTACHMENT]: file } });
      listed.push(hash);
    }
    records.push(...(await application(world, desk, listed)));
  }
  return { chunks, records };
}
