/** Policy "a slot is destroyed after so many wrong secrets in a row": off by default, counted through restarts, for good. */
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import type { Kid } from '../../app/acts/ids.ts';
import { issueCredential } from '../../app/keyring/credential.ts';
import { hashOf } from '../../app/seal/hash.ts';
import { generateKey, importPrivate } from '../../app/seal/keys.ts';
import { parseDeskConfiguration } from '../../app/vault/kit.ts';
import { sealSlot } from '../../app/vault/slot-file.ts';
import { openVault, type Vault } from '../../main/vault/vault.ts';

const CHEAP = { memoryKiB: 8 * 1024, iterations: 1, parallelism: 1 };
const WORDS = 'bado-kilu-meta-rumo-sada-tobi';
const HOUR = 3_600_000;
const CONFIGURATION = {
  desk: 'ML-PAR/B',
  mission: 'ML-PAR',
  missions: ['ML-PAR'],
  missionNames: { 'ML-PAR': { fr: 'Paris', en: 'Paris', ar: 'باريس' } },
  root: 'x.y.z',
  gateway: null,
  seed: [],
};

/** random, the same for one person over all their credentials */
const ERIKSSON = 'E'.repeat(22);
const SPECIMEN = 'S'.repeat(22);

/** An officer comes to this desk: the initials are the same for all. @returns their credential's kid */
async function enrolled(subject: string): Promise<Kid> {
  const [sig, enc] = [await generateKey('sig'), await generateKey('enc')];
  const credential = await issueCredential(
    {
      ...{
        subject,
        roles: ['agent' as const],
        scope: 'ML-PAR' as never,
        desk: 'ML-PAR/B' as never,
        delegates: [],
      },
      ...{ from: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' },
      ...{ sig: sig.publicJwk, enc: enc.publicJwk },
    },
    (await hashOf('whoever issued it')) as string as Kid,
    await importPrivate(sig.privateJwk, 'sig'),
  );
  const made = (await hashOf(credential)) as string as Kid;
  const slot = await sealSlot({
    identity: { kid: made, credential, initials: 'AE', roles: ['agent'], mission: 'ML-PAR' as never },
    secrets: { sig: sig.privateJwk, enc: enc.privateJwk, readModelKeys: { 'ML-PAR': 'k' } },
    kind: 'words',
    secret: WORDS,
    random: systemRandom,
    cost: CHEAP,
  });
  await writeFile(join(folder, 'slots', `${made}.json`), JSON.stringify(slot));
  return made;
}

let folder: string;
let kid: Kid;
let wall: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-vault-'));
  wall = 1e12;
  await mkdir(join(folder, 'slots'));
  kid = await enrolled(ERIKSSON);
});
afterEach(() => rm(folder, { recursive: true }));

/** The same desk, started anew an hour later: no delay is left. */
async function started(destroySlotAfter: number | null | undefined): Promise<Vault['officers']> {
  const policy = destroySlotAfter === undefined ? {} : { policy: { destroySlotAfter } };
  await writeFile(join(folder, 'desk.json'), JSON.stringify({ ...CONFIGURATION, ...policy }));
  wall += HOUR;
  const vault = await openVault({
    folder,
    keyStore: null,
    countdown: { run: async () => 'cancelled', cancel: () => {} },
    report: () => {},
    clock: { now: () => wall, monotonic: () => wall },
    cost: CHEAP,
  });
  return vault.officers;
}
const names = async (of: string) => readdir(join(folder, of)).catch(() => []);

describe('policy', () => {
  test.each([undefined, null])('%s: no number of wrong secrets destroys a slot', async (none) => {
    for (let n = 0; n < 12; n += 1)
      expect(await (await started(none)).unlock(kid, 'wrong')).toEqual({
        outcome: 'refused',
        waitUntil: expect.any(String),
      });
    expect((await (await started(none)).unlock(kid, WORDS)).outcome).toBe('opened');
  });

  test('of fewer than five is no configuration', () => {
    const of = (destroySlotAfter: number) => () =>
      parseDeskConfiguration({ ...CONFIGURATION, policy: { destroySlotAfter } });
    for (const few of [0, 1, 4, 2.5]) expect(of(few)).toThrow(expect.objectContaining({ code: 'VA-001' }));
    expect(of(5)().policy).toEqual({ destroySlotAfter: 5 });
  });

  test('counts in a row, through restarts; the right secret begins anew', async () => {
    for (const left of [4, 3, 2, 1])
      expect(await (await started(5)).unlock(kid, 'wrong')).toMatchObject({ outcome: 'refused', left });
    expect(await (await started(5)).slots()).toMatchObject([{ secret: 'passphrase', left: 1 }]);
    expect((await (await started(5)).unlock(kid, WORDS)).outcome).toBe('opened');
    expect(await (await started(5)).slots()).toMatchObject([{ left: 5 }]);
  });

  test('a try that comes too early is none', async () => {
    const officers = await started(5);
    for (let n = 0; n < 9; n += 1)
      expect(await officers.unlock(kid, 'wrong')).toMatchObject({ outcome: 'refused' });
    expect(await officers.slots()).toMatchObject([{ left: 4 }]);
  });
});

test('the right secret on the last try opens, whoever looks at the list meanwhile', async () => {
  for (let n = 0; n < 4; n += 1) await (await started(5)).unlock(kid, 'wrong');
  const officers = await started(5);
  let tried = false;
  const trying = officers.unlock(kid, WORDS).finally(() => {
    tried = true;
  });
  while (!tried) {
    await officers.slots();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect((await trying).outcome).toBe('opened');
  expect(await names('slots')).toEqual([`${kid}.json`]);
  expect(await officers.slots()).toMatchObject([{ left: 5 }]);
});

describe('the last wrong secret', () => {
  async function destroyed(): Promise<Vault['officers']> {
    for (let n = 0; n < 4; n += 1) await (await started(5)).unlock(kid, 'wrong');
    const officers = await started(5);
    expect(await officers.unlock(kid, 'wrong')).toMatchObject({ outcome: 'refused', left: 0 });
    return officers;
  }

  test('destroys the slot: nothing sealed is left, its officer is told, also after a restart', async () => {
    const officers = await destroyed();
    expect(await names('slots')).toEqual([]);
    const told = [
      { kid, initials: 'AE', roles: ['agent'], mission: 'ML-PAR', secret: 'destroyed', waitUntil: null },
    ];
    expect(await officers.slots()).toEqual(told);
    expect(await (await started(5)).slots()).toEqual(told);
    // Policy that is taken away later brings nothing back.
    expect(await (await started(null)).slots()).toEqual(told);
    expect((await (await started(null)).unlock(kid, WORDS)).outcome).toBe('refused');
  });

  test('given while the officer is at the desk locks it', async () => {
    const officers = await started(5);
    await officers.unlock(kid, WORDS);
    for (let n = 0; n < 4; n += 1) {
      await officers.confirmSecret('wrong');
      wall += HOUR;
    }
    expect(await officers.confirmSecret('wrong')).toMatchObject({ confirmed: false, left: 0 });
    expect(officers.unlocked).toBeNull();
    await expect(officers.sign('guichet-act+jws', new Uint8Array())).rejects.toMatchObject({
      code: 'SG-001',
    });
  });

  test('a stop between the two writes of the end is ended at the next start', async () => {
    const kept = join(folder, 'kept.json');
    await copyFile(join(folder, 'slots', `${kid}.json`), kept);
    await destroyed();
    await copyFile(kept, join(folder, 'slots', `${kid}.json`));
    expect(await (await started(5)).slots()).toMatchObject([{ secret: 'destroyed' }]);
    expect(await names('slots')).toEqual([]);
  });

  test('who is enrolled anew is not told of what was; a colleague with the same initials does not hide it', async () => {
    await destroyed();
    const colleague = await enrolled(SPECIMEN);
    expect(await (await started(5)).slots()).toMatchObject([
      { kid: colleague, secret: 'passphrase' },
      { kid, secret: 'destroyed' },
    ]);
    const anew = await enrolled(ERIKSSON);
    const listed = (await (await started(5)).slots()).map((slot) => [slot.kid, slot.secret]);
    expect(new Map(listed as [Kid, string][])).toEqual(
      new Map([colleague, anew].map((one) => [one, 'passphrase'] as const)),
    );
  });

  test('a damaged count leaves one try: an accident of the disk destroys nothing', async () => {
    await mkdir(join(folder, 'attempts'));
    await writeFile(join(folder, 'attempts', `${kid}.json`), '{');
    expect(await (await started(5)).slots()).toMatchObject([{ secret: 'passphrase', left: 1 }]);
  });
});
