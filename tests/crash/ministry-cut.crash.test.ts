/**
 * A command of the ministry is killed before each of its writes in turn. Run again, all of it is there, once, and was told.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Ministry } from '../../scripts/ministry/create-ministry.ts';
import { expectSound, groupsOf, makeFolder, ministry, officerFile, smallPlan } from '../scripts/ceremony.ts';
import { type Cut, cutEverywhere as cutCommand, inCopy, KILLER, PENDING } from './cut-command.ts';

vi.setConfig({ testTimeout: 1_800_000 });

let original: string;
let made: Ministry;
let officers: string;
beforeAll(async () => {
  const ground = await makeFolder();
  original = ground.folder;
  made = ground.ministry;
  const newcomer = { name: 'ERIKSSON Anna', initials: 'A. E.', roles: ['agent'], desks: ['ML-PAR/B'] };
  officers = await officerFile(original, newcomer);
});
afterAll(async () => {
  await rm(original, { recursive: true, force: true });
  await rm(officers, { force: true });
});

const cutEverywhere = (args: readonly string[], expectDone: Cut['expectDone']): Promise<void> =>
  cutCommand({
    original,
    run: (folder, env, imports) => ministry(folder, args, env, imports),
    expectDone: (folder, ran, keyring) => {
      expect(ran.json.changed).toBe(true);
      return expectDone(folder, ran, keyring);
    },
  });

test('officer enrol, cut off anywhere: one credential, and words that are told and open it', async () => {
  const args = ['officer', 'enrol', '--officer-file', officers];
  await cutEverywhere(args, async (folder, { json }, keyring) => {
    const before = made.keyringDocuments.filter(({ _id }) => _id.startsWith('credential:'));
    expect(keyring.credentials()).toHaveLength(before.length + 1);
    expect((await groupsOf(folder, json.officers[0])).size).toBeGreaterThan(0);
  });
});

test.each([
  ['officer revoke', ['officer', 'revoke', '--officer', 'A. S.@ML-PAR/B', '--reason', 'left']],
  ['desk revoke', ['desk', 'revoke', '--desk', 'ML-PAR/B', '--reason', 'stolen']],
  ['rotate --mission', ['rotate', '--mission', 'ML-PAR']],
])('%s, cut off anywhere: the next generation, and no further one', async (_, args) => {
  await cutEverywhere(args, async (_folder, _ran, keyring) => {
    expect(keyring.newestGroup('ML-PAR' as never, 'directory')?.gen).toBe(2);
    expect(keyring.head()?.n).toBe(2);
  });
});

test('rotate --authority, cut off anywhere: one new authority, whose key signs what comes', async () => {
  const args = ['rotate', '--authority'];
  const enrol = ['officer', 'enrol', '--officer-file', officers];
  await cutEverywhere(args, async (folder, { json }, keyring) => {
    expect(keyring.credentials().filter(({ roles }) => roles.includes('authority'))).toHaveLength(2);
    const { code, json: enrolled } = await ministry(folder, enrol);
    expect(code).toBe(0);
    expect((await expectSound(folder)).credential(enrolled.officers[0].kid)?.issuer).toBe(json.authority);
  });
});

test('another command finishes the one that was cut off, tells it, and goes on', async () => {
  await inCopy(original, async (folder) => {
    const enrol = ['officer', 'enrol', '--officer-file', officers];
    await ministry(folder, enrol, { KILL_AT: '3' }, [KILLER]);
    const dry = await ministry(folder, ['list', '--dry-run']);
    expect(dry.err).toMatch(/^MN-010/);
    const other = await ministry(folder, ['list'], {
      GUICHET_PASSPHRASE: 'another sentence, and a long one',
    });
    expect(other.err).toMatch(/^MN-003: .*pending/);
    const { out, json } = await ministry(folder, ['list']);
    const [finished] = out.split('\n').map((line) => JSON.parse(line || '{}'));
    expect(finished).toMatchObject({ finished: true, officers: [{ initials: 'A. E.' }] });
    expect((await groupsOf(folder, finished.officers[0])).size).toBeGreaterThan(0);
    expect(json.officers.map(({ initials }: { initials: string }) => initials)).toContain('A. E.');
  });
});

test('init, cut off: run again there is a whole ministry, and its words were told', async () => {
  const own = await mkdtemp(join(tmpdir(), 'guichet-cut-'));
  const plan = join(own, 'plan.json');
  await writeFile(plan, JSON.stringify(smallPlan()));
  const args = ['init', '--plan', plan];
  const counter = join(own, 'count');
  await ministry(join(own, 'whole'), args, { KILL_AT: '0', COUNT_IN: counter }, [KILLER]);
  const writes = (await readFile(counter, 'utf8')).length;
  try {
    expect(writes).toBeGreaterThan(2);
    for (let at = 1; at <= writes; at += 1) {
      const folder = join(own, `ministry-${at}`);
      const cut = await ministry(folder, args, { KILL_AT: String(at) }, [KILLER]);
      expect(cut.code, `write ${at}`).toBe(null);
      const again = await ministry(folder, args);
      expect([again.code, again.err], `write ${at}`).toEqual([0, '']);
      expect(again.json.made).toBe(true);
      await expectSound(folder);
      expect(existsSync(join(folder, PENDING))).toBe(false);
      expect((await groupsOf(folder, again.json.officers[0])).size).toBeGreaterThan(0);
      await rm(folder, { recursive: true });
    }
  } finally {
    await rm(own, { recursive: true, force: true });
  }
});
