/**
 * Much at once: PouchDB, with its own defaults (batches of 100), pushes to an empty server and pulls into an empty database:
 * records of about 2 KB, then chunks of 200 KB as attachments. Every server is sent the same documents; only the gateway
 * looks at what they say. A client costs the same whatever it talks to, and shares the machine: the servers' CPU time is
 * the fairer figure. What was pulled is compared with what was pushed before a figure counts.
 */
import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import PouchDB from 'pouchdb-core';
import type { MissionCode } from '../../app/acts/ids.ts';
import { readServices } from '../world/services.ts';
import { World } from '../world/world.ts';
import type { BenchRow } from './bench-row.ts';
import { CHUNK_BYTES, chunksOf, type Desk, recordsOf } from './bulk-records.ts';
import { type Contender, couchdb, expressPouchdb, gateway, protocolLayer } from './bulk-servers.ts';
import { cpuSeconds, peakMemory, quantile, seconds } from './served.ts';

PouchDB.plugin(leveldbAdapter);

type Document = PouchDB.Core.PutDocument<object>;

/** What goes to one database, as a client holds it. */
interface Cargo {
  readonly database: string;
  readonly count: number;
  readonly source: PouchDB.Database;
}

interface Load {
  readonly what: string;
  /** carried before: a little to another mission, since what is done for the first time is slow; acts that list chunks */
  readonly first: readonly Cargo[];
  readonly measured: Cargo;
}

interface Way {
  readonly perSecond: number;
  /** microseconds of the server a document, where it is a process of this machine */
  readonly cpu: number | undefined;
}

interface Taken {
  readonly push: Way;
  readonly pull: Way;
  readonly peak: number | undefined;
}

const open = (folder: string, name: string) => new PouchDB(join(folder, name), { adapter: 'leveldb' });

/** @param name of the client's own database */
async function cargo(
  folder: string,
  name: string,
  database: string,
  documents: readonly object[],
): Promise<Cargo> {
  const source = open(folder, name);
  for (let at = 0; at < documents.length; at += 100)
    await source.bulkDocs(documents.slice(at, at + 100) as Document[], { new_edits: false });
  return { database, count: documents.length, source };
}

/** What two copies must agree on: PouchDB makes the digest of an attachment from the bytes that it was given. */
async function held(db: PouchDB.Database, ids: readonly string[]): Promise<unknown[]> {
  const { rows } = await db.allDocs<{ jws?: string }>({ keys: [...ids], include_docs: true });
  return rows.map((row) => {
    if (!('doc' in row) || !row.doc) return row.key;
    const { _id, _rev, jws, _attachments = {} } = row.doc;
    return [_id, _rev, jws, Object.values(_attachments).map((file) => 'digest' in file && file.digest)];
  });
}

async function measure(contender: Contender, load: Load, folder: string): Promise<Taken> {
  const server = await contender.start(folder);
  const { served } = server;
  const way = async (count: number, work: () => Promise<unknown>): Promise<Way> => {
    const cpu = served && (await cpuSeconds(served));
    const took = await seconds(work);
    const used = served && cpu !== undefined ? (await cpuSeconds(served)) - cpu : undefined;
    return { perSecond: count / took, cpu: used && (used / count) * 1e6 };
  };
  const carry = async ({ database, count, source }: Cargo) => {
    const remote = server.database(database);
    const target = open(folder, `pulled-${database}`);
    const push = await way(count, async () => source.replicate.to(remote));
    const pull = await way(count, async () => target.replicate.from(remote));
    const ids = (await source.allDocs()).rows.map(({ id }) => id);
    assert.deepEqual(await held(target, ids), await held(source, ids), `${contender.name} lost something`);
    await target.destroy();
    return { push, pull };
  };
  try {
    for (const one of load.first) await carry(one);
    const ways = await carry(load.measured);
    return { ...ways, peak: served && (await peakMemory(served)) };
  } finally {
    await server.end();
  }
}

/** Absent for what the system did not tell, or too coarsely to compare. */
const median = (values: readonly (number | undefined)[]): number | undefined =>
  quantile(
    values.filter((value) => value !== undefined),
    0.5,
  ) || undefined;

const FIGURES: readonly (readonly [
  metric: string,
  unit: string,
  of: (taken: Taken) => number | undefined,
])[] = [
  ['push: documents a second (more is better)', '1/s', ({ push }) => push.perSecond],
  ['push: server’s CPU time a document (less is better)', 'µs', ({ push }) => push.cpu],
  ['pull: documents a second (more is better)', '1/s', ({ pull }) => pull.perSecond],
  ['pull: server’s CPU time a document (less is better)', 'µs', ({ pull }) => pull.cpu],
  ['server’s memory at its peak (less is better)', 'MiB', ({ peak }) => peak],
];

function rowsOf(
  what: string,
  ours: Contender,
  peer: Contender,
  taken: (of: Contender) => Taken[],
): BenchRow[] {
  return FIGURES.flatMap(([metric, unit, of]) => {
    const our = median(taken(ours).map(of));
    const theirs = median(taken(peer).map(of));
    if (our === undefined || theirs === undefined) return [];
    const name = `${what}: ${ours.name} to ${peer.name}`;
    return [{ case: name, metric, unit, ours: our, peer: theirs, peerName: peer.name, ratio: our / theirs }];
  });
}

async function loadsOf(
  world: World,
  folder: string,
  documents: number,
  attachments: number,
): Promise<Load[]> {
  const desk: Desk = { by: world.agent, mission: 'ML-PAR' as MissionCode };
  const other: Desk = { by: world.officer('E. M.', 'ML-DKR/A'), mission: 'ML-DKR' as MissionCode };
  const records = await recordsOf(world, desk, documents);
  const bytes = records.reduce((sum, record) => sum + JSON.stringify(record).length, 0) / records.length;
  const few = await recordsOf(world, other, documents / 20);
  const scan = await chunksOf(world, desk, attachments);
  const fewScans = await chunksOf(world, other, attachments / 20);
  return [
    {
      what: `${records.length} records of ${(bytes / 1000).toFixed(1)} kB`,
      first: [await cargo(folder, 'few', 'mission-ml-dkr', few)],
      measured: await cargo(folder, 'records', 'mission-ml-par', records),
    },
    {
      what: `${attachments} attachments of ${CHUNK_BYTES / 1000} kB`,
      first: [
        await cargo(folder, 'few-listing', 'mission-ml-dkr', fewScans.records),
        await cargo(folder, 'few-chunks', 'mission-ml-dkr-evidence', fewScans.chunks),
        await cargo(folder, 'listing', 'mission-ml-par', scan.records),
      ],
      measured: await cargo(folder, 'chunks', 'mission-ml-par-evidence', scan.chunks),
    },
  ];
}

/** @param rounds of which the median is told; every other one goes through the servers backwards */
export async function bulk(documents: number, attachments: number, rounds: number): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-bench-bulk-'));
  try {
    const world = await World.open(readServices('ml').slice(0, 1));
    const ours = [protocolLayer, gateway(world)];
    const { COUCHDB_URL } = process.env;
    const peers = [expressPouchdb, ...(COUCHDB_URL ? [couchdb(COUCHDB_URL)] : [])];
    const rows: BenchRow[] = [];
    for (const load of await loadsOf(world, folder, documents, attachments)) {
      const taken = new Map<Contender, Taken[]>([...ours, ...peers].map((contender) => [contender, []]));
      for (let round = 0; round < rounds; round += 1) {
        for (const [contender, all] of round % 2 === 0 ? taken : [...taken].reverse()) {
          const place = await mkdtemp(join(folder, 'server-'));
          all.push(await measure(contender, load, place));
          await rm(place, { recursive: true, force: true });
        }
      }
      const of = (contender: Contender): Taken[] => taken.get(contender) ?? [];
      for (const our of ours) for (const peer of peers) rows.push(...rowsOf(load.what, our, peer, of));
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
