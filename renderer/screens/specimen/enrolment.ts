/** Enrolment on the specimen desk: requests and answers are words that say what the screens are to be shown. */
import type { DeskId, Kid, MissionCode } from '../../../app/acts/ids.ts';
import { DeskError } from '../../../app/desk/desk-error.ts';
import type { EnrolmentApi, EnrolmentRequestView, PendingEnrolment } from '../../../app/desk/enrolment.ts';
import type { OfficerSlot } from '../../../app/desk/officer.ts';
import type { OfficerRole } from '../../../app/keyring/roles.ts';
import { DESK_B, fakeHash, MISSION } from './dossiers.ts';

/** As long as a true request is, and of the same letters. */
const body = (seed: string, length: number): string => {
  const letters = 'eyJhbGciOiJFUzI1NiIsInR5cCI6Imd1aWNoZXQtZW5yb2xtZW50K2p3cyJ9';
  return Array.from(
    { length },
    (_, at) => letters[(at * 7 + (seed.charCodeAt(at % seed.length) ?? 0)) % letters.length],
  ).join('');
};

/** What a request may be, beside one that can be approved. */
const VARIANTS = [
  'good',
  'again',
  'not-yours',
  'other-mission',
  'expired-credential',
  'forged',
  'other-ministry',
] as const;
export type SpecimenRequest = (typeof VARIANTS)[number];
export const specimenRequest = (variant: SpecimenRequest, initials = 'KM'): string =>
  `specimen-request.${variant}.${initials}.${body(variant, 780)}`;

/** What comes back: one for the newest request here, or one of the wrong ones. */
export const specimenAnswer = (variant: 'good' | 'other' | 'forged' | 'late'): string =>
  `specimen-answer.${variant}.${body(variant, 3000)}`;

const FINGERPRINT = '4821 0937 6650 1284 7719 0342 5586 9103';
const ASKED_AT = '2026-11-21T10:12:00+01:00';

const pendingOf = (initials: string, roles: readonly OfficerRole[], askedAt: string): PendingEnrolment => ({
  id: fakeHash<Kid>(`request-${initials}-`),
  initials,
  roles,
  askedAt,
  fingerprint: FINGERPRINT,
  text: specimenRequest('good', initials),
});
export const WAITING: readonly PendingEnrolment[] = [
  pendingOf('KM', ['agent'], ASKED_AT),
  pendingOf('LT', ['agent', 'cashier'], '2026-11-20T16:30:00+01:00'),
];

export interface EnrolmentSpecimenParts {
  readonly pending: readonly PendingEnrolment[];
  readonly at: () => string;
  readonly secrets: { readonly pin: string; readonly words: string };
  readonly addSlot: (slot: OfficerSlot) => void;
  /** the secret was confirmed within the last minutes */
  readonly confirmed: () => boolean;
  readonly delegates: () => readonly OfficerRole[];
}

const ASKED: readonly OfficerRole[] = ['agent', 'cashier', 'head-of-mission'];

function viewOf(text: string, delegates: readonly OfficerRole[]): EnrolmentRequestView {
  const [word, variant, initials = ''] = text.split('.');
  if (word !== 'specimen-request') throw new DeskError('EN-001');
  if (variant === 'forged') throw new DeskError('EN-003');
  if (variant === 'other-ministry') throw new DeskError('EN-005');
  const refusal =
    variant === 'not-yours' || variant === 'other-mission' || variant === 'expired-credential'
      ? variant
      : null;
  const elsewhere = variant === 'other-mission';
  return {
    id: fakeHash(`request-${initials}-`),
    desk: elsewhere ? ('ML-DKR/A' as DeskId) : DESK_B,
    mission: elsewhere ? ('ML-DKR' as MissionCode) : MISSION,
    initials,
    roles: ASKED,
    askedAt: ASKED_AT,
    fingerprint: FINGERPRINT,
    mayGive: refusal === null ? ASKED.filter((role) => delegates.includes(role)) : [],
    refusal,
    longestUntil: '2027-11-20T23:00:00Z',
    approvedBefore: variant === 'again',
  };
}

/** Requests live as long as the page; a restart is shown by the state `pending`. */
export function specimenEnrolment(parts: EnrolmentSpecimenParts): EnrolmentApi {
  let pending = [...parts.pending];
  let activated: PendingEnrolment | null = null;
  return {
    pendingEnrolments: async () => pending,
    askForEnrolment: async ({ initials, roles }, pin) => {
      const made = pendingOf(initials, roles, parts.at());
      pending = [...pending, made];
      return { pending: made, words: pin === null ? parts.secrets.words.replaceAll(' ', '-') : null };
    },
    withdrawEnrolment: async (id) => {
      if (!pending.some((one) => one.id === id)) throw new DeskError('EN-006');
      pending = pending.filter((one) => one.id !== id);
    },
    activateEnrolment: async (answer, secret) => {
      const [word, variant] = answer.split('.');
      if (word !== 'specimen-answer') throw new DeskError('EN-001');
      if (variant === 'other') throw new DeskError('EN-002');
      if (variant === 'forged') throw new DeskError('EN-003');
      const found = pending.at(-1);
      if (variant === 'late' || found === undefined || activated === found) throw new DeskError('EN-006');
      if (secret !== parts.secrets.pin && secret !== parts.secrets.words)
        return { waitUntil: new Date(Date.parse(parts.at()) + 2000).toISOString() };
      activated = found;
      pending = pending.filter((one) => one !== found);
      const kid = fakeHash<Kid>(`kid-${found.initials}-`);
      parts.addSlot({
        kid,
        initials: found.initials,
        roles: found.roles,
        mission: MISSION,
        secret: secret === parts.secrets.pin ? 'pin' : 'passphrase',
        waitUntil: null,
      });
      return { kid };
    },
    readEnrolmentRequest: async (text) => viewOf(text, parts.delegates()),
    approveEnrolment: async (text, { roles }) => {
      const { mayGive } = viewOf(text, parts.delegates());
      if (roles.some((role) => !mayGive.includes(role))) throw new DeskError('EN-004');
      if (!parts.confirmed()) throw new DeskError('PN-002');
      return { answer: specimenAnswer('good') };
    },
  };
}
