/** The gateway over the couchdb store: one CouchDB-compatible server, then three copies of which some are away. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import type { BlobId } from '../../../app/acts/ids.ts';
import { toBase64url } from '../../../app/seal/bytes.ts';
import { databaseOf } from '../../../sync-server/admission/databases.ts';
import type { Step } from '../../../sync-server/admission/step.ts';
import { couchServer } from '../../../sync-server/couch/standalone.ts';
import { openCouchdbStore } from '../../../sync-server/stores/couchdb-store.ts';
import { SEQ_START } from '../../../sync-server/stores/ids.ts';
import { openLevelStore } from '../../../sync-server/stores/level-store.ts';
import { openedBody, World } from '../../world/world.ts';
import { FakeCluster } from '../stores/couchdb-cluster.ts';
import { FaultProxy } from '../stores/couchdb-proxy.ts';
import {
  BY_CENTRE,
  Centre,
  documentsOfActs,
  hashOfChunk,
  lift,
  PARIS,
  revision,
  SERVICES,
  wrapOf,
} from './support.ts';

let world: World;
beforeAll(async () => {
  world = await World.open(SERVICES);
});

const lodged = async () => {
  const { dossier, acts } = await world.lodged(BY_CENTRE);
  return { acts, all: [...documentsOfActs(acts), wrapOf(dossier)] };
};

describe('on one server', () => {
  let folder: string;
  let server: FastifyInstance;
  let proxy: FaultProxy;
  let centre: Centre;
  let onSigned = (): void => {};
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-couchdb-'));
    server = await couchServer(await openLevelStore(folder));
    await server.listen({ host: '127.0.0.1', port: 0 });
    proxy = await FaultProxy.open(`http://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
    onSigned = () => {};
    const step = (at: Step): void => {
      if (at === 'signed') onSigned();
    };
    const connect = () => openCouchdbStore(`${proxy.url}?prefix=g-`, { retries: [5] });
    centre = await Centre.open(world, { step }, connect);
  });
  afterEach(async () => {
    proxy.heal();
    await centre.close();
    await proxy.close();
    server.server.closeAllConnections();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('admits acts, wraps and chunks, gives receipts, and goes on after a restart', async () => {
    const bytes = systemRandom.bytes(5000);
    const dossier = await world.dossier(BY_CENTRE);
    const chunk = await hashOfChunk(bytes);
    const blobs = [{ id: toBase64url(systemRandom.bytes(16)) as BlobId, bytes: 5000, chunks: [chunk] }];
    const opened = { kind: 'opened', prior: [], body: openedBody(), but: { blobs } } as const;
    const act = await world.seal(dossier, world.agent, opened);
    await centre.pushChunks([bytes]);
    await centre.push([act.document, wrapOf(dossier)]);
    expect(await centre.words('act', act.id)).toEqual(['accepted AD-000']);
    expect(await centre.words('chunk', chunk)).toEqual(['held AD-109', 'accepted AD-000']);
    const before = await centre.receipts();
    await centre.restart();
    expect(await centre.receipts()).toEqual(before);
    await centre.push([act.document]);
    expect(await centre.receipts()).toEqual(before);
    const more = await lodged();
    await centre.push(more.all);
    expect((await centre.receipts()).map(({ n }) => n)).toEqual([
      ...before.map(({ n }) => n),
      before.length + 1,
    ]);
    const read = await (await centre.db('evidence')).attachment(`chunk:${chunk}`, 'chunk');
    const parts: Uint8Array[] = [];
    for await (const part of read!.open()) parts.push(part);
    expect(new Uint8Array(Buffer.concat(parts))).toEqual(bytes);
  });

  it.each([
    ['is away', { kind: 'refuse' }],
    ['says 202 only', { kind: 'status', status: 202 }],
    ['loses its answers', { kind: 'lose' }],
    ['is behind a proxy that has a page', { kind: 'answer', status: 503, type: 'text/html', body: '<p>' }],
  ] as const)('gives no receipt while the store %s, and goes on by itself afterwards', async (_, fault) => {
    const { acts, all } = await lodged();
    proxy.always(/^(POST [^?]*_bulk_docs|PUT)/, fault);
    await expect(centre.push(all)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(centre.push(all)).rejects.toMatchObject({ code: 'unavailable' });
    proxy.heal();
    expect(await centre.receipts()).toEqual([]);
    await centre.push(all);
    for (const { id } of acts) expect(await centre.words('act', id)).toEqual(['accepted AD-000']);
    expect((await centre.receipts()).map(({ n }) => n)).toEqual([1]);
  });

  it('does not give a number out again while a receipt of that number is still to be written', async () => {
    const first = await lodged();
    onSigned = () => proxy.always(/^POST [^?]*_bulk_docs/, { kind: 'refuse' });
    await expect(centre.push(first.all)).rejects.toMatchObject({ code: 'unavailable' });
    onSigned = () => {};
    proxy.heal();
    const second = await lodged();
    await centre.push(second.all);
    expect((await centre.receipts()).map(({ n }) => n)).toEqual([1, 2]);
    const { rows } = await (await centre.db('records')).changes({
      since: SEQ_START,
      limit: 100,
      allLeaves: true,
    });
    for (const { id, revs } of rows) expect([id, revs.length]).toEqual([id, 1]);
  });
});

describe('on three copies', () => {
  let cluster: FakeCluster;
  let centre: Centre;
  let onSigned = (): void => {};
  const records = databaseOf(PARIS, 'records');
  beforeEach(async () => {
    cluster = await FakeCluster.open();
    onSigned = () => {};
    const step = (at: Step): void => {
      if (at === 'signed') onSigned();
    };
    centre = await Centre.open(world, { step }, () => openCouchdbStore(cluster.url, { retries: [5] }));
  });
  afterEach(async () => {
    cluster.only(0, 1, 2);
    await centre.close();
    await cluster.close();
  });

  const copiesOf = async (id: string): Promise<number> => {
    let count = 0;
    for (const { store } of cluster.nodes) {
      const db = await store.open(records);
      if ((await db!.get(id)).kind === 'found') count++;
    }
    return count;
  };
  const receiptsOn = async (node: number): Promise<string[]> => {
    const db = await cluster.nodes[node]!.store.open(records);
    const { rows } = await db!.allDocs({ start: 'receipt:', end: 'receipt:~', limit: 100 });
    return rows.map(({ id }) => id);
  };

  it('gives no receipt for what one copy took, though CouchDB says 201', async () => {
    const { acts, all } = await lodged();
    cluster.only(1);
    await expect(centre.push(all)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await copiesOf(acts[0]!.document._id)).toBe(1);
    expect(await receiptsOn(1)).toEqual([]);
    cluster.only(0, 1, 2);
    await centre.push(all);
    expect(await copiesOf(acts[0]!.document._id)).toBe(3);
    expect(await centre.words('act', acts[0]!.id)).toEqual(['accepted AD-000']);
  });

  it('brings what a start finds on a lone copy onto a majority before it speaks of it', async () => {
    const { acts, all } = await lodged();
    // No receipt names a lift.
    const word = await lift(acts[0]!.id, 'accepted', world.supervisor);
    const lone = (await cluster.nodes[2]!.store.open(records))!;
    await lone.putRevisions([...all, word].map(({ _id, _rev, jws }) => revision(_id, _rev, { jws })));
    cluster.only(0, 2);
    cluster.reader = 2;
    await centre.restart();
    for (const { id, document } of acts) {
      expect(await centre.words('act', id)).toEqual(['accepted AD-000']);
      expect(await copiesOf(document._id)).toBe(2);
    }
    expect(await copiesOf(word._id)).toBe(2);
  });

  it('brings the newest receipt that a start finds on a lone copy onto a majority', async () => {
    const { all } = await lodged();
    onSigned = () => cluster.only(2);
    await expect(centre.push(all)).rejects.toMatchObject({ code: 'unavailable' });
    onSigned = () => {};
    expect(await Promise.all([0, 1, 2].map(receiptsOn))).toEqual([[], [], [expect.any(String)]]);
    cluster.only(0, 2);
    await centre.restart();
    expect(await Promise.all([0, 1, 2].map(receiptsOn))).toEqual([
      [expect.any(String)],
      [],
      [expect.any(String)],
    ]);
    await centre.push(all);
    expect((await centre.receipts()).map(({ n }) => n)).toEqual([1]);
  });

  it('does not give a number out twice after it was answered by a copy that had been away', async () => {
    const first = await lodged();
    await centre.push(first.all);
    cluster.only(1, 2);
    const second = await lodged();
    await centre.push(second.all);
    expect(await receiptsOn(0)).toHaveLength(1);
    cluster.only(0, 1, 2);
    cluster.reader = 0;
    await centre.restart();
    const third = await lodged();
    await centre.push(third.all);
    expect((await centre.receipts()).map(({ n }) => n)).toEqual([1, 2, 3]);
    for (const { store } of cluster.nodes) {
      const { rows } = await (await store.open(records))!.changes({
        since: '0' as never,
        limit: 500,
        allLeaves: true,
      });
      expect(rows.filter(({ revs }) => revs.length > 1)).toEqual([]);
    }
  });
});
