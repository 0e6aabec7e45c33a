import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import type { Kid, MissionCode } from '../../../app/acts/ids.ts';
import { toBase64url } from '../../../app/seal/bytes.ts';
import { generateKey } from '../../../app/seal/keys.ts';
import { VaultError } from '../../../app/vault/errors.ts';
import { parseKit, parseTransportFile } from '../../../app/vault/kit.ts';
import {
  openSlot,
  parseSlotFile,
  SLOT_COST,
  type SlotFile,
  type SlotIdentity,
  type SlotSecrets,
  sealSlot,
} from '../../../app/vault/slot-file.ts';

const CHEAP = { memoryKiB: 8 * 1024, iterations: 1, parallelism: 1 };
const WORDS = 'bado-kilu-meta-rumo-sada-tobi';
const PEPPER = { bytes: new Uint8Array(32).fill(7), stored: 'b3MgY2lwaGVydGV4dA' };
const identity: SlotIdentity = {
  kid: toBase64url(new Uint8Array(32).fill(1)) as Kid,
  credential: 'eyJhbGciOiJFUzI1NiJ9.e30.AAAA',
  initials: 'AE',
  roles: ['agent'],
  mission: 'ML-PAR' as MissionCode,
};
let secrets: SlotSecrets;
let words: SlotFile;
let pin: SlotFile;

const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'opened',
    (error: unknown) => (error instanceof VaultError ? error.code : String(error)),
  );

beforeAll(async () => {
  secrets = {
    sig: (await generateKey('sig')).privateJwk,
    enc: (await generateKey('enc')).privateJwk,
    readModelKeys: { 'ML-PAR': toBase64url(systemRandom.bytes(32)) },
  };
  const common = { identity, secrets, random: systemRandom, cost: CHEAP };
  words = await sealSlot({ ...common, kind: 'words', secret: WORDS });
  pin = await sealSlot({ ...common, kind: 'pin', secret: '482017', pepper: PEPPER });
});

test('opens with its words, however typed, and survives being a file', async () => {
  const file = parseSlotFile(JSON.parse(JSON.stringify(words)));
  expect(await openSlot(file, 'BADO kilu meta  rumo sada tobi')).toEqual(secrets);
});

test('at the full cost by default', async () => {
  const file = await sealSlot({ identity, secrets, random: systemRandom, kind: 'words', secret: WORDS });
  expect(file.kdf).toMatchObject({ name: 'argon2id', ...SLOT_COST });
  expect(SLOT_COST).toEqual({ memoryKiB: 65536, iterations: 3, parallelism: 1 });
  expect(await openSlot(file, WORDS)).toEqual(secrets);
});

test('a PIN opens only together with what the key store keeps', async () => {
  expect(await openSlot(pin, '٤٨٢٠١٧', PEPPER.bytes)).toEqual(secrets);
  expect(await code(openSlot(pin, '482017'))).toBe('VA-002');
  expect(await code(openSlot(pin, '482017', new Uint8Array(32)))).toBe('VA-002');
  expect(await code(openSlot(pin, '482018', PEPPER.bytes))).toBe('VA-002');
});

test('a PIN is never sealed without a pepper', async () => {
  const slot = {
    identity,
    secrets,
    random: systemRandom,
    cost: CHEAP,
    kind: 'pin',
    secret: '482017',
  } as const;
  expect(await code(sealSlot(slot))).toBe('VA-001');
  expect(() => parseSlotFile({ ...pin, pepper: null })).toThrow(VaultError);
});

test('changing anything that is clear makes the slot fail to open', async () => {
  const other = toBase64url(new Uint8Array(32).fill(2));
  const changes: Partial<Record<keyof SlotFile, unknown>>[] = [
    { kid: other },
    { credential: 'x.y.z' },
    { initials: 'XX' },
    { roles: ['supervisor'] },
    { mission: 'CENTRAL' },
    { kind: 'pin', pepper: 'x' },
    { nonce: 'A'.repeat(16) },
    { kdf: { ...words.kdf, iterations: 2 } },
    { kdf: { ...words.kdf, memoryKiB: 9 * 1024 } },
    { kdf: { ...words.kdf, parallelism: 2 } },
    { kdf: { ...words.kdf, salt: 'A'.repeat(22) } },
  ];
  for (const change of changes) {
    expect([change, await code(openSlot({ ...words, ...change } as SlotFile, WORDS))]).toEqual([
      change,
      'VA-002',
    ]);
  }
});

test('any flipped bit of what is sealed makes it fail', async () => {
  const bytes = Buffer.from(words.sealed, 'base64url');
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
      const copy = Buffer.from(bytes);
      copy[bit >> 3]! ^= 1 << (bit & 7);
      expect(await code(openSlot({ ...words, sealed: copy.toString('base64url') }, WORDS))).toBe('VA-002');
    }),
    { numRuns: 20 },
  );
});

test.each([
  { memoryKiB: 4 * 1024 },
  { memoryKiB: 4 * 1024 * 1024 },
  { iterations: 0 },
  { iterations: 1000 },
  { parallelism: 16 },
  { memoryKiB: 65536.5 },
])('cost %j is out of bounds, before any work is done', async (cost) => {
  const file = { ...words, kdf: { ...words.kdf, ...cost } };
  expect(await code(openSlot(file, WORDS))).toBe('VA-001');
  const sealing = { identity, secrets, random: systemRandom, kind: 'words', secret: WORDS } as const;
  expect(await code(sealSlot({ ...sealing, cost: { ...CHEAP, ...cost } }))).toBe('VA-001');
});

test('no secret and no clear key stands in the file', () => {
  const text = JSON.stringify(words);
  for (const secret of [secrets.sig.d, secrets.enc.d, secrets.readModelKeys['ML-PAR']!, 'kilu']) {
    expect(text).not.toContain(secret);
  }
});

test.each([null, 'x', {}, [], { v: 2 }])('%j is no slot', (value) => {
  expect(() => parseSlotFile(value)).toThrow(VaultError);
});

test('a kit is read whole or refused', async () => {
  const transport = {
    v: 1,
    kid: toBase64url(new Uint8Array(32).fill(3)),
    credential: 'x.y.z',
    key: (await generateKey('sig')).privateJwk,
    stored: null,
  };
  const desk = {
    desk: 'ML-PAR/B',
    mission: 'ML-PAR',
    missions: ['ML-PAR'],
    missionNames: { 'ML-PAR': { fr: 'Paris', en: 'Paris', ar: 'باريس' } },
    root: 'x.y.z',
    gateway: { url: 'http://127.0.0.1:8080', kid: identity.kid },
    seed: [{ _id: 'credential:x', _rev: '1-0', jws: 'x.y.z' }],
  };
  const kit = { v: 1, desk, transport, slots: [words] };
  expect(parseKit(JSON.stringify(kit))).toEqual(kit);
  for (const wrong of [
    { ...kit, v: 2 },
    { ...kit, slots: [{ ...words, kdf: { ...words.kdf, iterations: 99 } }] },
    { ...kit, desk: { ...desk, gateway: { ...desk.gateway, url: "https://x; script-src 'unsafe-eval'" } } },
    { ...kit, desk: { ...desk, desk: '../../x' } },
  ]) {
    expect(() => parseKit(JSON.stringify(wrong))).toThrow(VaultError);
  }
  expect(() => parseKit('{')).toThrow(VaultError);
  expect(() => parseTransportFile({ ...transport, stored: 'both' })).toThrow(VaultError);
  expect(() => parseTransportFile({ ...transport, key: null })).toThrow(VaultError);
});
