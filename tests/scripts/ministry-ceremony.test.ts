/** The ministry's ceremony: each command once, then again, dry, and with the wrong passphrase. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Kid } from '../../app/acts/ids.ts';
import { readCredential } from '../../app/keyring/credential.ts';
import { importPrivate } from '../../app/seal/keys.ts';
import { areWords } from '../../app/vault/words.ts';
import type { Ministry } from '../../scripts/ministry/create-ministry.ts';
import type { OfficerWords } from '../../scripts/ministry/write-ministry.ts';
import { built } from './built.ts';
import {
  bytesBelow,
  done,
  expectSound,
  groupsOf,
  groupsOpenedBy,
  keyringOf,
  kitOf,
  makeFolder,
  ministry,
  OPERATOR,
  officerFile,
  smallPlan,
} from './ceremony.ts';
import { openDirectoryNames } from './ceremony-names.ts';

const NEWCOMER = {
  name: 'ERIKSSON Anna',
  initials: 'A. E.',
  roles: ['agent'],
  desks: ['ML-PAR/B'],
};
const BRUSSELS = [
  ...['mission', 'add', '--code', 'ML-BRU', '--desk', 'ML-BRU/A'],
  ...[
    '--name-fr',
    'Ambassade à Bruxelles',
    '--name-en',
    'Embassy in Brussels',
    '--name-ar',
    'السفارة ببروكسل',
  ],
];

// Many processes, one after the other.
vi.setConfig({ testTimeout: 900_000 });

let folder: string;
let made: Ministry;
let told: readonly OfficerWords[];
let officers: string;
beforeAll(async () => {
  const ground = await makeFolder();
  ({ folder, told } = ground);
  made = ground.ministry;
  officers = await officerFile(folder, NEWCOMER);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await rm(officers, { force: true });
});

/** Run again it does nothing and says so; before, a dry run writes nothing and names what the command then changes. */
async function whole(args: readonly string[]) {
  const before = await bytesBelow(folder);
  const dry = await ministry(folder, [...args, '--dry-run']);
  expect([dry.code, dry.err]).toEqual([0, '']);
  expect(await bytesBelow(folder)).toEqual(before);
  const result = await done(folder, ...args);
  expect(result.changed).toBe(true);
  const after = await bytesBelow(folder);
  const changed = Object.keys({ ...before, ...after }).filter((path) => before[path] !== after[path]);
  expect(dry.json.files.map(({ path }: { path: string }) => withoutKids(path)).sort()).toEqual(
    changed.map(withoutKids).sort(),
  );
  await expectSound(folder);
  return result;
}

/** A dry run makes other keys than the run that follows. */
const withoutKids = (path: string): string => path.replace(/[A-Za-z0-9_-]{43}/, 'KID');

async function again(args: readonly string[]): Promise<void> {
  const before = await bytesBelow(folder);
  expect((await done(folder, ...args)).changed).toBe(false);
  expect(await bytesBelow(folder)).toEqual(before);
}

describe('secrets at rest', () => {
  it('no private key of root, authority, catalogue, document signer or group lies in clear', async () => {
    const all = Object.values(await bytesBelow(folder)).join('');
    const { rootKeys } = made;
    if (!rootKeys) throw new Error('the root is on a token');
    for (const { sig, enc } of [rootKeys, made.authority, made.catalogue, made.documentSigner]) {
      expect(all).not.toContain(sig.d);
      expect(all).not.toContain(enc.d);
    }
    for (const { d } of made.groupKeys.values()) expect(all).not.toContain(d);
    for (const key of made.readModelKeys.values()) expect(all).not.toContain(key);
    expect((await stat(join(folder, 'secret/root.key'))).mode & 0o077).toBe(0);
  });

  it('a wrong passphrase, a swapped file and an altered one open nothing and change nothing', async () => {
    const before = await bytesBelow(folder);
    const wrong = await ministry(folder, ['list'], { GUICHET_PASSPHRASE: 'bado-kilu-mita-rumo-sada-bado' });
    expect([wrong.code, wrong.out]).toEqual([1, '']);
    expect(wrong.err).toMatch(/^MN-003: .*secret\/ministry\.json/);
    expect(wrong.err).not.toContain('sada');
    const other = { GUICHET_ROOT_PASSPHRASE: 'another sentence, and a long one' };
    expect((await ministry(folder, ['rotate', '--authority'], other)).err).toMatch(/^MN-003: .*root\.key/);
    const secrets = join(folder, 'secret/ministry.json');
    const file = JSON.parse(await readFile(secrets, 'utf8'));
    // Cheaper to guess, if it were believed.
    await writeFile(secrets, JSON.stringify({ ...file, kdf: { ...file.kdf, iterations: 2 } }));
    expect((await ministry(folder, ['list'])).err).toMatch(/^MN-003/);
    await writeFile(secrets, await readFile(join(folder, 'secret/root.key'), 'utf8'));
    expect((await ministry(folder, ['list'])).err).toMatch(/^MN-00[13]/);
    await writeFile(secrets, before['secret/ministry.json']!);
    expect(await bytesBelow(folder)).toEqual(before);
  });

  it('without a passphrase and a terminal it says where one may come from', async () => {
    const none = await ministry(folder, ['list'], { GUICHET_PASSPHRASE: '' });
    expect([none.code, none.err]).toEqual([
      1,
      expect.stringMatching(/^MN-002: .*--passphrase-file.*GUICHET_PASSPHRASE/),
    ]);
  });

  it.skipIf(!existsSync('/usr/bin/script'))(
    'is asked for on a terminal, which shows nothing of it',
    async () => {
      const command = `${process.execPath} ${await built('scripts/ministry.ts')} list --json --out ${folder}`;
      const env = { ...process.env, GUICHET_PASSPHRASE: '' };
      const child = spawn('/usr/bin/script', ['-qec', command, '/dev/null'], { env });
      let shown = '';
      child.stdout.on('data', (data) => {
        shown += data;
        if (shown.endsWith('passphrase: ')) child.stdin.write(`${OPERATOR}\r`);
      });
      const [code] = await once(child, 'close');
      expect(code).toBe(0);
      expect(shown).toContain('"officers"');
      for (const word of OPERATOR.split('-')) expect(shown).not.toContain(word);
    },
  );

  it('a passphrase may stand in a file, and never in an argument', async () => {
    const path = join(folder, '..', `${folder.split('/').at(-1)}-passphrase`);
    await writeFile(path, 'BADO kilu mita rumo sada tobi\n');
    const ran = await ministry(folder, ['list', '--passphrase-file', path], { GUICHET_PASSPHRASE: '' });
    expect([ran.code, ran.err]).toEqual([0, '']);
    expect((await ministry(folder, ['list', '--passphrase', 'bado'])).code).toBe(2);
    await rm(path);
  });
});

describe('officers', () => {
  it('enrol: a slot with words, keys to read with, a name for those who may know it', async () => {
    const args = ['officer', 'enrol', '--officer-file', officers];
    const { officers: enrolled } = await whole(args);
    expect(enrolled).toMatchObject([{ desk: 'ML-PAR/B', initials: 'A. E.', roles: ['agent'] }]);
    const [one] = enrolled as [OfficerWords];
    const groups = await groupsOf(folder, one);
    expect([...groups.keys()].sort()).toEqual(
      [...made.groupKeys.keys()].filter((id) => id.startsWith('group:ML-PAR:')).sort(),
    );
    const colleague = told.find(({ initials }) => initials === 'A. S.')!;
    const names = await openDirectoryNames(await keyringOf(folder), await groupsOf(folder, colleague));
    expect(names.get(one.kid as Kid)).toBe(NEWCOMER.name);
    const texts = Object.values(await bytesBelow(folder)).join('');
    expect(texts).not.toContain(NEWCOMER.name);
    expect(texts).not.toContain(one.words);
    await again(args);
  });

  it('enrol: says what does not go, and where', async () => {
    const refused = async (officer: object) => {
      const path = await officerFile(folder, { ...NEWCOMER, ...officer });
      const ran = await ministry(folder, ['officer', 'enrol', '--officer-file', path]);
      await officerFile(folder, NEWCOMER);
      expect(ran.code).toBe(1);
      expect(ran.err).not.toContain('ERIKSSON');
      return ran.err;
    };
    expect(await refused({ desks: ['ML-PAR/Z'] })).toMatch(
      /^MN-006: .*no desk ML-PAR\/Z.*CENTRAL\/A, ML-PAR\/B/,
    );
    expect(await refused({ roles: ['cashier'] })).toMatch(/^MN-007: .*other roles/);
    expect(await refused({ name: 'MUSTERMANN Max' })).toMatch(/^MN-007: .*somebody else/);
    expect(await refused({ roles: ['king'] })).toMatch(/^MN-005: .*member roles\/0/);
    expect(await refused({ until: '2000-01-01T00:00:00Z' })).toMatch(/^MN-005: .*until/);
    expect(await refused({ until: '2099-01-01T00:00:00Z' })).toMatch(/^MN-008: .*until/);
  });

  it('enrol --renew: a further credential of the same person, in the place of the slot whose words are lost', async () => {
    const before = (await kitOf(folder, 'ML-PAR/B')).slots.length;
    const { officers: enrolled } = await done(
      folder,
      'officer',
      'enrol',
      '--officer-file',
      officers,
      '--renew',
    );
    expect((await kitOf(folder, 'ML-PAR/B')).slots).toHaveLength(before);
    const own = (await done(folder, 'list')).officers.filter(
      ({ initials }: OfficerWords) => initials === 'A. E.',
    );
    const keyring = await expectSound(folder);
    expect(own).toHaveLength(2);
    expect(new Set(own.map(({ kid }: { kid: Kid }) => keyring.credential(kid)?.subject)).size).toBe(1);
    expect((await groupsOf(folder, enrolled[0])).size).toBeGreaterThan(0);
  });

  it('revoke: the next generation opens to those who remain, and not to the one who left', async () => {
    const leaver = made.officers.find(({ plan, desk }) => plan.initials === 'M. U.' && desk === 'ML-PAR/B')!;
    const args = ['officer', 'revoke', '--officer', 'M. U.@ML-PAR/B', '--reason', 'left', '--everywhere'];
    const { groups, revoked } = await whole(args);
    expect(revoked).toEqual([{ kid: leaver.credential.kid, desk: 'ML-PAR/B' }]);
    expect(groups.length).toBeGreaterThan(1);
    const keyring = await keyringOf(folder);
    expect(keyring.revocation(leaver.credential.kid)).toBeDefined();
    for (const id of groups as string[]) {
      const [, scope, serviceClass, gen] = id.split(':') as [string, 'ML-PAR', string, string];
      expect([scope, gen]).toEqual(['ML-PAR', '2']);
      expect(keyring.newestGroup(scope as never, serviceClass)?.id).toBe(id);
    }
    const past = await groupsOpenedBy(keyring, leaver.credential.kid, leaver.enc);
    expect([...past.keys()].every((id) => id.endsWith(':1'))).toBe(true);
    expect(past.size).toBe(groups.length);
    const stays = await groupsOf(folder, told.find(({ initials }) => initials === 'A. S.')!);
    expect([...stays.keys()]).toEqual(expect.arrayContaining(groups));
    // What is no longer a slot is offered on no desk that is set up from the kit.
    expect((await kitOf(folder, 'ML-PAR/B')).slots.map(({ kid }) => kid)).not.toContain(
      leaver.credential.kid,
    );
    await again(args);
    await again(['officer', 'revoke', '--kid', leaver.credential.kid, '--reason', 'other']);
  });

  it('revoke: an earlier time counts, a later does not, one to come is refused', async () => {
    const who = ['officer', 'revoke', '--officer', 'M. U.@ML-PAR/B', '--reason', 'stolen'];
    const { groups } = await done(folder, ...who, '--at', '2026-01-01T00:00:00Z');
    expect(groups).toEqual([]);
    const [kid] = made.officers.flatMap(({ plan, credential }) =>
      plan.initials === 'M. U.' ? [credential.kid] : [],
    );
    expect((await expectSound(folder)).revocation(kid!)?.at).toBe('2026-01-01T00:00:00Z');
    await again([...who, '--at', '2026-01-02T00:00:00Z']);
    expect((await ministry(folder, [...who, '--at', '2999-01-01T00:00:00Z'])).err).toMatch(/^MN-008/);
    expect(
      (await ministry(folder, ['officer', 'revoke', '--officer', 'X. Y.@ML-PAR/B', '--reason', 'left'])).err,
    ).toMatch(/^MN-006: .*X\. Y\.@ML-PAR\/B/);
    expect(
      (await ministry(folder, ['officer', 'revoke', '--kid', 'x', '--reason', 'ERIKSSON was ill'])).code,
    ).toBe(2);
  });
});

describe('missions', () => {
  it('add: a mission with groups, a desk with numbers of its own, known to every desk of the centre', async () => {
    const result = await whole(BRUSSELS);
    expect(result).toMatchObject({ mission: 'ML-BRU', made: true, desks: ['ML-BRU/A'] });
    const keyring = await keyringOf(folder, 'ML-BRU/A');
    expect(keyring.newestGroup('ML-BRU' as never, 'directory')?.gen).toBe(1);
    expect((await kitOf(folder, 'CENTRAL/A')).desk.missions).toEqual(['ML-PAR', 'ML-BRU']);
    expect((await kitOf(folder, 'ML-PAR/B')).desk.missionNames).toHaveProperty('ML-BRU');
    const { desk } = await kitOf(folder, 'ML-BRU/A');
    expect(desk.missionNames).toEqual((await kitOf(folder, 'CENTRAL/A')).desk.missionNames);
    expect(JSON.parse(await readFile(join(folder, 'server.json'), 'utf8')).missions).toHaveProperty('ML-BRU');
    const leases = desk.seed.filter(({ _id }) => _id.startsWith('lease:') && _id.endsWith(':quittance'));
    const numbers = leases.map((one) =>
      JSON.parse(Buffer.from(('jws' in one ? one.jws : '').split('.')[1]!, 'base64url').toString()),
    );
    expect(new Set(numbers.map(({ first }) => first)).size).toBe(leases.length);
    expect(leases.length).toBe(2);
    await again(BRUSSELS);
    // Its first officer, and a second desk.
    const path = await officerFile(folder, { ...NEWCOMER, desks: ['ML-BRU/A'] });
    const { officers: enrolled } = await done(folder, 'officer', 'enrol', '--officer-file', path);
    await officerFile(folder, NEWCOMER);
    const read = await groupsOf(folder, enrolled[0]);
    expect([...read.keys()].every((id) => id.startsWith('group:ML-BRU:'))).toBe(true);
    const names = await openDirectoryNames(await keyringOf(folder, 'ML-BRU/A'), read);
    const reviewer = made.officers.find(({ plan }) => plan.initials === 'I. S.')!;
    expect(names.get(reviewer.credential.kid)).toBe('SPECIMEN Ibrahim');
    const clerk = made.officers.find(({ plan }) => plan.initials === 'A. S.')!;
    expect(names.has(clerk.credential.kid)).toBe(false);
    expect(await done(folder, ...BRUSSELS, '--desk', 'ML-BRU/B')).toMatchObject({
      made: false,
      desks: ['ML-BRU/B'],
    });
  });

  it('add: other names for a mission that is there, or a desk of another, are refused', async () => {
    const renamed = BRUSSELS.map((one) => (one === 'Embassy in Brussels' ? 'Consulate in Brussels' : one));
    expect((await ministry(folder, renamed)).err).toMatch(/^MN-007: .*ML-BRU has other names/);
    expect((await ministry(folder, [...BRUSSELS, '--desk', 'ML-PAR/C'])).err).toMatch(
      /^MN-005: .*member desks\/1/,
    );
  });
});

describe('desks', () => {
  it('revoke: the desk’s own key and its officers’, and its letter is used up', async () => {
    const args = ['desk', 'revoke', '--desk', 'ML-BRU/A', '--reason', 'stolen'];
    const { revoked, groups } = await whole(args);
    expect(revoked).toHaveLength(2);
    expect(groups.every((id: string) => /^group:ML-BRU:.*:2$/.test(id))).toBe(true);
    const keyring = await keyringOf(folder);
    const there = keyring.credentials().filter(({ desk }) => desk === 'ML-BRU/A');
    expect(there.every(({ kid }) => keyring.revocation(kid))).toBe(true);
    await again(args);
    expect((await ministry(folder, BRUSSELS)).err).toMatch(/^MN-007: .*another letter/);
    const path = await officerFile(folder, { ...NEWCOMER, desks: ['ML-BRU/A'] });
    expect((await ministry(folder, ['officer', 'enrol', '--officer-file', path])).err).toMatch(/^MN-006/);
    await officerFile(folder, NEWCOMER);
  });
});

describe('rotation', () => {
  it('a group and a mission: the next generation, once for a list', async () => {
    const { list } = await done(folder, 'list');
    const one = ['rotate', '--group', 'group:ML-PAR:directory', '--since', String(list.n)];
    expect((await whole(one)).groups).toEqual(['group:ML-PAR:directory:3']);
    await again(one);
    const all = ['rotate', '--mission', 'CENTRAL', '--since', String(list.n)];
    expect((await whole(all)).groups).toEqual(expect.arrayContaining(['group:CENTRAL:directory:2']));
    await again(all);
    expect((await ministry(folder, ['rotate', '--group', 'group:ML-PAR:nothing'])).err).toMatch(/^MN-006/);
  });

  it('a gateway: the next key waits until it is finished; then the old one is revoked', async () => {
    const before = JSON.parse(await readFile(join(folder, 'server.json'), 'utf8')).gateway.kid;
    const { gateway } = await whole(['rotate', '--gateway', '1']);
    expect(JSON.parse(await readFile(join(folder, 'server.json'), 'utf8')).gateway.kid).toBe(before);
    await again(['rotate', '--gateway', '1']);
    await whole(['rotate', '--gateway', '1', '--finish']);
    expect(JSON.parse(await readFile(join(folder, 'server.json'), 'utf8')).gateway.kid).toBe(gateway);
    expect((await kitOf(folder, 'ML-PAR/B')).desk.gateway?.kid).toBe(gateway);
    const keyring = await keyringOf(folder);
    expect(keyring.revocation(before)).toBeDefined();
    expect(keyring.credential(before)?.roles).toEqual(['gateway']);
    await again(['rotate', '--gateway', '1', '--finish']);
    expect((await ministry(folder, ['rotate', '--gateway', '7'])).err).toMatch(/^MN-006/);
  });

  it('the authority: by the root alone; what the old one issued stays, what comes is the new one’s', async () => {
    const { list } = await done(folder, 'list');
    const args = ['rotate', '--authority', '--since', String(list.n)];
    const root = await readFile(join(folder, 'secret/root.key'), 'utf8');
    await rm(join(folder, 'secret/root.key'));
    expect((await ministry(folder, args)).err).toMatch(/^MN-001: .*vault/);
    // Everything else does without it.
    await again(['officer', 'enrol', '--officer-file', officers]);
    await writeFile(join(folder, 'secret/root.key'), root);
    const { authority, before } = await whole(args);
    expect(before).toBe(made.authority.credential.kid);
    await again(args);
    const keyring = await keyringOf(folder);
    expect(keyring.credential(authority)?.issuer).toBe(made.root.credential.kid);
    expect(keyring.revocation(before)).toBeUndefined();
    const path = await officerFile(folder, { ...NEWCOMER, name: 'MUSTERMANN Max', initials: 'M. M.' });
    const { officers: enrolled } = await done(folder, 'officer', 'enrol', '--officer-file', path);
    await officerFile(folder, NEWCOMER);
    expect((await expectSound(folder)).credential(enrolled[0].kid)?.issuer).toBe(authority);
    expect((await groupsOf(folder, told.find(({ initials }) => initials === 'A. S.')!)).size).toBeGreaterThan(
      0,
    );
  });

  it('the authority with --revoke-old: nothing it issued is in force, and its officers are enrolled anew', async () => {
    const own = await makeFolder();
    await done(own.folder, 'rotate', '--authority', '--revoke-old');
    const { officers: listed } = await done(own.folder, 'list');
    expect(listed.every(({ state }: { state: string }) => state.startsWith('revoked'))).toBe(true);
    const path = await officerFile(
      own.folder,
      smallPlan().officers.find(({ initials }) => initials === 'A. S.')!,
    );
    const { officers: enrolled } = await done(own.folder, 'officer', 'enrol', '--officer-file', path);
    const keyring = await expectSound(own.folder);
    const before = own.ministry.officers.find(({ plan }) => plan.initials === 'A. S.')!;
    expect(keyring.credential(enrolled[0].kid)?.subject).toBe(before.credential.subject);
    expect(keyring.revocation(enrolled[0].kid)).toBeUndefined();
    await rm(own.folder, { recursive: true, force: true });
    await rm(path);
  });
});

describe('what is there', () => {
  it('list: who is in force until when, by initials and never by name; it changes nothing', async () => {
    const before = await bytesBelow(folder);
    const ran = await ministry(folder, ['list']);
    expect(ran.code).toBe(0);
    for (const { name } of [NEWCOMER, ...smallPlan().officers])
      expect(ran.out).not.toContain(name.split(' ')[0]);
    expect(ran.json.groups).toContainEqual({ group: 'group:ML-PAR:directory', gen: 3 });
    expect(ran.json.gateways).toHaveLength(1);
    expect(
      ran.json.desks.map(
        ({ desk, state }: { desk: string; state: string }) => `${desk} ${state.slice(0, 7)}`,
      ),
    ).toContain('ML-BRU/A revoked');
    expect(await bytesBelow(folder)).toEqual(before);
  });

  it('export-root: the credential, its fingerprint to read aloud, its QR; without any passphrase', async () => {
    const own = await mkdtemp(join(tmpdir(), 'guichet-root-'));
    const [to, qr] = [join(own, 'root.jws'), join(own, 'root.svg')];
    const none = { GUICHET_PASSPHRASE: '' };
    const dry = await ministry(folder, ['export-root', '--to', to, '--qr', qr, '--dry-run'], none);
    expect([dry.code, await bytesBelow(own)]).toEqual([0, {}]);
    const ran = await ministry(folder, ['export-root', '--to', to, '--qr', qr], none);
    expect(ran.json.files).toEqual([to, qr]);
    const { credential } = await readCredential((await readFile(to, 'utf8')).trim());
    expect(credential.kid).toBe(made.root.credential.kid);
    expect(ran.json.fingerprint).toMatch(/^(?:[0-9A-F]{4} ){15}[0-9A-F]{4}$/);
    expect(Buffer.from(ran.json.fingerprint.replaceAll(' ', ''), 'hex').toString('base64url')).toBe(
      credential.kid,
    );
    expect(await readFile(qr, 'utf8')).toMatch(/^<svg /);
    expect((await ministry(folder, ['export-root', '--to', to, '--qr', qr], none)).json.files).toEqual([]);
    await rm(own, { recursive: true });
  });

  it('records that came from desks are taken in, and what does not verify is refused', async () => {
    const [first] = made.keyringDocuments;
    const path = join(folder, '..', `${folder.split('/').at(-1)}-records.json`);
    await writeFile(path, JSON.stringify({ rows: [{ doc: first }] }));
    await again(['officer', 'enrol', '--officer-file', officers, '--records', path]);
    const other = await makeFolder();
    await writeFile(path, JSON.stringify(other.ministry.keyringDocuments));
    expect((await ministry(folder, ['list', '--records', path])).err).toMatch(/^MN-009/);
    await rm(path);
    await rm(other.folder, { recursive: true });
  });
});

describe('init', () => {
  it('makes the ministry of a plan, once; a fault in the plan is named at its member', async () => {
    const own = await mkdtemp(join(tmpdir(), 'guichet-init-'));
    const place = join(own, 'ministry');
    const plan = join(own, 'plan.json');
    const args = ['init', '--plan', plan];
    const fault = async (value: object) => {
      await writeFile(plan, JSON.stringify({ ...smallPlan(), ...value }));
      const ran = await ministry(place, args);
      expect(ran.code).toBe(1);
      return ran.err;
    };
    expect(await fault({ country: 'Mali' })).toMatch(/^MN-005: .*member country/);
    expect(await fault({ country: 'UT' })).toMatch(/^MN-005: .*member country: .*no services/);
    expect(await fault({ desks: ['ML-PAR/B', 'ML-XXX/A'] })).toMatch(
      /^MN-005: .*member desks\/1: no mission ML-XXX/,
    );
    expect(await fault({ officers: [{ ...NEWCOMER, roles: [] }] })).toMatch(
      /^MN-005: .*member officers\/0\/roles/,
    );
    expect(await fault({ officers: [NEWCOMER, NEWCOMER] })).toMatch(
      /^MN-005: .*member officers\/1\/initials/,
    );
    expect(await bytesBelow(place).catch(() => ({}))).toEqual({});

    await writeFile(plan, JSON.stringify(smallPlan()));
    const short = await ministry(place, args, { GUICHET_PASSPHRASE: 'secret' });
    expect(short.err).toMatch(/^MN-004: .*20 characters/);
    const same = await ministry(place, args, {
      GUICHET_PASSPHRASE: 'x'.repeat(20),
      GUICHET_ROOT_PASSPHRASE: 'x'.repeat(20),
    });
    expect(same.err).toMatch(/^MN-004: .*the same/);
    const dry = await ministry(place, [...args, '--dry-run'], { GUICHET_PASSPHRASE: '' });
    expect(dry.json.files.map(({ path }: { path: string }) => path)).toContain('secret/root.key');
    expect(await bytesBelow(place).catch(() => ({}))).toEqual({});

    const result = await done(place, ...args);
    expect(result).toMatchObject({ made: true, passphrases: {} });
    expect(result.officers).toHaveLength(4);
    await expectSound(place);
    expect((await groupsOf(place, result.officers[0])).size).toBeGreaterThan(0);
    const before = await bytesBelow(place);
    expect(before).not.toHaveProperty('secret/pending.json');
    expect(await done(place, ...args)).toMatchObject({ made: false });
    expect(await bytesBelow(place)).toEqual(before);
    await rm(own, { recursive: true });
  });

  it('--demo asks nobody: passphrases are generated, shown once, and open what they seal', async () => {
    const own = await mkdtemp(join(tmpdir(), 'guichet-init-'));
    const none = { GUICHET_PASSPHRASE: '', GUICHET_ROOT_PASSPHRASE: '' };
    const { code, json } = await ministry(own, ['init', '--demo'], none);
    expect(code).toBe(0);
    const { operator, root } = json.passphrases;
    expect(areWords(operator) && areWords(root) && operator !== root).toBe(true);
    const texts = Object.values(await bytesBelow(own)).join('');
    expect(texts.includes(operator) || texts.includes(root)).toBe(false);
    const env = { GUICHET_PASSPHRASE: operator, GUICHET_ROOT_PASSPHRASE: root };
    expect((await ministry(own, ['rotate', '--authority'], env)).json.authority).toMatch(/^[\w-]{43}$/);
    await rm(own, { recursive: true });
  });
});

it('a key that was granted opens with the slot’s own key only', async () => {
  const agent = made.officers.find(({ plan }) => plan.initials === 'A. S.')!;
  const reviewer = made.officers.find(({ plan }) => plan.initials === 'I. S.')!;
  await importPrivate(reviewer.enc, 'enc');
  expect((await groupsOpenedBy(await keyringOf(folder), agent.credential.kid, reviewer.enc)).size).toBe(0);
});
