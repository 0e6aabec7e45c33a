/** Letters laid aside for desks that are yet to be: each for one desk, none twice, with numbers of its own (0023). */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import type { DeskId, MissionCode } from '../../app/acts/ids.ts';
import { readRecord } from '../../app/keyring/records.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { demoPlan } from '../../scripts/ministry/plan.ts';
import { parseMinistryPlan } from '../../scripts/ministry/plan-file.ts';
import { writeMinistry } from '../../scripts/ministry/write-ministry.ts';
import { approvedDesk, askedDesk } from '../world/desk-enrolled.ts';
import { World } from '../world/world.ts';
import { CHEAP, done, expectSound, kitOf, makeFolder, ministry, PASSPHRASES, smallPlan } from './ceremony.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let folder: string;
beforeAll(async () => {
  const { letters: _, ...plan } = smallPlan();
  ({ folder } = await makeFolder(plan));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const leases = async (desk: string) =>
  (await kitOf(folder, 'ML-PAR/B')).desk.seed
    .filter((one): one is SignedDocument => one._id.startsWith(`lease:${desk}:`))
    .map(({ jws }) => readRecord('guichet-lease+jws', jws).payload);

it('a letter is laid aside for one desk, with numbers that are nobody else’s; again it changes nothing', async () => {
  const reserve = ['desk', 'reserve', '--by', 'ML-PAR/B', '--desk', 'ML-PAR/P'];
  expect(await done(folder, ...reserve)).toMatchObject({ changed: true, letters: ['ML-PAR/P'] });
  expect(await done(folder, ...reserve)).toMatchObject({ changed: false, letters: [] });
  const keyring = await expectSound(folder);
  expect(keyring.lettersOf('ML-PAR/B' as DeskId)).toEqual(['ML-PAR/P']);
  const own = (await leases('ML-PAR/B')).filter(({ series }) => !series.startsWith('desk:'));
  const next = await leases('ML-PAR/P');
  expect(next.map(({ series }) => series)).toEqual(own.map(({ series }) => series));
  expect(next.every(({ first }) => own.every(({ last }) => first > last))).toBe(true);
});

it.each<[string, string, string[]]>([
  ['a desk’s', 'MN-007', ['--by', 'ML-PAR/B', '--desk', 'ML-PAR/B']],
  ['another desk’s to give', 'MN-007', ['--by', 'CENTRAL/A', '--desk', 'ML-PAR/P']],
  ['another mission’s', 'MN-006', ['--by', 'ML-PAR/B', '--desk', 'ML-DKR/P']],
  ['the centre’s, from a mission', 'MN-005', ['--by', 'ML-PAR/B', '--desk', 'CENTRAL/P']],
  ['of a desk that is none', 'MN-006', ['--by', 'ML-PAR/Z', '--desk', 'ML-PAR/Q']],
])('a letter that is %s is refused: %s', async (_, code, args) => {
  const ran = await ministry(folder, ['desk', 'reserve', ...args]);
  expect([ran.code, ran.err]).toEqual([1, expect.stringContaining(code)]);
});

it('a kit takes no letter that is laid aside', async () => {
  const called = demoPlan('').missions['ML-PAR' as MissionCode];
  if (!called) throw new Error('no mission ML-PAR in the demo');
  const names = Object.entries(called).flatMap(([language, name]) => [`--name-${language}`, name]);
  const ran = await ministry(folder, ['mission', 'add', '--code', 'ML-PAR', ...names, '--desk', 'ML-PAR/P']);
  expect([ran.code, ran.err]).toEqual([1, expect.stringContaining('MN-007')]);
});

it('a plan lays letters aside, and names the member that does so twice, or beyond a mission', () => {
  const plan = { ...demoPlan('http://127.0.0.1:1') };
  expect(() => parseMinistryPlan(plan)).not.toThrow();
  for (const letters of [
    { 'ML-PAR/A': ['ML-PAR/B'] },
    { 'ML-PAR/A': ['ML-PAR/P'], 'ML-PAR/B': ['ML-PAR/P'] },
    { 'ML-PAR/A': ['ML-DKR/P'] },
    { 'ML-PAR/Z': ['ML-PAR/P'] },
  ])
    expect(() => parseMinistryPlan({ ...plan, letters })).toThrow(
      expect.objectContaining({ code: 'MN-005' }),
    );
});

it('a desk that was put into service far away is known by its records, and revoked', async () => {
  const world = await World.open();
  const asked = await askedDesk(world);
  const { documents } = await approvedDesk(world, asked.request);
  // The whole ministry of that world, with what its gateway was told.
  const other = join(folder, 'other');
  await writeMinistry(world.ministry, other, systemRandom, CHEAP, PASSPHRASES);
  const records = join(folder, 'records.json');
  await writeFile(records, JSON.stringify({ rows: documents.map((doc) => ({ doc })) }));
  const revoke = ['desk', 'revoke', '--desk', 'ML-PAR/P', '--reason', 'stolen'];
  expect((await ministry(other, revoke)).code).toBe(1);
  const { revoked } = await done(other, ...revoke, '--records', records);
  expect(revoked).toHaveLength(2);
});
