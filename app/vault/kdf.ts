/** The key that a secret in somebody's head or vault gives: Argon2id, its parameters beside what is sealed under it. */
import { argon2id } from 'hash-wasm';
import { Type } from 'typebox';
import type { RandomSource } from '../acts/clock.ts';
import { fromBase64url, toBase64url } from '../seal/bytes.ts';
import type { CryptoKey } from '../seal/keys.ts';

/** Argon2id's cost. A file outside these bounds is refused: neither too weak to write nor dear enough to hang a desk. */
export const KdfSchema = Type.Object(
  {
    name: Type.Literal('argon2id'),
    memoryKiB: Type.Integer({ minimum: 8 * 1024, maximum: 1024 * 1024 }),
    iterations: Type.Integer({ minimum: 1, maximum: 16 }),
    parallelism: Type.Integer({ minimum: 1, maximum: 4 }),
    salt: Type.String({ pattern: '^[A-Za-z0-9_-]{21}[AQgw]$' }),
  },
  { additionalProperties: false },
);

export interface KdfCost {
  readonly memoryKiB: number;
  readonly iterations: number;
  readonly parallelism: number;
}

export type Kdf = KdfCost & { readonly name: 'argon2id'; readonly salt: string };

/** The same cost with a salt of its own. */
export const newKdf = ({ memoryKiB, iterations, parallelism }: KdfCost, random: RandomSource): Kdf => ({
  name: 'argon2id',
  memoryKiB,
  iterations,
  parallelism,
  salt: toBase64url(random.bytes(16)),
});

/** @param pepper 32 bytes that a key store keeps, or null. @returns a key for AES-256-GCM that cannot be read out */
export async function deriveKey(
  kdf: Kdf,
  password: Uint8Array,
  pepper: Uint8Array | null,
  uses: readonly ('encrypt' | 'decrypt')[],
): Promise<CryptoKey> {
  const raw = await argon2id({
    password,
    salt: fromBase64url(kdf.salt),
    ...(pepper === null ? {} : { secret: pepper }),
    memorySize: kdf.memoryKiB,
    iterations: kdf.iterations,
    parallelism: kdf.parallelism,
    hashLength: 32,
    outputType: 'binary',
  });
  const key = (await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, [...uses])) as CryptoKey;
  raw.fill(0);
  return key;
}
