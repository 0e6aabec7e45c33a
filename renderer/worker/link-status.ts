/** The link panel's truth: counted from own entries and the centre's receipts, never from hopes. */
import type { LinkCount, LinkStatus } from '../../app/desk/link-status.ts';
import type { EntryState } from '../../app/dossier/status.ts';
import { DISPUTED } from '../../app/replication/receipt-book.ts';
import type { Row } from '../read-model/project-row.ts';
import type { Replicator } from './replicator.ts';
import { isWaiting } from './waiting-entries.ts';

const NEEDS_PERSON: ReadonlySet<EntryState> = new Set(['held', 'not-admitted']);

export function linkStatus(rows: Iterable<Row>, replicator: Replicator | null): LinkStatus {
  const own = [...rows].flatMap((row) =>
    row.entries.filter((entry) => entry.own).map((entry) => ({ row, ...entry })),
  );
  const count = (...states: EntryState[]): LinkCount => {
    const matching = own.filter(({ state }) => states.includes(state));
    return { entries: matching.length, oldestAt: matching.map(({ at }) => at).sort()[0] ?? null };
  };
  const records = replicator?.lane('records');
  const evidence = replicator?.lane('evidence');
  const attention = own
    .filter(({ state, code }) => NEEDS_PERSON.has(state) || code === DISPUTED)
    .map(({ row, act, state, code }) => ({
      dossier: row.id,
      ref: row.ref,
      act,
      verdict: state === 'held' ? ('held' as const) : ('refused' as const),
      code: code ?? '',
      values: {},
    }));
  const waiting = own.filter(isWaiting);
  const failure = records?.failure ?? evidence?.failure ?? null;
  const working = waiting.length > 0 && (records?.running || evidence?.running);
  return {
    state: stateOf({
      configured: replicator !== null,
      attention: attention.length,
      failure,
      paused: replicator?.paused ?? false,
      waiting: waiting.length,
      working: working ?? false,
    }),
    sealedHere: count('sealed'),
    onStick: count('on-stick'),
    sent: count('sent'),
    received: count('received'),
    bytesToSend: waiting.reduce((sum, { bytes }) => sum + bytes, 0),
    bytesPerSecond: null,
    secondsLeft: null,
    lastContactAt: records?.lastContactAt ?? null,
    lastReceivedAt:
      own
        .map(({ receivedAt }) => receivedAt ?? '')
        .sort()
        .at(-1) || null,
    noLinkSince: records?.failingSince ?? null,
    nextTryAt: records?.nextTryAt ?? null,
    current: working
      ? {
          what: evidence?.running ? 'documents' : 'entries',
          done: own.length - waiting.length,
          of: own.length,
        }
      : null,
    attention,
  };
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
