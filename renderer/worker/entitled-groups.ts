import type { MissionCode } from '../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import type { Group } from '../../app/keyring/keyring.ts';
import type { DeskContext } from './desk-context.ts';

/** The groups entitled to read a new file: the mission's and the centre's, of its service class. */
export function groupsOf(
  { reference }: DeskContext,
  mission: MissionCode,
  definition: ServiceDefinition,
): Group[] {
  const groups = [
    reference.keyring.newestGroup(mission, definition.class),
    reference.keyring.newestGroup('CENTRAL', definition.class),
  ];
  return groups.filter((group) => group !== undefined);
}
