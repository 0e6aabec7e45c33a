/** A stock PouchDB with the desk's own session and transfer: a day's acts up, receipts down. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import type { BlobId, RecordHash } from '../../../app/acts/ids.ts';
import { verifyReceipt } from '../../../app/admission/receipt.ts';
import { ReceiptBook } from '../../../app/replication/receipt-book.ts';
import { toBase64url } from '../../../app/seal/bytes.ts';
import { nameOf } from '../../../app/seal/hash.ts';
import { SessionFetch } from '../../../renderer/worker/session-fetch.ts';
import { openedBody, World } from '../../world/world.ts';
import { BY_CENTRE, documentsOfActs, SERVICES, wrapOf } from '../admission/support.ts';
import { deskOf } from './pouch-desk.ts';
import { TestServer } from './support.ts';

let world: World;
let server: TestServer;
beforeAll(async () => {
  world = await World.open(SERVICES);
  server = await TestServer.start(world);
});
afterAll(() => server.stop());

const desk = (name: string) => deskOf(server, name);

it('carries a day up and its receipts down; a second desk and the centre have the same', async () => {
  const { local, transfer } = desk('ML-PAR/B');
  const chunk = systemRandom.bytes(20_000);
  const { hash, rev } = await nameOf(chunk);
  const files = await Promise.all(Array.from({ length: 30 }, () => world.lodged(BY_CENTRE)));
  const dossier = await world.dossier(BY_CENTRE);
  const blobs = [{ id: toBase64url(systemRandom.bytes(16)) as BlobId, bytes: 19_000, chunks: [hash] }];
  const withScan = await world.seal(dossier, world.agent, {
    kind: 'opened',
    prior: [],
    body: openedBody(),
    but: { blobs },
  });
  const acts = [...files.flatMap((file) => file.acts), withScan];
  const records = [...documentsOfActs(acts), ...files.map((file) => wrapOf(file.dossier)), wrapOf(dossier)];
  await local('mission-ml-par').bulkDocs(records.reverse(), { new_edits: false });
  const attachment = { content_type: 'application/octet-stream', data: Buffer.from(chunk) };
  await local('mission-ml-par-evidence').bulkDocs(
    [{ _id: `chunk:${hash}`, _rev: rev, _attachments: { chunk: attachment } }],
    { new_edits: false },
  );

  const sent: string[] = [];
  await transfer.open();
  await transfer.push('mission-ml-par-evidence', () => {}, 'checkpoint');
  await transfer.push('mission-ml-par', (ids) => sent.push(...ids), 'checkpoint');
  await transfer.pull('keyring');
  await transfer.pull('mission-ml-par');
  expect(new Set(sent)).toEqual(new Set(records.map(({ _id }) => _id)));

  const book = new ReceiptBook();
  const { rows } = await local('mission-ml-par').allDocs({
    startkey: 'receipt:',
    endkey: 'receipt:\uffff',
    include_docs: true,
  });
  for (const { doc } of rows) book.add(await verifyReceipt(doc as never, world.keyring));
  const wraps = new Map(
    [...files.map((file) => file.dossier), dossier].map((one) => [one.id, one.wrap.hash]),
  );
  for (const act of acts) {
    const verified = await world.verify(act);
    expect(book.receivedAt(verified, [wraps.get(verified.envelope.dossier) as RecordHash])).not.toBeNull();
  }
  expect(Buffer.from(await transfer.chunk('mission-ml-par-evidence', hash))).toEqual(Buffer.from(chunk));

  // Nothing is sent a second time, and receipts that came down do not go up again.
  const before = book.newest?.n;
  sent.length = 0;
  await transfer.push('mission-ml-par', (ids) => sent.push(...ids), 'start');
  await transfer.pull('mission-ml-par');
  expect(sent).toEqual([]);
  expect(
    (await local('mission-ml-par').allDocs({ startkey: 'receipt:', endkey: 'receipt:\uffff' })).rows,
  ).toHaveLength(rows.length);
  expect(before).toBe(book.newest?.n);

  const centre = desk('CENTRAL/A');
  await centre.transfer.open();
  await centre.transfer.pull('mission-ml-par');
  const there = await centre.local('mission-ml-par').allDocs();
  const here = await local('mission-ml-par').allDocs();
  expect(there.rows.map(({ id, value }) => [id, value.rev])).toEqual(
    here.rows.map(({ id, value }) => [id, value.rev]),
  );
  await Promise.all([transfer.close(), centre.transfer.close()]);
}, 60_000);

it('tells a desk of another mission that there is no such database', async () => {
  const { transfer } = desk('ML-DKR/A');
  await transfer.open();
  await expect(transfer.pull('mission-ml-par')).rejects.toMatchObject({ code: 'LN-005' });
  await transfer.close();
});

it('speaks to nobody who is not a gateway of the ministry', async () => {
  const asked: string[] = [];
  const isGateway = async (kid: string): Promise<boolean> => {
    asked.push(kid);
    return false;
  };
  const session = new SessionFetch(server.url, isGateway, server.transport('ML-PAR/B'));
  await expect(session.open()).rejects.toMatchObject({ code: 'LN-005' });
  expect(asked).toEqual([server.gateway]);
});
