/** The ministry's other commands, killed before each of their writes in turn. Run again, all of it is there, once, and was told. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { DeskId, MissionCode } from '../../app/acts/ids.ts';
import { writeBuilt } from '../../scripts/catalogue/built.ts';
import type { Ministry } from '../../scripts/ministry/create-ministry.ts';
import { command, done, groupsOpenedBy, kitOf, makeFolder, ministry } from '../scripts/ceremony.ts';
import { enrolledAway } from '../scripts/enrolled-away.ts';
import { readServices } from '../world/services.ts';
import { type Cut, cutEverywhere, inCopy } from './cut-command.ts';

vi.setConfig({ testTimeout: 1_800_000 });

const PARIS = 'ML-PAR' as MissionCode;
let original: string;
let made: Ministry;
let carried: string;
beforeAll(async () => {
  ({ folder: original, ministry: made } = await makeFolder());
  carried = await mkdtemp(join(tmpdir(), 'guichet-carried-'));
});
afterAll(async () => {
  for (const folder of [original, carried]) await rm(folder, { recursive: true, force: true });
});

/** @param from another state of the ministry than the first */
const cut = (args: readonly string[], expectDone: Cut['expectDone'], from = original): Promise<void> =>
  cutEverywhere({
    original: from,
    run: (folder, env, imports) => ministry(folder, args, env, imports),
    expectDone: (folder, ran, keyring) => {
      expect(ran.json.changed).toBe(true);
      return expectDone(folder, ran, keyring);
    },
  });
const serverOf = async (folder: string, name: string) =>
  JSON.parse(await readFile(join(folder, name), 'utf8')) as { gateway: { kid: string } };

test('rotate --gateway, and --finish, cut off anywhere: one next key, then that one in its place and the old one revoked', async () => {
  const rotate = ['rotate', '--gateway', '1'];
  const old = made.gateway.credential.kid;
  await cut(rotate, async (folder, { json }, keyring) => {
    expect(keyring.credentials().filter(({ roles }) => roles.includes('gateway'))).toHaveLength(2);
    expect((await serverOf(folder, 'server.next.json')).gateway.kid).toBe(json.gateway);
    expect((await serverOf(folder, 'server.json')).gateway.kid).toBe(old);
  });
  await inCopy(original, async (waiting) => {
    const { gateway } = await done(waiting, ...rotate);
    const finish = [...rotate, '--finish'];
    await cut(
      finish,
      async (folder, { json }, keyring) => {
        expect([json.gateway, json.before]).toEqual([gateway, old]);
        expect((await serverOf(folder, 'server.json')).gateway.kid).toBe(gateway);
        expect(existsSync(join(folder, 'server.next.json'))).toBe(false);
        expect(keyring.revocations.of(old).map(({ reason }) => reason)).toEqual(['replaced']);
        for (const desk of ['ML-PAR/B', 'CENTRAL/A'])
          expect((await kitOf(folder, desk)).desk.gateway?.kid).toBe(gateway);
      },
      waiting,
    );
  });
});

test('gateway add, cut off anywhere: one further key, which every file knows', async () => {
  await cut(['gateway', 'add', '--gateways', '2'], async (folder, { json }, keyring) => {
    expect(json.added).toEqual(['server-2.json']);
    expect(keyring.credentials().filter(({ roles }) => roles.includes('gateway'))).toHaveLength(2);
    expect((await serverOf(folder, 'server-2.json')).gateway.kid).not.toBe(made.gateway.credential.kid);
  });
});

test('gateway revoke, cut off anywhere: revoked once', async () => {
  const { kid } = made.gateway.credential;
  await cut(['gateway', 'revoke', `--kid=${kid}`], (_folder, { json }, keyring) => {
    expect(json.revoked).toBe(kid);
    expect(keyring.revocations.of(kid).map(({ reason }) => reason)).toEqual(['compromised']);
  });
});

test('mission add, cut off anywhere: its groups, one key for its desk, and a kit that opens', async () => {
  const names = ['--name-fr', 'Bruxelles', '--name-en', 'Brussels', '--name-ar', 'بروكسل'];
  const args = ['mission', 'add', '--code', 'ML-BRU', ...names, '--desk', 'ML-BRU/A'];
  await cut(args, async (folder, { json }, keyring) => {
    expect(json).toMatchObject({ made: true, desks: ['ML-BRU/A'] });
    expect(keyring.newestGroup('ML-BRU' as MissionCode, 'visas')?.gen).toBe(1);
    const own = keyring.credentials().filter(({ desk }) => desk === 'ML-BRU/A');
    expect(own.map(({ kid }) => kid)).toEqual([(await kitOf(folder, 'ML-BRU/A')).transport.kid]);
  });
});

test('desk reserve, cut off anywhere: one lease of the letter, and one of each series of numbers', async () => {
  const args = ['desk', 'reserve', '--by', 'ML-PAR/B', '--desk', 'ML-PAR/P'];
  await cut(args, async (folder, { json }) => {
    expect(json.letters).toEqual(['ML-PAR/P']);
    const { seed } = (await kitOf(folder, 'ML-PAR/B')).desk;
    const leases = seed.map(({ _id }) => _id).filter((id) => /^lease:.*ML-PAR[/-]P/.test(id));
    expect(leases.length).toBeGreaterThan(1);
    expect(new Set(leases).size).toBe(leases.length);
  });
});

test('policy, cut off anywhere: the next list says it', async () => {
  const args = ['policy', '--warn-days', '9', '--block-days', '12', '--backup-days', '30'];
  await cut(args, (_folder, _ran, keyring) => {
    expect(keyring.head()).toMatchObject({ n: 2, policy: { warnDays: 9, blockDays: 12 }, backupDays: 30 });
  });
});

test('officer grant, cut off anywhere: each key once, to whom the ministry had not heard of', async () => {
  const head = made.officers.find(({ plan, desk }) => plan.initials === 'M. U.' && desk === 'ML-PAR/B')!;
  const { credential, record, enc } = await enrolledAway(head, 'ML-PAR/B' as DeskId);
  const records = join(carried, 'keyring.json');
  await writeFile(records, JSON.stringify([record]));
  await cut(
    ['officer', 'grant', `--kid=${credential.kid}`, '--records', records],
    async (_folder, { json }, keyring) => {
      const grants = keyring.grantsTo(credential.kid).map(({ group }) => group);
      expect(new Set(grants)).toEqual(new Set(json.granted[0].groups));
      expect(grants).toHaveLength(json.granted[0].groups.length);
      expect((await groupsOpenedBy(keyring, credential.kid, enc)).size).toBe(grants.length);
    },
  );
});

test('catalogue sign, cut off anywhere: one next release, with one group of each scope for its new class', async () => {
  const services = readServices('ml');
  const added = { ...services[0]!, code: 'ml-new', class: 'civil-status' };
  const at = join(carried, 'build');
  await writeBuilt(at, { country: 'ML', services: [...services, added] });
  await cutEverywhere({
    original,
    run: (folder, env, imports) =>
      command('scripts/catalogue.ts', folder, ['sign', '--from', at], env, imports),
    expectDone: async (folder, { json }, keyring) => {
      expect(json).toMatchObject({ release: 2, classes: ['civil-status'] });
      const { seed } = (await kitOf(folder, 'ML-PAR/B')).desk;
      expect(seed.filter(({ _id }) => _id.startsWith('release:'))).toHaveLength(2);
      for (const scope of [PARIS, 'CENTRAL'] as const)
        expect(keyring.newestGroup(scope, 'civil-status')?.gen).toBe(1);
      const head = made.officers.find(({ plan }) => plan.initials === 'M. U.')!;
      const held = await groupsOpenedBy(keyring, head.credential.kid, head.enc);
      expect([...held.keys()].filter((id) => id.includes('civil-status'))).toHaveLength(1);
    },
  });
});
