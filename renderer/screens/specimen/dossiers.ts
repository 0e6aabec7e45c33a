/** Specimen dossiers: invented people of Utopia, names with the letters that fonts often lack. No real data. */

import {
  type BlobId,
  type DeskId,
  dossierIdFrom,
  type MissionCode,
  type RecordHash,
} from '../../../app/acts/ids.ts';
import { makeReference } from '../../../app/acts/reference.ts';
import type { DossierRow, Notice } from '../../../app/desk/dossier-row.ts';
import type { DossierView, TimelineEntry } from '../../../app/desk/dossier-view.ts';
import type { Language } from '../../../app/desk/language.ts';
import type { EntryState, ProcedureState } from '../../../app/dossier/status.ts';
import { SPECIMEN_SERVICES } from './services.ts';

export const SPECIMEN_NOW = '2026-11-21T10:43:00+01:00';
export const MISSION = 'ML-PAR' as MissionCode;
export const DESK_B = 'ML-PAR/B' as DeskId;
const DESK_A = 'ML-PAR/A' as DeskId;

/** A stable stand-in for a hash or a random id: 43 or 22 characters. */
export const fakeHash = <T extends string>(seed: string): T => `${seed}${'A'.repeat(43)}`.slice(0, 43) as T;
export const fakeId = <T extends string>(seed: string): T => `${seed}${'A'.repeat(22)}`.slice(0, 22) as T;

interface Seed {
  readonly serial: number;
  readonly surname: string;
  readonly given: string;
  readonly arabic?: readonly [string, string];
  readonly service: 'ml-passport-ordinary' | 'ml-visa-short-stay' | 'ml-laissez-passer';
  readonly entry: EntryState;
  readonly procedure: ProcedureState;
  readonly at: string;
  readonly due: string | null;
  readonly notices?: readonly Notice[];
  readonly urgent?: boolean;
  readonly desk?: DeskId;
}

const notice = (code: Notice['code'], values: Notice['values'] = {}): Notice => ({ code, values });

// biome-ignore format: one line a dossier
const SEEDS: readonly Seed[] = [
  { serial: 417, surname: 'ERIKSSON', given: 'Anna Maria', arabic: ['إريكسون', 'آنا ماريا'], service: 'ml-passport-ordinary', entry: 'received', procedure: 'information-requested', at: '21T09:12', due: '2026-11-23', notices: [notice('requested', { document: 'birth-extract' })] },
  { serial: 416, surname: 'ERIKSSON', given: 'Ɔmar', arabic: ['إريكسون', 'عمر'], service: 'ml-visa-short-stay', entry: 'sent', procedure: 'submitted', at: '21T09:05', due: '2026-12-19' },
  { serial: 415, surname: 'UTOPIAN', given: 'Fatoumata', service: 'ml-laissez-passer', entry: 'sealed', procedure: 'submitted', at: '21T08:58', due: '2026-11-21', urgent: true, notices: [notice('urgent', { reason: 'vol ce soir' })] },
  { serial: 398, surname: 'SPECIMEN', given: 'Ɲagalɛn', service: 'ml-passport-ordinary', entry: 'received', procedure: 'handed-over', at: '20T16:40', due: null, desk: DESK_A },
  { serial: 397, surname: 'MUSTERMANN', given: 'Erik', service: 'ml-visa-short-stay', entry: 'received', procedure: 'refused', at: '20T16:21', due: null, desk: DESK_A },
  { serial: 414, surname: 'SPECIMEN', given: 'Ibrahim', arabic: ['سبيسيمن', 'إبراهيم'], service: 'ml-visa-short-stay', entry: 'received', procedure: 'under-review', at: '20T15:50', due: '2026-11-24' },
  { serial: 413, surname: 'ERIKSSON', given: 'Lina', service: 'ml-passport-ordinary', entry: 'held', procedure: 'lodged', at: '20T15:31', due: '2026-12-03', notices: [notice('held', { code: 'AD-101' })] },
  { serial: 412, surname: 'ERIKSSON', given: 'Sven', service: 'ml-passport-ordinary', entry: 'sealed', procedure: 'lodged', at: '20T15:30', due: '2026-12-03' },
  { serial: 411, surname: 'UTOPIAN', given: 'Moussa', arabic: ['أوتوبيان', 'موسى'], service: 'ml-passport-ordinary', entry: 'received', procedure: 'ready', at: '20T15:02', due: null },
  { serial: 410, surname: 'UTOPIAN', given: 'Awa', service: 'ml-visa-short-stay', entry: 'received', procedure: 'approved', at: '20T14:48', due: null },
  { serial: 409, surname: 'SPECIMEN', given: 'Ŋaana', service: 'ml-passport-ordinary', entry: 'not-admitted', procedure: 'lodged', at: '20T14:20', due: '2026-12-04', notices: [notice('not-admitted', { code: 'AD-207' })] },
  { serial: 408, surname: 'MUSTERMANN', given: 'Erika', service: 'ml-passport-ordinary', entry: 'sealed', procedure: 'information-requested', at: '20T13:55', due: '2026-11-30', notices: [notice('two-versions')] },
  { serial: 407, surname: 'UTOPIAN', given: 'Sira', service: 'ml-visa-short-stay', entry: 'received', procedure: 'withdrawn', at: '20T12:10', due: null },
  { serial: 406, surname: 'SPECIMEN', given: 'Bakary', service: 'ml-passport-ordinary', entry: 'received', procedure: 'issued', at: '20T11:44', due: null },
  { serial: 405, surname: 'ERIKSSON', given: 'Ɖifa', service: 'ml-passport-ordinary', entry: 'on-stick', procedure: 'submitted', at: '20T11:02', due: '2026-12-02', notices: [notice('evidence-on-its-way', { n: 3 })] },
  { serial: 404, surname: 'UTOPIAN', given: 'Ƒafa', service: 'ml-visa-short-stay', entry: 'needs-update', procedure: 'submitted', at: '20T10:31', due: '2026-11-28', notices: [notice('needs-update')] },
  { serial: 403, surname: 'SPECIMEN', given: 'Oumou', service: 'ml-laissez-passer', entry: 'received', procedure: 'handed-over', at: '20T10:02', due: null },
  { serial: 402, surname: 'MUSTERMANN', given: 'Ʋle', service: 'ml-visa-short-stay', entry: 'received', procedure: 'closed', at: '20T09:40', due: null, notices: [notice('clock')] },
];

const idOf = (serial: number) => {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setUint32(12, serial);
  return dossierIdFrom(bytes);
};
const moment = (short: string): string => `2026-11-${short}:00+01:00`;

function rowOf(seed: Seed): DossierRow {
  return {
    id: idOf(seed.serial),
    ref: makeReference(seed.desk ?? DESK_B, 2026, seed.serial),
    mission: MISSION,
    service: seed.service as DossierRow['service'],
    applicant: `${seed.surname} ${seed.given}`,
    applicantArabic: seed.arabic ? seed.arabic.join(' ') : null,
    entry: seed.entry,
    procedure: seed.procedure,
    notices: seed.notices ?? [],
    urgent: seed.urgent ?? false,
    lastAt: moment(seed.at),
    dueBy: seed.due,
    assignee:
      seed.procedure === 'under-review'
        ? { subject: 'r1', name: 'R. MUSTERMANN', until: moment('21T11:10') }
        : null,
  };
}

export const SPECIMEN_ROWS: readonly DossierRow[] = SEEDS.map(rowOf);

const ANSWERS = {
  'birth-date': '1974-08-12',
  'birth-place': 'Zenith',
  sex: 'female',
  nationality: 'UTO',
  phone: '+33100000000',
  'document-number': 'L898902C3',
  issuer: 'UTO',
  'issued-on': '2022-02-03',
  'valid-until': '2027-04-15',
  'lost-before': false,
};

export function answersOf(row: DossierRow): Readonly<Record<string, unknown>> {
  const [surname = '', ...given] = (row.applicant ?? '').split(' ');
  const [arabicSurname = '', ...arabicGiven] = (row.applicantArabic ?? '').split(' ');
  const stay = {
    purpose: 'family',
    arrival: '2026-12-03',
    departure: '2026-12-18',
    address: { line1: 'Rue 12, porte 40', city: 'Bamako', country: 'MLI' },
    means: { amount: 45_000, currency: 'EUR' },
  };
  return {
    surname: { latin: surname, arabic: arabicSurname },
    'given-names': { latin: given.join(' '), arabic: arabicGiven.join(' ') },
    ...ANSWERS,
    ...(row.service === 'ml-visa-short-stay' ? stay : {}),
  };
}

const AGENT = { subject: 'a1', name: 'A. SPECIMEN', roles: ['agent'] } as const;
const REVIEWER = { subject: 'r1', name: 'R. MUSTERMANN', roles: ['reviewer'] } as const;

function entry(
  row: DossierRow,
  n: number,
  kind: TimelineEntry['kind'],
  at: string,
  more: Partial<TimelineEntry> = {},
): TimelineEntry {
  return {
    act: fakeHash(`act-${row.ref}-${n}-`),
    kind,
    by: AGENT,
    inPlaceOf: null,
    desk: DESK_B,
    claimedAt: moment(at),
    lastReceiptAt: moment('20T17:20'),
    receivedAt: moment(at),
    state: 'received',
    verdictCode: null,
    standing: 'folded',
    oddities: [],
    body: null,
    ...more,
  };
}

function timelineOf(row: DossierRow): TimelineEntry[] {
  // Of the file that says so in its row: lodged after the clock was set back, on authorisations that had been replaced.
  const oddities: TimelineEntry['oddities'] = row.notices.some(({ code }) => code === 'clock')
    ? [
        { what: 'went-back', against: moment('18T13:20'), apart: 3.3 * 3_600_000 },
        { what: 'stale-keyring', against: moment('02T09:00'), apart: 41 * 86_400_000 },
      ]
    : [];
  const lodged = { oddities, ...(oddities.length > 0 ? { lastReceiptAt: moment('18T08:40') } : {}) };
  const start = [entry(row, 1, 'opened', '18T10:02', lodged), entry(row, 2, 'submitted', '18T10:02')];
  const note = entry(row, 3, 'contact-noted', '19T11:30', {
    body: {
      by: 'telephone',
      direction: 'from-applicant',
      note: 'Demande où en est le dossier. Rappeler avant 17 h.',
      phone: '+33100000000',
    },
  });
  const last = { state: row.entry, receivedAt: row.entry === 'received' ? row.lastAt : null };
  const at = row.lastAt.slice(8, 16);
  switch (row.procedure) {
    case 'information-requested':
      return [
        ...start,
        note,
        entry(row, 4, 'information-requested', at, { by: REVIEWER, desk: 'CENTRAL/A' as DeskId, ...last }),
      ];
    case 'refused':
      return [
        ...start,
        note,
        entry(row, 4, 'refused', at, { by: REVIEWER, desk: 'CENTRAL/A' as DeskId, ...last }),
      ];
    case 'approved':
    case 'ready':
    case 'issued':
    case 'handed-over':
      return [
        ...start,
        note,
        entry(row, 4, 'approved', at, { by: REVIEWER, desk: 'CENTRAL/A' as DeskId, ...last }),
      ];
    default:
      return [
        { ...(start[0] as TimelineEntry) },
        {
          ...(start[1] as TimelineEntry),
          ...last,
          claimedAt: row.lastAt,
          verdictCode: verdictOf(row),
          standing: row.entry === 'needs-update' ? 'waiting' : 'folded',
        },
      ];
  }
}

const verdictOf = (row: DossierRow): string | null =>
  row.entry === 'held' ? 'AD-101' : row.entry === 'not-admitted' ? 'AD-207' : null;

type Allowed = DossierView['allowed'];
function allowedOf(row: DossierRow): Allowed {
  if (row.notices.some(({ code }) => code === 'two-versions')) return ['reconciled', 'contact-noted'];
  switch (row.procedure) {
    case 'information-requested':
      return ['information-supplied', 'contact-noted', 'annotated', 'withdrawn', 'closed'];
    case 'submitted':
      return row.service === 'ml-laissez-passer'
        ? ['approved', 'refused', 'information-requested', 'contact-noted', 'withdrawn']
        : ['contact-noted', 'evidence-attached', 'amended', 'withdrawn'];
    case 'lodged':
      return ['fee-collected', 'evidence-attached', 'contact-noted', 'annotated', 'withdrawn'];
    case 'approved':
      return ['instrument-issued', 'contact-noted'];
    case 'issued':
    case 'ready':
      return ['handed-over', 'contact-noted', 'instrument-voided'];
    case 'under-review':
    case 'information-supplied':
    case 'waiting-on-other':
      return ['contact-noted', 'evidence-attached', 'annotated', 'withdrawn'];
    case 'to-countersign':
      return ['countersigned', 'countersignature-declined', 'contact-noted'];
    case 'refused':
    case 'handed-over':
    case 'withdrawn':
    case 'closed':
    case 'transferred':
    case 'erased':
      return ['contact-noted'];
  }
}

/** The whole view of a specimen dossier, made from its row. */
export function viewOf(row: DossierRow, language: Language = 'fr'): DossierView {
  const definition = SPECIMEN_SERVICES.find(({ code }) => code === row.service) ?? null;
  const answers = answersOf(row);
  const two = row.notices.some(({ code }) => code === 'two-versions');
  const decided = ['approved', 'refused', 'issued', 'ready', 'handed-over'].includes(row.procedure);
  const issued = ['issued', 'ready', 'handed-over'].includes(row.procedure);
  const heads = timelineOf(row)
    .slice(-1)
    .map(({ act }) => act);
  return {
    row,
    definition,
    release: fakeHash<RecordHash>('release-'),
    heads,
    mainHeads: two ? [fakeHash('head-a-'), fakeHash('head-b-')] : heads,
    answers,
    versions: two
      ? [
          {
            head: fakeHash('head-a-'),
            by: 'A. SPECIMEN',
            at: moment('20T13:41'),
            answers: { ...answers, phone: '+33100000011', 'birth-place': 'Zénith' },
          },
          {
            head: fakeHash('head-b-'),
            by: 'B. UTOPIAN',
            at: moment('20T13:55'),
            answers: { ...answers, phone: '+33100000022' },
          },
        ]
      : [],
    documents: (definition?.documents ?? []).slice(0, 2).map((document, n) => ({
      blob: fakeId<BlobId>(`blob-${row.ref}-${n}-`),
      act: timelineOf(row)[0]?.act ?? fakeHash('act-'),
      document: document.code,
      mediaType: 'image/png',
      bytes: 212_000 + n * 40_000,
      label: n === 0 ? '' : 'recto',
      here: !(row.entry === 'on-stick' && n === 1),
      state: row.entry,
    })),
    missing: row.procedure === 'lodged' ? [{ document: 'birth-extract', dueBy: '2026-12-05' }] : [],
    originalsKept:
      row.service === 'ml-passport-ordinary' ? [{ document: 'old-passport', until: 'handed-over' }] : [],
    requests:
      row.procedure === 'information-requested'
        ? [
            {
              id: 'i1',
              document: 'birth-extract',
              what: 'Extrait d’acte de naissance lisible',
              why: 'La date est coupée sur la copie.',
              satisfiedBy: 'Une copie entière, même prise au téléphone.',
              dueBy: '2026-12-05',
              supplied: false,
            },
            {
              id: 'i2',
              document: null,
              what: 'Numéro de téléphone d’un proche',
              why: 'Le numéro donné ne répond pas.',
              satisfiedBy: 'Un numéro qui répond en journée.',
              dueBy: '2026-12-05',
              supplied: false,
            },
          ]
        : [],
    language,
    phones: ['+33100000000'],
    urgentReason: row.urgent ? 'Vol ce soir, obsèques' : null,
    fee: {
      due: { amount: 55_000, currency: 'XOF' },
      paid:
        row.service === 'ml-laissez-passer' || row.procedure === 'lodged'
          ? []
          : [
              {
                quittance: 'PAR-Q-26-01120',
                collected: { amount: 8400, currency: 'EUR' },
                at: moment('18T10:02'),
                voided: false,
              },
            ],
    },
    decision: decided
      ? {
          outcome: row.procedure === 'refused' ? 'refused' : 'approved',
          at: row.lastAt,
          by: 'R. MUSTERMANN',
          grounds: row.procedure === 'refused' ? ['purpose-not-shown'] : [],
          explanation:
            row.procedure === 'refused' ? 'Aucune invitation ni réservation n’accompagne la demande.' : '',
          appeal: row.procedure === 'refused' ? 'Recours devant le ministère dans les deux mois.' : '',
        }
      : null,
    instrument:
      issued && definition
        ? {
            instrument: definition.instrument.code,
            number: 'AA0001120',
            validFrom: '2026-11-20',
            validUntil: '2031-11-19',
            voided: false,
          }
        : null,
    timeline: timelineOf(row),
    allowed: allowedOf(row),
    secretNeeded: [
      'approved',
      'refused',
      'countersigned',
      'instrument-issued',
      'instrument-voided',
      'erased',
    ],
    lodgedByMe: false,
    legalHold: false,
    retentionEnds: null,
    erasedFor: null,
  };
}
