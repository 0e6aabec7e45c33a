/** A desk as a stock PouchDB in memory, with the session and the transfer that the real one has. */
import httpAdapter from 'pouchdb-adapter-http';
import memoryAdapter from 'pouchdb-adapter-memory';
import PouchDB from 'pouchdb-core';
import replication from 'pouchdb-replication';
import type { Replicable } from '../../../renderer/worker/pouch-database.ts';
import { PouchTransfer } from '../../../renderer/worker/pouch-transfer.ts';
import { SessionFetch } from '../../../renderer/worker/session-fetch.ts';
import type { TestServer } from './support.ts';

PouchDB.plugin(memoryAdapter).plugin(httpAdapter).plugin(replication);

export interface PouchDesk {
  readonly local: (database: string) => PouchDB.Database;
  readonly transfer: PouchTransfer;
}

let made = 0;

/** @param databases what the desk holds; given again, it is the same desk after a pause */
export function deskOf(
  server: TestServer,
  name: string,
  databases: Map<string, PouchDB.Database> = new Map(),
): PouchDesk {
  const local = (database: string): PouchDB.Database => {
    made += 1;
    const known =
      databases.get(database) ??
      new PouchDB(`${name}-${database}-${process.pid}-${made}`, { adapter: 'memory' });
    databases.set(database, known);
    return known;
  };
  const session = new SessionFetch(server.url, async (kid) => kid === server.gateway, server.transport(name));
  const remote = (url: string, fetcher: SessionFetch['fetch']) =>
    new PouchDB(url, { adapter: 'http', skip_setup: true, fetch: fetcher as typeof fetch });
  return { local, transfer: new PouchTransfer(session, local as (database: string) => Replicable, remote) };
}
