/** Who and what a ministry starts with. The demo's names are specimens. */
import type { DeskId, MissionCode } from '../../app/acts/ids.ts';
import type { DeskPolicy } from '../../app/desk/ports.ts';
import type { OfficerRole } from '../../app/keyring/roles.ts';

export type Names = Readonly<Record<'fr' | 'en' | 'ar', string>>;

export interface OfficerPlan {
  /** surname in capitals, as on travel documents */
  readonly name: string;
  readonly initials: string;
  readonly roles: readonly OfficerRole[];
  /** roles that this officer may give to others of the same mission; with `transport` they put desks into service, too */
  readonly delegates?: readonly (OfficerRole | 'transport')[];
  /** an officer may hold a credential on several desks: one each, the same person */
  readonly desks: readonly DeskId[];
  /** of the centre: missions whose files they work on; all where absent */
  readonly missions?: readonly MissionCode[];
  /** services, or classes of services, that they work on; all where absent */
  readonly services?: readonly string[];
  /** last moment of the credentials, RFC 3339 in UTC; a year from now where absent */
  readonly until?: string;
}

export interface MinistryPlan {
  readonly country: string;
  readonly missions: Readonly<Record<MissionCode, Names>>;
  readonly centre: Names;
  readonly desks: readonly DeskId[];
  readonly officers: readonly OfficerPlan[];
  /** letters of desks that are yet to be, by the desk at which they may be given (docs/decisions/0023); none where absent */
  readonly letters?: Readonly<Record<DeskId, readonly DeskId[]>>;
  readonly gatewayUrl: string;
  /** how many gateways stand behind that address, a key for each; one where absent */
  readonly gateways?: number;
  /** laid down for every desk; nothing where absent */
  readonly policy?: DeskPolicy;
}

export const scopeOfDesk = (desk: DeskId): MissionCode | 'CENTRAL' =>
  desk.slice(0, desk.indexOf('/')) as MissionCode | 'CENTRAL';

const desk = (id: string): DeskId => id as DeskId;
const mission = (code: string): MissionCode => code as MissionCode;

/** Two missions and the central office of Mali's services, staffed by specimens. */
export const demoPlan = (gatewayUrl: string, gateways = 1): MinistryPlan => ({
  country: 'ML',
  gatewayUrl,
  gateways,
  missions: {
    [mission('ML-PAR')]: {
      fr: 'Ambassade à Paris, section consulaire',
      en: 'Embassy in Paris, consular section',
      ar: 'السفارة بباريس، القسم القنصلي',
    },
    [mission('ML-DKR')]: {
      fr: 'Consulat général à Dakar',
      en: 'Consulate general in Dakar',
      ar: 'القنصلية العامة بداكار',
    },
  },
  centre: { fr: 'Office central', en: 'Central office', ar: 'المكتب المركزي' },
  desks: [desk('ML-PAR/A'), desk('ML-PAR/B'), desk('ML-DKR/A'), desk('CENTRAL/A'), desk('CENTRAL/B')],
  letters: { [desk('ML-PAR/A')]: [desk('ML-PAR/P'), desk('ML-PAR/Q')] },
  officers: [
    {
      name: 'SPECIMEN Awa',
      initials: 'A. S.',
      roles: ['agent'],
      desks: [desk('ML-PAR/A'), desk('ML-PAR/B')],
    },
    {
      name: 'UTOPIAN Moussa',
      initials: 'M. U.',
      roles: ['head-of-mission'],
      delegates: ['agent', 'cashier', 'transport'],
      desks: [desk('ML-PAR/A'), desk('ML-PAR/B')],
    },
    { name: 'MUSTERMANN Erika', initials: 'E. M.', roles: ['agent', 'cashier'], desks: [desk('ML-DKR/A')] },
    {
      name: 'SPECIMEN Ibrahim',
      initials: 'I. S.',
      roles: ['reviewer'],
      desks: [desk('CENTRAL/A'), desk('CENTRAL/B')],
    },
    {
      name: 'UTOPIAN Fatoumata',
      initials: 'F. U.',
      roles: ['reviewer', 'supervisor'],
      desks: [desk('CENTRAL/A'), desk('CENTRAL/B')],
    },
  ],
});
