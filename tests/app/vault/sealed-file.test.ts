import { beforeAll, expect, test } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import { toBase64url } from '../../../app/seal/bytes.ts';
import { VaultError } from '../../../app/vault/errors.ts';
import {
  isStrongPassphrase,
  newPassphraseKey,
  openSealedFile,
  type PassphraseKey,
  passphraseKey,
  type SealedFile,
  sealFile,
} from '../../../app/vault/sealed-file.ts';
import { generateWords } from '../../../app/vault/words.ts';

const CHEAP = { memoryKiB: 8 * 1024, iterations: 1, parallelism: 1 };
const OF = toBase64url(new Uint8Array(32).fill(1));
const CONTENT = { secret: 'ERIKSSON' };
const words = generateWords(systemRandom);
let key: PassphraseKey;
let file: SealedFile;
beforeAll(async () => {
  key = await newPassphraseKey(words, CHEAP, systemRandom);
  file = await sealFile({ purpose: 'specimen', of: OF }, CONTENT, key, systemRandom);
});

const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'opened',
    (error: unknown) => (error instanceof VaultError ? error.code : String(error)),
  );
const open = async (value: unknown, passphrase = words, purpose = 'specimen'): Promise<unknown> =>
  openSealedFile(value, purpose, await passphraseKey(passphrase, file.kdf));

test('opens with its words, however they are typed, and with no others', async () => {
  const stored: unknown = JSON.parse(JSON.stringify(file));
  expect(await open(stored)).toEqual(CONTENT);
  expect(await open(stored, words.toUpperCase().replaceAll('-', ' '))).toEqual(CONTENT);
  expect(await code(open(stored, generateWords(systemRandom)))).toBe('VA-002');
  expect(JSON.stringify(file)).not.toContain(CONTENT.secret);
});

test('changing anything that is clear makes it fail to open, and so does any flipped bit', async () => {
  const { kdf, sealed } = file;
  const altered: Partial<SealedFile>[] = [
    { purpose: 'other' },
    { of: toBase64url(new Uint8Array(32).fill(2)) },
    { nonce: toBase64url(new Uint8Array(12)) },
    { kdf: { ...kdf, salt: toBase64url(new Uint8Array(16)) } },
    { kdf: { ...kdf, memoryKiB: kdf.memoryKiB * 2 } },
    { kdf: { ...kdf, iterations: 2 } },
    { kdf: { ...kdf, parallelism: 2 } },
    { sealed: (sealed.startsWith('A') ? 'B' : 'A') + sealed.slice(1) },
  ];
  // Under the very key: what is bound is the file's text, not only what the key is derived from.
  for (const one of altered)
    expect(await code(openSealedFile({ ...file, ...one }, one.purpose ?? 'specimen', key))).toBe('VA-002');
});

test('a file for another purpose, of another version or with more in it is none', async () => {
  expect(await code(open(file, words, 'other'))).toBe('VA-001');
  for (const one of [{ ...file, v: 2 }, { ...file, more: 1 }, { sig: 'in clear' }, null])
    expect(await code(open(one))).toBe('VA-001');
  expect(await code(open({ ...file, kdf: { ...file.kdf, memoryKiB: 1024 } }))).toBe('VA-001');
});

test('what is sealed under one key shares neither nonce nor text', async () => {
  const second = await sealFile({ purpose: 'specimen', of: OF }, CONTENT, key, systemRandom);
  expect(second.nonce).not.toBe(file.nonce);
  expect(second.sealed).not.toBe(file.sealed);
  expect(await open(second)).toEqual(CONTENT);
});

test('a secret may rest on six generated words or on twenty characters; accents may be coded either way', async () => {
  expect([words, 'a sentence of one’s own'].every(isStrongPassphrase)).toBe(true);
  expect(['', '123456', 'bado-kilu', `${' '.repeat(30)}short`].some(isStrongPassphrase)).toBe(false);
  const own = await newPassphraseKey('une phrase à soi, assez longue', CHEAP, systemRandom);
  const sealed = await sealFile({ purpose: 'specimen', of: OF }, CONTENT, own, systemRandom);
  const typed = await passphraseKey('une phrase a\u0300 soi, assez longue', sealed.kdf);
  expect(await openSealedFile(sealed, 'specimen', typed)).toEqual(CONTENT);
});

test('takes what a whole ministry writes at once: megabytes', async () => {
  const kits = { kits: 'A'.repeat(12 << 20) };
  const large = await sealFile({ purpose: 'specimen', of: OF }, kits, key, systemRandom);
  expect(await openSealedFile(large, 'specimen', key)).toEqual(kits);
});
