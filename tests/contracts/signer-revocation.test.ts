/** Guarantee 7 of `Signer` (app/desk/ports.ts): what ends the keys of a desk, on the main process's own files. */
import { cp, link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeskId, Kid } from '../../app/acts/ids.ts';
import { platformOfPorts, type SignerPort, serveSigner } from '../../app/desk/platform-ports.ts';
import type { DeskPlatform } from '../../app/desk/ports.ts';
import { portOfEmitter } from '../../app/desk/rpc-ports.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { openVault } from '../../main/vault/vault.ts';
import type { Holder } from '../../scripts/ministry/create-ministry.ts';
import { configurationOf, slotOf, WORDS } from '../world/desk-in-node.ts';
import { proofFor, revocationOf } from '../world/revoked.ts';
import { World } from '../world/world.ts';

const CHEAP = { memoryKiB: 8 * 1024, iterations: 1, parallelism: 1 };
const DESK = 'ML-PAR/B' as DeskId;

let world: World;
let other: World;
let folder: string;
beforeEach(async () => {
  [world, other] = [await World.open(), await World.open()];
  folder = await mkdtemp(join(tmpdir(), 'guichet-revoked-'));
  await mkdir(join(folder, 'slots'));
  await writeFile(join(folder, 'desk.json'), JSON.stringify(configurationOf(world, DESK, null)));
  for (const initials of ['A. S.', 'M. U.']) {
    const slot = await slotOf(world, initials, DESK);
    await writeFile(join(folder, 'slots', `${slot.kid}.json`), JSON.stringify(slot));
  }
  await writeTransport(transport(world));
});
afterEach(() => rm(folder, { recursive: true }));

const transport = (of: World, desk: DeskId = DESK): Holder => of.ministry.transports.get(desk) as Holder;
const own = (): Kid => transport(world).credential.kid;
const agent = (): Kid => world.agent.credential.kid;
const head = (): Kid => world.head.credential.kid;

async function writeTransport({ credential, sig }: Holder): Promise<void> {
  const file = { v: 1, kid: credential.kid, credential: credential.jws, key: sig, stored: null };
  await writeFile(join(folder, 'transport.json'), JSON.stringify(file));
}

async function vault(): Promise<SignerPort> {
  const { port } = await openVault({
    folder,
    keyStore: null,
    countdown: { run: async () => 'cancelled', cancel: () => {} },
    report: () => {},
    cost: CHEAP,
  });
  return port;
}

/** The same as a page reaches it. */
async function overChannel(port: SignerPort): Promise<DeskPlatform> {
  const [journal, signer] = [new MessageChannel(), new MessageChannel()];
  for (const end of [journal.port1, journal.port2, signer.port1, signer.port2]) end.unref();
  serveSigner(portOfEmitter(signer.port1 as never), port);
  const ports = {
    journal: portOfEmitter(journal.port2 as never),
    signer: portOfEmitter(signer.port2 as never),
  };
  return platformOfPorts(ports, configurationOf(world, DESK, null), () => {});
}

const files = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile())
    .map((one) => one.name)
    .sort();
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );
const kids = async (port: SignerPort) => (await port.slots()).map(({ kid }) => kid);

describe('a desk that is revoked', () => {
  test('loses slots and requests at once, its transport key when what waited is handed over; the next start knows', async () => {
    const port = await vault();
    await port.askForEnrolment({ initials: 'E. A.', roles: ['agent'] }, null);
    await port.unlock(agent(), WORDS);
    const taken = await port.takeRevocations(await proofFor(world, [own()]));
    expect(taken.desk).toBe(true);
    expect([...taken.officers].sort()).toEqual([agent(), head()].sort());
    expect(await code(port.sign('guichet-token+jws', new TextEncoder().encode('{}')))).toBe('SG-001');
    expect(await files()).toEqual(['desk.json', 'revoked.json', 'transport.json']);
    expect(await port.revoked()).toMatchObject({ reason: 'stolen', handedOver: false });
    // It can still open a session, to hand over.
    expect(await port.transportSign(new TextEncoder().encode('{"nonce":"n"}'))).toContain('.');

    const again = await vault();
    expect(await again.revoked()).toMatchObject({ handedOver: false });
    await again.handedOver();
    expect(await code(again.transportSign(new Uint8Array(1)))).toBe('SG-001');
    expect(await again.transportIdentity()).toBeNull();
    expect(await files()).toEqual(['desk.json', 'revoked.json']);
    const third = await vault();
    expect(await third.revoked()).toMatchObject({ handedOver: true });
    expect(await kids(third)).toEqual([]);
  });

  test('is put into service again by a kit that came later: another transport key is not revoked by the old record', async () => {
    await (await vault()).takeRevocations(await proofFor(world, [own()]));
    const slot = await slotOf(world, 'A. S.', DESK);
    await writeFile(join(folder, 'slots', `${slot.kid}.json`), JSON.stringify(slot));
    await writeTransport(transport(world, 'ML-PAR/A' as DeskId));
    const port = await vault();
    expect(await port.revoked()).toBeNull();
    expect(await kids(port)).toEqual([agent()]);
    expect(await files()).not.toContain('revoked.json');
  });

  test('stopped between any two of its files, the next start goes on', async () => {
    const proof = await proofFor(world, [own()]);
    const start = join(folder, '..', `${folder.split('/').pop()}-start`);
    await cp(folder, start, { recursive: true });
    const record = JSON.stringify({ v: 1, kid: own(), documents: proof });
    for (const gone of [[], [agent()], [head()], [agent(), head()]]) {
      await rm(folder, { recursive: true });
      await cp(start, folder, { recursive: true });
      await writeFile(join(folder, 'revoked.json'), record);
      for (const kid of gone) await rm(join(folder, 'slots', `${kid}.json`));
      const port = await vault();
      expect(await kids(port)).toEqual([]);
      expect(await port.revoked()).toMatchObject({ handedOver: false });
    }
    await rm(start, { recursive: true });
  });
});

describe('an officer who is revoked, on a desk that lives', () => {
  test('loses their slot; who is at work, when they lock', async () => {
    const port = await vault();
    await port.unlock(agent(), WORDS);
    const proof = await proofFor(world, [agent(), head()]);
    expect(await port.takeRevocations(proof)).toEqual({ desk: false, officers: [head()] });
    expect(await kids(port)).toEqual([agent()]);
    await port.lock();
    expect(await kids(port)).toEqual([]);
    expect(await files()).toEqual(['desk.json', 'transport.json']);
    expect(await port.revoked()).toBeNull();
  });

  test('by the head of mission, who may revoke an agent and not the desk', async () => {
    const port = await vault();
    expect(await port.takeRevocations(await proofFor(world, [agent()], world.head))).toEqual({
      desk: false,
      officers: [agent()],
    });
    const forged = await revocationOf(world, own(), world.head);
    const proof = [...(await proofFor(world, [agent()])), forged];
    expect(await code(port.takeRevocations(proof))).toBe('VA-005');
    expect(await kids(port)).toEqual([head()]);
  });
});

describe('nothing is destroyed', () => {
  const unharmed = async (port: SignerPort) => {
    expect((await kids(port)).sort()).toEqual([agent(), head()].sort());
    expect(await port.revoked()).toBeNull();
    expect(await code(port.handedOver())).toBe('VA-006');
    expect(await files()).toContain('transport.json');
  };
  const altered = (documents: readonly SignedDocument[], change: (jws: string) => string): SignedDocument[] =>
    documents.map((one) => (one._id.startsWith('revocation:') ? { ...one, jws: change(one.jws) } : one));

  test('by another ministry’s word, an altered one, one without its chain, one signed by the desk or an officer', async () => {
    const port = await vault();
    const good = await proofFor(world, [own()]);
    const [credential, , revocation] = [good[0]!, good[1]!, good.at(-1)!];
    const { signer } = await overChannel(port);
    const bad: (readonly SignedDocument[])[] = [
      await proofFor(other, [transport(other).credential.kid]),
      altered(good, (jws) => `${jws.slice(0, -2)}${jws.endsWith('A') ? 'B' : 'A'}A`),
      [revocation],
      [credential, revocation].slice(1),
      [...good.slice(0, -1), await revocationOf(world, own(), transport(world))],
      [...good.slice(0, -1), await revocationOf(world, own(), world.agent)],
      [...good, { ...revocation, _id: 'grant:x' }],
    ];
    for (const documents of bad) expect(await code(signer.takeRevocations(documents))).toBe('VA-005');
    await unharmed(port);
  });

  test('by a true revocation of another desk, of an earlier key of this one, or of whoever stands above', async () => {
    const port = await vault();
    const elsewhere = transport(world, 'ML-PAR/A' as DeskId).credential.kid;
    for (const kid of [elsewhere, world.ministry.catalogue.credential.kid])
      expect(await port.takeRevocations(await proofFor(world, [kid]))).toEqual({ desk: false, officers: [] });
    await unharmed(port);
    // The key of today is another one: the record of the old one is replayed to no end.
    const replayed = await proofFor(world, [own()]);
    await writeTransport(transport(world, 'ML-PAR/A' as DeskId));
    const later = await vault();
    expect(await later.takeRevocations(replayed)).toEqual({ desk: false, officers: [] });
    await unharmed(later);
  });

  test('by one who is revoked themselves: a delegate’s stolen key ends nobody’s, until the authority says it too', async () => {
    const port = await vault();
    const byHead = await proofFor(world, [agent()], world.head);
    const ofHead = (await proofFor(world, [head()])).at(-1)!;
    // The head's own slot goes, on the authority's word; the agent's stays.
    const taken = await port.takeRevocations([...byHead, ofHead]);
    expect(taken).toEqual({ desk: false, officers: [head()] });
    expect(await kids(port)).toEqual([agent()]);
    const byBoth = [...byHead, ofHead, (await proofFor(world, [agent()])).at(-1)!];
    expect(await port.takeRevocations(byBoth)).toEqual({ desk: false, officers: [agent()] });
    expect(await kids(port)).toEqual([]);
  });

  test('by a page that says so, whatever it sends', async () => {
    const port = await vault();
    const { signer } = await overChannel(port);
    for (const hostile of [null, 'revoked', {}, [{}], [null], [{ _id: 'a', _rev: 'b' }], Array(600).fill({})])
      expect(await code(signer.takeRevocations(hostile as never))).toMatch(/^(SG-005|VA-005)$/);
    expect(await code(signer.handedOver())).toBe('VA-006');
    await unharmed(port);
  });

  test('by a record in the folder that does not verify', async () => {
    for (const text of ['{', '{}', JSON.stringify({ v: 1, kid: own(), documents: [] })]) {
      await writeFile(join(folder, 'revoked.json'), text);
      await unharmed(await vault());
    }
  });
});

test('what is destroyed is written over first', async () => {
  const path = join(folder, 'slots', `${agent()}.json`);
  const before = await readFile(path, 'utf8');
  // A second name for the same bytes shows what became of them.
  await link(path, join(folder, 'same-bytes'));
  await (await vault()).takeRevocations(await proofFor(world, [agent()]));
  const after = await readFile(join(folder, 'same-bytes'));
  expect(after.length).toBe(Buffer.byteLength(before));
  expect(after.toString('latin1')).not.toContain('"sealed"');
});
