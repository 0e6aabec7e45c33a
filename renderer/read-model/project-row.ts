/**
 * What lists, worklists, the queue and search need of a dossier, computed from its file and the centre's words alone:
 * the same file gives the same row, however often and in whatever order it is computed (law 4).
 */
import type {
  ActId,
  DossierId,
  Kid,
  MissionCode,
  PersonId,
  Reference,
  ServiceCode,
} from '../../app/acts/ids.ts';
import { waitsForDelegation } from '../../app/acts/verify-act.ts';
import { dueDate } from '../../app/catalogue/due.ts';
import { personOf } from '../../app/catalogue/person.ts';
import type { Notice } from '../../app/desk/dossier-row.ts';
import { retentionEnds } from '../../app/dossier/retention.ts';
import { ENTRY_STATES, type EntryState, type ProcedureState } from '../../app/dossier/status.ts';
import { type PersonTraits, traitsOf } from '../../app/person/traits.ts';
import { DISPUTED, type ReceiptBook } from '../../app/replication/receipt-book.ts';
import { type DossierFile, partsOf, standingOfEntry, wrapHashes } from '../worker/mission-book.ts';
import { searchText } from './search-text.ts';

/** A row as it rests, encrypted, and as lists are made of it. */
export interface Row {
  readonly id: DossierId;
  readonly ref: Reference;
  readonly mission: MissionCode;
  readonly service: ServiceCode;
  readonly serviceClass: string | null;
  readonly decidedBy: 'mission' | 'centre' | null;
  readonly applicant: string | null;
  readonly applicantArabic: string | null;
  /** who it is about; `id` as it was opened. Null where it cannot be read. */
  readonly person: {
    readonly id: PersonId;
    readonly traits: Omit<PersonTraits, 'numbers'>;
  } | null;
  readonly phones: readonly string[];
  readonly documentNumbers: readonly string[];
  /** what it is found by (search-text.ts) */
  readonly search: string;
  readonly entry: EntryState;
  readonly procedure: ProcedureState;
  readonly notices: readonly Notice[];
  readonly urgent: boolean;
  readonly lastAt: string;
  readonly openedAt: string;
  readonly dueBy: string | null;
  readonly assignee: {
    readonly subject: string;
    readonly kid: Kid | null;
    readonly until: string | null;
  } | null;
  readonly lodgedBy: readonly string[];
  readonly approvedBy: string | null;
  /** something in it could not be read by whoever computed it: looked at again when a grant has come */
  readonly closed: boolean;
  /** acts, wraps and chunks: what a receipt can name */
  readonly parts: readonly string[];
  readonly legalHold: boolean;
  /** first day on which its retention is over; null while it is open, or where no time is set */
  readonly retentionEnds: string | null;
  /** a wrap of its key is in this desk's log: of an erased file it is to go */
  readonly keysHere: boolean;
  /** the server epoch in which something of it was received: another epoch's receipts do not count */
  readonly receivedIn: string | null;
  /** newest entry's own state, and what asks for a person, for the link panel */
  readonly entries: readonly {
    readonly act: ActId;
    readonly state: EntryState;
    readonly code: string | null;
    readonly at: string;
    readonly own: boolean;
    readonly receivedAt: string | null;
    /** of its text and the evidence it lists */
    readonly bytes: number;
  }[];
  /** what the link panel counts of entries that are all received and undisputed; null: they are looked at one by one */
  readonly settled: {
    readonly own: number;
    readonly oldestAt: string;
    readonly receivedAt: string;
  } | null;
  /** the bytes of one of its entries have left, and no receipt speaks of it */
  readonly sent: boolean;
}

/** From the one that most needs a person to the one that needs nobody. */
const URGENCY: readonly EntryState[] = [
  'unverified',
  'not-admitted',
  'needs-update',
  'held',
  'draft',
  'sealed',
  'on-stick',
  'sent',
  'received',
];
if (URGENCY.length !== ENTRY_STATES.length) throw new Error('every entry state has its place');

/** @param desk this desk; @param isSent whether an act's bytes have left it and were answered */
export function projectRow(
  file: DossierFile,
  receipts: ReceiptBook,
  desk: string,
  isSent: (act: ActId) => boolean,
): Row | null {
  const opened = file.acts.find(({ envelope }) => envelope.kind === 'opened') ?? file.acts[0];
  if (!opened) return null;
  const { state, data, definition } = file;
  const entries = file.acts.map((act) => {
    const hashes = wrapHashes(file, act);
    return {
      act: act.id,
      ...standingOfEntry(file, act, receipts, isSent(act.id)),
      at: act.envelope.claimedAt,
      own: act.envelope.desk === desk,
      receivedAt: receipts.receivedAt(act, hashes),
      bytes: act.jws.length + act.envelope.blobs.reduce((sum, blob) => sum + blob.bytes, 0),
    };
  });
  const states = [
    ...entries.map((entry) => entry.state),
    ...(file.unverified.length > 0 ? (['unverified'] as const) : []),
  ];
  const body =
    data?.opened ??
    (file.bodies.get(opened.id) as { person?: string; answers?: Record<string, unknown> } | undefined);
  const answers = data?.answers ?? body?.answers ?? {};
  const person = definition && body ? personOf(definition, answers) : null;
  const { envelope } = opened;
  const openedDay = envelope.claimedAt.slice(0, 10);
  const due =
    definition && body
      ? dueDate(definition, answers, { today: openedDay, mission: envelope.mission })
      : undefined;
  const last = file.acts.reduce(
    (newest, act) => (act.envelope.claimedAt > newest ? act.envelope.claimedAt : newest),
    envelope.claimedAt,
  );
  const foundBy = {
    ref: envelope.ref,
    applicant: person?.latin || null,
    applicantArabic: person?.arabic || null,
    phones: data?.phones ?? [],
    documentNumbers: documentNumbers(answers, data?.instrument?.number),
  };
  return {
    ...foundBy,
    id: file.id,
    mission: envelope.mission,
    service: envelope.service,
    serviceClass: definition?.class ?? null,
    decidedBy: definition?.decision.by ?? null,
    person: definition && body?.person ? personOfRow(body.person as PersonId, definition, answers) : null,
    search: searchText(foundBy),
    entry: URGENCY.find((candidate) => states.includes(candidate)) ?? 'sealed',
    procedure: state?.status ?? 'lodged',
    notices: noticesOf(file, states),
    urgent: state?.priority === 'urgent',
    lastAt: last,
    openedAt: envelope.claimedAt,
    dueBy: due?.day ?? null,
    assignee: assigneeOf(file),
    lodgedBy: [...(state?.lodgedBy ?? [])].sort(),
    approvedBy: state?.approvedBy ?? null,
    closed: file.acts.some((act) => !file.bodies.has(act.id) || waitsForDelegation(act)),
    parts: partsOf(file.acts, file.wraps).sort(),
    legalHold: state?.legalHold ?? false,
    retentionEnds: state && definition ? retentionEnds(state, definition) : null,
    keysHere: file.wraps.length > 0,
    receivedIn: states.includes('received') ? receipts.serverEpoch : null,
    entries: entries.toSorted((a, b) => (a.act < b.act ? -1 : 1)),
    settled: settledOf(entries),
    sent: entries.some(({ state: one }) => one === 'sent'),
  };
}

function personOfRow(
  id: PersonId,
  definition: NonNullable<DossierFile['definition']>,
  answers: Readonly<Record<string, unknown>>,
): Row['person'] {
  const { numbers: _, ...traits } = traitsOf(definition, answers, []);
  return { id, traits };
}

function settledOf(entries: Row['entries']): Row['settled'] {
  if (entries.some(({ state, code }) => state !== 'received' || code === DISPUTED)) return null;
  const own = entries.filter((entry) => entry.own);
  return {
    own: own.length,
    oldestAt: own.map(({ at }) => at).sort()[0] ?? '',
    receivedAt:
      own
        .map(({ receivedAt }) => receivedAt ?? '')
        .sort()
        .at(-1) ?? '',
  };
}

/** Document numbers that people search by: answers that look like one, and what was issued. */
function documentNumbers(answers: Readonly<Record<string, unknown>>, issued: string | undefined): string[] {
  const typed = Object.values(answers).filter(
    (value): value is string =>
      typeof value === 'string' && /^[A-Z0-9]{6,15}$/.test(value) && /\d{3}/.test(value),
  );
  return [...new Set(issued ? [...typed, issued] : typed)].sort();
}

function noticesOf({ state, data, definition }: DossierFile, states: readonly EntryState[]): Notice[] {
  const notices: Notice[] = [];
  const note = (code: Notice['code'], values: Notice['values'] = {}): void =>
    void notices.push({ code, values });
  if (state?.priority === 'urgent') note('urgent', { reason: data?.opened?.urgentReason ?? '' });
  if ((state?.versions.length ?? 0) > 1 && state?.status !== 'erased') note('two-versions');
  if (states.includes('not-admitted')) note('not-admitted');
  if (states.includes('held')) note('held');
  if (state?.needsUpdate) note('needs-update');
  const asked = data?.requests.filter(({ supplied }) => !supplied) ?? [];
  if (
    asked.length > 0 &&
    (state?.status === 'information-requested' || state?.status === 'information-supplied')
  ) {
    note('requested', { what: asked[0]?.what ?? '', count: asked.length });
  }
  if (state?.status === 'waiting-on-other') note('waits');
  const supplied = new Set(data?.documents.map(({ document }) => document));
  const missing = (data?.opened?.missing ?? []).filter(({ document }) => !supplied.has(document));
  if (missing.length > 0 && definition) note('missing-documents', { count: missing.length });
  return notices;
}

function assigneeOf({ state, bodies }: DossierFile): Row['assignee'] {
  if (!state?.assignee) return null;
  const act = state.acts.findLast(
    ({ kind, standing, act: { envelope } }) =>
      kind === 'assigned' && standing === 'folded' && envelope.assignee === state.assignee,
  );
  const body = act && (bodies.get(act.id) as { until?: string } | undefined);
  return { subject: state.assignee, kid: act?.act.kid ?? null, until: body?.until ?? null };
}
