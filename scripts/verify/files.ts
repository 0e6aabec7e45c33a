/** What the verifier is given as files. */
import { readFileSync } from 'node:fs';
import { readCredential } from '../../app/keyring/credential.ts';
import { type Language, WORDS } from './texts.ts';

/** It could not be tried; the message says why, in the reader's language. */
export class Unusable extends Error {}

/** @throws Unusable */
export function read(path: string, language: Language): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch {
    throw new Unusable(WORDS[language].unreadable(path));
  }
}

export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).trim();

/** @throws Unusable */
export async function rootIn(path: string, language: Language): Promise<string> {
  const jws = textOf(read(path, language));
  const found = await readCredential(jws).catch(() => null);
  if (found?.credential.issuer !== null || !found.credential.roles.includes('root'))
    throw new Unusable(WORDS[language].badRoot(path));
  return jws;
}
