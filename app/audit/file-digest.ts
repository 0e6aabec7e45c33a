import { sha256 } from '@noble/hashes/sha2';
import type { ReadOnlyFile } from '../log/read-journal.ts';
import { toBase64url } from '../seal/bytes.ts';

const STEP = 1 << 20;

/** SHA-256 of a file that may be larger than memory, base64url. */
export async function digestOf({ size, read }: ReadOnlyFile): Promise<string> {
  const hash = sha256.create();
  for (let at = 0; at < size; at += STEP) hash.update(await read(at, Math.min(STEP, size - at)));
  return toBase64url(hash.digest());
}
