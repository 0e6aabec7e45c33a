/** The key of an officer's lists, and the name under which its chain of rows rests: nothing of the key follows from it. */
import { concat, toBase64url, utf8 } from '../../app/seal/bytes.ts';
import { sha256 } from '../../app/seal/hash.ts';
import type { CryptoKey } from '../../app/seal/keys.ts';

export interface RowKey {
  readonly id: string;
  /** AES-256-GCM */
  readonly key: CryptoKey;
}

const LABEL = utf8('guichet-rows-key');

/** @param raw 32 bytes */
export async function rowKeyOf(raw: Uint8Array): Promise<RowKey> {
  const usages = ['encrypt', 'decrypt'] as const;
  const key = await crypto.subtle.importKey('raw', raw as BufferSource, 'AES-GCM', false, [...usages]);
  return { id: toBase64url((await sha256(concat(LABEL, raw))).subarray(0, 16)), key: key as CryptoKey };
}
