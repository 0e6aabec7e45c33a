/** Who did what, from envelopes alone: by key, for names rest in an encrypted directory. */
import type { Keyring } from '../keyring/keyring.ts';
import type { ChainRecord } from './chain-record.ts';

export interface OfficerActivity {
  readonly kid: string;
  /** the same for one person over all their credentials; null where no keyring tells */
  readonly subject: string | null;
  readonly roles: readonly string[];
  readonly desk: string;
  /** how many of each kind of act, by kind */
  readonly acts: Readonly<Record<string, number>>;
  /** how many of each kind of audit record */
  readonly audits: Readonly<Record<string, number>>;
  /** first and last time that they claim */
  readonly from: string;
  readonly until: string;
}

/** What an auditor asks for one by one. */
export const DEED_GROUPS = {
  decision: ['approved', 'refused', 'countersigned', 'countersignature-declined'],
  void: ['instrument-voided', 'fee-voided', 'erased'],
  export: ['exported', 'exported-in-clear'],
  reading: ['read'],
  'take-over': ['draft-taken-over'],
  erasure: ['erased-here', 'held-by-law', 'hold-lifted'],
} as const;
export type DeedGroup = keyof typeof DEED_GROUPS;

export interface Deed {
  readonly group: DeedGroup;
  readonly kind: string;
  readonly kid: string;
  readonly desk: string;
  readonly mission: string;
  readonly epoch: string;
  readonly seq: number;
  readonly record: string;
  readonly dossier: string;
  readonly ref: string | null;
  readonly claimedAt: string;
}

const GROUP_OF = new Map<string, DeedGroup>(
  Object.entries(DEED_GROUPS).flatMap(([group, kinds]) => kinds.map((kind) => [kind, group as DeedGroup])),
);

export function deedOf(record: ChainRecord): Deed | null {
  const { kind, kid, desk, mission, epoch, seq, id, dossier, ref, claimedAt } = record;
  const group = GROUP_OF.get(kind);
  return group && dossier !== null
    ? { group, kind, kid, desk, mission, epoch, seq, record: id, dossier, ref, claimedAt }
    : null;
}

/** By key and desk, in the order of their first record. */
export function activityOf(records: readonly ChainRecord[], keyring: Keyring | null): OfficerActivity[] {
  const found = new Map<string, Counting>();
  for (const { kid, desk, of, kind, claimedAt } of records) {
    const key = `${kid} ${desk}`;
    const one = found.get(key) ?? { kid, desk, acts: {}, audits: {}, from: claimedAt, until: claimedAt };
    found.set(key, one);
    one[of][kind] = (one[of][kind] ?? 0) + 1;
    if (claimedAt < one.from) one.from = claimedAt;
    if (claimedAt > one.until) one.until = claimedAt;
  }
  return [...found.values()].map(({ acts, audits, ...one }) => {
    const credential = keyring?.credential(one.kid as Parameters<Keyring['credential']>[0]);
    const { kid, desk, from, until } = one;
    const who = { kid, subject: credential?.subject ?? null, roles: credential?.roles ?? [], desk };
    return { ...who, acts: byName(acts), audits: byName(audits), from, until };
  });
}

interface Counting {
  kid: string;
  desk: string;
  acts: Record<string, number>;
  audits: Record<string, number>;
  from: string;
  until: string;
}

const byName = (counts: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
