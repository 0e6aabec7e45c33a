/** How fresh keyrings must be, and the file that says that they are: by the ministry's commands, to a desk that takes it. */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readKeyringFile, verifyKeyringFile } from '../../app/keyring/keyring-file.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { parseMinistryPlan } from '../../scripts/ministry/plan-file.ts';
import { done, expectSound, keyringOf, kitOf, makeFolder, ministry, smallPlan } from './ceremony.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let folder: string;
beforeAll(async () => {
  ({ folder } = await makeFolder());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('a policy is said by the next list and those after it; said again it changes nothing', async () => {
  expect((await keyringOf(folder)).head()).toMatchObject({ n: 1, policy: null });
  const policy = { warnDays: 10, blockDays: 30 };
  expect(await done(folder, 'policy', '--warn-days', '10', '--block-days', '30')).toMatchObject({
    changed: true,
    policy,
  });
  expect((await expectSound(folder)).head()).toMatchObject({ n: 2, policy });
  expect(await done(folder, 'policy', '--warn-days', '10', '--block-days', '30')).toMatchObject({
    changed: false,
  });
  await done(folder, 'rotate', '--mission', 'ML-PAR');
  expect((await expectSound(folder)).head()).toMatchObject({ n: 3, policy });
});

it('how long backups are kept is said beside it, in the signed list, and refused in a plan with where it goes', async () => {
  const policy = { warnDays: 10, blockDays: 30 };
  expect(await done(folder, 'policy', '--backup-days', '35')).toMatchObject({ policy, backupDays: 35 });
  expect((await expectSound(folder)).head()).toMatchObject({ n: 4, policy, backupDays: 35 });
  expect(() => parseMinistryPlan({ ...smallPlan(), backupDays: 35 })).toThrow(
    /member backupDays: .*signed: ministry -- policy --backup-days N/,
  );
  const { desk } = await kitOf(folder, 'ML-PAR/B');
  expect(desk).not.toHaveProperty('backupDays');
});

it('a block that comes before its warning is refused', async () => {
  const { code, err } = await ministry(folder, ['policy', '--warn-days', '30', '--block-days', '30']);
  expect([code, err]).toEqual([1, expect.stringContaining('--block-days lies after --warn-days')]);
});

it('the file has the whole keyring and the authority’s word, and a desk with its kit alone takes it', async () => {
  const path = join(folder, 'keyring.guichet');
  await done(folder, 'freshness', '--to', path, '--dry-run');
  expect(existsSync(path)).toBe(false);
  const { desk } = await kitOf(folder, 'ML-PAR/B');
  const told = await done(folder, 'freshness', '--to', path);
  expect(told).toMatchObject({ changed: false, list: 4 });
  const file = readKeyringFile(await readFile(path, 'utf8'));
  const known = desk.seed.filter(
    (one): one is SignedDocument => 'jws' in one && !one._id.startsWith('release:'),
  );
  for (const before of [[], known]) {
    const { freshness } = await verifyKeyringFile(file, desk.root, before);
    expect(freshness).toEqual({ keyring: (await keyringOf(folder)).head()?.hash, at: told.at });
  }
});
