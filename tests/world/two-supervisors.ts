/** The demo's ministry with a second supervisor at the centre: what one orders, holds or lifts another may have to judge. */
import type { DeskId } from '../../app/acts/ids.ts';
import type { OfficerHolder } from '../../scripts/ministry/create-ministry.ts';
import { demoPlan, type MinistryPlan } from '../../scripts/ministry/plan.ts';
import type { World } from './world.ts';

export const SECOND = 'A. E.';
const DESK = 'CENTRAL/B' as DeskId;

export function planWithTwoSupervisors(gateways = 1): MinistryPlan {
  const demo = demoPlan('http://127.0.0.1:1', gateways);
  const second = {
    name: 'ERIKSSON Anna',
    initials: SECOND,
    roles: ['reviewer', 'supervisor'],
    desks: [DESK],
  } as const;
  return { ...demo, officers: [...demo.officers, second] };
}

export const secondSupervisor = (world: World): OfficerHolder => world.officer(SECOND, DESK);
