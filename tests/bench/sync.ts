/**
 * `npm run bench -- sync`: 10,000 sealed acts from a desk to the gateway and on to a second desk, with admission and
 * receipts, against plain PouchDB documents of the same size to express-pouchdb, which checks nothing. Both clients are
 * PouchDB on LevelDB with the same batches, both servers run in a process of their own, all bytes are counted on the way.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import httpAdapter from 'pouchdb-adapter-http';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import PouchDB from 'pouchdb-core';
import replication from 'pouchdb-replication';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import type { LogDocument } from '../../app/log/records.ts';
import type { Replicable } from '../../renderer/worker/pouch-database.ts';
import { PouchTransfer } from '../../renderer/worker/pouch-transfer.ts';
import type { SessionFetch } from '../../renderer/worker/session-fetch.ts';
import { readServices } from '../world/services.ts';
import { World } from '../world/world.ts';
import type { BenchRow } from './bench-row.ts';
import { countingProxy } from './counting-proxy.ts';
import { serveGateway, sessionOf } from './gateway-desk.ts';
import { end, seconds, serve } from './served.ts';

PouchDB.plugin(leveldbAdapter).plugin(httpAdapter).plugin(replication);

const ACTS = Number(process.env.BENCH_ACTS ?? 10_000);
const BATCH = 200;
const DATABASE = 'mission-ml-par';

interface Figures {
  readonly documents: number;
  readonly pushPerSecond: number;
  readonly pullPerSecond: number;
  readonly pushBytes: number;
  readonly pullBytes: number;
}

const open = (folder: string, name: string) => new PouchDB(join(folder, name), { adapter: 'leveldb' });

async function fill(db: PouchDB.Database, documents: readonly object[]): Promise<void> {
  for (let at = 0; at < documents.length; at += 1000) {
    await db.bulkDocs(documents.slice(at, at + 1000) as PouchDB.Core.PutDocument<object>[], {
      new_edits: false,
    });
  }
}

/** Acts of a mission's desks: an application each, `opened` and `submitted`, and the wrap of its key. */
async function makeRecords(world: World, service: ServiceDefinition): Promise<LogDocument[]> {
  const records: LogDocument[] = [];
  for (let made = 0; made < ACTS; made += 2) {
    const { dossier, acts } = await world.lodged(service);
    const { _id, _rev, jws } = dossier.wrap;
    records.push({ _id, _rev, jws }, ...acts.map(({ document }) => document));
  }
  return records;
}

async function ours(world: World, records: readonly LogDocument[], folder: string): Promise<Figures> {
  const served = await serveGateway(world, folder);
  const proxy = await countingProxy(served.url);
  const transfer = (desk: string, db: PouchDB.Database) => {
    const session = sessionOf(world, proxy.url, desk);
    const remote = (url: string, fetch: SessionFetch['fetch']) =>
      new PouchDB(url, { skip_setup: true, fetch } as never);
    return new PouchTransfer(session, () => db as unknown as Replicable, remote);
  };
  try {
    const first = open(folder, 'desk-b');
    await fill(first, records);
    const push = await seconds(() => transfer('ML-PAR/B', first).push(DATABASE, () => {}, 'checkpoint'));
    const pushBytes = proxy.taken();
    const second = open(folder, 'desk-a');
    let written = 0;
    const pull = await seconds(async () => {
      ({ written } = await transfer('ML-PAR/A', second).pull(DATABASE));
    });
    if (written < records.length) throw new Error(`${written} of ${records.length} records arrived`);
    return {
      documents: records.length,
      pushPerSecond: records.length / push,
      pullPerSecond: written / pull,
      pushBytes,
      pullBytes: proxy.taken(),
    };
  } finally {
    await proxy.close();
    await end(served);
  }
}

/** Documents of exactly the records' sizes, with nothing to check. */
const plainOf = (records: readonly LogDocument[]): object[] =>
  records.map(({ _id, ...rest }, index) => {
    const size = JSON.stringify({ _id, ...rest }).length;
    const _rev = `1-${index.toString(16).padStart(32, '0')}`;
    const frame = JSON.stringify({ _id, _rev, jws: '' }).length;
    return {
      _id,
      _rev,
      jws: randomBytes(size - frame)
        .toString('base64url')
        .slice(0, size - frame),
    };
  });

async function peer(records: readonly LogDocument[], folder: string): Promise<Figures> {
  const served = await serve('serve-peer.ts', '--data', join(folder, 'peer'));
  const proxy = await countingProxy(served.url);
  try {
    const documents = plainOf(records);
    const first = open(folder, 'peer-b');
    await fill(first, documents);
    const remote = () => new PouchDB(`${proxy.url}/${DATABASE}`);
    const options = { batch_size: BATCH, batches_limit: 2 };
    const push = await seconds(async () => void (await first.replicate.to(remote(), options)));
    const pushBytes = proxy.taken();
    const second = open(folder, 'peer-a');
    const pull = await seconds(async () => void (await second.replicate.from(remote(), options)));
    return {
      documents: documents.length,
      pushPerSecond: documents.length / push,
      pullPerSecond: documents.length / pull,
      pushBytes,
      pullBytes: proxy.taken(),
    };
  } finally {
    await proxy.close();
    await end(served);
  }
}

const PEER = 'PouchDB documents of the same size to express-pouchdb on LevelDB';

export async function sync(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-bench-sync-'));
  try {
    const services = readServices('ml');
    const [service] = services;
    if (!service) throw new Error('the catalogue is empty');
    const world = await World.open(services);
    const records = await makeRecords(world, service);
    const guichet = await ours(world, records, folder);
    const plain = await peer(records, folder);
    const row = (what: string, metric: string, unit: string, of: (figures: Figures) => number): BenchRow => ({
      case: `${what}, ${ACTS} acts (${guichet.documents} records)`,
      metric,
      unit,
      ours: of(guichet),
      peer: of(plain),
      peerName: PEER,
      ratio: of(guichet) / of(plain),
    });
    const perDocument = (bytes: number, { documents }: Figures) => bytes / documents;
    return [
      row('push', 'documents a second (more is better)', '1/s', (f) => f.pushPerSecond),
      row('pull', 'documents a second (more is better)', '1/s', (f) => f.pullPerSecond),
      row('push', 'bytes on the wire a document (fewer is better)', 'B', (f) => perDocument(f.pushBytes, f)),
      row('pull', 'bytes on the wire a document (fewer is better)', 'B', (f) => perDocument(f.pullBytes, f)),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
