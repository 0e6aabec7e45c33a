/** A backup of the embedded store's folder, restored as docs/operations.md says: what came after it, desks offer again. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import type { BlobId, RecordHash } from '../../app/acts/ids.ts';
import type { SealedAct } from '../../app/acts/seal-act.ts';
import { verifyReceipt } from '../../app/admission/receipt.ts';
import { ReceiptBook } from '../../app/replication/receipt-book.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import { nameOf } from '../../app/seal/hash.ts';
import { openedBody, World } from '../world/world.ts';
import { deskOf, type PouchDesk } from './access/pouch-desk.ts';
import { TestServer } from './access/support.ts';
import { BY_CENTRE, SERVICES, wrapOf } from './admission/support.ts';

const RECORDS = 'mission-ml-par';
const EVIDENCE = 'mission-ml-par-evidence';

let world: World;
beforeAll(async () => {
  world = await World.open(SERVICES);
});
let home: string;
let port = 0;
const data = () => join(home, 'data');
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'guichet-restore-'));
  port = 0;
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** At the same address each time. */
async function serve(newEpoch = false): Promise<TestServer> {
  const server = await TestServer.start(world, { data: data(), port, newEpoch });
  port = Number(new URL(server.url).port);
  return server;
}

interface Sealed {
  readonly act: SealedAct;
  readonly wrap: RecordHash;
  readonly chunk: RecordHash;
  readonly bytes: Uint8Array;
}

/** A dossier with a scan, as it lies at a desk before it is sent. */
async function sealAt(local: PouchDesk['local']): Promise<Sealed> {
  const bytes = systemRandom.bytes(20_000);
  const { hash: chunk, rev } = await nameOf(bytes);
  const dossier = await world.dossier(BY_CENTRE);
  const blobs = [{ id: toBase64url(systemRandom.bytes(16)) as BlobId, bytes: 19_000, chunks: [chunk] }];
  const opened = { kind: 'opened', prior: [], body: openedBody(), but: { blobs } } as const;
  const act = await world.seal(dossier, world.agent, opened);
  await local(RECORDS).bulkDocs([act.document, wrapOf(dossier)], { new_edits: false });
  const file = { content_type: 'application/octet-stream', data: Buffer.from(bytes) };
  const document = { _id: `chunk:${chunk}`, _rev: rev, _attachments: { chunk: file } };
  await local(EVIDENCE).bulkDocs([document], { new_edits: false });
  return { act, wrap: dossier.wrap.hash, chunk, bytes };
}

/** As the desk's worker does: from the start where the epoch is another one. */
async function send({ transfer }: PouchDesk, from: 'checkpoint' | 'start'): Promise<string> {
  const { epoch } = await transfer.open();
  await transfer.push(EVIDENCE, () => {}, from);
  await transfer.push(RECORDS, () => {}, from);
  await transfer.pull(RECORDS);
  return epoch;
}

async function bookOf(local: PouchDesk['local']): Promise<ReceiptBook> {
  const book = new ReceiptBook();
  const range = { startkey: 'receipt:', endkey: 'receipt:\uffff', include_docs: true };
  for (const { doc } of (await local(RECORDS).allDocs(range)).rows)
    book.add(await verifyReceipt(doc as never, world.keyring));
  return book;
}

it('loses nothing: after a restore with a new epoch a desk offers again what came after the backup', async () => {
  const databases = new Map<string, PouchDB.Database>();
  let server = await serve();
  let desk = deskOf(server, 'ML-PAR/B', databases);
  const before = await sealAt(desk.local);
  const epoch = await send(desk, 'checkpoint');
  await desk.transfer.close();
  await server.stop();
  await cp(data(), join(home, 'backup'), { recursive: true });

  server = await serve();
  desk = deskOf(server, 'ML-PAR/B', databases);
  const after = await sealAt(desk.local);
  expect(await send(desk, 'checkpoint')).toBe(epoch);
  const told = await bookOf(desk.local);
  for (const { act, wrap } of [before, after])
    expect(told.receivedAt(await world.verify(act), [wrap])).not.toBeNull();
  await desk.transfer.close();
  await server.stop();

  await rm(data(), { recursive: true });
  await cp(join(home, 'backup'), data(), { recursive: true });
  server = await serve(true);
  const reader = deskOf(server, 'CENTRAL/A', new Map());
  await reader.transfer.open();
  await reader.transfer.pull(RECORDS);
  await expect(reader.local(RECORDS).get(after.act.document._id)).rejects.toMatchObject({ status: 404 });
  await expect(reader.transfer.chunk(EVIDENCE, after.chunk)).rejects.toMatchObject({ code: 'LN-005' });

  desk = deskOf(server, 'ML-PAR/B', databases);
  const raised = await send(desk, 'start');
  expect(raised).not.toBe(epoch);
  await reader.transfer.pull(RECORDS);
  const book = await bookOf(desk.local);
  expect(book.serverEpoch).toBe(raised);
  for (const { act, wrap, chunk, bytes } of [before, after]) {
    expect(await reader.local(RECORDS).get(act.document._id)).toMatchObject({ jws: act.document.jws });
    expect(Buffer.from(await reader.transfer.chunk(EVIDENCE, chunk))).toEqual(Buffer.from(bytes));
    // Held in this epoch, by word of a receipt of it.
    expect(book.receivedAt(await world.verify(act), [wrap])).not.toBeNull();
  }
  await Promise.all([desk.transfer.close(), reader.transfer.close()]);
  await server.stop();
}, 120_000);
