/**
 * The system's key store through Electron's safeStorage: Keychain, DPAPI, libsecret or KWallet. On Linux without one
 * Electron falls back to `basic_text`, a fixed password in its source: that protects nothing and counts as none.
 */
import type { SafeStorage } from 'electron';
import type { KeyStore } from '../../app/vault/officer-slots.ts';

/** Newer runtimes have asynchronous calls and drop the others; older ones have only those. */
type AnySafeStorage = Partial<SafeStorage> & Pick<SafeStorage, 'isEncryptionAvailable'>;

/** @returns null where there is no key store. Call after `ready`. */
export async function osKeyStore(
  storage: AnySafeStorage,
  platform: NodeJS.Platform,
): Promise<KeyStore | null> {
  const calls = (await asynchronous(storage)) ?? synchronous(storage);
  if (calls === null) return null;
  const backend = platform === 'linux' ? storage.getSelectedStorageBackend?.() : undefined;
  if (backend === 'basic_text' || backend === 'unknown') return null;
  return {
    protect: async (text) => (await calls.protect(text)).toString('base64'),
    reveal: (stored) => calls.reveal(Buffer.from(stored, 'base64')),
  };
}

interface Calls {
  protect(text: string): Promise<Buffer>;
  reveal(bytes: Buffer): Promise<string>;
}

async function asynchronous(storage: AnySafeStorage): Promise<Calls | null> {
  const { isAsyncEncryptionAvailable, encryptStringAsync, decryptStringAsync } = storage;
  if (!isAsyncEncryptionAvailable || !encryptStringAsync || !decryptStringAsync) return null;
  if (!(await isAsyncEncryptionAvailable.call(storage))) return null;
  return {
    protect: (text) => encryptStringAsync.call(storage, text),
    reveal: async (bytes) => (await decryptStringAsync.call(storage, bytes)).result,
  };
}

function synchronous(storage: AnySafeStorage): Calls | null {
  const { encryptString, decryptString } = storage;
  if (!encryptString || !decryptString || !storage.isEncryptionAvailable()) return null;
  return {
    protect: async (text) => encryptString.call(storage, text),
    reveal: async (bytes) => decryptString.call(storage, bytes),
  };
}
