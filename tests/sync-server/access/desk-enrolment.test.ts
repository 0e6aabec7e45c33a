/**
 * A computer without a kit becomes a desk without a network and works: the real worker, the main process's files, PouchDB,
 * and a real gateway over HTTP that has heard of none of it (docs/decisions/0023).
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import httpAdapter from 'pouchdb-adapter-http';
import memoryAdapter from 'pouchdb-adapter-memory';
import PouchDB from 'pouchdb-core';
import replication from 'pouchdb-replication';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import type { DeskId, ServiceCode } from '../../../app/acts/ids.ts';
import type { DeskApi } from '../../../app/desk/desk-api.ts';
import { readDeskAnswer } from '../../../app/enrolment/desk-answer.ts';
import type { DurableJournal } from '../../../app/log/durable-journal.ts';
import { payloadBytes, signCompact } from '../../../app/seal/jws.ts';
import { importPrivate } from '../../../app/seal/keys.ts';
import { openJournal } from '../../../main/journal/open-journal.ts';
import { openVault, type Vault } from '../../../main/vault/vault.ts';
import type { Desk } from '../../../renderer/worker/desk.ts';
import { openDesk } from '../../../renderer/worker/open-desk.ts';
import { PouchActLog } from '../../../renderer/worker/pouch-act-log.ts';
import { PouchChunkStore } from '../../../renderer/worker/pouch-chunk-store.ts';
import type { PouchDatabase, Replicable } from '../../../renderer/worker/pouch-database.ts';
import { PouchTransfer } from '../../../renderer/worker/pouch-transfer.ts';
import { SessionFetch } from '../../../renderer/worker/session-fetch.ts';
import { databaseOf, evidenceOf } from '../../../renderer/worker/transfer.ts';
import { uncommissionedDesk } from '../../../renderer/worker/uncommissioned-desk.ts';
import { jpeg } from '../../app/evidence/images.ts';
import { SPECIMEN_ANSWERS, SPECIMEN_DOCUMENTS } from '../../specimens/answers.ts';
import { approvedDesk, askedDesk } from '../../world/desk-enrolled.ts';
import { NodeDesk, WORDS } from '../../world/desk-in-node.ts';
import { MemoryDraftShelf, MemoryFactShelf, MemoryRowShelves } from '../../world/desk-medium.ts';
import { openedBody, World } from '../../world/world.ts';
import { BY_MISSION, documentsOfActs, SERVICES, wrapOf } from '../admission/support.ts';
import { TestServer } from './support.ts';

PouchDB.plugin(memoryAdapter).plugin(httpAdapter).plugin(replication);

const CHEAP = { memoryKiB: 8 * 1024, iterations: 1, parallelism: 1 };
const SERVICE = 'ml-laissez-passer' as ServiceCode;
const codec = {
  encode: (bytes: Uint8Array) => Buffer.from(bytes),
  decode: async (attachment: unknown) => new Uint8Array(attachment as Buffer),
};

let world: World;
let server: TestServer;
let profile: string;
beforeAll(async () => {
  world = await World.open(SERVICES);
  server = await TestServer.start(world);
  profile = await mkdtemp(join(tmpdir(), 'guichet-new-desk-'));
});
afterAll(async () => {
  await server.stop();
  await rm(profile, { recursive: true, force: true });
});

const vaultHere = (): Promise<Vault> => {
  let ticks = 0;
  return openVault({
    folder: join(profile, 'desk'),
    keyStore: null,
    countdown: { run: async () => 'cancelled', cancel: () => {} },
    report: () => {},
    // The limit of seals a second is the signer's own test.
    clock: {
      now: () => world.clock.now(),
      monotonic: () => {
        ticks += 1000;
        return ticks;
      },
    },
    cost: CHEAP,
  });
};

/** The desk as its own answer has set it up. @param databases what IndexedDB keeps; others where it was reset */
async function opened(vault: Vault, databases = new Map<string, PouchDatabase & Replicable>()) {
  const { configuration, port } = vault;
  const identity = await port.transportIdentity();
  if (!configuration?.gateway || !identity) throw new Error('not in service');
  const { gateway, introduction } = configuration;
  const transport = { ...identity, sign: port.transportSign };
  const database = (name: string): PouchDatabase & Replicable => {
    const known =
      databases.get(name) ??
      new PouchDB(`new-${name}-${process.pid}-${databases.size}-${Math.random()}`, { adapter: 'memory' });
    databases.set(name, known as PouchDatabase & Replicable);
    return known as PouchDatabase & Replicable;
  };
  const journal: DurableJournal = await openJournal(join(profile, 'journal'), systemRandom);
  const session = new SessionFetch(
    gateway.url,
    async (kid) => kid === gateway.kid,
    transport,
    undefined,
    introduction,
  );
  const troubles: string[] = [];
  const desk = await openDesk({
    platform: { signer: port, transport, journal, configuration },
    configuration,
    stores: {
      keyring: new PouchActLog(database('keyring')),
      catalogue: new PouchActLog(database('catalogue')),
      missions: new Map(
        configuration.missions.map((mission) => [
          mission,
          {
            log: new PouchActLog(database(databaseOf(mission))),
            chunks: new PouchChunkStore(database(evidenceOf(mission)), codec),
          },
        ]),
      ),
      drafts: new MemoryDraftShelf(),
      rows: new MemoryRowShelves(),
      facts: new MemoryFactShelf(),
    },
    transfer: new PouchTransfer(
      session,
      database,
      (url, fetch) =>
        new PouchDB(url, {
          adapter: 'http',
          skip_setup: true,
          fetch: fetch as typeof globalThis.fetch,
        } as object),
    ),
    clock: world.clock,
    random: systemRandom,
    version: '0.0.0-test',
    emit: (event) => {
      if (event.type === 'trouble') troubles.push(event.code);
    },
    commission: async () => {},
  });
  await desk.pause(true);
  const close = async () => {
    await desk.close();
    await journal.close();
  };
  return { desk, journal, troubles, close };
}

async function sealed(desk: Desk) {
  const draft = await desk.newDraft(SERVICE, null);
  for (const document of SPECIMEN_DOCUMENTS[SERVICE] ?? [])
    await desk.addEvidence(draft.id, document, document, 'image/jpeg', jpeg(8, 8));
  await desk.saveDraft(draft.id, { answers: SPECIMEN_ANSWERS[SERVICE] ?? {} });
  return desk.sealDraft(draft.id);
}

async function sentAll(desk: Desk): Promise<void> {
  for (let pass = 0; pass < 10; pass += 1) if ((await desk.sendNow()).left === 0) return;
}

/** The head of mission's desk, whose kit names this server; it never speaks to it. */
const approver = (): Promise<NodeDesk> => NodeDesk.open({ world, desk: 'ML-PAR/A', gateway: server.url });

describe('a computer without a kit', () => {
  let words = '';
  let answer = '';

  it('shows a root, asks with it, and is approved at a desk in service, which gives it its letter', async () => {
    const asking: DeskApi = await uncommissionedDesk((await vaultHere()).port, '0.0.0-test', async () => {});
    const text = await readFile(join(import.meta.dirname, '../../../package.json'), 'utf8');
    await expect(asking.readRoot(text)).rejects.toMatchObject({ code: 'EN-008' });
    const root = await asking.readRoot(`${world.ministry.root.credential.jws}\n`);
    expect(root.fingerprint).toMatch(/^[0-9A-F]{4}( [0-9A-F]{4}){15}$/);
    const wish = {
      root: root.text,
      mission: 'ML-PAR' as never,
      initials: 'E. A.',
      roles: ['agent', 'cashier'] as const,
    };
    const asked = await asking.askForDesk(wish, null);
    words = asked.words ?? '';
    expect(await asking.pendingDesk()).toEqual(asked.pending);
    expect(asked.pending.rootFingerprint).toBe(root.fingerprint);
    expect((await asking.situation()).commissioned).toBe(false);

    const head = await approver();
    await head.unlock('M. U.');
    const code = (promise: Promise<unknown>) =>
      promise.then(
        () => 'done',
        (error) => error.code,
      );
    const { pending } = asked;
    expect(await code(head.desk.readEnrolmentRequest(pending.text))).toBe('EN-001');
    expect(await head.desk.readDeskRequest(pending.text)).toMatchObject({
      id: pending.id,
      mission: 'ML-PAR',
      desk: 'ML-PAR/P',
      lettersLeft: 2,
      fingerprint: pending.fingerprint,
      mayGive: ['agent', 'cashier'],
      refusal: null,
      approvedBefore: false,
      letterStays: false,
    });
    const approval = {
      name: 'ERIKSSON Anna',
      roles: ['agent', 'cashier'],
      until: world.officer('M. U.', 'ML-PAR/A').credential.until,
    } as const;
    await head.desk.confirmSecret(WORDS);
    const approved = await head.desk.approveDesk(pending.text, approval);
    expect(approved.desk).toBe('ML-PAR/P');
    expect(approved.answer).not.toContain('ERIKSSON');
    answer = approved.answer;
    // What the approver's desk pushes waits nowhere for a letter.
    const lease = await head.medium.log('mission-ml-par').get('lease:ML-PAR/A:desk:ML-PAR/P');
    expect(lease?._rev).toMatch(/^1-/);
    // A desk that another has given is known where it was given, also after its storage was reset: no letter goes twice.
    await head.close();
    head.medium.wipeIndexedDb();
    const again = await NodeDesk.open({ world, desk: 'ML-PAR/A', medium: head.medium, gateway: server.url });
    await again.unlock('M. U.');
    expect(await again.desk.readDeskRequest(pending.text)).toMatchObject({
      desk: 'ML-PAR/P',
      lettersLeft: 1,
      approvedBefore: true,
      letterStays: true,
    });
    await again.close();
    // A wrong secret, then the right one.
    expect(await asking.activateDesk(answer, WORDS)).toMatchObject({ waitUntil: expect.any(String) });
    const started: DeskApi = await uncommissionedDesk((await vaultHere()).port, '0.0.0-test', async () => {});
    expect(await started.pendingDesk()).toEqual(pending);
    expect(await started.activateDesk(answer, words)).toMatchObject({ kid: expect.any(String) });
    await expect(started.activateDesk(answer, words)).rejects.toMatchObject({ code: 'EN-009' });
  }, 120_000);

  it('works at once, and its first acts are admitted by a gateway that had never heard of desk or officer', async () => {
    const vault = await vaultHere();
    const { desk, troubles, close } = await opened(vault);
    const situation = await desk.situation();
    expect(situation).toMatchObject({ commissioned: true, desk: 'ML-PAR/P', revoked: null });
    const [slot] = situation.slots;
    if (!slot) throw new Error('no officer');
    expect(slot).toMatchObject({ initials: 'E. A.', roles: ['agent', 'cashier'] });
    const unlocked = await desk.unlock(slot.kid, words);
    expect(unlocked).toMatchObject({
      outcome: 'unlocked',
      officer: { name: 'ERIKSSON Anna', desk: 'ML-PAR/P' },
    });
    const { dossier, ref } = await sealed(desk);
    expect(ref).toMatch(/^PAR-P-26-00001-/);
    // Numbers were laid aside with the letter: the cashier has quittances.
    expect((await desk.home()).desk.quittancesLeft).toBe(1000);
    await sentAll(desk);
    expect((await desk.dossier(dossier)).timeline.map(({ state }) => state)).toEqual([
      'received',
      'received',
    ]);
    expect(troubles).toEqual([]);
    await close();
  }, 120_000);

  it('is known to the centre from then on, whoever asks; and to itself after its storage was reset', async () => {
    const token = await server.token('CENTRAL/A');
    const headers = { authorization: `Bearer ${token}` };
    const rows = (await (await fetch(`${server.url}/keyring/_all_docs`, { headers })).json()) as {
      rows: { id: string }[];
    };
    const vault = await vaultHere();
    const kid = (await vault.port.transportIdentity())?.kid;
    expect(rows.rows.map(({ id }) => id)).toContain(`credential:${kid}`);
    const fleet = (await (await fetch(`${server.url}/admin/desks`, { headers })).json()) as {
      desks: { desk: string }[];
    };
    expect(fleet.desks.map(({ desk }) => desk)).toContain('ML-PAR/P' as DeskId);
    const { desk, close } = await opened(vault);
    const [slot] = (await desk.situation()).slots;
    await desk.unlock(slot?.kid as never, words);
    expect((await desk.list('all', 0, 10)).total).toBe(1);
    await close();
  }, 120_000);

  it('that nobody introduces, or introduces with what does not verify, is unknown: 401', async () => {
    const foreign = await World.open(SERVICES);
    async function status(
      of: World,
      change: (introduction: readonly { _id: string }[]) => unknown,
    ): Promise<number> {
      const asked = await askedDesk(of);
      const { answer: text } = await approvedDesk(of, asked.request);
      const { desk, configuration } = await readDeskAnswer(text, of.ministry.root.credential.jws);
      const payload = payloadBytes({
        v: 1,
        nonce: await server.nonce(),
        gateway: server.gateway,
        origin: server.url,
      });
      const key = await importPrivate(asked.transport, 'sig');
      const proof = await signCompact({ typ: 'guichet-session+jws', kid: desk.kid, payload, key });
      const own = (configuration.introduction ?? []).filter(({ _id }) => /^(?:credential|lease):/.test(_id));
      return (await server.post({ credential: desk.jws, proof, introduction: change(own) })).status;
    }
    expect(await status(world, () => undefined)).toBe(401);
    expect(await status(world, (all) => all.filter(({ _id }) => !_id.startsWith('credential:')))).toBe(401);
    expect(await status(world, (all) => [...all, { _id: 'act:x', _rev: '1-x', jws: 'x' }])).toBe(401);
    expect(await status(world, (all) => all.map((one) => ({ ...one, jws: 'x' })))).toBe(401);
    expect(await status(world, (all) => [...all, ...all, ...all])).toBe(401);
    expect(await status(foreign, (all) => all)).toBe(401);
    // In whatever order; and before anything more is judged, what it brought is stored: verdicts rest on it.
    let brought: readonly string[] = [];
    const reversed = (all: readonly { _id: string }[]) => {
      brought = all.map(({ _id }) => _id);
      return all.toReversed();
    };
    expect(await status(world, reversed)).toBe(200);
    const dossier = await world.dossier(BY_MISSION);
    const act = await world.seal(dossier, world.agent, { kind: 'opened', prior: [], body: openedBody() });
    const body = JSON.stringify({ docs: [...documentsOfActs([act]), wrapOf(dossier)], new_edits: false });
    const token = await server.token('ML-PAR/B');
    expect(await server.status(token, 'mission-ml-par/_bulk_docs', { method: 'POST', body })).toBe(201);
    const headers = { authorization: `Bearer ${token}` };
    const answered = await fetch(`${server.url}/keyring/_all_docs`, { headers });
    const { rows } = (await answered.json()) as { rows: { id: string }[] };
    expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(brought as string[]));
  }, 60_000);
});
