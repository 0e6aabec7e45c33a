/**
 * The journal over a channel: the desk worker commits, Electron's main process owns the files. The method table is
 * the interface itself, so a method added to the port must be listed here or nothing compiles.
 */
import { type DossierId, parseDossierId, parseMissionCode, parseRecordHash } from '../acts/ids.ts';
import {
  connect,
  methodsOf,
  type RemoteError,
  RpcError,
  type RpcPort,
  type RpcServer,
  serve,
} from '../desk/rpc.ts';
import type { ErasureOrder } from '../erasure/order.ts';
import { type DurableJournal, type Erasure, JournalError, type JournalErrorCode } from './durable-journal.ts';
import type { JournalFileName } from './journal-frame.ts';

export const JOURNAL_METHODS = methodsOf<DurableJournal>({
  head: true,
  startEpoch: true,
  commit: true,
  auditHead: true,
  commitAudit: true,
  audits: true,
  commitTravelling: true,
  travelling: true,
  replay: true,
  wraps: true,
  eraseWraps: true,
  chunkIds: true,
  chunk: true,
  damage: true,
  raw: true,
  close: true,
});

/** The order is looked at by whoever says whether it is one. */
function erasuresOf(value: unknown): Erasure[] {
  if (!Array.isArray(value)) throw new RangeError('not a list');
  return value.map((one: Partial<Erasure> | null) => ({
    dossier: parseDossierId(one?.dossier),
    order: one?.order as ErasureOrder,
  }));
}

const FILE_NAMES = ['acts', 'wraps', 'evidence'] as const satisfies readonly JournalFileName[];

const CODES: Record<JournalErrorCode, true> = {
  'JRN-001': true,
  'JRN-002': true,
  'JRN-003': true,
  'JRN-004': true,
  'JRN-005': true,
};

function checked<T>(parse: (value: unknown) => T, value: unknown): T {
  try {
    return parse(value);
  } catch (cause) {
    throw new JournalError('JRN-005', 'malformed argument', { cause });
  }
}

function count(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new RangeError('not a count');
  return value as number;
}

function fileName(value: unknown): JournalFileName {
  const name = FILE_NAMES.find((known) => known === value);
  if (!name) throw new RangeError('not a file of the journal');
  return name;
}

/** No more than this at once: main must not be made to hold a whole file in memory. */
const LARGEST_PORTION = 4 << 20;
function portion(value: unknown): number {
  if (count(value) > LARGEST_PORTION) throw new RangeError('too much at once');
  return value as number;
}

/** Whatever goes wrong with the channel itself means to the caller that the journal did not answer: `JRN-001`. */
const revive = (error: RemoteError): JournalError =>
  error.code in CODES
    ? new JournalError(error.code as JournalErrorCode, error.message)
    : new JournalError('JRN-001', `the journal did not answer (${error.code})`, {
        cause: new RpcError(error),
      });

/**
 * Serves a journal. The caller may be a captured process, so every argument is checked before it gets to the journal
 * (what is to be committed checks itself). `close` from the other side does nothing here: the journal outlives its callers.
 * @param mayErase whether something other than the caller orders the erasing of this dossier's wraps: on a desk they may be
 *   the only copy of a key that nobody else has yet
 */
export function serveJournal(
  port: RpcPort,
  journal: DurableJournal,
  mayErase: (dossier: DossierId, order: unknown) => Promise<boolean>,
): RpcServer<Record<string, never>> {
  return serve<DurableJournal>(
    port,
    {
      head: async (mission) => journal.head(checked(parseMissionCode, mission)),
      startEpoch: async (mission) => journal.startEpoch(checked(parseMissionCode, mission)),
      commit: (commit) => journal.commit(commit),
      auditHead: async (mission) => journal.auditHead(checked(parseMissionCode, mission)),
      commitAudit: (commit) => journal.commitAudit(commit),
      audits: async (skip) => journal.audits(checked(count, skip ?? 0)),
      commitTravelling: (commit) => journal.commitTravelling(commit),
      travelling: () => journal.travelling(),
      replay: async (position, limit) => journal.replay(checked(count, position), checked(count, limit)),
      wraps: () => journal.wraps(),
      eraseWraps: async (erasures) => {
        const asked = checked(erasuresOf, erasures);
        for (const { dossier, order } of asked)
          if (!(await mayErase(dossier, order)))
            throw new JournalError('JRN-005', 'nothing orders this erasure');
        return journal.eraseWraps(asked);
      },
      chunkIds: () => journal.chunkIds(),
      chunk: async (id) => journal.chunk(checked(parseRecordHash, id)),
      damage: () => journal.damage(),
      raw: async (file, offset, length) =>
        journal.raw(checked(fileName, file), checked(count, offset), checked(portion, length)),
      close: async () => {},
    },
    JOURNAL_METHODS,
  );
}

/** The journal behind a channel. Every rejection is a `JournalError`; after the channel has gone, `JRN-001`. */
export function connectJournal(port: RpcPort): DurableJournal {
  const client = connect<DurableJournal>(port, JOURNAL_METHODS, revive);
  const { api } = client;
  return {
    ...api,
    commit: async (commit) =>
      api.commit({
        ...commit,
        chunks: commit.chunks.map(({ id, bytes }) => ({ id, bytes: compact(bytes) })),
      }),
    close: async () => client.close(),
  };
}

/** Cloning a view clones its whole buffer: send a chunk, not the file it was cut from. */
const compact = (bytes: Uint8Array): Uint8Array =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
