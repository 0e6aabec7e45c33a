/** The root's key on a PKCS#11 token: SoftHSM, by OpenSC's pkcs11-tool, as an operator's own would be. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCredential } from '../../app/keyring/credential.ts';
import { bytesBelow, expectSound, ministry, smallPlan } from './ceremony.ts';

const LIBRARY = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/pkcs11/libsofthsm2.so'].find(existsSync);
const PIN = '24681357';
const LABEL = 'ministère';

describe.skipIf(LIBRARY === undefined)('a root on a token', () => {
  let place: string;
  let folder: string;
  let plan: string;
  let init: readonly string[];
  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'guichet-hsm-'));
    [folder, plan] = [join(place, 'ministry'), join(place, 'plan.json')];
    init = ['init', '--plan', plan, '--generate'];
    await mkdir(join(place, 'tokens'));
    await writeFile(
      join(place, 'softhsm2.conf'),
      `directories.tokendir = ${join(place, 'tokens')}\nobjectstore.backend = file\n`,
    );
    await writeFile(plan, JSON.stringify(smallPlan()));
    const made = spawnSync(
      'softhsm2-util',
      ['--init-token', '--free', '--label', LABEL, '--so-pin', '87654321', '--pin', PIN],
      { env: environment(), encoding: 'utf8' },
    );
    expect(made.stderr + made.stdout).toContain('initialized');
  });
  afterAll(() => rm(place, { recursive: true, force: true }));

  const environment = () => ({ ...process.env, SOFTHSM2_CONF: join(place, 'softhsm2.conf') });
  const run = (args: readonly string[], { pin = PIN, key = 'root', out = folder } = {}) =>
    ministry(out, [...args, '--pkcs11-module', LIBRARY ?? '', '--pkcs11-token', LABEL, '--pkcs11-key', key], {
      ...environment(),
      GUICHET_TOKEN_PIN: pin,
      GUICHET_ROOT_PASSPHRASE: '',
    });
  it('is made there and signs the authority; no file has it, and a wrong PIN makes nothing', async () => {
    const refused = await run(init, { pin: '00000000' });
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^MN-011: .*: CKR_PIN_INCORRECT\n$/),
    });
    expect(existsSync(folder)).toBe(false);

    expect(await run(init)).toMatchObject({ code: 0, err: '', json: { made: true, passphrases: {} } });
    const files = await bytesBelow(folder);
    expect(Object.keys(files)).not.toContain('secret/root.key');
    expect(Object.values(files).some((text) => text.includes(PIN))).toBe(false);
    const { credential: root } = await readCredential(files['root.jws']?.trim() ?? '');
    expect(root.enc).toBeNull();
    await expectSound(folder);
  });

  it('signs a new authority, and only where it is this ministry’s key', async () => {
    const before = await expectSound(folder);
    const [old] = before.credentials().filter(({ roles }) => roles.includes('authority'));
    expect((await run(['rotate', '--authority'], { key: 'another' })).err).toMatch(/^MN-006: /);
    expect((await run(init, { out: join(place, 'other') })).err).toMatch(/^MN-007: .*« root »/);
    expect((await run(['rotate', '--authority'])).json).toMatchObject({ before: old?.kid, changed: true });
    const after = await expectSound(folder);
    const authorities = after.credentials().filter(({ roles }) => roles.includes('authority'));
    expect(authorities).toHaveLength(2);
    const root = (await readFile(join(folder, 'root.jws'), 'utf8')).trim();
    const { kid } = (await readCredential(root)).credential;
    expect(authorities.map(({ issuer }) => issuer)).toEqual([kid, kid]);
  });

  it('signs with the second key of a token, too: both have an id of their own', async () => {
    const second = join(place, 'second');
    expect((await run(init, { key: 'second', out: second })).code).toBe(0);
    await expectSound(second);
    const listed = spawnSync(
      'pkcs11-tool',
      ['--module', LIBRARY ?? '', '--token-label', LABEL, '--list-objects', '--type', 'pubkey'],
      { env: environment(), encoding: 'utf8' },
    );
    const ids = [...listed.stdout.matchAll(/ID: +([0-9a-f]+)/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

it('a token that nothing speaks to is said, and nothing is made', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-no-token-'));
  const plan = join(folder, 'plan.json');
  await writeFile(plan, JSON.stringify(smallPlan()));
  const out = join(folder, 'ministry');
  const args = ['init', '--plan', plan, '--pkcs11-module', join(folder, 'none.so'), '--pkcs11-token', LABEL];
  const ran = await ministry(out, args, { GUICHET_TOKEN_PIN: PIN });
  expect(ran).toMatchObject({ code: 1, err: expect.stringMatching(/^MN-011: /) });
  expect(existsSync(out)).toBe(false);
  await rm(folder, { recursive: true, force: true });
});
