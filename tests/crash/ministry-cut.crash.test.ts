/**
 * A command of the ministry is killed before each of its writes in turn. Run again, all of it is there, once, and was told.
 */
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Keyring } from '../../app/keyring/keyring.ts';
import { openSealedFile, parseSealedFile, passphraseKey } from '../../app/vault/sealed-file.ts';
import type { Change } from '../../scripts/ministry/commit.ts';
import type { Ministry } from '../../scripts/ministry/create-ministry.ts';
import {
  bytesBelow,
  expectSound,
  groupsOf,
  makeFolder,
  ministry,
  OPERATOR,
  officerFile,
  type Ran,
  smallPlan,
} from '../scripts/ceremony.ts';

const KILLER = pathToFileURL(join(import.meta.dirname, 'kill-at-write.mjs')).href;
const PENDING = 'secret/pending.json';
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

async function inCopy(play: (folder: string) => Promise<void>): Promise<void> {
  const own = await mkdtemp(join(tmpdir(), 'guichet-cut-'));
  const folder = join(own, 'ministry');
  await cp(original, folder, { recursive: true });
  try {
    await play(folder);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

/** How many files a command puts in their place or removes. */
async function writesOf(args: readonly string[]): Promise<number> {
  let count = 0;
  await inCopy(async (folder) => {
    const counter = join(folder, '..', 'count');
    const ran = await ministry(folder, args, { KILL_AT: '0', COUNT_IN: counter }, [KILLER]);
    expect([ran.code, ran.err]).toEqual([0, '']);
    count = (await readFile(counter, 'utf8')).length;
  });
  return count;
}

/** Killed just before write number `at`, and run again. */
async function cutAndAgain(
  args: readonly string[],
  at: number,
  expectDone: (folder: string, ran: Ran, keyring: Keyring) => Promise<void>,
): Promise<void> {
  await inCopy(async (folder) => {
    const before = await bytesBelow(folder);
    const cut = await ministry(folder, args, { KILL_AT: String(at) }, [KILLER]);
    expect(cut.code, `write ${at}`).toBe(null);
    const change = await pendingOf(folder);
    const { [`${PENDING}.new`]: _, ...left } = await bytesBelow(folder);
    if (change === null) expect(left).toEqual(before);
    const again = await ministry(folder, args);
    expect([again.code, again.err], `write ${at}`).toEqual([0, '']);
    expect(again.json.changed).toBe(true);
    const after = await bytesBelow(folder);
    expect(Object.keys(after).filter((path) => /pending|\.new$/.test(path))).toEqual([]);
    for (const { path, text } of change?.files ?? []) expect(after[path] ?? null).toBe(text);
    if (change) expect(again.json).toMatchObject(change.outcome.json);
    await expectDone(folder, again, await expectSound(folder));
  });
}

/** Before each write that the command makes: a first run counts them. */
async function cutEverywhere(
  args: readonly string[],
  expectDone: Parameters<typeof cutAndAgain>[2],
): Promise<void> {
  const writes = await writesOf(args);
  // The file that says what is under way, one that it speaks of, and its end.
  expect(writes).toBeGreaterThan(2);
  for (let at = 1; at <= writes; at += 1) await cutAndAgain(args, at, expectDone);
}

async function pendingOf(folder: string): Promise<Change | null> {
  if (!existsSync(join(folder, PENDING))) return null;
  const file = parseSealedFile(JSON.parse(await readFile(join(folder, PENDING), 'utf8')));
  return (await openSealedFile(file, 'pending', await passphraseKey(OPERATOR, file.kdf))) as Change;
}

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
  await inCopy(async (folder) => {
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
