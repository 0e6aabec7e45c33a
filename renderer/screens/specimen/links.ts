/** The link in each of its states, for the preview page. */
import type { LinkStatus } from '../../../app/desk/link-status.ts';
import { SPECIMEN_ROWS } from './dossiers.ts';

const base: LinkStatus = {
  state: 'received',
  sealedHere: { entries: 0, oldestAt: null },
  onStick: { entries: 0, oldestAt: null },
  sent: { entries: 0, oldestAt: null },
  received: { entries: 1204, oldestAt: null },
  bytesToSend: 0,
  bytesPerSecond: null,
  secondsLeft: null,
  lastContactAt: '2026-11-21T10:42:00+01:00',
  lastReceivedAt: '2026-11-21T10:42:00+01:00',
  noLinkSince: null,
  nextTryAt: null,
  current: null,
  attention: [],
};
const waiting = { entries: 37, oldestAt: '2026-11-19T17:31:00+01:00' };
const held = SPECIMEN_ROWS.find(({ entry }) => entry === 'held');
const refused = SPECIMEN_ROWS.find(({ entry }) => entry === 'not-admitted');

export const SPECIMEN_LINKS = {
  received: base,
  waiting: {
    ...base,
    state: 'waiting',
    sealedHere: { ...waiting, entries: 12 },
    bytesToSend: 1_800_000,
    secondsLeft: 240,
  },
  sending: {
    ...base,
    state: 'sending',
    sealedHere: { ...waiting, entries: 9 },
    sent: { entries: 3, oldestAt: '2026-11-21T10:41:00+01:00' },
    bytesToSend: 1_400_000,
    bytesPerSecond: 41_000,
    secondsLeft: 34,
    current: { what: 'documents', done: 3, of: 12 },
  },
  'no-link': {
    ...base,
    state: 'no-link',
    sealedHere: waiting,
    bytesToSend: 9_300_000,
    lastContactAt: '2026-11-19T17:20:00+01:00',
    lastReceivedAt: '2026-11-19T17:20:00+01:00',
    noLinkSince: '2026-11-19T10:20:00+01:00',
    nextTryAt: '2026-11-21T10:48:00+01:00',
  },
  paused: { ...base, state: 'paused', sealedHere: waiting, bytesToSend: 9_300_000 },
  'foreign-answer': {
    ...base,
    state: 'foreign-answer',
    sealedHere: waiting,
    attention: [{ dossier: null, ref: null, act: null, verdict: 'problem', code: 'LN-006', values: {} }],
  },
  denied: {
    ...base,
    state: 'needs-person',
    attention: [{ dossier: null, ref: null, act: null, verdict: 'problem', code: 'LN-007', values: {} }],
  },
  withheld: {
    ...base,
    state: 'needs-person',
    attention: [
      {
        ...{ dossier: null, ref: null, act: null, verdict: 'problem', code: 'LN-008' },
        values: { acts: 12, receipts: 3, records: 1 },
      },
    ],
  },
  'needs-person': {
    ...base,
    state: 'needs-person',
    sealedHere: { ...waiting, entries: 5 },
    attention: [
      {
        dossier: refused?.id ?? null,
        ref: refused?.ref ?? null,
        act: null,
        verdict: 'refused',
        code: 'AD-207',
        values: { date: '14/11/2026' },
      },
      {
        dossier: held?.id ?? null,
        ref: held?.ref ?? null,
        act: null,
        verdict: 'held',
        code: 'AD-101',
        values: { desk: 'A' },
      },
    ],
  },
  'not-configured': {
    ...base,
    state: 'not-configured',
    sealedHere: waiting,
    lastContactAt: null,
    lastReceivedAt: null,
  },
} as const satisfies Readonly<Record<LinkStatus['state'] | 'denied' | 'withheld', LinkStatus>>;

export type SpecimenLink = keyof typeof SPECIMEN_LINKS;
