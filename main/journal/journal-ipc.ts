/** The main process's end: serves the journal over an Electron `MessagePortMain`, whose other end the worker holds. */
import { type EmitterPort, portOfEmitter } from '../../app/desk/rpc-ports.ts';
import type { DurableJournal } from '../../app/log/durable-journal.ts';
import { serveJournal } from '../../app/log/journal-rpc.ts';

/** @returns what ends the service (the journal stays open) */
export function serveJournalOn(
  port: EmitterPort<{ readonly data: unknown }>,
  journal: DurableJournal,
  mayErase: Parameters<typeof serveJournal>[2],
): () => void {
  const server = serveJournal(
    portOfEmitter(port, (event) => event.data),
    journal,
    mayErase,
  );
  return () => server.close();
}
