/** `npm run migrate`: from the embedded store to CouchDB and back, cut off and gone on with, and what it names as wrong. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import type { BlobId, RecordHash } from '../../app/acts/ids.ts';
import type { SealedAct } from '../../app/acts/seal-act.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import { migrateCommand } from '../../scripts/migrate/command.ts';
import { type MigrationParts, migrate } from '../../scripts/migrate/migrate.ts';
import { openPlace, openSource, placeOf } from '../../scripts/migrate/places.ts';
import { readWhole } from '../../scripts/migrate/read-whole.ts';
import { serverFile } from '../../scripts/ministry/write-ministry.ts';
import { databaseOf, documentsOf, KEYRING, openDatabase } from '../../sync-server/admission/databases.ts';
import { Gateway } from '../../sync-server/admission/gateway.ts';
import { couchServer } from '../../sync-server/couch/standalone.ts';
import { openCouchdbStore } from '../../sync-server/stores/couchdb-store.ts';
import { type Rev, SEQ_START } from '../../sync-server/stores/ids.ts';
import { openLevelStore } from '../../sync-server/stores/level-store.ts';
import type { DocRevision, ReplicaStore } from '../../sync-server/stores/replica-store.ts';
import {
  BY_CENTRE,
  Centre,
  chunkRevision,
  documentsOfActs,
  hashOfChunk,
  lift,
  PARIS,
  revision,
  SERVICES,
  wrapOf,
} from '../sync-server/admission/support.ts';
import { FakeCluster } from '../sync-server/stores/couchdb-cluster.ts';
import { FaultProxy } from '../sync-server/stores/couchdb-proxy.ts';
import { openedBody, World } from '../world/world.ts';
import { said } from './said.ts';

const ROOT = join(import.meta.dirname, '..', '..');
let world: World;
beforeAll(async () => {
  world = await World.open(SERVICES);
});

let home: string;
let server: FastifyInstance;
let proxy: FaultProxy;
let centre: Centre;
/** What the source holds. */
let day: { acts: SealedAct[]; chunk: RecordHash; bytes: Uint8Array; held: SealedAct };
let epoch: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'guichet-migrate-'));
  await writeFile(join(home, 'server.json'), JSON.stringify(serverFile(world.ministry)));
  server = await couchServer(await openLevelStore(join(home, 'couch')));
  await server.listen({ host: '127.0.0.1', port: 0 });
  proxy = await FaultProxy.open(`http://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
  centre = await Centre.open(world);
  day = await fill(centre);
  epoch = centre.gateway.epoch.value;
  await centre.gateway.idle();
  await centre.store.close();
});
afterEach(async () => {
  await centre.close();
  await proxy.close();
  server.server.closeAllConnections();
  await server.close();
  await rm(home, { recursive: true, force: true });
});

/**
 * Two dossiers that were accepted, one with evidence; a word of a supervisor; and in quarantine an act that waits for its
 * wrap, a chunk that no act names, and an act that was offered under a false id.
 */
async function fill(at: Centre): Promise<typeof day> {
  const bytes = systemRandom.bytes(5000);
  const chunk = await hashOfChunk(bytes);
  const dossier = await world.dossier(BY_CENTRE);
  const blobs = [{ id: toBase64url(systemRandom.bytes(16)) as BlobId, bytes: 5000, chunks: [chunk] }];
  const opened = { kind: 'opened', prior: [], body: openedBody(), but: { blobs } } as const;
  const act = await world.seal(dossier, world.agent, opened);
  // Before its act: it rests in quarantine for a while, and leaves a deletion there.
  await at.pushChunks([bytes]);
  await at.push([act.document, wrapOf(dossier)]);
  const other = await world.lodged(BY_CENTRE);
  await at.push([...documentsOfActs(other.acts), wrapOf(other.dossier)]);
  const waiting = await world.lodged(BY_CENTRE);
  const [held] = waiting.acts as [SealedAct];
  await at.push([held.document, await lift(act.id, 'accepted', world.supervisor)]);
  await at.pushChunks([systemRandom.bytes(100)]);
  await at.push([{ ...held.document, _id: `${held.document._id}x` }]);
  return { acts: [act, ...other.acts], chunk, bytes, held };
}

const couchUrl = (): string => `${proxy.url}?prefix=g-`;

async function move(from: string, to: string) {
  const source = await openSource(placeOf(from));
  const target = await openPlace(placeOf(to), 'target');
  try {
    return await migrate({ source, target, ministry: serverFile(world.ministry) });
  } finally {
    await target.close();
    await source.close();
  }
}

const copied = (report: Awaited<ReturnType<typeof move>>): number =>
  report.databases.reduce((sum, { documents }) => sum + documents, 0);

async function inStore<T>(
  store: Promise<ReplicaStore>,
  work: (store: ReplicaStore) => Promise<T>,
): Promise<T> {
  const opened = await store;
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

/** Everything that replicates, of every database but the server's own: leaves with their histories, and files. */
function contentsOf(store: Promise<ReplicaStore>): Promise<Map<string, unknown>> {
  return inStore(store, async (opened) => {
    const found = new Map<string, unknown>();
    for (const name of await opened.list()) {
      const db = (await opened.open(name))!;
      if (name === 'guichet-server') continue;
      const { rows } = await db.changes({ since: SEQ_START, limit: 10_000, allLeaves: true });
      for (const { id } of rows)
        for (const read of await db.openRevs(id, 'all', { revs: true }))
          found.set(`${name} ${id}`, read.kind === 'found' ? { ...read.doc } : read);
    }
    return found;
  });
}

describe('from the embedded store to CouchDB', () => {
  it('moves histories, deletions and files, verifies every receipt, and begins a new epoch', async () => {
    const report = await move(centre.folder, couchUrl());
    expect(report).toMatchObject({ verified: true, faults: [], receipts: 6, epoch: { raised: true } });
    expect(report.epoch!.value).not.toBe(epoch);
    const before = await contentsOf(openLevelStore(centre.folder));
    expect(await contentsOf(openCouchdbStore(couchUrl()))).toEqual(before);
    expect([...before.keys()].some((name) => name.startsWith('mission-ml-par-quarantine'))).toBe(true);
  });

  it('has a gateway on the target answer in the new epoch and admit', async () => {
    const { epoch: raised } = await move(centre.folder, couchUrl());
    await inStore(openCouchdbStore(couchUrl()), async (store) => {
      const gateway = await Gateway.open({ store, ministry: serverFile(world.ministry), clock: world.clock });
      expect(gateway.epoch.value).toBe(raised!.value);
      const { dossier, acts } = await world.lodged(BY_CENTRE);
      const docs = [...documentsOfActs(acts), wrapOf(dossier)];
      const offered = docs.map(({ _id, _rev, jws }) => revision(_id, _rev, { jws }));
      const name = databaseOf(PARIS, 'records');
      await gateway.write(name, { newEdits: false, docs: offered }, 'ML-PAR/B');
      const records = (await store.open(name))!;
      for (const { document } of [...acts, ...day.acts])
        expect(await records.get(document._id)).toMatchObject({ kind: 'found' });
      const fresh: string[] = [];
      for await (const { id } of documentsOf(records, `receipt:${gateway.kid}:${raised!.value}:`))
        fresh.push(id);
      expect(fresh).toHaveLength(2);
      gateway.leave();
      await gateway.idle();
    });
  });

  it('copies nothing twice, says so, and does not raise the epoch again', async () => {
    const first = await move(centre.folder, couchUrl());
    const second = await move(centre.folder, couchUrl());
    expect(copied(first)).toBeGreaterThan(10);
    expect(copied(second)).toBe(0);
    expect(second).toMatchObject({ verified: true, epoch: { value: first.epoch!.value, raised: false } });
  });

  it('goes on where it was cut off', async () => {
    proxy.next(
      /^PUT \/g-mission-ml-par-evidence\/chunk/,
      { kind: 'answer', status: 500, type: 'text/html', body: '' },
      50,
    );
    await expect(move(centre.folder, couchUrl())).rejects.toMatchObject({ name: 'StoreError' });
    proxy.heal();
    await inStore(openCouchdbStore(couchUrl()), async (store) => {
      expect(await store.list()).not.toContain('guichet-server');
      expect((await (await store.open(KEYRING))!.info()).docCount).toBeGreaterThan(0);
    });
    const second = await move(centre.folder, couchUrl());
    expect(second.databases[0]).toMatchObject({ name: 'keyring', documents: 0 });
    expect(copied(second)).toBeGreaterThan(0);
    expect(second).toMatchObject({ verified: true, faults: [] });
    expect(await contentsOf(openCouchdbStore(couchUrl()))).toEqual(
      await contentsOf(openLevelStore(centre.folder)),
    );
  });
});

it('goes on over what a single copy of three has, and counts nothing as there that is not on a majority', async () => {
  const cluster = await FakeCluster.open();
  const ministry = serverFile(world.ministry);
  const moveOnto = (onProgress?: MigrationParts['onProgress']) =>
    inStore(openLevelStore(centre.folder), (source) =>
      inStore(openCouchdbStore(cluster.url, { retries: [5] }), (target) =>
        migrate({ source, target, ministry, ...(onProgress && { onProgress }) }),
      ),
    );
  const copiesOf = async (id: string): Promise<number> => {
    const dbs = await Promise.all(cluster.nodes.map(({ store }) => store.open(databaseOf(PARIS, 'records'))));
    const reads = await Promise.all(dbs.map((db) => db?.get(id)));
    return reads.filter((read) => read?.kind === 'found').length;
  };
  const cutOff = moveOnto((name, _, done) => {
    if (name === 'mission-ml-dkr-quarantine' && done) cluster.only(1);
  });
  await expect(cutOff).rejects.toMatchObject({ code: 'unavailable' });
  const ids = day.acts.map(({ document }) => document._id);
  expect(await Promise.all(ids.map(copiesOf))).toEqual([1, 1, 1]);
  cluster.only(0, 1, 2);
  expect(await moveOnto()).toMatchObject({ verified: true, faults: [], epoch: { raised: true } });
  expect(await Promise.all(ids.map(copiesOf))).toEqual([3, 3, 3]);
  await cluster.close();
});

it('moves back into the old folder, which gets a third epoch', async () => {
  const there = await move(centre.folder, couchUrl());
  const back = await move(couchUrl(), centre.folder);
  expect(back).toMatchObject({ verified: true, faults: [], epoch: { raised: true } });
  expect(new Set([epoch, there.epoch!.value, back.epoch!.value]).size).toBe(3);
  const fresh = await move(couchUrl(), join(home, 'fresh'));
  expect(fresh).toMatchObject({ verified: true, faults: [] });
  expect(await contentsOf(openLevelStore(join(home, 'fresh')))).toEqual(
    await contentsOf(openLevelStore(centre.folder)),
  );
  await centre.restart();
  expect(centre.gateway.epoch.value).toBe(back.epoch!.value);
});

describe('names what is wrong, and leaves the epoch alone', () => {
  /** Writes a database anew, without one document or with another text in it. */
  const tamper = (kind: 'records' | 'evidence' | 'quarantine', id: string, change: 'gone' | string) =>
    inStore(openLevelStore(centre.folder), async (store) => {
      const name = databaseOf(PARIS, kind);
      const old = (await store.open(name))!;
      const { rows } = await old.changes({ since: SEQ_START, limit: 1000 });
      const kept: DocRevision[] = [];
      for await (const read of readWhole(
        old,
        rows.map(({ id: one, revs }) => ({ id: one, rev: revs[0]! })),
      )) {
        if (read.kind !== 'whole') throw new Error('the source is whole');
        if (read.doc.id !== id) kept.push(read.doc);
        else if (change !== 'gone') kept.push({ ...read.doc, body: { jws: change } });
      }
      await store.destroy(name);
      await (await openDatabase(store, name)).putRevisions(kept);
    });
  const epochOfTarget = () =>
    inStore(openCouchdbStore(couchUrl()), async (store) =>
      (await store.list()).includes('guichet-server' as never),
    );

  it('a chunk that the source lost', async () => {
    await tamper('evidence', `chunk:${day.chunk}`, 'gone');
    const report = await move(centre.folder, couchUrl());
    expect(report).toMatchObject({ verified: false, epoch: null });
    expect(report.faults).toMatchObject([
      { code: 'MG-005', id: `chunk:${day.chunk}` },
      { code: 'MG-004', database: 'mission-ml-par-evidence', id: `chunk:${day.chunk}` },
    ]);
    expect(await epochOfTarget()).toBe(false);
    // Found again (a desk or a copy has it), it is all that is copied.
    await inStore(openLevelStore(centre.folder), async (store) => {
      const evidence = (await store.open(databaseOf(PARIS, 'evidence')))!;
      await evidence.putRevisions([await chunkRevision(day.bytes)]);
    });
    const mended = await move(centre.folder, couchUrl());
    expect(mended).toMatchObject({ verified: true });
    expect(copied(mended)).toBe(1);
  });

  it('an act whose text is another', async () => {
    const { _id, jws } = day.acts[0]!.document;
    await tamper('records', _id, `${jws.slice(0, -4)}AAAA`);
    const report = await move(centre.folder, couchUrl());
    expect(report.faults).toMatchObject([
      { code: 'MG-001', database: 'mission-ml-par', id: _id },
      { code: 'MG-004', database: 'mission-ml-par', id: `act:${day.acts[0]!.id}` },
    ]);
    expect(report).toMatchObject({ verified: false, epoch: null });
    expect(await epochOfTarget()).toBe(false);
  });

  it('an act that quarantine lost', async () => {
    await tamper('quarantine', `q:act:${day.held.id}`, 'gone');
    const report = await move(centre.folder, couchUrl());
    expect(report.faults).toMatchObject([{ code: 'MG-005', id: `act:${day.held.id}` }]);
  });

  it('bytes in the target that are not what their name says', async () => {
    await move(centre.folder, couchUrl());
    const { _id, _rev, jws } = day.acts[0]!.document;
    await inStore(openCouchdbStore(`${proxy.url}?prefix=h-`), async (store) => {
      const records = await openDatabase(store, databaseOf(PARIS, 'records'));
      await (await openDatabase(store, KEYRING)).putRevisions(
        world.ministry.keyringDocuments.map(({ _id: id, _rev: rev, ...body }) =>
          revision(id, rev, body as never),
        ),
      );
      await records.putRevisions([revision(_id, _rev as Rev, { jws: `${jws.slice(0, -4)}AAAA` })]);
    });
    const report = await move(centre.folder, `${proxy.url}?prefix=h-`);
    expect(report.faults.map(({ code }) => code).sort()).toEqual(['MG-004', 'MG-006']);
  });

  it('a receipt that no gateway signed', async () => {
    const jws = day.acts[0]!.document.jws;
    const id = `receipt:${'A'.repeat(43)}:${'A'.repeat(16)}:1`;
    await inStore(openLevelStore(centre.folder), async (store) => {
      const records = (await store.open(databaseOf(PARIS, 'records')))!;
      await records.putRevisions([revision(id, day.acts[0]!.document._rev, { jws })]);
    });
    const report = await move(centre.folder, couchUrl());
    expect(report.faults).toMatchObject([{ code: 'MG-002', database: 'mission-ml-par', id }]);
    expect(report.epoch).toBeNull();
  });

  it('a source that is written to meanwhile', async () => {
    await centre.restart();
    const target = await openCouchdbStore(couchUrl());
    const report = await migrate({
      source: centre.store,
      target,
      ministry: serverFile(world.ministry),
      onChecking: async (mission) => {
        if (mission !== PARIS) return;
        const { acts, dossier } = await world.lodged(BY_CENTRE);
        await centre.push([...documentsOfActs(acts), wrapOf(dossier)]);
      },
    });
    await target.close();
    expect(report.faults.map(({ code }) => code)).toContain('MG-007');
    expect(report.epoch).toBeNull();
  });
});

describe('cannot be tried', () => {
  it('on a target of another ministry, nor from one', async () => {
    const other = await World.open(SERVICES);
    const theirs = await Centre.open(other);
    await theirs.gateway.idle();
    await theirs.store.close();
    await expect(move(centre.folder, theirs.folder)).rejects.toThrow(
      'the target belongs to another ministry',
    );
    await expect(move(theirs.folder, join(home, 'new'))).rejects.toThrow(
      'the source belongs to another ministry',
    );
    await theirs.close();
  });

  it('on one place as both ends, or a source that is none', async () => {
    await move(centre.folder, couchUrl());
    await expect(move(couchUrl(), couchUrl())).rejects.toThrow('the same place');
    await expect(move(join(home, 'nothing'), couchUrl())).rejects.toThrow('holds no data');
  });
});

describe('as a command', () => {
  const run = (...args: string[]) => said(() => migrateCommand(args));
  beforeEach(() => {
    vi.stubEnv('PLACE', 'ftp://gateway:ERIKSSON@127.0.0.1/');
    vi.stubEnv('NEW', join(home, 'by-name'));
  });
  afterEach(() => vi.unstubAllEnvs());

  it('tells how far it is and what it found, and answers 0; the same as JSON', async () => {
    const { status, out, err } = await run('--from', centre.folder, '--to', 'env:NEW', '--ministry', home);
    expect({ status, err }).toMatchObject({ status: 0 });
    expect(err).toMatch(/mission-ml-par: \d+ copied, \d+\.\d MB, 0 there before/);
    expect(out).toContain('6 receipts');
    expect(out).toMatch(/Verified: .* a new one/);
    const again = await run('--from', centre.folder, '--to', 'env:NEW', '--ministry', home, '--json');
    expect(JSON.parse(again.out)).toMatchObject({ verified: true, receipts: 6, epoch: { raised: false } });
  });

  it('says that a folder is being served, what is misused, and repeats no password: 2', async () => {
    await centre.restart();
    const served = ['--from', centre.folder, '--to', 'env:NEW', '--ministry', home];
    // Asked in this process, LevelDB would let go of the lock that it has: a shell has to ask.
    const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
    const script = join(ROOT, 'scripts', 'migrate.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, [tsx, script, ...served], {
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: 'the source is being served: stop its sync server first\n',
    });
    expect(await run()).toMatchObject({ status: 2 });
    const none = await run('--from', centre.folder, '--to', 'x', '--ministry', join(home, 'none'));
    expect(none.status).toBe(2);
    const bad = await run('--from', centre.folder, '--to', 'env:PLACE', '--ministry', home);
    expect(bad.status).toBe(2);
    expect(bad.err).not.toContain('ERIKSSON');
  });
});
