/**
 * A short mark of one file, for the eye: a reference is chosen by whoever opens a file, and two files may bear one; this
 * follows from the file's id alone. 60 bits, so that nobody searches an id that gives the mark of another.
 */
import { sha256 } from '@noble/hashes/sha2';
import { utf8 } from '../seal/bytes.ts';
import { crockfordEncode } from './crockford.ts';
import type { DossierId } from './ids.ts';

/** Three groups of four characters of Crockford's base32, such as `3VDT 0K8M QYAE`. */
export function fileMark(dossier: DossierId): string {
  const digest = sha256(utf8(`guichet-file-mark ${dossier}`));
  // The first character of 128 encoded bits carries three of them only.
  const text = crockfordEncode(digest.subarray(0, 16)).slice(1, 13);
  return [text.slice(0, 4), text.slice(4, 8), text.slice(8)].join(' ');
}
