/** The link panel's truth: counted from own entries and the centre's receipts, never from hopes. */
import type { LinkCount, LinkStatus, RefusedRelease } from '../../app/desk/link-status.ts';
import type { EntryState } from '../../app/dossier/status.ts';
import { DISPUTED } from '../../app/replication/receipt-book.ts';
import type { Row } from '../read-model/project-row.ts';
import type { DeskContext } from './desk-context.ts';
import type { Replicator } from './replicator.ts';
import { isWaiting } from './waiting-entries.ts';
import { WITHHELD } from './withheld.ts';
import type { Missing } from './withheld-waits.ts';

const DENIED = 'LN-007';
type Attention = LinkStatus['attention'][number];
/** of no file */
const problem = (code: string, values: Attention['values'] = {}): Attention => ({
  ...{ dossier: null, ref: null, act: null, verdict: 'problem' },
  code,
  values,
});
/** What is wrong in a release is the ministry's matter; an officer is told what to do, with the code to say. */
const TOLD_AS_IT_IS: ReadonlySet<string> = new Set(['CT-002', 'CT-010', 'CT-015']);
const refusal = ({ n, code, service }: RefusedRelease): Attention =>
  problem(TOLD_AS_IT_IS.has(code) ? code : 'CT-030', {
    n: n ?? '?',
    reason: code,
    service: service || 'none',
  });
const NEEDS_PERSON: ReadonlySet<EntryState> = new Set(['held', 'not-admitted']);

export const linkOf = (
  { unlocked, withheld, reference }: DeskContext,
  replicator: Replicator | null,
): LinkStatus =>
  linkStatus(unlocked?.model.rows.values() ?? [], replicator, withheld.told, reference.refusedReleases);

/**
 * @param withheld what the centre's own words name and what does not come
 * @param refused releases of the catalogue that this desk does not work with
 */
export function linkStatus(
  rows: Iterable<Row>,
  replicator: Replicator | null,
  withheld: Missing | null,
  refused: readonly RefusedRelease[] = [],
): LinkStatus {
  const found = ownEntries(rows);
  const count = (state: EntryState): LinkCount => found.counts.get(state) ?? NONE;
  const records = replicator?.lane('records');
  const evidence = replicator?.lane('evidence');
  const failures = [records?.failure, evidence?.failure].filter((one) => one !== undefined && one !== null);
  // The centre took all else: that is no want of a link, and a person has to ask.
  const failure = failures.find((one) => one !== DENIED) ?? null;
  const attention = [
    ...found.attention,
    ...(failures.includes(DENIED) ? [problem(DENIED)] : []),
    ...(withheld ? [problem(WITHHELD, { ...withheld })] : []),
    ...refused.map(refusal),
  ];
  const working = found.waiting > 0 && (records?.running || evidence?.running);
  return {
    state: stateOf({
      configured: replicator !== null,
      attention: attention.length,
      failure,
      paused: replicator?.paused ?? false,
      waiting: found.waiting,
      working: working ?? false,
    }),
    sealedHere: count('sealed'),
    onStick: count('on-stick'),
    sent: count('sent'),
    received: count('received'),
    bytesToSend: found.bytesToSend,
    bytesPerSecond: null,
    secondsLeft: null,
    lastContactAt: records?.lastContactAt ?? null,
    lastReceivedAt: found.lastReceivedAt,
    noLinkSince: records?.failingSince ?? null,
    nextTryAt: records?.nextTryAt ?? null,
    current: working
      ? {
          what: evidence?.running ? 'documents' : 'entries',
          done: found.entries - found.waiting,
          of: found.entries,
        }
      : null,
    attention,
  };
}

interface OwnEntries {
  entries: number;
  waiting: number;
  bytesToSend: number;
  lastReceivedAt: string | null;
  readonly counts: Map<EntryState, { entries: number; oldestAt: string }>;
  readonly attention: Attention[];
}

const NONE: LinkCount = { entries: 0, oldestAt: null };

/** In one pass that keeps nothing: a desk has hundreds of thousands of entries, and the panel is read once a second. */
function ownEntries(rows: Iterable<Row>): OwnEntries {
  const found: OwnEntries = {
    entries: 0,
    waiting: 0,
    bytesToSend: 0,
    lastReceivedAt: null,
    counts: new Map(),
    attention: [],
  };
  const count = (state: EntryState, entries: number, oldestAt: string): void => {
    found.entries += entries;
    const known = found.counts.get(state);
    if (!known) found.counts.set(state, { entries, oldestAt });
    else {
      known.entries += entries;
      if (oldestAt < known.oldestAt) known.oldestAt = oldestAt;
    }
  };
  const received = (at: string | null): void => {
    if (at !== null && at > (found.lastReceivedAt ?? '')) found.lastReceivedAt = at;
  };
  for (const row of rows) {
    if (row.settled) {
      const { own, oldestAt, receivedAt } = row.settled;
      if (own > 0) count('received', own, oldestAt);
      received(receivedAt);
    } else for (const entry of row.entries) if (entry.own) oneByOne(row, entry);
  }
  function oneByOne({ id, ref }: Row, entry: Row['entries'][number]): void {
    const { act, state, code, at, receivedAt, bytes } = entry;
    count(state, 1, at);
    received(receivedAt);
    if (isWaiting(entry)) {
      found.waiting += 1;
      found.bytesToSend += bytes;
    }
    if (NEEDS_PERSON.has(state) || code === DISPUTED) {
      const verdict = state === 'held' ? 'held' : 'refused';
      found.attention.push({ dossier: id, ref, act, verdict, code: code ?? '', values: {} });
    }
  }
  return found;
}

function stateOf(facts: {
  configured: boolean;
  attention: number;
  failure: string | null;
  paused: boolean;
  waiting: number;
  working: boolean;
}): LinkStatus['state'] {
  if (!facts.configured) return 'not-configured';
  if (facts.failure === 'LN-006') return 'foreign-answer';
  if (facts.attention > 0) return 'needs-person';
  if (facts.failure) return 'no-link';
  if (facts.paused) return 'paused';
  if (facts.waiting === 0) return 'received';
  return facts.working ? 'sending' : 'waiting';
}
