import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import type { Kid } from '../../app/acts/ids.ts';
import { openGrants } from '../../app/keyring/grants.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import { importPrivate } from '../../app/seal/keys.ts';
import { parseKit, parseTransportFile } from '../../app/vault/kit.ts';
import { openSlot, parseSlotFile } from '../../app/vault/slot-file.ts';
import { createMinistry, type Ministry } from '../../scripts/ministry/create-ministry.ts';
import { demoPlan } from '../../scripts/ministry/plan.ts';
import {
  clearMinistry,
  ministryExists,
  type OfficerWords,
  writeMinistry,
} from '../../scripts/ministry/write-ministry.ts';
import { readMinistryFile } from '../../sync-server/ministry-file.ts';
import { readServices } from '../world/services.ts';

const CHEAP = { memoryKiB: 8 * 1024, iterations: 1, parallelism: 1 };
const URL_OF_GATEWAY = 'http://127.0.0.1:8475';

let folder: string;
let ministry: Ministry;
let told: readonly OfficerWords[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-ministry-'));
  ministry = await createMinistry(demoPlan(URL_OF_GATEWAY), readServices('ml'), {
    clock: { now: () => Date.now() },
    random: systemRandom,
  });
  told = await writeMinistry(ministry, folder, systemRandom, CHEAP);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const filesBelow = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('a ministry on disk', () => {
  it('gives each officer of each desk a slot that their words open, and keys that open their grants', async () => {
    expect(told).toHaveLength(ministry.officers.length);
    const [first] = told as [OfficerWords];
    const slot = parseSlotFile(
      JSON.parse(
        await readFile(
          join(folder, 'desks', first.desk.replace('/', '-'), 'slots', `${first.kid}.json`),
          'utf8',
        ),
      ),
    );
    const secrets = await openSlot(slot, first.words);
    const keyring = await Keyring.from(ministry.root.credential.jws, ministry.keyringDocuments);
    const credential = keyring.credential(slot.kid);
    expect(credential?.roles).toEqual(first.roles);
    const groups = await openGrants(keyring, credential!, await importPrivate(secrets.enc, 'enc'));
    expect([...groups.keys()].every((id) => id.startsWith('group:ML-PAR:'))).toBe(true);
    expect(groups.size).toBeGreaterThan(0);
    expect(Object.keys(secrets.readModelKeys)).toEqual(['ML-PAR']);
  });

  it('writes the same kit as a folder and as one file', async () => {
    const kit = parseKit(await readFile(join(folder, 'desks', 'CENTRAL-A.kit.json'), 'utf8'));
    const own = join(folder, 'desks', 'CENTRAL-A');
    expect(JSON.parse(await readFile(join(own, 'desk.json'), 'utf8'))).toEqual(kit.desk);
    expect(parseTransportFile(JSON.parse(await readFile(join(own, 'transport.json'), 'utf8')))).toEqual(
      kit.transport,
    );
    expect((await readdir(join(own, 'slots'))).sort()).toEqual(
      kit.slots.map(({ kid }) => `${kid}.json`).sort(),
    );
    expect(kit.desk.missions).toEqual(['ML-PAR', 'ML-DKR']);
    expect(kit.desk.gateway?.url).toBe(URL_OF_GATEWAY);
  });

  it('tells the server what it needs, and no officer’s or authority’s key', async () => {
    const file = await readMinistryFile(folder);
    expect(file.gateway.kid).toBe(ministry.gateway.credential.kid);
    const text = await readFile(join(folder, 'server.json'), 'utf8');
    const { rootKeys, authority, catalogue, officers } = ministry;
    for (const keys of [rootKeys, authority, catalogue, ...officers])
      expect(text).not.toContain(keys?.sig.d ?? 'no key');
  });

  it('writes no words, and lets nobody else read what is private', async () => {
    for (const path of await filesBelow()) {
      const text = await readFile(path, 'utf8');
      for (const { words } of told) expect(text).not.toContain(words);
      for (const { enc } of ministry.officers) expect(text).not.toContain(enc.d);
      if (!path.endsWith('root.jws')) expect((await stat(path)).mode & 0o077).toBe(0);
    }
  });

  it('makes a key for each of several gateways behind one address, all in the one keyring', async () => {
    const own = await mkdtemp(join(tmpdir(), 'guichet-ministry-'));
    const made = await createMinistry(demoPlan(URL_OF_GATEWAY, 3), [], {
      clock: { now: () => Date.now() },
      random: systemRandom,
    });
    await writeMinistry(made, own, systemRandom, CHEAP);
    const files = await Promise.all(
      ['server.json', 'server-2.json', 'server-3.json'].map((name) => readMinistryFile(join(own, name))),
    );
    expect(new Set(files.map(({ gateway }) => gateway.kid)).size).toBe(3);
    const keyring = await Keyring.from(made.root.credential.jws, made.keyringDocuments);
    for (const { gateway, keyringDocuments } of files) {
      expect(keyring.credential(gateway.kid as Kid)?.roles).toEqual(['gateway']);
      expect(keyringDocuments).toEqual(files[0]?.keyringDocuments);
    }
    await clearMinistry(own);
    expect(await readdir(own)).toEqual([]);
    await rm(own, { recursive: true });
  });

  it('clears what it made and nothing else', async () => {
    expect(ministryExists(folder)).toBe(true);
    const other = join(folder, 'notes.txt');
    await writeFile(other, 'kept');
    await clearMinistry(folder);
    expect(ministryExists(folder)).toBe(false);
    expect(await filesBelow()).toEqual([other]);
  });
});
