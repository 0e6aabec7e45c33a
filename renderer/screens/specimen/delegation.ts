/** Delegation of signature on the specimen desk: one in force, one that has ended, and what is given on the page. */
import type { RecordHash, ServiceCode } from '../../../app/acts/ids.ts';
import type { DelegationApi, DelegationPerson, DelegationView } from '../../../app/desk/delegation.ts';
import { DeskError } from '../../../app/desk/desk-error.ts';
import type { Officer } from '../../../app/desk/officer.ts';
import { DELEGABLE_ROLES } from '../../../app/keyring/delegation.ts';
import { fakeHash } from './dossiers.ts';

const COLLEAGUES: readonly DelegationPerson[] = [
  { subject: 'colleague-1', name: 'MUSTERMANN Erika' },
  { subject: 'colleague-2', name: 'ERIKSSON Karl' },
];

export interface DelegationSpecimenParts {
  readonly officer: () => Officer | null;
  /** the secret was confirmed within the last minutes */
  readonly confirmed: () => boolean;
  readonly empty: boolean;
}

export function specimenDelegation(parts: DelegationSpecimenParts): DelegationApi {
  const me = (): DelegationPerson => {
    const officer = parts.officer();
    return { subject: officer?.subject ?? '', name: officer?.name ?? null };
  };
  const rolesOf = () => DELEGABLE_ROLES.filter((role) => parts.officer()?.roles.includes(role) ?? false);
  let given: DelegationView[] | null = null;
  const all = (): DelegationView[] => {
    if (rolesOf().length === 0) return [];
    const start = (n: number): Pick<DelegationView, 'id' | 'by' | 'roles' | 'mine'> => ({
      id: fakeHash<RecordHash>(`delegation-${n}-`),
      by: me(),
      roles: rolesOf(),
      mine: true,
    });
    given ??= parts.empty
      ? []
      : [
          {
            ...start(1),
            to: COLLEAGUES[0] as DelegationPerson,
            services: null,
            from: '2026-11-20T08:00:00Z',
            until: '2026-11-27T18:00:00Z',
            standing: 'in-force',
          },
          {
            ...start(2),
            to: COLLEAGUES[1] as DelegationPerson,
            services: ['ml-laissez-passer' as ServiceCode],
            from: '2026-10-05T08:00:00Z',
            until: '2026-10-09T18:00:00Z',
            standing: 'ended',
          },
        ];
    return given;
  };
  const mustConfirm = () => {
    if (!parts.confirmed()) throw new DeskError('PN-002');
  };
  return {
    delegations: async () => [...all()],
    delegationOffer: async () => ({
      roles: rolesOf(),
      officers: COLLEAGUES,
      longestUntil: '2027-11-20T23:00:00Z',
    }),
    delegate: async ({ to, roles, services, from, until }) => {
      mustConfirm();
      const person = COLLEAGUES.find(({ subject }) => subject === to);
      if (!person) throw new DeskError('DG-001');
      const id = fakeHash<RecordHash>(`delegation-${all().length + 1}-`);
      const made = { id, by: me(), to: person, roles, services, from, until } as const;
      given = [{ ...made, standing: 'in-force', mine: true }, ...all()];
    },
    endDelegation: async (id) => {
      mustConfirm();
      if (!all().some((one) => one.id === id)) throw new DeskError('DG-002');
      given = all().map((one) => (one.id === id ? { ...one, standing: 'ended' } : one));
    },
  };
}
