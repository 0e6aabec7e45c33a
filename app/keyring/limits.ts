/**
 * What a credential is limited to beyond its roles and scope: missions (of an officer of the centre), classes of services,
 * single services. One answer for rights, acts, grants, the gateway and the lists (docs/decisions/0020).
 *
 * A limit on missions is kept by keys: a wrap is for the mission's group and the centre's, and whoever is limited is granted
 * the groups of their missions in the place of the centre's, which read every mission's files.
 */
import type { Credential, Limits, Scope } from './credential.ts';
import { groupOf } from './group-id.ts';
import { DIRECTORY_CLASS, isOfficerRole, mayRead } from './roles.ts';

/** Whom limits are of; without any, all that roles and scope allow. */
export interface Limited {
  readonly scope: Scope;
  readonly limits?: Limits;
}

/** Is this mission theirs: their own, or one of those that an officer of the centre works for? */
export const worksFor = ({ scope, limits }: Limited, mission: string): boolean =>
  scope === mission || (scope === 'CENTRAL' && isWithin(mission, limits?.missions));

/** @param serviceClass null where the service's definition is not known: then a limit on classes says no */
export const worksOn = (
  { limits }: Limited,
  { service, serviceClass }: { readonly service: string; readonly serviceClass: string | null },
): boolean => isWithin(service, limits?.services) && isWithin(serviceClass, limits?.classes);

const isWithin = (one: string | null, list: readonly string[] | null | undefined): boolean =>
  list === null || list === undefined || (one !== null && list.includes(one));

/** Whoever is limited gives no more than they have. */
export function narrows(by: Limited, to: Limited): boolean {
  if (by.limits === undefined) return true;
  const missions = to.scope === 'CENTRAL' ? to.limits?.missions : [to.scope];
  return (
    (by.scope !== 'CENTRAL' || isPartOf(missions, by.limits.missions)) &&
    isPartOf(to.limits?.classes, by.limits.classes) &&
    isPartOf(to.limits?.services, by.limits.services)
  );
}

const isPartOf = (part: readonly string[] | null | undefined, whole: readonly string[] | null): boolean =>
  whole === null || (part?.every((one) => whole.includes(one)) ?? false);

/** The limits that whoever enrols passes on to an officer of this scope; undefined for none. */
export function inherited({ limits }: Limited, scope: Scope): Limits | undefined {
  if (limits === undefined) return undefined;
  const { missions, classes, services } = limits;
  const passed = { missions: scope === 'CENTRAL' ? missions : null, classes, services };
  return passed.missions || classes || services ? passed : undefined;
}

/** Whether an officer is entitled to what is wrapped for a group. @param id of the group, with or without its generation */
export function readsGroup(
  { roles, scope, limits }: Pick<Credential, 'roles' | 'scope' | 'limits'>,
  id: string,
): boolean {
  const group = groupOf(id);
  const isTheirs =
    scope === 'CENTRAL' && limits?.missions
      ? limits.missions.some((mission) => mission === group.scope)
      : group.scope === scope;
  const isOfClass = group.serviceClass === DIRECTORY_CLASS || isWithin(group.serviceClass, limits?.classes);
  return isTheirs && isOfClass && mayRead(roles.filter(isOfficerRole), group.serviceClass);
}

/** Whether they read all that their scope does: only then may they share the key of their desk's lists. */
export const readsWhole = ({ roles, limits }: Pick<Credential, 'roles' | 'limits'>): boolean =>
  limits === undefined && mayRead(roles.filter(isOfficerRole), '');
