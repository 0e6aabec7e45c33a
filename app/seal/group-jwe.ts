/**
 * A secret wrapped for several groups: General JSON JWE (A256GCM content, ECDH-ES+A256KW for each recipient), as the
 * wraps of dossier keys and the grants of group keys are. Recipients are named by their group in the clear header.
 */
import { type CryptoKey, GeneralEncrypt, generalDecrypt } from 'jose';
import { fromBase64url, fromUtf8 } from './bytes.ts';
import { SealError } from './errors.ts';

export interface GroupJwe {
  readonly protected: string;
  readonly iv: string;
  readonly ciphertext: string;
  readonly tag: string;
  readonly recipients: readonly {
    readonly header: Readonly<Record<string, unknown>>;
    readonly encrypted_key: string;
  }[];
}

/** @param recipients public `enc` keys, each with the name it is found by (`group:ML-PAR:visas:1`, or a kid) */
export async function wrapFor(
  secret: Uint8Array,
  recipients: readonly { name: string; key: CryptoKey }[],
): Promise<GroupJwe> {
  const jwe = new GeneralEncrypt(secret).setProtectedHeader({ enc: 'A256GCM' });
  for (const { name, key } of recipients)
    jwe.addRecipient(key).setUnprotectedHeader({ alg: 'ECDH-ES+A256KW', kid: name });
  const made = await jwe.encrypt();
  return {
    protected: made.protected ?? '',
    iv: made.iv ?? '',
    ciphertext: made.ciphertext,
    tag: made.tag ?? '',
    recipients: made.recipients.map((recipient) => ({
      header: { ...recipient.header },
      encrypted_key: recipient.encrypted_key ?? '',
    })),
  };
}

/** The names a JWE was wrapped for. @throws SealError SEAL-008 when it is not such a JWE */
export function recipientsOf(jwe: unknown): readonly string[] {
  return readGroupJwe(jwe).recipients.map((recipient) => String(recipient.header.kid));
}

export function readGroupJwe(value: unknown): GroupJwe {
  const jwe = value as GroupJwe | null;
  const text = (part: unknown): boolean => typeof part === 'string' && fromBase64url(part).length > 0;
  const ok =
    jwe !== null &&
    typeof jwe === 'object' &&
    text(jwe.protected) &&
    text(jwe.iv) &&
    text(jwe.ciphertext) &&
    text(jwe.tag) &&
    Array.isArray(jwe.recipients) &&
    jwe.recipients.length > 0 &&
    jwe.recipients.length <= 64 &&
    jwe.recipients.every((r) => typeof r?.header?.kid === 'string' && text(r.encrypted_key));
  if (!ok || !isPlainHeader(jwe.protected)) throw new SealError('SEAL-008');
  // One recipient a name: of many under one name each would be tried, and again for each time the name is read.
  const names = new Set(jwe.recipients.map(({ header }) => header.kid));
  if (names.size !== jwe.recipients.length) throw new SealError('SEAL-008');
  return jwe;
}

/** `enc`, and `epk` where there is one recipient. Nothing else: `zip` would inflate whatever its maker wished. */
function isPlainHeader(text: string): boolean {
  try {
    const header = JSON.parse(fromUtf8(fromBase64url(text))) as Record<string, unknown>;
    const names = Object.keys(header).join();
    return header.enc === 'A256GCM' && (names === 'enc' || names === 'enc,epk' || names === 'epk,enc');
  } catch {
    return false;
  }
}

/**
 * Opens what was wrapped for `name`.
 * @throws SealError SEAL-013 when it was not wrapped for that name, SEAL-009 when it does not open
 */
export async function openFor(value: unknown, name: string, key: CryptoKey): Promise<Uint8Array> {
  const jwe = readGroupJwe(value);
  const recipients = jwe.recipients.filter((recipient) => recipient.header.kid === name);
  if (recipients.length === 0) throw new SealError('SEAL-013');
  try {
    const options = { keyManagementAlgorithms: ['ECDH-ES+A256KW'], contentEncryptionAlgorithms: ['A256GCM'] };
    const general = {
      ...jwe,
      recipients: recipients.map((r) => ({ header: { ...r.header }, encrypted_key: r.encrypted_key })),
    };
    return (await generalDecrypt(general, key, options)).plaintext;
  } catch (cause) {
    throw new SealError('SEAL-009', undefined, { cause });
  }
}
