/** The servers that carry in bulk, each started empty: ours, and those beside which they are measured. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import httpAdapter from 'pouchdb-adapter-http';
import PouchDB from 'pouchdb-core';
import replication from 'pouchdb-replication';
import type { World } from '../world/world.ts';
import { serveGateway, sessionOf } from './gateway-desk.ts';
import { end, type Served, serve } from './served.ts';

PouchDB.plugin(httpAdapter).plugin(replication);

export interface Contender {
  readonly name: string;
  start(folder: string): Promise<Running>;
}

export interface Running {
  /** absent for a server that is no child of this process */
  readonly served?: Served;
  database(name: string): PouchDB.Database;
  end(): Promise<void>;
}

const alone = (name: string, script: string): Contender => ({
  name,
  async start(folder) {
    const served = await serve(script, '--data', join(folder, 'data'));
    return {
      served,
      database: (database) => new PouchDB(`${served.url}/${database}`),
      end: () => end(served),
    };
  },
});

export const protocolLayer = alone('protocol layer', 'serve-conformance.ts');
export const expressPouchdb = alone('express-pouchdb on LevelDB', 'serve-peer.ts');

/** With a session of the central office, which may write to every mission. */
export const gateway = (world: World): Contender => ({
  name: 'gateway with admission',
  async start(folder) {
    const served = await serveGateway(world, folder);
    // PouchDB's own `fetch`, as for the others: a connection a request. The runtime's gives attachments as Blobs, on which
    // PouchDB's stores in Node fail.
    const session = sessionOf(world, served.url, 'CENTRAL/A', PouchDB.fetch as typeof fetch);
    await session.open();
    return {
      served,
      database: (database) => new PouchDB(session.url(database), { fetch: session.fetch } as never),
      end: () => end(served),
    };
  },
});

/** A server that others may use: databases of this run, removed at its end. */
export const couchdb = (url: string): Contender => ({
  name: 'CouchDB',
  async start() {
    const prefix = `guichet-bench-${randomUUID()}`;
    const made = new Map<string, PouchDB.Database>();
    return {
      database: (name) => {
        const db = made.get(name) ?? new PouchDB(`${url.replace(/\/$/, '')}/${prefix}-${name}`);
        made.set(name, db);
        return db;
      },
      end: async () => void (await Promise.all([...made.values()].map((db) => db.destroy()))),
    };
  },
});
