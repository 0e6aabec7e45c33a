/** What a desk of the centre carries, by whom it is for. */
import type { DeskId, MissionCode } from '../acts/ids.ts';
import type { Keyring } from './keyring.ts';
import { isOfficerRole } from './roles.ts';

/**
 * The missions whose records a desk of the centre carries: those that its officers work for. Null for all: where one of
 * them is limited to none, and as long as it has no officer. Who has left still counts: what they sealed there may wait to
 * be sent, and what they pulled is there.
 */
export function missionsOfDesk(keyring: Keyring, desk: DeskId): ReadonlySet<MissionCode> | null {
  const officers = keyring.credentials().filter((one) => one.desk === desk && one.roles.some(isOfficerRole));
  const missions = officers.map(({ limits }) => limits?.missions ?? null);
  if (missions.length === 0 || missions.includes(null)) return null;
  return new Set(missions.flatMap((list) => list ?? []));
}
