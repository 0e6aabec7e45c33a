/**
 * The journal over a channel: the desk worker commits, Electron's main process owns the files. The method table is
 * the interface itself, so a method added to the port must be listed here or nothing compiles.
 */
import { connect, methodsOf, type RemoteError, RpcError, type RpcPort, type RpcServer, serve } from '../desk/rpc.ts';
import { type DurableJournal, JournalError, type JournalErrorCode } from './durable-journal.ts';

const JOURNAL_METHODS = methodsOf<DurableJournal>({
  head: true,
  startEpoch: true,
  commit: true,
  replay: true,
  wraps: true,
  eraseWraps: true,
  chunkIds: true,
  chunk: true,
  damage: true,
  close: true,
});

const CODES: Record<JournalErrorCode, true> = {
  'JRN-001': true,
  'JRN-002': true,
  'JRN-003': true,
  'JRN-004': true,
  'JRN-005': true,
};

/** Whatever goes wrong with the channel itself means to the caller that the journal did not answer: `JRN-001`. */
const revive = (error: RemoteError): JournalError =>
  error.code in CODES
    ? new JournalError(error.code as JournalErrorCode, error.message)
    : new JournalError('JRN-001', `the journal did not answer (${error.code})`, { cause: new RpcError(error) });

/**
 * Serves a journal. Its arguments come from a process that may be captured, so `checked` wraps the port with
 * main/journal/journal-ipc.ts. `close` from the other side ends the channel, never the journal.
 */
export function serveJournal(port: RpcPort, journal: DurableJournal): RpcServer<Record<string, never>> {
  const server = serve<DurableJournal>(
    port,
    {
      head: (mission) => journal.head(mission),
      startEpoch: (mission) => journal.startEpoch(mission),
      commit: (commit) => journal.commit(commit),
      replay: (position, limit) => journal.replay(position, limit),
      wraps: () => journal.wraps(),
      eraseWraps: (dossier) => journal.eraseWraps(dossier),
      chunkIds: () => journal.chunkIds(),
      chunk: (id) => journal.chunk(id),
      damage: () => journal.damage(),
      close: async () => {},
    },
    JOURNAL_METHODS,
  );
  return server;
}

/** The journal behind a channel. Every rejection is a `JournalError`; after the channel has gone, `JRN-001`. */
export function connectJournal(port: RpcPort): DurableJournal {
  const client = connect<DurableJournal>(port, JOURNAL_METHODS, revive);
  const { api } = client;
  return {
    ...api,
    commit: (commit) =>
      api.commit({ ...commit, chunks: commit.chunks.map(({ id, bytes }) => ({ id, bytes: compact(bytes) })) }),
    close: async () => client.close(),
  };
}

/** Cloning a view clones its whole buffer: send a chunk, not the file it was cut from. */
const compact = (bytes: Uint8Array): Uint8Array =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
