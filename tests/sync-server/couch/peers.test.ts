/** PouchDB between us and another implementation of the protocol: express-pouchdb, and the CouchDB that `COUCHDB_URL` names. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contents, folder, PouchDB, remove, type Server, startServer } from './support.ts';

const load = createRequire(import.meta.url);

/** Where databases are made for this run, and how it ends. */
interface Peer {
  readonly prefix: string;
  close(): Promise<void>;
}

/** express-pouchdb over memory. */
async function startExpressPouchDb(data: string): Promise<Peer> {
  const express = load('express') as () => {
    use(handler: unknown): void;
    listen(port: number, host: string): HttpServer;
  };
  const expressPouchDb = load('express-pouchdb') as (pouch: unknown, options: object) => unknown;
  const app = express();
  const Memory = PouchDB.defaults({ adapter: 'memory', prefix: 'peer-' } as object);
  app.use(
    expressPouchDb(Memory, {
      mode: 'minimumForPouchDB',
      inMemoryConfig: true,
      configPath: `${data}/config.json`,
      logPath: `${data}/log.txt`,
    }),
  );
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    prefix: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const { COUCHDB_URL } = process.env;

/** A running CouchDB, in a database of this run's own. */
async function useCouchDb(): Promise<Peer> {
  const prefix = `${new URL('/', COUCHDB_URL)}guichet-peers-${randomUUID()}-`;
  return { prefix, close: () => new PouchDB(`${prefix}both`).destroy() };
}

const PEERS: readonly (readonly [string, boolean, (data: string) => Promise<Peer>])[] = [
  ['express-pouchdb', true, startExpressPouchDb],
  ['the CouchDB that COUCHDB_URL names', COUCHDB_URL !== undefined, useCouchDb],
];

for (const [name, available, start] of PEERS) {
  describe.runIf(available)(`${name} and we replicate`, () => {
    let data: string;
    let ours: Server;
    let peer: Peer;

    beforeAll(async () => {
      data = await folder();
      ours = await startServer(`${data}/ours`);
      peer = await start(data);
    });
    afterAll(async () => {
      await ours?.app.close();
      await peer?.close();
      await remove(data);
    });

    it('both ways, with conflicts, deletions and attachments', async () => {
      const here = new PouchDB(`${ours.url}/both`);
      const there = new PouchDB(`${peer.prefix}both`);
      await here.bulkDocs(Array.from({ length: 120 }, (_, n) => ({ _id: `ours-${n}`, n })));
      await there.bulkDocs(Array.from({ length: 120 }, (_, n) => ({ _id: `theirs-${n}`, n })));
      const file = { content_type: 'image/png', data: Buffer.alloc(100_000, 7).toString('base64') };
      await here.put({ _id: 'scan-ours', _attachments: { 'a.png': file } });
      await there.put({ _id: 'scan-theirs', _attachments: { 'b.png': file } });
      await here.put({ _id: 'both', at: 'ours' });
      await there.put({ _id: 'both', at: 'theirs' });
      await here.remove(await here.get('ours-7'));

      const result = await PouchDB.sync(here, there);
      expect(result.push?.doc_write_failures).toBe(0);
      expect(result.pull?.doc_write_failures).toBe(0);
      const [left, right] = [await contents(here), await contents(there)];
      expect(left).toEqual(right);
      expect(left).toHaveLength(242);
      const again = await PouchDB.sync(here, there);
      expect(again.push?.docs_written).toBe(0);
      expect(again.pull?.docs_written).toBe(0);
    });
  });
}
