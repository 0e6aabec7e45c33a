/** Names as a desk opens them, with the groups that an officer was granted. */
import type { Kid } from '../../app/acts/ids.ts';
import type { GroupKeys } from '../../app/keyring/grants.ts';
import type { Keyring } from '../../app/keyring/keyring.ts';
import { fromUtf8 } from '../../app/seal/bytes.ts';
import { openFor, recipientsOf } from '../../app/seal/group-jwe.ts';

export async function openDirectoryNames(keyring: Keyring, groups: GroupKeys): Promise<Map<Kid, string>> {
  const names = new Map<Kid, string>();
  for (const { kid } of keyring.credentials()) {
    const entry = keyring.directoryEntry(kid);
    const reader = entry === undefined ? undefined : recipientsOf(entry).find((id) => groups.has(id));
    const key = reader === undefined ? undefined : groups.get(reader);
    if (reader === undefined || !key) continue;
    names.set(kid, JSON.parse(fromUtf8(await openFor(entry, reader, key))).name);
  }
  return names;
}
