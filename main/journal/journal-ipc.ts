/** The main process's end: serves the journal over an Electron `MessagePortMain`, whose other end the worker holds. */
import { portOfEmitter } from '../../app/desk/rpc-ports.ts';
import type { DurableJournal } from '../../app/log/durable-journal.ts';
import { serveJournal } from '../../app/log/journal-rpc.ts';

/** What is used of `Electron.MessagePortMain`. */
export interface JournalPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** @returns what ends the service (the journal stays open) */
export function serveJournalOn(port: JournalPort, journal: DurableJournal): () => void {
  const server = serveJournal(
    portOfEmitter<{ readonly data: unknown }>(port as never, (event) => event.data),
    journal,
  );
  return () => server.close();
}
