/**
 * The trust anchor of a desk that has none yet: the root's public record, as a file (`root.jws`). Nothing in it says that it
 * is the right one: people compare its fingerprint with the one on the ministry's paper (docs/decisions/0023).
 */
import type { Kid } from '../acts/ids.ts';
import { Keyring } from '../keyring/keyring.ts';
import { fromBase64url, toHex } from '../seal/bytes.ts';
import { SealError } from '../seal/errors.ts';
import { EnrolmentError } from './errors.ts';

/** characters; a root is about 600 */
export const ROOT_LIMIT = 8192;

export interface Root {
  readonly jws: string;
  readonly kid: Kid;
  /** ISO time of its end */
  readonly until: string;
}

/** Blanks around it are no part of it. @throws EnrolmentError EN-008 not a ministry's root, or one that does not verify */
export async function readRoot(text: string): Promise<Root> {
  if (typeof text !== 'string' || text.length > ROOT_LIMIT) throw new EnrolmentError('EN-008');
  const jws = text.trim();
  try {
    const { root } = await Keyring.from(jws, []);
    return { jws, kid: root.kid, until: root.until };
  } catch (cause) {
    if (cause instanceof SealError || (cause instanceof Error && 'code' in cause))
      throw new EnrolmentError('EN-008', { cause });
    throw cause;
  }
}

/** Sixteen groups of four hexadecimal digits: the whole SHA-256, as the ministry prints it. */
export const rootFingerprint = (kid: Kid): string =>
  (toHex(fromBase64url(kid)).toUpperCase().match(/.{4}/g) ?? []).join(' ');
