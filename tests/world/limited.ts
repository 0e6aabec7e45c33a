/** The demo's ministry with officers of the centre who are limited, at a desk that has no others. */
import type { DeskId, MissionCode } from '../../app/acts/ids.ts';
import { demoPlan, type MinistryPlan } from '../../scripts/ministry/plan.ts';

export const LIMITED_DESK = 'CENTRAL/C' as DeskId;
/** reviews visas of Paris, and nothing else */
export const LIMITED = 'A. E.';
/** reviews whatever is of Paris */
export const OF_PARIS = 'M. M.';

/** lodges visas at a desk of Paris, and nothing else */
export const LIMITED_AGENT = 'E. E.';

export function planWithLimited(): MinistryPlan {
  const demo = demoPlan('http://127.0.0.1:1');
  const missions = ['ML-PAR' as MissionCode];
  const common = { roles: ['reviewer' as const], desks: [LIMITED_DESK], missions };
  return {
    ...demo,
    desks: [...demo.desks, LIMITED_DESK],
    officers: [
      ...demo.officers,
      { ...common, name: 'ERIKSSON Anna', initials: LIMITED, services: ['visas'] },
      { ...common, name: 'MUSTERMANN Max', initials: OF_PARIS },
      {
        ...{ name: 'ERIKSSON Erik', initials: LIMITED_AGENT, roles: ['agent' as const] },
        ...{ desks: ['ML-PAR/A' as DeskId], services: ['visas'] },
      },
    ],
  };
}
