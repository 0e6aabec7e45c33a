/**
 * Two gateways in front of one store (docs/decisions/0011): whatever the cluster does to them and whichever of them a
 * desk asks, each act has one verdict and lies in one place, no receipt is false, and none is missing.
 */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ActBodies } from '../../../app/acts/bodies.ts';
import { isoTime } from '../../../app/acts/clock.ts';
import type { SealedAct } from '../../../app/acts/seal-act.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import type { OfficerHolder } from '../../../scripts/ministry/create-ministry.ts';
import { openCouchdbStore } from '../../../sync-server/stores/couchdb-store.ts';
import { dice } from '../../crash/seeded.ts';
import { planWithTwoSupervisors, secondSupervisor } from '../../world/two-supervisors.ts';
import { openedBody, refusal, World } from '../../world/world.ts';
import { FakeCluster } from '../stores/couchdb-cluster.ts';
import { type Fault, FaultProxy } from '../stores/couchdb-proxy.ts';
import { aDay } from './a-day.ts';
import { shuffled } from './cluster-view.ts';
import { EVIDENCE, expectTrue, ids, lastPart, Pair, QUARANTINE, RECORDS, type Told } from './gateway-pair.ts';
import {
  BY_CENTRE,
  Centre,
  chunkRevision,
  documentsOfActs,
  lift,
  revocation,
  SERVICES,
  wrapOf,
} from './support.ts';

let world: World;
let told: Told;
beforeAll(async () => {
  world = await World.open(SERVICES, planWithTwoSupervisors(2));
  const documents = await aDay(world);
  const centre = await Centre.open(world);
  await centre.push(documents);
  told = { documents, expected: await centre.lastWords() };
  await centre.close();
});

describe('two gateways in front of one store', () => {
  it('say the same of the same act, whichever is asked, and each what it was asked', async () => {
    const pair = await Pair.open(world);
    await Promise.all([pair.push(0, told.documents), pair.push(1, told.documents)]);
    await pair.settle();
    await expectTrue(pair, told);
    for (const words of await pair.lastWords()) expect(words).toEqual(told.expected);
    expect(pair.troubles).toEqual([]);
    await pair.close();
  });

  it('free what waits at one by what comes to the other: records, keyring, evidence', async () => {
    const pair = await Pair.open(world);
    const { acts, dossier } = await world.lodged(BY_CENTRE);
    const [first, second] = documentsOfActs(acts) as [SignedDocument, SignedDocument];
    await pair.push(0, [second]);
    await pair.push(1, [first, wrapOf(dossier)]);
    await pair.settle();
    const items = (await pair.receipts()).flatMap((receipt) => receipt.items);
    for (const { id } of acts) expect(items).toContainEqual(['act', id, 'accepted', 'AD-000']);

    const bytes = crypto.getRandomValues(new Uint8Array(500));
    await pair.pushChunks(0, [bytes]);
    expect(await ids(pair.truth, EVIDENCE)).toEqual([]);
    const chunk = lastPart((await chunkRevision(bytes)).id);
    const scanned = await world.dossier(BY_CENTRE);
    const listing = { id: 'A'.repeat(22) as never, bytes: 500, chunks: [chunk as never] };
    const act = await world.seal(scanned, world.agent, {
      kind: 'opened',
      prior: [],
      body: openedBody(),
      but: { blobs: [listing] },
    });
    await pair.push(1, [...documentsOfActs([act]), wrapOf(scanned)]);
    await pair.settle();
    expect((await ids(pair.truth, EVIDENCE)).map(lastPart)).toEqual([chunk]);
    expect(await ids(pair.truth, QUARANTINE)).toEqual([]);
    await pair.close();
  });

  it('an erasure that one admits holds at the other: what it had kept goes, and what a stale desk brings it is refused', async () => {
    const pair = await Pair.open(world);
    const { acts, dossier } = await world.lodged(BY_CENTRE);
    const no = { kind: 'refused', prior: [acts[1]!.id], body: refusal } as const;
    const refused = await world.seal(dossier, world.reviewer, no);
    await Promise.all(
      [0, 1].map((at) => pair.push(at, [...documentsOfActs([...acts, refused]), wrapOf(dossier)])),
    );
    const body = { reason: 'specimen', rule: 'specimen' };
    const erasing = { kind: 'erased', prior: [refused.id], body, but: { ground: 'request' } } as const;
    const erased = await world.seal(dossier, world.supervisor, erasing);
    await pair.push(1, documentsOfActs([erased]));
    await pair.settle();
    await pair.push(0, [wrapOf(dossier)]);
    await pair.settle();
    for (const words of await pair.lastWords('wrap'))
      expect(words.get(dossier.wrap.hash)).toBe('refused AD-211');
    expect((await ids(pair.truth, RECORDS)).filter((id) => id.startsWith('key:'))).toEqual([]);
    expect(await ids(pair.truth, QUARANTINE)).toEqual([]);
    expect(pair.troubles).toEqual([]);
    await pair.close();
  });

  /** A file at rest that both have, an erasure of it, and a hold of it that stands on what nobody has yet. */
  async function heldUnseen(pair: Pair) {
    const { acts, dossier } = await world.lodged(BY_CENTRE);
    const no = { kind: 'refused', prior: [acts[1]!.id], body: refusal } as const;
    const refused = await world.seal(dossier, world.reviewer, no);
    await pair.push(0, [...documentsOfActs([...acts, refused]), wrapOf(dossier)]);
    await pair.settle();
    const of = <K extends 'erased' | 'annotated' | 'held-by-law' | 'hold-lifted'>(
      by: OfficerHolder,
      kind: K,
      on: SealedAct,
      body: ActBodies[K],
      but = {},
    ) => world.seal(dossier, by, { kind, prior: [on.id], body, but });
    const note = await of(world.agent, 'annotated', refused, { note: 'specimen' });
    const body = { reason: 'specimen', rule: 'specimen' };
    return {
      dossier,
      note,
      hold: await of(world.supervisor, 'held-by-law', note, body),
      up: (hold: SealedAct) => of(secondSupervisor(world), 'hold-lifted', hold, body),
      erased: await of(world.supervisor, 'erased', refused, body, { ground: 'request' }),
    };
  }
  const keys = async (pair: Pair) => (await ids(pair.truth, RECORDS)).filter((id) => id.startsWith('key:'));

  it.each([false, true])(
    'a hold that waits at one stays an erasure that comes to the other, though its feeds lag (%s), until a word that saw it lifted',
    async (lagging) => {
      const pair = await Pair.open(world);
      const { dossier, note, hold, up, erased } = await heldUnseen(pair);
      if (lagging) pair.views[1]!.lag();
      await pair.push(0, [hold.document]);
      await pair.push(1, [erased.document]);
      const words = async (of: string) => (await pair.lastWords()).map((own) => own.get(of));
      expect((await words(hold.id))[0]).toBe('held AD-101');
      expect((await words(erased.id))[1]).toBe('held AD-113');
      await pair.settle();
      await pair.push(1, [note.document]);
      const early = await lift(erased.id, 'accepted', secondSupervisor(world), [hold.id]);
      await pair.push(0, [early]);
      const lifted = await up(hold);
      await pair.push(1, [lifted.document]);
      await pair.settle();
      expect(await words(erased.id)).toContain('held AD-113');
      expect(await words(erased.id)).not.toContain('accepted AD-000');
      expect(await keys(pair)).toHaveLength(1);
      await pair.push(0, [await lift(erased.id, 'accepted', secondSupervisor(world), [lifted.id])]);
      await pair.settle();
      expect(await words(erased.id)).toContain('accepted AD-000');
      await pair.push(1, [wrapOf(dossier)]);
      await pair.settle();
      expect(await keys(pair)).toEqual([]);
      expect(await ids(pair.truth, QUARANTINE)).toEqual([]);
      expect(pair.troubles).toEqual([]);
      await pair.close();
    },
  );

  it('a hold that one has refused, and the other had only met waiting, stays nothing', async () => {
    const pair = await Pair.open(world);
    const { hold, erased } = await heldUnseen(pair);
    await pair.push(0, [hold.document]);
    pair.views[1]!.lag();
    await pair.push(0, [await lift(hold.id, 'refused', secondSupervisor(world))]);
    await pair.push(1, [erased.document]);
    expect((await pair.lastWords())[1]!.get(erased.id)).toBe('held AD-113');
    await pair.settle();
    const words = (await pair.lastWords()).map((own) => own.get(erased.id));
    expect(words).toContain('accepted AD-000');
    expect(await keys(pair)).toEqual([]);
    await pair.close();
  });

  it('what one says by a key that is revoked, the other says again', async () => {
    const pair = await Pair.open(world);
    const doubted = world.ministry.gateways[1]!.credential.kid;
    // At work before: with such a key none begins.
    await pair.gateway(1);
    await pair.push(0, [await revocation(doubted, isoTime(world.clock.now()), world.ministry.authority)]);
    const { acts, dossier } = await world.lodged(BY_CENTRE);
    await pair.push(1, [...documentsOfActs(acts), wrapOf(dossier)]);
    await pair.settle();
    const [heard] = (await pair.lastWords()) as [Map<string, string>];
    for (const { id } of acts) expect(heard.get(id)).toBe('accepted AD-000');
    await pair.close();
  });

  it('one that begins a new epoch takes the other along', async () => {
    const pair = await Pair.open(world);
    await pair.push(0, told.documents);
    await pair.push(1, told.documents.slice(0, 2));
    const [a, b] = [await pair.gateway(0), await pair.gateway(1)];
    await a.epoch.raise();
    await pair.settle();
    expect(b.epoch.value).toBe(a.epoch.value);
    await expectTrue(pair, told);
    await pair.close();
  });

  it('a process that lives on beside its own restart admits nothing more, as soon as it hears of it', async () => {
    const pair = await Pair.open(world);
    const old = await pair.start(0);
    const restarted = await pair.gateway(0);
    await pair.push(0, told.documents);
    await old.follow().catch(() => {});
    await old.idle();
    expect(pair.superseded).toEqual([0]);
    const refused = old.write(RECORDS, { newEdits: false, docs: [] }, 'ML-PAR/B');
    await expect(refused).rejects.toMatchObject({ code: 'unavailable' });
    expect(old.epoch.value).toBe(restarted.epoch.value);
    await pair.settle();
    await expectTrue(pair, told);
    old.leave();
    await old.idle();
    await pair.close();
  });

  it('through lost replies, missing quorums, lagging reads, feeds that go back, and ends of one of them', async () => {
    const delivery = fc.record({
      to: fc.nat({ max: 1 }),
      from: fc.nat({ max: 15 }),
      length: fc.integer({ min: 1, max: 16 }),
    });
    const plan = fc.record({
      seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      order: fc.shuffledSubarray([...told.documents.keys()], { minLength: told.documents.length }),
      deliveries: fc.array(delivery, { minLength: 2, maxLength: 8 }),
      killed: fc.option(fc.nat({ max: 8 })),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ seed, order, deliveries, killed }) => {
        const pair = await Pair.open(world, dice(seed).next);
        try {
          const sequence = order.map((n) => told.documents[n] as SignedDocument);
          const pushes = [
            ...deliveries.map(({ to, from, length }) => [to, sequence.slice(from, from + length)] as const),
            [seed % 2, sequence] as const,
          ];
          // Two at a time, at whichever gateway the balancer gives.
          for (let at = 0; at < pushes.length; at += 2) {
            await Promise.all(pushes.slice(at, at + 2).map(([to, some]) => pair.push(to, some)));
            if (killed === at) await pair.kill(seed % 2);
          }
          await pair.settle();
          await expectTrue(pair, told, true);
          // A second copy that a lagging read hid when it was to be let go of is let go of at a start.
          await pair.kill(0);
          await pair.settle();
          await expectTrue(pair, told);
        } finally {
          await pair.close();
        }
      }),
      { numRuns: process.env.LONG === '1' ? 25 : 6 },
    );
  }, 240_000);
});

const LOSSES: readonly [RegExp, Fault][] = [
  [/^POST \/g-[^ ]*\/_bulk_docs/, { kind: 'lose' }],
  [/^POST \/g-[^ ]*\/_bulk_docs/, { kind: 'status', status: 202 }],
  [/^POST \/g-[^ ]*\/_bulk_docs/, { kind: 'refuse' }],
  [/^(GET|POST) \/g-[^ ]*\/_changes/, { kind: 'cut', after: 40 }],
  [/^POST \/_node\//, { kind: 'refuse' }],
];

describe('two gateways in front of three copies of CouchDB’s kind, each behind a network of its own', () => {
  it.each([1, 2, 3])(
    'agree while copies go and come and replies are lost (%i)',
    async (seed) => {
      const luck = dice(seed).next;
      const cluster = await FakeCluster.open();
      const proxies = [await FaultProxy.open(cluster.url), await FaultProxy.open(cluster.url)];
      const connect = (url: string) =>
        openCouchdbStore(`${url}?prefix=g-`, { retries: [5], silenceMs: 5000 });
      const stores = await Promise.all(proxies.map(({ url }) => connect(url)));
      const truth = await connect(cluster.url);
      const pair = await Pair.over(world, truth, stores);
      try {
        // Databases are made while all nodes are there: the double does not bring them to one that was away.
        for (const n of [0, 1]) await pair.gateway(n);
        for (let round = 0; round < 6; round += 1) {
          cluster.only(
            ...[
              [0, 1],
              [1, 2],
              [0, 2],
              [0, 1, 2],
            ][Math.floor(luck() * 4)]!,
          );
          cluster.reader = Math.floor(luck() * 3);
          for (const proxy of proxies) {
            const [match, fault] = LOSSES[Math.floor(luck() * LOSSES.length)]!;
            proxy.next(match, fault, 1 + Math.floor(luck() * 2));
          }
          const some = () => shuffled(told.documents, luck).slice(0, 6);
          await Promise.all([pair.push(0, some()), pair.push(1, some())]);
        }
        cluster.only(0, 1, 2);
        for (const proxy of proxies) proxy.heal();
        await pair.push(seed % 2, told.documents);
        await pair.settle();
        await expectTrue(pair, told, true);
      } finally {
        await pair.close();
        for (const store of stores) await store.close();
        for (const proxy of proxies) await proxy.close();
        await cluster.close();
      }
    },
    120_000,
  );
});

const { COUCHDB_URL } = process.env;

describe('two gateways in front of the Apache CouchDB that COUCHDB_URL names, each behind a network of its own', () => {
  it.skipIf(COUCHDB_URL === undefined).each([1, 2, 3])(
    'agree while replies are lost (%i)',
    async (seed) => {
      const luck = dice(seed).next;
      const { username, password, origin } = new URL(COUCHDB_URL ?? '');
      const prefix = `guichet-pair-${randomBytes(4).toString('hex')}-`;
      const connect = (url: string, rests?: readonly number[]) => {
        const address = Object.assign(new URL(url), { username, password });
        address.searchParams.set('prefix', prefix);
        return openCouchdbStore(address.href, rests === undefined ? {} : { retries: rests });
      };
      const proxies = [await FaultProxy.open(origin), await FaultProxy.open(origin)];
      const stores = await Promise.all(proxies.map(({ url }) => connect(url, [5])));
      const truth = await connect(origin);
      const pair = await Pair.over(world, truth, stores);
      try {
        for (let round = 0; round < 6; round += 1) {
          for (const proxy of proxies) {
            const [match, fault] = LOSSES[Math.floor(luck() * LOSSES.length)]!;
            proxy.next(new RegExp(match.source.replace('g-', prefix)), fault, 1 + Math.floor(luck() * 2));
          }
          const some = () => shuffled(told.documents, luck).slice(0, 6);
          await Promise.all([pair.push(0, some()), pair.push(1, some())]);
        }
        for (const proxy of proxies) proxy.heal();
        await pair.push(seed % 2, told.documents);
        await pair.settle();
        await expectTrue(pair, told, true);
      } finally {
        for (const n of [0, 1]) await pair.kill(n);
        for (const name of await truth.list()) await truth.destroy(name);
        await pair.close();
        for (const store of stores) await store.close();
        for (const proxy of proxies) await proxy.close();
      }
    },
    600_000,
  );
});
