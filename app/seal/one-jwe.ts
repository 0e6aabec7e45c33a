/**
 * A secret for one recipient, who may have to open it in Electron's main process: compact JWE, ECDH-ES without key wrapping
 * and A256GCM. The crypto of that process (BoringSSL) has no AES-KW, which wraps for groups need (group-jwe.ts).
 */
import { CompactEncrypt, type CryptoKey, compactDecrypt } from 'jose';
import { SealError } from './errors.ts';

const ALGORITHM = 'ECDH-ES';
const CONTENT = 'A256GCM';
/** `zip` would inflate whatever its maker wished. */
const MEMBERS = 'alg,enc,epk,kid';

/** @param name of the recipient: a kid */
export const wrapForOne = (secret: Uint8Array, name: string, key: CryptoKey): Promise<string> =>
  new CompactEncrypt(secret).setProtectedHeader({ alg: ALGORITHM, enc: CONTENT, kid: name }).encrypt(key);

/** @throws SealError SEAL-008 when it is not such a JWE, SEAL-013 for another recipient, SEAL-009 when it does not open */
export async function openForOne(jwe: unknown, name: string, key: CryptoKey): Promise<Uint8Array> {
  if (typeof jwe !== 'string') throw new SealError('SEAL-008');
  const options = { keyManagementAlgorithms: [ALGORITHM], contentEncryptionAlgorithms: [CONTENT] };
  const { plaintext, protectedHeader } = await compactDecrypt(jwe, key, options).catch((cause) => {
    throw new SealError('SEAL-009', undefined, { cause });
  });
  if (Object.keys(protectedHeader).sort().join() !== MEMBERS) throw new SealError('SEAL-008');
  if (protectedHeader.kid !== name) throw new SealError('SEAL-013');
  return plaintext;
}
