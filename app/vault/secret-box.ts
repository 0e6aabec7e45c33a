/**
 * What rests under something that a person knows: AES-256-GCM under a key of Argon2id(secret, salt, pepper). Whatever
 * stands in clear beside it is associated data. `pepper` is 32 random bytes kept by the system's key store: a box sealed
 * under a PIN always has one, because six digits alone do not survive a copied disk; a box sealed under words has none,
 * because the words do.
 */
import { Type } from 'typebox';
import type { RandomSource } from '../acts/clock.ts';
import { concat, fromBase64url, toBase64url, utf8 } from '../seal/bytes.ts';
import type { CryptoKey } from '../seal/keys.ts';
import { VaultError } from './errors.ts';
import { deriveKey, type Kdf, type KdfCost, KdfSchema, newKdf } from './kdf.ts';
import { normalisePin, normaliseWords } from './words.ts';

const GCM_TAG_BITS = 128;

/** The members of a box, as they stand in its file. */
export const SECRET_BOX_MEMBERS = {
  kind: Type.Union([Type.Literal('words'), Type.Literal('pin')]),
  kdf: KdfSchema,
  nonce: Type.String({ pattern: '^[A-Za-z0-9_-]{16}$' }),
  sealed: Type.String({ pattern: '^[A-Za-z0-9_-]{32,65536}$' }),
  /** the pepper as the system's key store enciphered it; opaque here, and not part of what is sealed */
  pepper: Type.Union([Type.String({ maxLength: 4096 }), Type.Null()]),
};

export type SecretKind = 'words' | 'pin';

/** 64 MiB, three passes: 270 to 490 ms on the machines of a counter. */
export const COUNTER_COST: KdfCost = { memoryKiB: 64 * 1024, iterations: 3, parallelism: 1 };

export interface SecretBox {
  readonly kind: SecretKind;
  readonly kdf: Kdf;
  readonly nonce: string;
  readonly sealed: string;
  readonly pepper: string | null;
}

export interface BoxSecret {
  readonly kind: SecretKind;
  readonly secret: string;
  readonly random: RandomSource;
  /** of Argon2id; that of the counter's machines where absent */
  readonly cost?: KdfCost | undefined;
  /** 32 bytes, and the same bytes as the key store enciphered them; both or neither */
  readonly pepper?: { readonly bytes: Uint8Array; readonly stored: string };
}

/** What stands beside the box and belongs to it. `label` keeps one kind of file from passing for another. */
export interface BoundTo {
  readonly label: string;
  readonly members: readonly unknown[];
}

/**
 * @param check throws unless the box, with anything at all sealed in it, makes a valid file: before the dear part
 * @throws VaultError VA-001 for a PIN without a pepper
 */
export async function sealBox(
  { kind, secret, random, cost = COUNTER_COST, pepper }: BoxSecret,
  to: BoundTo,
  content: Uint8Array,
  check: (box: SecretBox) => unknown,
): Promise<SecretBox> {
  if (kind === 'pin' && pepper === undefined) throw new VaultError('VA-001');
  const clear = { kind, kdf: newKdf(cost, random), nonce: toBase64url(random.bytes(12)) } as const;
  const stored = pepper?.stored ?? null;
  check({ ...clear, sealed: 'A'.repeat(32), pepper: stored });
  const key = await boxKey(clear.kdf, kind, secret, pepper?.bytes ?? null, 'encrypt');
  const sealed = await crypto.subtle.encrypt(gcm(clear, to), key, content);
  return { ...clear, sealed: toBase64url(new Uint8Array(sealed)), pepper: stored };
}

/**
 * The time it takes does not depend on what is wrong.
 * @throws VaultError VA-002 wrong secret, pepper, or altered file
 */
export async function openBox(
  box: SecretBox,
  secret: string,
  pepper: Uint8Array | null,
  to: BoundTo,
): Promise<Uint8Array> {
  const key = await boxKey(box.kdf, box.kind, secret, pepper, 'decrypt');
  try {
    return new Uint8Array(await crypto.subtle.decrypt(gcm(box, to), key, fromBase64url(box.sealed)));
  } catch (cause) {
    throw new VaultError('VA-002', { cause });
  }
}

function gcm(
  { kind, kdf, nonce }: Omit<SecretBox, 'sealed' | 'pepper'>,
  { label, members }: BoundTo,
): object {
  const { name, memoryKiB, iterations, parallelism, salt } = kdf;
  const clear = [...members, kind, name, memoryKiB, iterations, parallelism, salt];
  return {
    name: 'AES-GCM',
    iv: fromBase64url(nonce),
    tagLength: GCM_TAG_BITS,
    additionalData: concat(utf8(label), utf8(JSON.stringify(clear))),
  };
}

function boxKey(
  kdf: Kdf,
  kind: SecretKind,
  secret: string,
  pepper: Uint8Array | null,
  use: 'encrypt' | 'decrypt',
): Promise<CryptoKey> {
  const password = kind === 'words' ? normaliseWords(secret) : normalisePin(secret);
  return deriveKey(kdf, utf8(`${kind}:${password}`), pepper, [use]);
}
