/**
 * Fuzzes a whole gateway: desks with valid sessions push honest records, and spoilt ones among them. What is made
 * follows from the seed, but for keys and signatures; how requests cross one another does not.
 */
import pino from 'pino';
import type { MissionCode } from '../../../app/acts/ids.ts';
import { Keyring } from '../../../app/keyring/keyring.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { concat, utf8 } from '../../../app/seal/bytes.ts';
import { nameOf } from '../../../app/seal/hash.ts';
import { openLevelStore } from '../../../sync-server/stores/level-store.ts';
import { type Dice, dice } from '../../crash/seeded.ts';
import { World } from '../../world/world.ts';
import { TestServer } from '../access/support.ts';
import { DAKAR, PARIS, SERVICES } from '../admission/support.ts';
import { folder, remove } from '../couch/support.ts';
import { changedWords, checkGateway } from './gateway-check.ts';
import { type Answer, databaseOf, FuzzClient } from './gateway-client.ts';
import type { Spoilt } from './gateway-ground.ts';
import { carrierFor, FUZZ_PLAN, honestParcel, type Parcel } from './gateway-honest.ts';
import { makeSpoilt } from './gateway-spoilt.ts';
import { Truth } from './gateway-truth.ts';
import { deepJson, pick } from './make-json.ts';
import type { FuzzReport } from './run-fuzz.ts';
import { zip } from './spoil.ts';

const AT_ONCE = 6;
/** Parcels that spoilt records are made of. */
const REMEMBERED = 40;
const FAULTS_ENOUGH = 20;

export interface GatewayFuzzReport extends FuzzReport {
  readonly honest: number;
  readonly spoilt: ReadonlyMap<string, number>;
  /** of the process that serves and sends, bytes, from time to time */
  readonly heap: readonly number[];
}

class Run {
  readonly client: FuzzClient;
  readonly world: World;
  readonly truth = new Truth();
  readonly faults: string[] = [];
  readonly spoilt = new Map<string, number>();
  readonly parcels: Parcel[] = [];
  readonly receipts = new Map<MissionCode, SignedDocument[]>();
  honest = 0;
  /** how what is at fault was made, by the end of its id */
  readonly #origins = new Map<string, string>();

  constructor(client: FuzzClient, world: World) {
    this.client = client;
    this.world = world;
  }

  /** A fault with what is known of the record it names. */
  explain(fault: string): string {
    const origin = fault
      .split(/[\s:]+/)
      .map((part) => (part === '' ? undefined : this.#origins.get(part)))
      .find((known) => known !== undefined);
    return origin === undefined ? fault : `${fault} (${origin})`;
  }

  /** One step: some honest records, or spoilt ones, or both. */
  async step(own: Dice, n: number): Promise<void> {
    if (n % 50 === 25)
      for (const mission of [PARIS, DAKAR]) this.receipts.set(mission, await this.client.receipts(mission));
    if (own.chance(0.06)) return this.#brokenBody(own);
    const noise = own.chance(0.8) ? await this.#noise(own) : [];
    if (own.chance(0.15)) await this.#parcel(own, noise);
    else await this.#spoiltOnly(own, noise);
  }

  async #noise(own: Dice): Promise<readonly Spoilt[]> {
    const { world, parcels, receipts } = this;
    const made: Spoilt[] = [];
    for (let n = 1 + own.below(3); n > 0; n -= 1) {
      const one = await makeSpoilt({ world, dice: own, parcels, receipts });
      for (const document of one.with ?? []) this.truth.record(one.mission, document);
      const what = one.what.replace(/[A-Za-z0-9_-]{43}/g, '…');
      this.spoilt.set(what, (this.spoilt.get(what) ?? 0) + 1);
      for (const json of one.json) this.#origins.set(/"_id":"[^"]*?([^:"]+)"/.exec(json)?.[1] ?? '', what);
      made.push(one);
    }
    return made;
  }

  async #spoiltOnly(own: Dice, noise: readonly Spoilt[]): Promise<void> {
    for (const one of noise) {
      const docs = shuffled(own, [...one.json, ...(one.with ?? []).map(jsonOf)]);
      const database = databaseOf(one.mission, one.place);
      const send = () => this.client.bulk(carrierFor(own, one.mission), database, docs);
      const answers = await Promise.all(own.chance(0.2) ? [send(), send()] : [send()]);
      for (const answer of answers) this.#look(answer, one.what, docs);
      if (answers.some(({ status }) => status !== 201) && one.with)
        await this.#honestly(own, one.mission, one.with.map(jsonOf));
    }
  }

  /** Honest records in some order, in one or more requests, some of them twice or by two desks at once. */
  async #parcel(own: Dice, noise: readonly Spoilt[]): Promise<void> {
    const parcel = await honestParcel(this.world, own);
    const { mission, documents, chunks } = parcel;
    this.honest += documents.length + chunks.length;
    for (const document of documents) this.truth.record(mission, document);
    for (const bytes of chunks) await this.truth.chunk(mission, bytes);
    this.parcels.push(parcel);
    if (this.parcels.length > REMEMBERED) this.parcels.shift();
    // A part of what is thrown is made of what is only about to be sent: it comes first.
    if (own.chance(0.5))
      await this.#spoiltOnly(
        own,
        [await makeSpoilt({ ...this, dice: own, parcels: [parcel] })].filter(({ with: others }) => !others),
      );
    const around = noise.filter((one) => one.mission === mission && one.place === 'records');
    await this.#spoiltOnly(
      own,
      noise.filter((one) => !around.includes(one)),
    );
    const lines = shuffled(own, documents.map(jsonOf));
    const parts = own.chance(0.4) ? [lines.slice(0, 1), lines.slice(1)] : [lines];
    const files = await Promise.all(chunks.map(chunkJson));
    if (files.length > 0 && own.chance(0.5)) await this.#honestly(own, mission, files, 'evidence');
    for (const part of parts) {
      const twice = own.chance(0.3) ? part.slice(0, 1) : [];
      const mixed = shuffled(own, [
        ...part,
        ...twice,
        ...around.flatMap(({ json, with: others = [] }) => [...json, ...others.map(jsonOf)]),
      ]);
      const database = databaseOf(mission, 'records');
      const answers = await Promise.all(
        (own.chance(0.3) ? [mixed, part] : [mixed]).map((docs) =>
          this.client.bulk(carrierFor(own, mission), database, docs),
        ),
      );
      for (const answer of answers) this.#look(answer, around.map(({ what }) => what).join(), mixed);
      // A request that cannot be read is refused as a whole: its sender leaves out what was wrong.
      if (answers.some(({ status }) => status !== 201))
        await this.#honestly(own, mission, [
          ...part,
          ...around.flatMap(({ with: others = [] }) => others.map(jsonOf)),
        ]);
    }
    if (files.length > 0) await this.#honestly(own, mission, files, 'evidence');
  }

  async #honestly(
    own: Dice,
    mission: MissionCode,
    docs: readonly string[],
    place: Spoilt['place'] = 'records',
  ): Promise<void> {
    const answer = await this.client.bulk(carrierFor(own, mission), databaseOf(mission, place), docs);
    if (answer.status !== 201 || answer.text.includes('"error"'))
      this.faults.push(
        `honest, and refused: ${answer.status} ${answer.text.slice(0, 300)}\n  ${docs.join().slice(0, 500)}`,
      );
  }

  /** Bodies that are no list of documents, or do not arrive as they were. */
  async #brokenBody(own: Dice): Promise<void> {
    if (this.parcels.length === 0) return;
    // To the mission that it is of: what only looks broken is taken as it is.
    const { mission, documents } = pick(own, this.parcels);
    const line = jsonOf(pick(own, documents));
    const whole = `{"new_edits":false,"docs":[${line}]}`;
    const bytes = utf8(whole);
    const broken = pick<string | Uint8Array>(own, [
      whole.slice(0, own.below(whole.length)),
      concat(bytes.subarray(0, 40), Uint8Array.of(0xff, 0xfe), bytes.subarray(40)),
      `{"__proto__":{"docs":[]},${whole.slice(1)}`,
      `{"new_edits":false,"docs":${deepJson(4000)}}`,
      `{"new_edits":false,"docs":{"length":1e400}}`,
      `{"new_edits":"false","docs":[${line}]}`,
      `{"docs":[${line}]}`,
      `{"new_edits":false,"docs":[null,1,"x",[${line}]]}`,
      `{"new_edits":false,"docs":[{"_id":"act:${'x'.repeat(9000)}","_rev":"1-a","jws":""}]}`,
      zip(bytes).subarray(0, 30),
      zip(new Uint8Array(2_000_000).fill(0x20)),
    ]);
    const headers: Record<string, string> =
      typeof broken !== 'string' && broken[0] === 0x1f ? { 'content-encoding': 'gzip' } : {};
    const path = `${databaseOf(mission, 'records')}/${pick(own, ['_bulk_docs', '_bulk_docs', '_revs_diff', '_bulk_get', '_find'])}`;
    this.#look(await this.client.send(carrierFor(own, mission), path, broken, headers), 'a body', [whole]);
  }

  #look({ status, text }: Answer, what: string, docs: readonly string[]): void {
    if (status < 500 && status >= 200) return;
    this.faults.push(`${status} to ${what}: ${text.slice(0, 300)}\n  ${docs.join().slice(0, 1000)}`);
  }
}

/** @param steps each of which sends one request or a few */
export async function fuzzGateway(seed: number, steps: number): Promise<GatewayFuzzReport> {
  const world = await World.open(SERVICES, FUZZ_PLAN);
  const errors: string[] = [];
  const logger = pino({ level: 'error' }, { write: (line: string) => errors.push(line) });
  const rates = { desk: { capacity: 1e9, perSecond: 1e9 }, handshake: { capacity: 1e9, perSecond: 1e9 } };
  const data = await folder();
  let server = await TestServer.start(world, { logger, rates, data });
  const client = new FuzzClient(server);
  const run = new Run(client, world);
  const random = dice(seed);
  const heap: number[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < steps && run.faults.length < FAULTS_ENOUGH) {
      const n = next++;
      const own = dice(random.below(2 ** 31));
      if (n % Math.ceil(steps / 8) === 0) heap.push(heapUsed());
      await run
        .step(own, n)
        .catch((error: unknown) => run.faults.push(`#${n}: ${error instanceof Error ? error.stack : error}`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  heap.push(heapUsed());
  client.close();
  const keyring = await Keyring.from(world.ministry.root.credential.jws, world.ministry.keyringDocuments);
  const look = async () => {
    await server.stop();
    const store = await openLevelStore(data);
    const found = await checkGateway(store, run.truth, keyring);
    await store.close();
    return found;
  };
  const before = await look();
  server = await TestServer.start(world, { logger, rates, data });
  const after = await look();
  await remove(data);
  const changed = changedWords(before.words, after.words);
  const faults = [
    ...run.faults,
    ...errors.map((line) => `logged: ${line}`),
    ...before.wrong,
    ...after.wrong,
    ...changed,
  ];
  return {
    statuses: client.statuses,
    faults: faults.map((fault) => run.explain(fault)),
    honest: run.honest,
    spoilt: run.spoilt,
    heap,
  };
}

const heapUsed = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

const jsonOf = ({ _id, _rev, jws }: SignedDocument): string => JSON.stringify({ _id, _rev, jws });

async function chunkJson(bytes: Uint8Array): Promise<string> {
  const { hash, rev } = await nameOf(bytes);
  const file = { content_type: 'application/octet-stream', data: Buffer.from(bytes).toString('base64') };
  return JSON.stringify({ _id: `chunk:${hash}`, _rev: rev, _attachments: { chunk: file } });
}

function shuffled<T>(own: Dice, list: readonly T[]): T[] {
  const mixed = [...list];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = own.below(at + 1);
    [mixed[at], mixed[other]] = [mixed[other] as T, mixed[at] as T];
  }
  return mixed;
}
