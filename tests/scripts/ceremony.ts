/** The ministry's commands as a person gives them: the real script in a process of its own, on a real folder. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import type { DeskId, MissionCode } from '../../app/acts/ids.ts';
import { type GroupKeys, openGrants } from '../../app/keyring/grants.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import { importPrivate, type PrivateJwk } from '../../app/seal/keys.ts';
import { type DeskKit, parseKit } from '../../app/vault/kit.ts';
import { openSlot } from '../../app/vault/slot-file.ts';
import { createMinistry, type Ministry } from '../../scripts/ministry/create-ministry.ts';
import { demoPlan, type MinistryPlan } from '../../scripts/ministry/plan.ts';
import { type OfficerWords, writeMinistry } from '../../scripts/ministry/write-ministry.ts';
import { readServices } from '../world/services.ts';
import { built } from './built.ts';

export const CHEAP = { memoryKiB: 8 * 1024, iterations: 1, parallelism: 1 };
export const ROOT = join(import.meta.dirname, '../..');
export const OPERATOR = 'bado-kilu-mita-rumo-sada-tobi';
export const ROOT_PASSPHRASE = 'a sentence that nobody would guess';
export const PASSPHRASES = { operator: OPERATOR, root: ROOT_PASSPHRASE };
const ENVIRONMENT = { GUICHET_PASSPHRASE: OPERATOR, GUICHET_ROOT_PASSPHRASE: ROOT_PASSPHRASE };

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it knows to be there
  readonly json: any;
}

/** One mission with one desk, and a desk of the centre: few files, each an occasion to be cut off. */
export function smallPlan(): MinistryPlan {
  const { officers, letters: _, ...plan } = demoPlan('http://127.0.0.1:8475');
  const paris = 'ML-PAR' as MissionCode;
  const desks = ['ML-PAR/B', 'CENTRAL/A'] as DeskId[];
  return {
    ...plan,
    missions: { [paris]: plan.missions[paris] as MinistryPlan['missions'][MissionCode] },
    desks,
    officers: officers.flatMap((one) => {
      const own = one.desks.filter((desk) => desks.includes(desk));
      return own.length > 0 ? [{ ...one, desks: own }] : [];
    }),
  };
}

export async function makeFolder(plan: MinistryPlan = smallPlan()): Promise<{
  folder: string;
  ministry: Ministry;
  told: readonly OfficerWords[];
}> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-ceremony-'));
  const clock = { now: () => Date.now() };
  const ministry = await createMinistry(plan, readServices('ml'), { clock, random: systemRandom });
  const told = await writeMinistry(ministry, folder, systemRandom, CHEAP, PASSPHRASES);
  return { folder, ministry, told };
}

export const ministry = (
  folder: string,
  args: readonly string[],
  env: Record<string, string> = {},
  imports: readonly string[] = [],
): Promise<Ran> => command('scripts/ministry.ts', folder, args, env, imports);

/** @param script `scripts/ministry.ts` or `scripts/catalogue.ts` @param imports loaded before it */
export async function command(
  script: string,
  folder: string,
  args: readonly string[],
  env: Record<string, string> = {},
  imports: readonly string[] = [],
): Promise<Ran> {
  const loaded = imports.flatMap((one) => ['--import', one]);
  const child = spawn(
    process.execPath,
    [...loaded, await built(script), ...args, '--out', folder, '--json'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: ROOT,
      env: { ...process.env, ...ENVIRONMENT, ...env },
    },
  );
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    err += data;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const last = out.trim().split('\n').at(-1) ?? '';
  return { code, out, err, json: last.startsWith('{') ? JSON.parse(last) : null };
}

/** As {@link ministry}, and it must have been done. */
export async function done(folder: string, ...args: string[]): Promise<Ran['json']> {
  const ran = await ministry(folder, args);
  expect(ran.err).toBe('');
  expect(ran.code).toBe(0);
  return ran.json;
}

/** Every file below the folder with its bytes. */
export async function bytesBelow(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  paths.sort();
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  return Object.fromEntries(paths.map((path, at) => [path.slice(folder.length + 1), texts[at] ?? '']));
}

export async function kitOf(folder: string, desk: string): Promise<DeskKit> {
  return parseKit(await readFile(join(folder, 'desks', `${desk.replace('/', '-')}.kit.json`), 'utf8'));
}

/** The desk as its kit sets it up: a keyring in which nothing is wrong and nothing waits. */
export async function keyringOf(folder: string, desk = 'ML-PAR/B'): Promise<Keyring> {
  const { desk: configuration } = await kitOf(folder, desk);
  const keyring = await Keyring.from(configuration.root, configuration.seed);
  expect(keyring.problems).toEqual([]);
  expect(keyring.waiting).toEqual([]);
  return keyring;
}

/** All kits and servers say the same, and every kit the same in its two forms. */
export async function expectSound(folder: string): Promise<Keyring> {
  const names = await readdir(join(folder, 'desks'));
  const keyring = await keyringOf(folder);
  for (const file of names.filter((name) => name.endsWith('.kit.json'))) {
    const name = file.slice(0, -'.kit.json'.length);
    const kit = parseKit(await readFile(join(folder, 'desks', file), 'utf8'));
    expect(JSON.parse(await readFile(join(folder, 'desks', name, 'desk.json'), 'utf8'))).toEqual(kit.desk);
    const slots = await readdir(join(folder, 'desks', name, 'slots')).catch(() => []);
    expect(slots.sort()).toEqual(kit.slots.map(({ kid }) => `${kid}.json`).sort());
    expect((await keyringOf(folder, kit.desk.desk)).head()).toEqual(keyring.head());
  }
  for (const name of (await readdir(folder)).filter((one) => /^server.*\.json$/.test(one))) {
    const file = JSON.parse(await readFile(join(folder, name), 'utf8'));
    const own = await Keyring.from(file.root, file.keyringDocuments);
    expect(own.problems).toEqual([]);
    expect(own.head()).toEqual(keyring.head());
    expect(own.credential(file.gateway.kid)?.roles).toEqual(['gateway']);
  }
  return keyring;
}

/** What an officer can read, with the words they were told. */
export async function groupsOf(folder: string, { desk, kid, words }: OfficerWords): Promise<GroupKeys> {
  const { slots } = await kitOf(folder, desk);
  const secrets = await openSlot(slots.find((slot) => slot.kid === kid)!, words);
  return groupsOpenedBy(await keyringOf(folder, desk), kid, secrets.enc);
}

export const groupsOpenedBy = async (keyring: Keyring, kid: string, enc: PrivateJwk): Promise<GroupKeys> =>
  openGrants(keyring, keyring.credential(kid as never)!, await importPrivate(enc, 'enc'));

export async function officerFile(folder: string, officer: object): Promise<string> {
  const path = join(folder, '..', `${folder.split('/').at(-1)}-officer.json`);
  await writeFile(path, JSON.stringify(officer));
  return path;
}
