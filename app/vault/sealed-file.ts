/**
 * A file of secrets at rest: JSON under AES-256-GCM, with a key of Argon2id(passphrase). Everything clear in it is
 * associated data, so that none of it can be exchanged: not its purpose, not whose it is, not a parameter. Several files
 * may be sealed under the one key that a passphrase gives, each with a nonce of its own.
 */
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { RandomSource } from '../acts/clock.ts';
import { concat, fromBase64url, fromUtf8, toBase64url, utf8 } from '../seal/bytes.ts';
import type { CryptoKey } from '../seal/keys.ts';
import { VaultError } from './errors.ts';
import { deriveKey, type Kdf, type KdfCost, KdfSchema, newKdf } from './kdf.ts';
import { areWords, normaliseWords } from './words.ts';

export const SEALED_VERSION = 1;
const GCM_TAG_BITS = 128;
/** A passphrase of somebody's own making; generated words are shorter and better. */
export const SHORTEST_PASSPHRASE = 20;

export interface SealedFile {
  readonly v: typeof SEALED_VERSION;
  /** what is in it, such as `root` */
  readonly purpose: string;
  /** whose it is: the kid of the ministry's root */
  readonly of: string;
  readonly kdf: Kdf;
  readonly nonce: string;
  readonly sealed: string;
}

const SealedSchema = Type.Object(
  {
    v: Type.Literal(SEALED_VERSION),
    purpose: Type.String({ pattern: '^[a-z-]{1,32}$' }),
    of: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
    kdf: KdfSchema,
    nonce: Type.String({ pattern: '^[A-Za-z0-9_-]{16}$' }),
    // Megabytes of it: a pattern would need a stack as deep as the text is long. Its alphabet is looked at in decoding.
    sealed: Type.String({ minLength: 22 }),
  },
  { additionalProperties: false },
);

/** The key that a passphrase gives with one salt; what was sealed under it says with which. */
export interface PassphraseKey {
  readonly kdf: Kdf;
  readonly key: CryptoKey;
}

/** Whether a new secret may rest on it: generated words, or twenty characters and more. */
export const isStrongPassphrase = (typed: string): boolean =>
  areWords(typed) || spelling(typed).length >= SHORTEST_PASSPHRASE;

/** Words in their one spelling, however they were typed; anything else as it is, but for how its accents are coded. */
const spelling = (typed: string): string =>
  areWords(typed) ? normaliseWords(typed) : typed.normalize('NFKC').trim();

/** A key for files that are yet to be made. */
export const newPassphraseKey = (
  passphrase: string,
  cost: KdfCost,
  random: RandomSource,
): Promise<PassphraseKey> => passphraseKey(passphrase, newKdf(cost, random));

/** The key of a file that is there; whether it is the right one is seen when the file is opened. */
export const passphraseKey = async (passphrase: string, kdf: Kdf): Promise<PassphraseKey> => {
  const kind = areWords(passphrase) ? 'words' : 'text';
  const password = utf8(`${kind}:${spelling(passphrase)}`);
  return { kdf, key: await deriveKey(kdf, password, null, ['encrypt', 'decrypt']) };
};

export async function sealFile(
  { purpose, of }: Pick<SealedFile, 'purpose' | 'of'>,
  content: unknown,
  { kdf, key }: PassphraseKey,
  random: RandomSource,
): Promise<SealedFile> {
  const clear = { v: SEALED_VERSION, purpose, of, kdf, nonce: toBase64url(random.bytes(12)) } as const;
  const sealed = await crypto.subtle.encrypt(gcm(clear), key, utf8(JSON.stringify(content)));
  return parseSealedFile({ ...clear, sealed: toBase64url(new Uint8Array(sealed)) });
}

/**
 * @param purpose what the file must be for
 * @throws VaultError VA-001 for another file, VA-002 for a wrong key or an altered file
 */
export async function openSealedFile(
  value: unknown,
  purpose: string,
  { key }: PassphraseKey,
): Promise<unknown> {
  const file = parseSealedFile(value);
  if (file.purpose !== purpose) throw new VaultError('VA-001');
  try {
    const opened = await crypto.subtle.decrypt(gcm(file), key, fromBase64url(file.sealed));
    return JSON.parse(fromUtf8(new Uint8Array(opened)));
  } catch (cause) {
    throw new VaultError('VA-002', { cause });
  }
}

/** @throws VaultError VA-001 */
export function parseSealedFile(value: unknown): SealedFile {
  if (!Check(SealedSchema, value)) throw new VaultError('VA-001');
  return value;
}

function gcm({ v, purpose, of, kdf, nonce }: Omit<SealedFile, 'sealed'>): object {
  const { name, memoryKiB, iterations, parallelism, salt } = kdf;
  const clear = [v, purpose, of, name, memoryKiB, iterations, parallelism, salt];
  return {
    name: 'AES-GCM',
    iv: fromBase64url(nonce),
    tagLength: GCM_TAG_BITS,
    additionalData: concat(utf8('guichet-sealed'), utf8(JSON.stringify(clear))),
  };
}
