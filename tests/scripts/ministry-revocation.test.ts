/** A revocation from the ministry's command to a gateway in a process of its own, and to the desk's own code. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import type { DeskId, Kid } from '../../app/acts/ids.ts';
import type { SealedAct } from '../../app/acts/seal-act.ts';
import { type Receipt, verifyReceipt } from '../../app/admission/receipt.ts';
import { readWrap } from '../../app/dossier/dossier-key.ts';
import type { Keyring } from '../../app/keyring/keyring.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { openFor } from '../../app/seal/group-jwe.ts';
import { signCompact } from '../../app/seal/jws.ts';
import { SessionFetch } from '../../renderer/worker/session-fetch.ts';
import { writeMinistry } from '../../scripts/ministry/write-ministry.ts';
import { NodeDesk } from '../world/desk-in-node.ts';
import { readServices } from '../world/services.ts';
import { TestClock, type TestDossier, World } from '../world/world.ts';
import { built } from './built.ts';
import { CHEAP, done, groupsOpenedBy, keyringOf, kitOf, PASSPHRASES, smallPlan } from './ceremony.ts';

const DESK = 'ML-PAR/B' as DeskId;
const HOUR = 3_600_000;
vi.setConfig({ testTimeout: 400_000 });

let folder: string;
let world: World;
let server: ChildProcess | null = null;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-revocation-'));
  // The command and the gateway have the machine's clock: what is made here was made before.
  const clock = new TestClock();
  clock.time = Date.now() - HOUR;
  const { officers, ...plan } = smallPlan();
  const second = {
    name: 'MUSTERMANN Erika',
    initials: 'E. M.',
    roles: ['agent', 'cashier'],
    desks: [DESK],
  } as const;
  world = await World.open(readServices('ml'), { ...plan, officers: [...officers, second] }, clock);
  await writeMinistry(world.ministry, folder, systemRandom, CHEAP, PASSPHRASES);
});
afterAll(async () => {
  server?.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const colleague = () => world.officer('E. M.', DESK);

/** The server on the same data, with whatever `server.json` says now. */
async function serve(): Promise<string> {
  const args = ['--ministry', folder, '--data', join(folder, 'data'), '--port', '0'];
  const child = spawn(process.execPath, [await built('sync-server/main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  server = child;
  return new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { msg, url } = JSON.parse(line) as { msg: string; url: string };
      if (msg === 'listening') resolve(url);
    });
  });
}

async function stop(): Promise<void> {
  const gone = once(server as ChildProcess, 'exit');
  server?.kill('SIGTERM');
  await gone;
}

function session(url: string, keyring: Keyring): SessionFetch {
  const { credential, signingKey: key } = world.ministry.transports.get(DESK)!;
  const sign = (payload: Uint8Array) =>
    signCompact({ typ: 'guichet-session+jws', kid: credential.kid, payload, key });
  const isGateway = async (kid: string) => keyring.credential(kid as Kid)?.roles.includes('gateway') ?? false;
  return new SessionFetch(url, isGateway, { kid: credential.kid, credential: credential.jws, sign });
}

async function push(url: string, documents: readonly SignedDocument[]): Promise<void> {
  const desk = session(url, world.keyring);
  const docs = documents.map(({ _id, _rev, jws }) => ({ _id, _rev, jws }));
  const reply = await desk.fetch(desk.url('mission-ml-par/_bulk_docs'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ new_edits: false, docs }),
  });
  expect(reply.status).toBe(201);
}

/** The gateway's words on an act, in order. */
async function words(url: string, { id }: SealedAct): Promise<string[]> {
  const desk = session(url, world.keyring);
  const reply = await desk.fetch(desk.url('mission-ml-par/_all_docs?include_docs=true'));
  const { rows } = (await reply.json()) as { rows: { doc: SignedDocument }[] };
  const receipts: Receipt[] = [];
  for (const { doc } of rows)
    if (doc._id.startsWith('receipt:')) receipts.push(await verifyReceipt(doc, world.keyring));
  receipts.sort((a, b) => a.n - b.n);
  return receipts.flatMap(({ items }) =>
    items
      .filter(([type, of]) => type === 'act' && of === id)
      .map(([, , verdict, code]) => `${verdict} ${code}`),
  );
}

const wrapOf = ({ wrap: { _id, _rev, jws } }: TestDossier): SignedDocument => ({ _id, _rev, jws });

it('what a revoked officer sealed before stays, what comes after is held; a colleague goes on', async () => {
  const service = world.definitions[0]!;
  const early = await world.lodged(service);
  const late = await world.lodged(service);
  let url = await serve();
  await push(url, [wrapOf(early.dossier), ...early.acts.map(({ document }) => document)]);
  expect(await words(url, early.acts[1]!)).toEqual(['accepted AD-000']);
  // A receipt and a revocation of one second prove nothing: times are in seconds.
  const receipted = Math.floor(Date.now() / 1000);
  await vi.waitUntil(() => Math.floor(Date.now() / 1000) > receipted, { timeout: 5000 });

  const who = ['officer', 'revoke', '--officer', 'A. S.@ML-PAR/B', '--reason', 'left', '--everywhere'];
  await done(folder, ...who);
  await stop();
  url = await serve();
  await push(url, [wrapOf(late.dossier), ...late.acts.map(({ document }) => document)]);
  expect((await words(url, late.acts[0]!)).at(-1)).toBe('held AD-108');
  expect((await words(url, early.acts[1]!)).at(-1)).toBe('accepted AD-000');
  const theirs = await world.lodged(service, colleague());
  await push(url, [wrapOf(theirs.dossier), ...theirs.acts.map(({ document }) => document)]);
  expect(await words(url, theirs.acts[1]!)).toEqual(['accepted AD-000']);
  await stop();
});

it('a new file is wrapped for the new generation: who remains reads it, who left does not', async () => {
  const { ministry } = world;
  const remains = colleague();
  // The desk as its renewed kit sets it up, with the slot of an officer who remains.
  const keyring = await keyringOf(folder);
  const { seed } = (await kitOf(folder, DESK)).desk;
  const keyringDocuments = seed.filter(
    (one): one is SignedDocument => 'jws' in one && !one._id.startsWith('release:'),
  );
  const renewed = Object.assign(Object.create(World.prototype), world, {
    ministry: { ...ministry, keyringDocuments },
    keyring,
  }) as World;
  world.clock.time = new TestClock().time; // the day that the specimen answers are made for
  const desk = await NodeDesk.open({ world: renewed, desk: DESK });
  await desk.unlock(remains.plan.initials);
  const { dossier } = await desk.sealed('ml-laissez-passer');
  const [document] = await desk.medium.log('mission-ml-par').withPrefix(`key:${dossier}:`);
  const wrap = await readWrap((document as SignedDocument).jws);
  const service = world.definitions.find(({ code }) => code === 'ml-laissez-passer')!;
  const own = `group:ML-PAR:${service.class}:2`;
  expect([...wrap.groups].sort()).toEqual([`group:CENTRAL:${service.class}:1`, own].sort());
  await desk.close();

  const left = await groupsOpenedBy(keyring, world.agent.credential.kid, world.agent.enc);
  const stays = await groupsOpenedBy(keyring, remains.credential.kid, remains.enc);
  expect(left.has(own)).toBe(false);
  expect(left.size).toBeGreaterThan(0);
  expect((await openFor(wrap.jwe, own, stays.get(own)!)).length).toBe(32);
  for (const [, key] of left)
    await expect(openFor(wrap.jwe, own, key)).rejects.toMatchObject({ code: 'SEAL-009' });
});
