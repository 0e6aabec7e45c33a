/**
 * Which folder holds this desk. `--profile=DIR` or `GUICHET_PROFILE` choose another than the system's, so that
 * several desks run on one computer.
 */
import { resolve } from 'node:path';

const FLAG = '--profile=';

/** @returns an absolute path, or null for the system's own folder */
export function chosenProfile(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  const flag = argv.find((arg) => arg.startsWith(FLAG))?.slice(FLAG.length);
  const chosen = flag || env.GUICHET_PROFILE;
  return chosen ? resolve(chosen) : null;
}
