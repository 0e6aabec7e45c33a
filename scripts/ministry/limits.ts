/** What an officer's plan limits them to, in a credential's words. */
import type { ServiceCode } from '../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import type { Limits } from '../../app/keyring/credential.ts';
import { MinistryError } from './errors.ts';
import type { OfficerPlan } from './plan.ts';

/**
 * Single services bring their classes with them: keys are given by class.
 * @param services of the catalogue
 * @returns undefined where the plan limits nothing
 * @throws MinistryError MN-005 a name that is neither a service's nor a class's, or both kinds at once
 */
export function limitsOf(
  { missions, services: names }: Pick<OfficerPlan, 'missions' | 'services'>,
  services: readonly ServiceDefinition[],
): Limits | undefined {
  if (!missions && !names) return undefined;
  const sorted = <T extends string>(list: Iterable<T>): T[] => [...new Set(list)].sort();
  const ofMissions = missions ? sorted(missions) : null;
  if (!names) return { missions: ofMissions, classes: null, services: null };
  const isClass = (name: string) => services.some((one) => one.class === name);
  if (names.every(isClass)) return { missions: ofMissions, classes: sorted(names), services: null };
  const chosen = names.map((name) => {
    const service = services.find(({ code }) => code === name);
    if (service) return service;
    const known = sorted(services.flatMap(({ code, class: one }) => [code, one])).join(', ');
    throw new MinistryError('MN-005', `services: codes of services, or classes, and not both: ${known}`);
  });
  return {
    missions: ofMissions,
    classes: sorted(chosen.map((one) => one.class)),
    services: sorted(chosen.map(({ code }) => code as ServiceCode)),
  };
}
