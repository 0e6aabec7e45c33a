/** The demo's plan with an auditor at the centre. */
import type { DeskId } from '../../app/acts/ids.ts';
import { demoPlan, type MinistryPlan } from '../../scripts/ministry/plan.ts';

export const AUDITOR = { initials: 'S. A.', desk: 'CENTRAL/A' } as const;

export function planWithAuditor(gatewayUrl = 'http://127.0.0.1:1'): MinistryPlan {
  const plan = demoPlan(gatewayUrl);
  const auditor = {
    name: 'SPECIMEN Auditor',
    initials: AUDITOR.initials,
    roles: ['auditor' as const],
    desks: [AUDITOR.desk as DeskId],
  };
  return { ...plan, officers: [...plan.officers, auditor] };
}
