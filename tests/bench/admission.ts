/**
 * `npm run bench -- admission`: what admission costs beside the one thing that cannot be left out, WebCrypto's
 * verification of the same signatures. Acts are offered in batches as PouchDB pushes them: named, sorted in, verified,
 * judged in the state they were sealed in; then the whole way with the store and the receipt. The ways take turns, batch
 * by batch, so that they see the same machine. CPU time is that of the whole process, threads of the pool included.
 */
import { webcrypto } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MissionCode, RecordHash } from '../../app/acts/ids.ts';
import type { LogDocument, SignedDocument } from '../../app/log/records.ts';
import { serverFile } from '../../scripts/ministry/write-ministry.ts';
import { newBatch } from '../../sync-server/admission/batch.ts';
import { databaseOf, openDatabase } from '../../sync-server/admission/databases.ts';
import { revisionOf } from '../../sync-server/admission/durable.ts';
import { DEFAULT_QUOTA, Gateway } from '../../sync-server/admission/gateway.ts';
import { Judge } from '../../sync-server/admission/judge.ts';
import { MissionReader } from '../../sync-server/admission/mission-reader.ts';
import { type Offered, readOffered } from '../../sync-server/admission/offered.ts';
import { Quarantine } from '../../sync-server/admission/quarantine.ts';
import { Reference } from '../../sync-server/admission/reference.ts';
import { ServerEpoch } from '../../sync-server/admission/server-epoch.ts';
import { openLevelStore } from '../../sync-server/stores/level-store.ts';
import type { ReplicaStore } from '../../sync-server/stores/replica-store.ts';
import { readServices } from '../world/services.ts';
import { World } from '../world/world.ts';
import type { BenchRow } from './bench-row.ts';
import { MemoryStore } from './memory-store.ts';

const ACTS = Number(process.env.BENCH_ACTS ?? 4000);
/** As a desk pushes. */
const BATCH = 200;
const WARM_UP_BATCHES = 5;
const AIM = 1.5;
const MISSION = 'ML-PAR' as MissionCode;
const DB = databaseOf(MISSION, 'records');

/** Batches of acts, and the wraps they need, which come first. */
interface Records {
  readonly wraps: readonly SignedDocument[];
  readonly acts: readonly (readonly SignedDocument[])[];
  readonly bytes: number;
}

interface Spent {
  cpu: number;
  wall: number;
  acts: number;
}

type Way = (batch: readonly SignedDocument[]) => Promise<void>;

async function makeRecords(world: World, acts: number): Promise<Records> {
  const [service] = world.definitions;
  if (!service) throw new Error('the catalogue is empty');
  const wraps: SignedDocument[] = [];
  const batches: SignedDocument[][] = [[]];
  let bytes = 0;
  for (let made = 0; made < acts; made += 2) {
    const { dossier, acts: sealed } = await world.lodged(service);
    const { _id, _rev, jws } = dossier.wrap;
    wraps.push({ _id, _rev, jws });
    if ((batches.at(-1)?.length ?? 0) >= BATCH) batches.push([]);
    for (const { document } of sealed) {
      bytes += document.jws.length;
      batches.at(-1)?.push(document);
    }
  }
  return { wraps, acts: batches, bytes: Math.round(bytes / acts) };
}

/** Only what cannot be left out: each act's signature over its text, all of a batch at once. */
function raw(world: World): Way {
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const keys = new Map<string, webcrypto.CryptoKey>();
  for (const { kid } of world.keyring.credentials())
    keys.set(kid, world.keyring.verificationKey(kid) as webcrypto.CryptoKey);
  const kids = new Map<string, string>();
  const keyOf = (head: string) => {
    const kid =
      kids.get(head) ??
      String((JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string }).kid);
    kids.set(head, kid);
    return keys.get(kid) as webcrypto.CryptoKey;
  };
  return async (batch) => {
    const good = await Promise.all(
      batch.map(({ jws }) => {
        const cut = jws.lastIndexOf('.');
        const signature = Buffer.from(jws.slice(cut + 1), 'base64url');
        const key = keyOf(jws.slice(0, jws.indexOf('.')));
        return webcrypto.subtle.verify(algorithm, key, signature, Buffer.from(jws.slice(0, cut), 'latin1'));
      }),
    );
    if (good.includes(false)) throw new Error('a signature does not verify');
  };
}

const revisionsOf = (documents: readonly LogDocument[]) =>
  documents.map(({ _id, _rev, ...body }) => revisionOf(_id, _rev, body));

/** The gateway's judge without store and receipt. */
async function judge(world: World, wraps: readonly SignedDocument[]): Promise<Way> {
  const store = new MemoryStore();
  const ministry = serverFile(world.ministry);
  const reference = await Reference.open(store, ministry, () => {});
  const epoch = await ServerEpoch.open(store);
  const open = (kind: 'records' | 'evidence' | 'quarantine') =>
    openDatabase(store, databaseOf(MISSION, kind));
  const quarantine = new Quarantine(await open('quarantine'), DEFAULT_QUOTA);
  const homes = new Map<RecordHash, MissionCode>();
  const gateway = world.ministry.gateway.credential.kid;
  const common = { mission: MISSION, reference, quarantine, homes };
  const index = await new MissionReader({
    ...common,
    records: await open('records'),
    evidence: await open('evidence'),
    gateway,
    epoch: () => epoch.value,
    shared: false,
  }).load();
  const one = new Judge({
    ...common,
    epoch,
    gateway: { kid: gateway },
    onRestored: async () => {},
    isStored: async () => false,
  });
  const offer: Way = async (documents) => {
    const batch = newBatch();
    const offered = await Promise.all(revisionsOf(documents).map((doc) => readOffered(doc, 'records')));
    for (const record of offered) await one.receive(record as Offered, batch, index);
    await one.judgeFresh(batch, index);
    await one.judgeAgain(batch, index);
    const accepted = [...batch.touched].filter(
      (key) => index.entries.get(key)?.admission.verdict === 'accepted',
    );
    if (accepted.length !== documents.length) throw new Error('not every record was accepted');
  };
  await offer(wraps);
  return offer;
}

/** Everything but HTTP: judged, stored, receipted, the receipt stored. */
async function gateway(world: World, store: ReplicaStore, wraps: readonly SignedDocument[]): Promise<Way> {
  const ministry = serverFile(world.ministry);
  const opened = await Gateway.open({ store, ministry, clock: world.clock });
  const write: Way = async (documents) => {
    const docs = revisionsOf(documents);
    const answers = await opened.write(DB, { newEdits: false, docs }, 'ML-PAR/B');
    if (answers.some((answer) => 'error' in answer)) throw new Error('a record was refused');
  };
  await write(wraps);
  return write;
}

async function spend(spent: Spent, acts: number, work: () => Promise<void>): Promise<void> {
  const before = process.cpuUsage();
  const from = performance.now();
  await work();
  const { user, system } = process.cpuUsage(before);
  spent.cpu += user + system;
  spent.wall += (performance.now() - from) * 1000;
  spent.acts += acts;
}

async function takeTurns(
  records: Records,
  ways: ReadonlyMap<string, Way>,
): Promise<ReadonlyMap<string, Spent>> {
  const spent = new Map([...ways.keys()].map((name) => [name, { cpu: 0, wall: 0, acts: 0 }]));
  for (const [n, batch] of records.acts.entries()) {
    // Each way comes after each other one as often: what one leaves behind, another clears away.
    const order = [...ways].map((_, place, all) => all[(place + n) % all.length] as [string, Way]);
    for (const [name, way] of order) {
      const of = n < WARM_UP_BATCHES ? { cpu: 0, wall: 0, acts: 0 } : (spent.get(name) as Spent);
      await spend(of, batch.length, () => way(batch));
    }
  }
  return spent;
}

const RAW = 'WebCrypto alone';
const JUDGED = 'judged';
const CASES: readonly (readonly [way: string, what: string])[] = [
  [JUDGED, 'named, verified and judged'],
  ['memory', 'the same, stored in memory and receipted'],
  ['level', 'the same, stored on LevelDB (synced) and receipted'],
];

function rowsOf(spent: ReadonlyMap<string, Spent>, { bytes }: Records): BenchRow[] {
  const per = (name: string, what: 'cpu' | 'wall'): number => {
    const one = spent.get(name) as Spent;
    return one[what] / Math.max(1, one.acts);
  };
  const peerName = `${RAW}: subtle.verify of the same acts’ signatures over their text, ${BATCH} at once, keys imported`;
  const rows = CASES.flatMap(([name, what]) =>
    (['cpu', 'wall'] as const).map((kind): BenchRow => {
      const ours = per(name, kind);
      const peer = per(RAW, kind);
      const metric = kind === 'cpu' ? 'CPU time an act (less is better)' : 'time an act (less is better)';
      return {
        case: `acts of ${bytes} bytes ${what}`,
        metric,
        unit: 'µs',
        ours,
        peer,
        peerName,
        ratio: ours / peer,
      };
    }),
  );
  const ratio = per(JUDGED, 'cpu') / per(RAW, 'cpu');
  const metric = 'CPU time to WebCrypto’s, against the aim (less is better)';
  return [
    ...rows,
    { case: 'named, verified and judged', metric, unit: '×', ours: ratio, limit: AIM, ratio: ratio / AIM },
  ];
}

export async function admission(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-bench-admission-'));
  const level = await openLevelStore(folder);
  try {
    const world = await World.open(readServices('ml'));
    const records = await makeRecords(world, ACTS + WARM_UP_BATCHES * BATCH);
    const ways = new Map<string, Way>([
      [RAW, raw(world)],
      [JUDGED, await judge(world, records.wraps)],
      ['memory', await gateway(world, new MemoryStore(), records.wraps)],
      ['level', await gateway(world, level, records.wraps)],
    ]);
    return rowsOf(await takeTurns(records, ways), records);
  } finally {
    await level.close();
    await rm(folder, { recursive: true, force: true });
  }
}
