/**
 * When an open dossier goes on under a new key: whoever left a group holds its earlier generations for ever, so the next
 * act after the group has moved on is sealed under a K that they were never given (FORMATS.md, "Keys and credentials").
 */

import { groupOf } from '../keyring/group-id.ts';
import type { Group } from '../keyring/keyring.ts';

/**
 * `same`: K goes on. `next`: a new K for the newest generations. `behind`: K is held by a generation that the keyring at
 * hand does not know yet; a new K for the older ones would give the file back to those who left.
 */
export type KeyStep = 'same' | 'next' | 'behind';

/**
 * @param holders group generations that hold K
 * @param entitled the newest generation of each group entitled, as far as it is known here
 */
export function keyStep(holders: Iterable<string>, entitled: readonly Pick<Group, 'id'>[]): KeyStep {
  const held = new Map<string, number>();
  for (const id of holders) {
    const { group, gen } = groupOf(id);
    held.set(group, Math.max(gen, held.get(group) ?? 0));
  }
  const steps = entitled.map(({ id }): KeyStep => {
    const { group, gen } = groupOf(id);
    const known = held.get(group) ?? 0;
    return known === gen ? 'same' : known < gen ? 'next' : 'behind';
  });
  if (steps.includes('behind')) return 'behind';
  return steps.includes('next') ? 'next' : 'same';
}
