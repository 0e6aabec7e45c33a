/** Delegations of signature as a desk signs them, and as an attacker would. */
import { isoTime } from '../../app/acts/clock.ts';
import type { DeskId, RecordHash, ServiceCode } from '../../app/acts/ids.ts';
import { recordDocument, signRecord } from '../../app/keyring/records.ts';
import type { OfficerRole } from '../../app/keyring/roles.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import type { OfficerHolder } from '../../scripts/ministry/create-ministry.ts';
import { demoPlan, type MinistryPlan } from '../../scripts/ministry/plan.ts';
import type { World } from './world.ts';

const HOUR = 3_600_000;

/** The demo's plan, with who can be delegated to and who delegates from elsewhere. */
export function planWithDelegates(): MinistryPlan {
  const demo = demoPlan('http://127.0.0.1:1');
  const officer = (name: string, initials: string, roles: readonly OfficerRole[], desk: string) => ({
    name,
    initials,
    roles,
    desks: [desk as DeskId],
  });
  return {
    ...demo,
    officers: [
      ...demo.officers,
      officer('ERIKSSON Karl', 'E. K.', ['agent'], 'ML-PAR/B'),
      officer('MUSTERMANN Max', 'M. M.', ['agent', 'head-of-mission'], 'ML-PAR/A'),
      officer('UTOPIAN Dior', 'D. U.', ['head-of-mission'], 'ML-DKR/A'),
      officer('SPECIMEN Rokia', 'R. S.', ['reviewer'], 'CENTRAL/B'),
    ],
  };
}

export interface Given {
  readonly to: string;
  readonly roles: readonly string[];
  readonly services: readonly ServiceCode[] | null;
  readonly from: string;
  readonly until: string;
}

/** From now on for an hour, of everything that the roles decide. */
export const given = (
  { clock }: World,
  to: OfficerHolder,
  roles: readonly OfficerRole[] = ['head-of-mission'],
  but: Partial<Given> = {},
): Given => ({
  to: to.credential.subject,
  roles,
  services: null,
  from: isoTime(clock.time - 1000),
  until: isoTime(clock.time + HOUR),
  ...but,
});

export async function delegation(
  by: OfficerHolder,
  { to, roles, services, from, until }: Given,
): Promise<{ id: RecordHash; document: SignedDocument }> {
  const payload = { v: 1 as const, to, roles: [...roles], services: services && [...services], from, until };
  const jws = await signRecord('guichet-delegation+jws', payload, by.credential.kid, by.signingKey);
  const document = await recordDocument(jws, (hash) => `delegation:${hash}`);
  return { id: document._id.slice('delegation:'.length) as RecordHash, document };
}

export async function delegationEnd(
  by: Pick<OfficerHolder, 'credential' | 'signingKey'>,
  id: RecordHash,
  at: string,
): Promise<SignedDocument> {
  const payload = { v: 1 as const, delegation: id, at };
  const jws = await signRecord('guichet-delegation-end+jws', payload, by.credential.kid, by.signingKey);
  return recordDocument(jws, (hash) => `delegation-end:${hash}`);
}
