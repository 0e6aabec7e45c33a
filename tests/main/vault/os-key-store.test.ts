import { expect, test } from 'vitest';
import { osKeyStore } from '../../../main/vault/os-key-store.ts';

/** What a runtime's safeStorage looks like, by its generation. */
const reverse = (text: string): string => [...text].reverse().join('');
const older = (available: boolean, backend?: string) => ({
  isEncryptionAvailable: () => available,
  encryptString: (text: string) => Buffer.from(reverse(text)),
  decryptString: (bytes: Buffer) => reverse(bytes.toString()),
  ...(backend === undefined ? {} : { getSelectedStorageBackend: () => backend as 'gnome_libsecret' }),
});
const newer = (available: boolean) => ({
  isEncryptionAvailable: () => {
    throw new Error('taken away');
  },
  isAsyncEncryptionAvailable: async () => available,
  encryptStringAsync: async (text: string) => Buffer.from(reverse(text)),
  decryptStringAsync: async (bytes: Buffer) => ({
    result: reverse(bytes.toString()),
    shouldReEncrypt: false,
  }),
});

test.each([
  ['older', older(true, 'gnome_libsecret')],
  ['newer', newer(true)],
] as const)('a runtime of the %s kind protects and reveals', async (_name, storage) => {
  const store = await osKeyStore(storage, 'win32');
  const stored = await store?.protect('secret');
  expect(stored).toBe(Buffer.from('terces').toString('base64'));
  expect(await store?.reveal(stored ?? '')).toBe('secret');
});

test.each(['basic_text', 'unknown'])('on Linux %s protects nothing, so it is none', async (backend) => {
  expect(await osKeyStore(older(true, backend), 'linux')).toBeNull();
  expect(await osKeyStore(older(true, 'gnome_libsecret'), 'linux')).not.toBeNull();
});

test('none is none', async () => {
  expect(await osKeyStore(older(false), 'darwin')).toBeNull();
});
