/** Commissioning on the specimen desk: root, request and answer are words that say what the screens are to be shown. */
import type { DeskId, Kid, MissionCode } from '../../../app/acts/ids.ts';
import type {
  DeskEnrolmentApi,
  DeskRefusal,
  DeskRequestView,
  PendingDesk,
} from '../../../app/desk/desk-enrolment.ts';
import { DeskError } from '../../../app/desk/desk-error.ts';
import type { OfficerRole } from '../../../app/keyring/roles.ts';
import { fakeHash, MISSION } from './dossiers.ts';

const REFUSALS = [
  ...(['no-desks', 'no-letter', 'not-carried', 'revoked', 'other-mission', 'expired-credential'] as const),
];
export type SpecimenDeskRequest =
  | 'good'
  | 'again'
  | 'given-elsewhere'
  | 'other-ministry'
  | (typeof REFUSALS)[number];

const filler = (length: number): string =>
  'eyJhbGciOiJFUzI1NiJ9QWbX'.repeat(1 + length / 24).slice(0, length);
export const specimenRoot = (variant: 'good' | 'forged'): string => `specimen-root.${variant}.${filler(500)}`;
export const specimenDeskRequest = (variant: SpecimenDeskRequest, initials = 'KM'): string =>
  `specimen-desk-request.${variant}.${initials}.${filler(950)}`;
/** As long as a small ministry's: keyring and catalogue are in it. */
export const specimenDeskAnswer = (variant: 'good' | 'other' | 'forged'): string =>
  `specimen-desk-answer.${variant}.${filler(400_000)}`;

const FINGERPRINT = '4821 0937 6650 1284 7719 0342 5586 9103';
const ROOT_FINGERPRINT = '9C41 07D2 E8B3 5A60 114F C92D 7730 BE58 06A1 F4D7 2C99 83EB 5D0E 61FA 4427 B81C';

export const pendingDesk = (
  initials = 'KM',
  roles: readonly OfficerRole[] = ['agent'],
  mission: MissionCode | 'CENTRAL' = MISSION,
  askedAt = '2026-11-21T10:12:00+01:00',
): PendingDesk => ({
  id: fakeHash<Kid>(`desk-request-${initials}-`),
  mission,
  initials,
  roles,
  askedAt,
  fingerprint: FINGERPRINT,
  rootFingerprint: ROOT_FINGERPRINT,
  text: specimenDeskRequest('good', initials),
});

export interface CommissioningSpecimenParts {
  readonly pending: PendingDesk | null;
  readonly at: () => string;
  readonly secrets: { readonly pin: string; readonly words: string };
  /** the secret was confirmed within the last minutes */
  readonly confirmed: () => boolean;
}

const ASKED: readonly OfficerRole[] = ['agent', 'cashier', 'head-of-mission'];
const GIVEN: readonly OfficerRole[] = ['agent', 'cashier'];

function viewOf(text: string): DeskRequestView {
  const [word, variant, initials = ''] = text.split('.');
  if (word !== 'specimen-desk-request') throw new DeskError('EN-001');
  if (variant === 'other-ministry') throw new DeskError('EN-005');
  const refusal: DeskRefusal | null = REFUSALS.find((one) => one === variant) ?? null;
  return {
    id: fakeHash(`desk-request-${initials}-`),
    mission: variant === 'other-mission' ? ('ML-DKR' as MissionCode) : MISSION,
    desk: refusal === null ? ('ML-PAR/P' as DeskId) : null,
    lettersLeft: 2,
    initials,
    roles: ASKED,
    askedAt: '2026-11-21T10:12:00+01:00',
    fingerprint: FINGERPRINT,
    mayGive: refusal === null ? GIVEN : [],
    refusal,
    longestUntil: '2027-11-20T23:00:00Z',
    approvedBefore: variant === 'again' || variant === 'given-elsewhere' || variant === 'revoked',
    letterStays: variant === 'again',
  };
}

export function specimenCommissioning(parts: CommissioningSpecimenParts): DeskEnrolmentApi {
  let { pending } = parts;
  return {
    readRoot: async (text) => {
      const [word, variant] = text.trim().split('.');
      if (word !== 'specimen-root' || variant !== 'good') throw new DeskError('EN-008');
      return { text: text.trim(), fingerprint: ROOT_FINGERPRINT, until: '2046-11-20T09:00:00Z' };
    },
    pendingDesk: async () => pending,
    askForDesk: async ({ initials, roles, mission }, pin) => {
      pending = pendingDesk(initials, roles, mission, parts.at());
      return { pending, words: pin === null ? parts.secrets.words.replaceAll(' ', '-') : null };
    },
    withdrawDesk: async () => {
      if (pending === null) throw new DeskError('EN-006');
      pending = null;
    },
    activateDesk: async (answer, secret) => {
      const [word, variant] = answer.split('.');
      if (word !== 'specimen-desk-answer') throw new DeskError('EN-001');
      if (variant === 'other') throw new DeskError('EN-002');
      if (variant === 'forged') throw new DeskError('EN-003');
      if (secret !== parts.secrets.pin && secret !== parts.secrets.words)
        return { waitUntil: new Date(Date.parse(parts.at()) + 2000).toISOString() };
      pending = null;
      return { kid: fakeHash<Kid>('kid-KM-') };
    },
    readDeskRequest: async (text) => viewOf(text),
    approveDesk: async (text, { roles }) => {
      const { desk, mayGive } = viewOf(text);
      if (desk === null || roles.some((role) => !mayGive.includes(role))) throw new DeskError('EN-004');
      if (!parts.confirmed()) throw new DeskError('PN-002');
      return { answer: specimenDeskAnswer('good'), desk };
    },
  };
}
