/** An audit on specimen data: a desk whose clock and numbers have been touched, and thousands of records where asked. */
import { type Finding, isFault } from '../../../app/audit/findings.ts';
import type { ClockEvidence } from '../../../app/audit/judge-chain.ts';
import type { AuditApi, AuditedRecord, AuditView } from '../../../app/desk/audit.ts';
import { DeskError } from '../../../app/desk/desk-error.ts';
import type { DeskEvent } from '../../../app/desk/desk-event.ts';
import { fakeHash } from './dossiers.ts';

const EPOCH = 'q3Tn5vWc8Zs1Yb2d';
const DESK = 'ML-PAR/B';
const AGENT = fakeHash<string>('kid-agent-');
const HEAD = fakeHash<string>('kid-head-');
const nowhere = { desk: DESK, mission: 'ML-PAR', epoch: EPOCH, of: 'acts' as const, journal: 1 };

const finding = (code: Finding['code'], seq: number, detail: string, until = seq): Finding => ({
  ...nowhere,
  code,
  seq,
  until,
  record: fakeHash<string>(`act-${seq}-`),
  detail,
});

const FINDINGS: readonly Finding[] = [
  finding('AU-105', 41, 'not in the journal', 43),
  finding('AU-108', 44, 'it names act-43'),
  finding('AU-113', 57, '2026-11-19T08:12:00Z against 2026-11-19T16:40:00Z, 30480 s'),
  finding('AU-203', 57, '2026-11-19T08:12:00Z against 2026-11-19T16:52:00Z, 31200 s'),
  finding('AU-211', 4, '2026-11-19T08:09:00Z against 2026-11-19T16:50:00Z, 31260 s'),
  finding('AU-209', 1, '3 of 214'),
];

const clock = (
  what: ClockEvidence['what'],
  seq: number,
  claimedAt: string,
  against: string,
): ClockEvidence => ({
  ...nowhere,
  what,
  seq,
  until: seq,
  record: fakeHash<string>(`${what}-${seq}-`),
  kid: AGENT,
  claimedAt,
  lastReceiptAt: '2026-11-19T16:40:00Z',
  against,
  apart: Date.parse(claimedAt) - Date.parse(against),
});

const CLOCKS: readonly ClockEvidence[] = [
  clock('back-dated', 57, '2026-11-19T08:12:00Z', '2026-11-19T16:40:00Z'),
  clock('went-back', 57, '2026-11-19T08:12:00Z', '2026-11-19T16:52:00Z'),
  { ...clock('set', 4, '2026-11-19T08:09:00Z', '2026-11-19T16:50:00Z'), of: 'audits' },
  clock('stale-receipt', 20, '2026-11-12T10:30:00Z', '2026-11-03T09:00:00Z'),
];

const KINDS = [
  'opened',
  'submitted',
  'contact-noted',
  'approved',
  'instrument-issued',
  'handed-over',
] as const;
const TRACES = ['read', 'exported', 'clock-changed'] as const;

function records(count: number): readonly AuditedRecord[] {
  return Array.from({ length: count }, (_, at): AuditedRecord => {
    const trace = at % 4 === 3;
    const set = trace && TRACES[at % 3] === 'clock-changed';
    const serial = String(417 + (at % 90)).padStart(5, '0');
    return {
      record: fakeHash<string>(`record-${at}-`),
      of: trace ? 'audits' : 'acts',
      kid: at % 5 === 0 ? HEAD : AGENT,
      desk: DESK,
      mission: 'ML-PAR',
      epoch: EPOCH,
      seq: at + 1,
      kind: trace ? (TRACES[at % 3] as string) : (KINDS[at % KINDS.length] as string),
      ref: set ? null : `PAR-B-26-${serial}-6`,
      dossier: set ? null : '0123456789ABCDEFGHJKMNPQRS',
      claimedAt: new Date(Date.parse('2026-11-21T09:40:00Z') - at * 1_400_000)
        .toISOString()
        .replace('.000', ''),
      lastReceiptAt: at % 7 === 0 ? null : '2026-11-19T16:40:00Z',
    };
  });
}

export interface AuditSpecimenParts {
  readonly many: boolean;
  readonly whole: boolean;
  readonly emit: (event: DeskEvent) => void;
  /** the secret was confirmed within the last minutes: asked for once for each report */
  readonly spendSecret: () => boolean;
  readonly note?: (method: string, ...args: readonly unknown[]) => void;
}

export function specimenAudit({ many, whole, emit, spendSecret, note }: AuditSpecimenParts): AuditApi {
  let end: (() => void) | null = null;
  const findings = whole ? FINDINGS.filter((one) => !isFault(one)) : FINDINGS;
  const view = (of: AuditView['of']): AuditView => ({
    of,
    at: '2026-11-21T09:42:00Z',
    whole: !findings.some(isFault),
    journals: [
      {
        desk: DESK,
        files:
          of === 'centre'
            ? []
            : [
                { name: 'acts', bytes: 1_240_000 },
                { name: 'wraps', bytes: 310_000 },
              ],
      },
    ],
    receipts: 38,
    copies: 211,
    leftAside: 0,
    findings,
    chains: [
      {
        ...nowhere,
        first: 1,
        last: 214,
        records: 211,
        head: fakeHash<string>('head-'),
        branch: false,
        withoutReceipt: 3,
      },
      {
        ...nowhere,
        of: 'audits',
        first: 1,
        last: 86,
        records: 86,
        head: fakeHash<string>('heada-'),
        branch: false,
        withoutReceipt: null,
      },
    ],
    clocks: CLOCKS,
    officers: [
      { kid: AGENT, name: 'A. SPECIMEN' },
      { kid: HEAD, name: null },
    ],
    records: records(many ? 20_000 : 214),
  });
  return {
    auditableDesks: async () => ['CENTRAL/A', 'ML-DKR/A', 'ML-PAR/A', DESK, 'ML-RBA/A'],
    audit: (subject) => {
      note?.('audit', subject.of);
      // One that is not told to end goes on: for pictures of work under way.
      if (subject.of !== 'files') return Promise.resolve(view(subject.of));
      emit({ type: 'audit-progress', done: 640_000, of: 1_550_000 });
      return new Promise((_, reject) => {
        end = () => reject(new DeskError('AU-401'));
      });
    },
    cancelAudit: async () => {
      note?.('cancelAudit');
      end?.();
    },
    auditReport: async () => {
      if (!spendSecret()) throw new DeskError('PN-002');
      return new TextEncoder().encode('specimen-report');
    },
  };
}
