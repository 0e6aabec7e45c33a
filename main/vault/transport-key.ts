/**
 * The desk's transport key: signs the gateway's nonces, also while officers are locked out. It comes with the kit in
 * clear and moves into the system's key store at the first start, where there is one.
 */
import { join } from 'node:path';
import type { Kid } from '../../app/acts/ids.ts';
import type { TransportSigner } from '../../app/desk/ports.ts';
import { signCompact } from '../../app/seal/jws.ts';
import { type CryptoKey, importPrivate, type PrivateJwk } from '../../app/seal/keys.ts';
import { VaultError } from '../../app/vault/errors.ts';
import { parseTransportFile, type TransportFile } from '../../app/vault/kit.ts';
import type { KeyStore } from '../../app/vault/officer-slots.ts';
import { destroyDurably, readJson, writeJsonDurably } from './durable-file.ts';

const LONGEST_PAYLOAD = 4096;
const pathIn = (desk: string): string => join(desk, 'transport.json');

/**
 * @returns null where the desk has no transport key yet
 * @throws VaultError VA-001 for a damaged file, VA-004 when the key store does not give the key back
 */
export async function openTransportKey(
  desk: string,
  keyStore: KeyStore | null,
): Promise<TransportSigner | null> {
  const path = pathIn(desk);
  const value = await readJson(path);
  if (value === undefined) return null;
  const file = parseTransportFile(value);
  if (file.key !== null && keyStore !== null) await writeTransportKey(desk, file, keyStore);
  const key = await importPrivate(file.key ?? (await reveal(file, keyStore)), 'sig');
  return { kid: file.kid, credential: file.credential, sign: (payload) => signSession(file, key, payload) };
}

/** Where the system has a key store, the key does not lie in clear for a moment. */
export async function writeTransportKey(
  desk: string,
  file: TransportFile,
  keyStore: KeyStore | null,
): Promise<void> {
  const isClear = file.key !== null && keyStore !== null;
  const stored = isClear ? await keyStore.protect(JSON.stringify(file.key)) : file.stored;
  await writeJsonDurably(pathIn(desk), { ...file, key: isClear ? null : file.key, stored });
}

/** Whose transport key is in this folder, were it damaged or not in reach; null where there is none. */
export async function transportKidIn(desk: string): Promise<Kid | null> {
  const value = await readJson(pathIn(desk));
  return value === undefined ? null : parseTransportFile(value).kid;
}

export const destroyTransportKey = (desk: string): Promise<void> => destroyDurably(pathIn(desk));

async function reveal(file: TransportFile, keyStore: KeyStore | null): Promise<PrivateJwk> {
  if (keyStore === null || file.stored === null) throw new VaultError('VA-004');
  try {
    return JSON.parse(await keyStore.reveal(file.stored)) as PrivateJwk;
  } catch (cause) {
    throw new VaultError('VA-004', { cause });
  }
}

/** Only ever this type, so that a session's signature passes for nothing else. */
function signSession(file: TransportFile, key: CryptoKey, payload: Uint8Array): Promise<string> {
  if (payload.length > LONGEST_PAYLOAD) return Promise.reject(new VaultError('VA-001'));
  return signCompact({ typ: 'guichet-session+jws', kid: file.kid, payload: Uint8Array.from(payload), key });
}
