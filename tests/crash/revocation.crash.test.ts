/**
 * A revocation is stopped at each write, of the main process's files and of the worker's stores. Afterwards either nothing
 * of it has happened yet, and the same word does it all, or the next start goes on by itself; nothing that was sealed is lost.
 */
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import type { DeskId } from '../../app/acts/ids.ts';
import { writeKeyringFile } from '../../app/keyring/keyring-file.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import type { FarewellShelf } from '../../app/vault/farewell.ts';
import { OfficerSigner } from '../../app/vault/officer-signer.ts';
import type { SlotShelf } from '../../app/vault/officer-slots.ts';
import type { RequestShelf } from '../../app/vault/pending-requests.ts';
import { farewellFolder } from '../../main/vault/farewell-folder.ts';
import { requestFolder } from '../../main/vault/request-folder.ts';
import { slotFolder } from '../../main/vault/slot-folder.ts';
import { openVault, systemClock } from '../../main/vault/vault.ts';
import { configurationOf, MemoryVault, NodeDesk, openServicesWorld, slotOf } from '../world/desk-in-node.ts';
import { stopping } from '../world/desk-medium.ts';
import { Fault } from '../world/fault.ts';
import { MemoryCentre, MemoryTransfer } from '../world/memory-centre.ts';
import { proofFor } from '../world/revoked.ts';
import type { World } from '../world/world.ts';

const DESK = 'ML-PAR/B' as DeskId;
const CHEAP = { memoryKiB: 8 * 1024, iterations: 1, parallelism: 1 };
const ignored = (): void => {};

let world: World;
let proof: readonly SignedDocument[];
let root: string;
beforeEach(async () => {
  world = await openServicesWorld();
  proof = await proofFor(world, [transport().credential.kid]);
  root = await mkdtemp(join(tmpdir(), 'guichet-revocation-'));
});
afterEach(() => rm(root, { recursive: true }));
const transport = () => world.ministry.transports.get(DESK)!;

async function commissioned(): Promise<string> {
  const folder = join(root, 'desk');
  await mkdir(join(folder, 'slots'), { recursive: true });
  await writeFile(join(folder, 'desk.json'), JSON.stringify(configurationOf(world, DESK, null)));
  const { credential, sig } = transport();
  const key = { v: 1, kid: credential.kid, credential: credential.jws, key: sig, stored: null };
  await writeFile(join(folder, 'transport.json'), JSON.stringify(key));
  for (const initials of ['A. S.', 'M. U.']) {
    const slot = await slotOf(world, initials, DESK);
    await writeFile(join(folder, 'slots', `${slot.kid}.json`), JSON.stringify(slot));
  }
  await (await vaultIn(folder)).port.askForEnrolment({ initials: 'E. A.', roles: ['agent'] }, null);
  return folder;
}

const vaultIn = (folder: string) =>
  openVault({
    folder,
    keyStore: null,
    countdown: { run: async () => 'cancelled', cancel: ignored },
    report: ignored,
    cost: CHEAP,
  });

/** The signer of main on its own files, of which each write is a step. */
function signerIn(folder: string, fault: Fault): OfficerSigner {
  const { desk, root: trusted, missions } = configurationOf(world, DESK, null);
  return new OfficerSigner({
    shelf: stopping<SlotShelf>(slotFolder(folder, ignored), fault, 'slot', ['remove']),
    enrolment: {
      desk,
      root: trusted,
      requests: stopping<RequestShelf>(requestFolder(folder, ignored), fault, 'request', ['remove']),
    },
    farewell: stopping<FarewellShelf>(farewellFolder(folder, ignored, ignored), fault, 'farewell', [
      'note',
      'destroyTransport',
    ]),
    keyStore: null,
    platform: 'electron',
    countdown: { run: async () => 'cancelled', cancel: ignored },
    clock: systemClock,
    random: systemRandom,
    scope: { desk, missions },
    cost: CHEAP,
  });
}

test('main: stopped at any write, all keys are there or the next start ends what was begun', async () => {
  const start = await commissioned();
  let stopped = 0;
  for (let n = 0; ; n += 1) {
    const folder = join(root, `life-${n}`);
    await cp(start, folder, { recursive: true });
    const fault = new Fault();
    fault.stopIn(n);
    const signer = signerIn(folder, fault);
    const done = await signer
      .takeRevocations(proof)
      .then(() => signer.handedOver())
      .then(
        () => true,
        () => false,
      );
    const recorded = (await readdir(folder)).includes('revoked.json');
    const { port } = await vaultIn(folder);
    const slots = await port.slots();
    expect(slots.length, `after step ${n}`).toBe(recorded ? 0 : 2);
    if (!recorded) await port.takeRevocations(proof);
    expect(await port.requests()).toEqual([]);
    expect(await port.revoked()).toMatchObject({ reason: 'stolen' });
    await port.handedOver();
    expect(
      (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json')).sort(),
    ).toEqual(['desk.json', 'revoked.json']);
    if (done) break;
    stopped += 1;
  }
  expect(stopped).toBe(10); // the record, two slots, a request, the transport key: before and after each
});

test('the worker: stopped at any call, what was sealed reaches the centre and no key is left', async () => {
  const file = writeKeyringFile({ freshness: null, documents: proof });
  for (let n = 0; ; n += 4) {
    const centre = new MemoryCentre(world);
    const vault = new MemoryVault();
    const fault = new Fault();
    const parts = {
      world,
      desk: DESK,
      vault,
      transfer: (own: NodeDesk['medium'], of: Fault) => new MemoryTransfer(centre, own, of),
    };
    const desk = await NodeDesk.open({ ...parts, fault });
    await desk.unlock('A. S.');
    const { acts } = await desk.sealed('ml-laissez-passer');
    fault.stopIn(n);
    const done = await desk.desk
      .importKeyring(file)
      .then(() => desk.desk.sendNow())
      .then(
        ({ code }) => code === 'done',
        () => false,
      );
    await desk.kill();
    const again = await NodeDesk.open({ ...parts, medium: desk.medium });
    if ((await again.desk.situation()).revoked === null) await again.desk.importKeyring(file);
    if ((await again.desk.situation()).revoked?.handedOver === false) await again.desk.sendNow();
    const { revoked, slots } = await again.desk.situation();
    expect(revoked, `after step ${n}`).toMatchObject({ handedOver: true });
    expect([slots, await vault.slots.all(), vault.farewell.key]).toEqual([[], [], null]);
    const there = [...centre.mission('ML-PAR' as never).offered.keys()];
    for (const act of acts) expect(there.some((id) => id.endsWith(act))).toBe(true);
    await again.close();
    if (done) {
      expect(n).toBeGreaterThan(20);
      break;
    }
  }
});
