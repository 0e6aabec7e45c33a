/** Whose confirmation of an erasure is awaited: every desk that may have had the file's key when it was erased. */
import type { DeskId, MissionCode } from '../acts/ids.ts';
import { missionsOfDesk } from '../keyring/desk-missions.ts';
import type { Keyring } from '../keyring/keyring.ts';

export interface ExpectedDesk {
  readonly desk: DeskId;
  /**
   * All its credentials are at their end: it hands over what is not sent, destroys its keys, and confirms nothing more. One
   * that only a revoked signer has revoked keeps its keys, and is awaited.
   */
  readonly revoked: boolean;
}

/** When a desk was first enrolled, RFC 3339; undefined for one that nothing in the keyring names. */
export function enrolledSince(keyring: Keyring, desk: string): string | undefined {
  return keyring
    .credentials()
    .filter((credential) => credential.desk === desk)
    .map(({ from }) => from)
    .sort()[0];
}

/** Those of the mission and of the centre that were enrolled when it was erased, by name. */
export function expectedDesks(keyring: Keyring, mission: MissionCode, at: string): readonly ExpectedDesk[] {
  const found = new Map<DeskId, boolean>();
  for (const { desk, scope, from, kid } of keyring.credentials()) {
    if (desk === null || (scope !== mission && scope !== 'CENTRAL') || from > at) continue;
    // One that is limited to other missions never carried the file, and will not hear of its erasure.
    if (scope === 'CENTRAL' && !(missionsOfDesk(keyring, desk)?.has(mission) ?? true)) continue;
    found.set(desk, (found.get(desk) ?? true) && keyring.ending(kid) !== undefined);
  }
  return [...found].map(([desk, revoked]) => ({ desk, revoked })).sort((a, b) => (a.desk < b.desk ? -1 : 1));
}
