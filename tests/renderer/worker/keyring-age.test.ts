/** A desk whose keyring grows old: it warns, blocks where the policy says so, and is made fresh by a link or a stick. */
import { beforeEach, describe, expect, test } from 'vitest';
import { isoTime } from '../../../app/acts/clock.ts';
import type { RecordHash } from '../../../app/acts/ids.ts';
import { signFreshness } from '../../../app/keyring/freshness.ts';
import { readKeyringFile, writeKeyringFile } from '../../../app/keyring/keyring-file.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { hashOf } from '../../../app/seal/hash.ts';
import type { Holder } from '../../../scripts/ministry/create-ministry.ts';
import { closeKeyring } from '../../../scripts/ministry/issue.ts';
import { NodeDesk, openServicesWorld } from '../../world/desk-in-node.ts';
import { MemoryCentre, MemoryTransfer } from '../../world/memory-centre.ts';
import { revocationOf } from '../../world/revoked.ts';
import type { World } from '../../world/world.ts';

const DAY = 86_400_000;
const LAISSEZ_PASSER = 'ml-laissez-passer';
let world: World;
let centre: MemoryCentre;
beforeEach(async () => {
  world = await openServicesWorld();
  centre = new MemoryCentre(world);
});

const opened = (desk = 'ML-PAR/B', medium?: NodeDesk['medium']) =>
  NodeDesk.open({
    world,
    desk,
    ...(medium ? { medium } : {}),
    transfer: (own, fault) => new MemoryTransfer(centre, own, fault),
  });
const stateOf = async (desk: NodeDesk) => (await desk.desk.situation()).keyring;
const word = (by: Holder = world.ministry.authority, keyring: RecordHash = world.keyring.head()!.hash) =>
  signFreshness({ keyring, at: isoTime(world.clock.now()) }, by.credential.kid, by.signingKey);
const file = async (documents: readonly SignedDocument[] = []) =>
  writeKeyringFile({ freshness: await word(), documents });
/** A list that says from when on desks block. */
async function policy(warnDays: number, blockDays: number | null): Promise<SignedDocument> {
  const documents = [...world.ministry.keyringDocuments];
  await closeKeyring(
    { clock: world.clock, random: { bytes: () => new Uint8Array(0) }, documents },
    world.ministry.authority,
    2,
    {
      warnDays,
      blockDays,
    },
  );
  return documents.at(-1) as SignedDocument;
}
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );

test('a keyring that is old warns before and after unlocking, and blocks nothing by itself', async () => {
  const desk = await opened();
  await desk.unlock('A. S.');
  const { dossier } = await desk.sealed(LAISSEZ_PASSER);
  await desk.desk.lock();
  expect(await stateOf(desk)).toMatchObject({ state: 'fresh', days: 0 });
  world.clock.time += 25 * DAY;
  expect(await stateOf(desk)).toMatchObject({ state: 'old', days: 25, daysLeft: null });
  await desk.unlock('A. S.');
  expect((await desk.desk.home()).desk.keyring).toMatchObject({ state: 'old', days: 25 });
  await desk.desk.lock();
  await desk.unlock('M. U.');
  await desk.displayAll(dossier);
  await desk.desk.confirmSecret('bado-kilu-meta-rumo-sada-tobi');
  const approve = desk.decide(dossier, { kind: 'approved', body: { displayed: [], checks: [] } });
  expect(await code(approve)).toBe('no error');
  await desk.close();
});

test('where the policy says so, decisions are refused with what to do, and lodging goes on', async () => {
  const desk = await opened();
  await desk.medium.log('keyring').put([await policy(5, 20)]);
  await desk.close();
  const again = await opened('ML-PAR/B', desk.medium);
  await again.unlock('A. S.');
  const { dossier } = await again.sealed(LAISSEZ_PASSER);
  await again.desk.lock();
  await again.unlock('M. U.');
  await again.displayAll(dossier);
  world.clock.time += 20 * DAY;
  await again.desk.confirmSecret('bado-kilu-meta-rumo-sada-tobi');
  const approve = () => again.decide(dossier, { kind: 'approved', body: { displayed: [], checks: [] } });
  expect(await code(approve())).toBe('KR-011');
  expect(await code(again.seal(dossier, { kind: 'handed-over', body: {} as never }))).toBe('KR-011');
  expect(await stateOf(again)).toMatchObject({ state: 'blocked', daysLeft: 0 });
  const note = { kind: 'annotated', body: { note: 'specimen' } } as const;
  expect(await code(again.seal(dossier, note))).toBe('no error');
  // A stick makes it fresh, and the same decision is begun.
  const { jws } = (await again.medium.log('keyring').get('keyring:2')) as SignedDocument;
  const freshness = await word(world.ministry.authority, await hashOf(jws));
  const taken = await again.desk.importKeyring(writeKeyringFile({ freshness, documents: [] }));
  expect(taken).toMatchObject({ fresh: 0, older: false });
  expect(await code(approve())).toBe('no error');
  await again.close();
});

describe('a stick', () => {
  test('makes a desk fresh, survives its restart, and an older one says that it is older', async () => {
    const desk = await opened();
    const early = await file();
    world.clock.time += 30 * DAY;
    const late = await file();
    expect(await desk.desk.importKeyring(late)).toMatchObject({ older: false, fresh: 0 });
    expect(await stateOf(desk)).toMatchObject({ state: 'fresh', days: 0 });
    expect(await desk.desk.importKeyring(early)).toMatchObject({ older: true });
    expect(await desk.desk.importKeyring(late)).toMatchObject({ older: true });
    await desk.close();
    const again = await opened('ML-PAR/B', desk.medium);
    expect(await stateOf(again)).toMatchObject({ state: 'fresh', days: 0 });
    await again.close();
  });

  test('brings revocations, and one desk’s file serves another', async () => {
    const linked = await opened('ML-PAR/A');
    const revoked = await revocationOf(world, world.otherAgent.credential.kid);
    await linked.desk.importKeyring(writeKeyringFile({ freshness: null, documents: [revoked] }));
    world.clock.time += 30 * DAY;
    centre.answers.set('_freshness', { freshness: await word(world.ministry.gateway) });
    const text = await linked.desk.exportKeyring();
    const desk = await opened();
    expect(await desk.desk.importKeyring(text)).toMatchObject({ fresh: 1, older: false });
    expect(await stateOf(desk)).toMatchObject({ state: 'fresh', days: 0 });
    expect(await desk.medium.log('keyring').get(revoked._id)).toBeDefined();
    await linked.close();
    await desk.close();
  });

  test('from the future makes nothing fresh; one of a clock that is a few hours ahead does', async () => {
    const desk = await opened();
    world.clock.time += 30 * DAY;
    const ahead = async (milliseconds: number) => {
      const keyring = world.keyring.head()!.hash;
      const at = isoTime(world.clock.time + milliseconds);
      const { credential, signingKey } = world.ministry.gateway;
      const freshness = await signFreshness({ keyring, at }, credential.kid, signingKey);
      await desk.desk.importKeyring(writeKeyringFile({ freshness, documents: [] }));
      return (await stateOf(desk))?.state;
    };
    expect(await ahead(2 * DAY)).toBe('old');
    expect(await ahead(DAY / 4)).toBe('fresh');
    await desk.close();
  });

  test('of a gateway that is revoked afterwards counts no more, and an earlier word of one that stands does', async () => {
    const desk = await opened();
    const earlier = await word();
    world.clock.time += 30 * DAY;
    const freshness = await word(world.ministry.gateway);
    await desk.desk.importKeyring(writeKeyringFile({ freshness, documents: [] }));
    expect(await stateOf(desk)).toMatchObject({ state: 'fresh', days: 0 });
    const documents = [await revocationOf(world, world.ministry.gateway.credential.kid)];
    await desk.desk.importKeyring(writeKeyringFile({ freshness: earlier, documents }));
    expect(await stateOf(desk)).toMatchObject({ state: 'old', days: 30 });
    expect(readKeyringFile(await desk.desk.exportKeyring()).freshness).toBe(earlier);
    await desk.close();
  });

  test('that is forged changes nothing', async () => {
    const desk = await opened();
    world.clock.time += 30 * DAY;
    const forged = [
      writeKeyringFile({ freshness: await word(world.head), documents: [] }),
      writeKeyringFile({
        freshness: await word(),
        documents: [await revocationOf(world, world.ministry.gateway.credential.kid, world.head)],
      }),
    ];
    for (const text of forged) expect(await code(desk.desk.importKeyring(text))).toBe('KR-022');
    expect(await code(desk.desk.importKeyring('{}'))).toBe('KR-021');
    expect(await stateOf(desk)).toMatchObject({ state: 'old', days: 30 });
    // Nor does a word that somebody writes where the true one rests.
    desk.medium.facts.facts.set('keyring:freshness', await word(world.head));
    await desk.close();
    const again = await opened('ML-PAR/B', desk.medium);
    expect(await stateOf(again)).toMatchObject({ state: 'old', days: 30 });
    await again.close();
  });
});

test('a link without news says that there is none; a centre that has no such word is not asked again and again', async () => {
  const desk = await opened();
  world.clock.time += 30 * DAY;
  await desk.desk.sendNow();
  expect(await stateOf(desk)).toMatchObject({ state: 'old' });
  centre.answers.set('_freshness', { freshness: await word(world.ministry.gateway) });
  await desk.desk.sendNow();
  expect(await stateOf(desk)).toMatchObject({ state: 'old' });
  world.clock.time += 16 * 60_000;
  await desk.desk.sendNow();
  expect(await stateOf(desk)).toMatchObject({ state: 'fresh', days: 0 });
  await desk.close();
});
