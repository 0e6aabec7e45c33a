/**
 * P-256 keys in the two uses a credential has: `sig` (ES256) and `enc` (ECDH-ES+A256KW). WebCrypto binds a key to one
 * use, hence two. Public keys travel as JWK of exactly {kty, crv, x, y}.
 */
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { fromBase64url } from './bytes.ts';
import { SealError } from './errors.ts';

export type { CryptoKey } from 'jose';
export type KeyUse = 'sig' | 'enc';

export interface PublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}
export interface PrivateJwk extends PublicJwk {
  readonly d: string;
}

export const ALGORITHM = { sig: 'ES256', enc: 'ECDH-ES+A256KW' } as const satisfies Record<KeyUse, string>;

export async function generateKey(use: KeyUse): Promise<{ publicJwk: PublicJwk; privateJwk: PrivateJwk }> {
  const pair = await generateKeyPair(ALGORITHM[use], { crv: 'P-256', extractable: true });
  const { x, y, d } = await exportJWK(pair.privateKey);
  const publicJwk = readPublicJwk({ kty: 'EC', crv: 'P-256', x, y });
  return { publicJwk, privateJwk: { ...publicJwk, d: d ?? '' } };
}

/**
 * The four members and no others, in this order, coordinates canonical and of 32 bytes.
 * @throws SealError SEAL-014
 */
export function readPublicJwk(value: unknown): PublicJwk {
  const jwk = value as JWK | null;
  const coordinates = [jwk?.x, jwk?.y];
  const ok =
    jwk !== null &&
    typeof jwk === 'object' &&
    Object.keys(jwk).join() === 'kty,crv,x,y' &&
    jwk.kty === 'EC' &&
    jwk.crv === 'P-256' &&
    coordinates.every((c) => typeof c === 'string' && fromBase64url(c).length === 32);
  if (!ok) throw new SealError('SEAL-014', 'not a public P-256 key');
  return { kty: 'EC', crv: 'P-256', x: jwk.x as string, y: jwk.y as string };
}

/** @throws SealError SEAL-014 for a point that is not on the curve */
export async function importPublic(jwk: PublicJwk, use: KeyUse): Promise<CryptoKey> {
  try {
    return (await importJWK({ ...jwk }, ALGORITHM[use])) as CryptoKey;
  } catch (cause) {
    throw new SealError('SEAL-014', 'not a public P-256 key', { cause });
  }
}

/** Non-extractable: what has been imported can be used, never read out again. */
export const importPrivate = async (jwk: PrivateJwk, use: KeyUse): Promise<CryptoKey> =>
  (await importJWK({ ...jwk }, ALGORITHM[use], { extractable: false })) as CryptoKey;
