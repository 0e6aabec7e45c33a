import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'vitest';
import { couchServer } from '../../sync-server/couch/standalone.ts';
import { openCouchdbStore } from '../../sync-server/stores/couchdb-store.ts';
import { openLevelStore } from '../../sync-server/stores/level-store.ts';
import { replicaStoreContract } from './replica-store.ts';

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'guichet-store-'));

replicaStoreContract('the embedded store', async () => {
  const folder = await newFolder();
  return {
    open: () => openLevelStore(folder),
    cleanUp: () => rm(folder, { recursive: true, force: true }),
  };
});

replicaStoreContract('the couchdb store, on the CouchDB-compatible server', async () => {
  const folder = await newFolder();
  const server = await couchServer(await openLevelStore(folder));
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  return {
    open: () => openCouchdbStore(`http://127.0.0.1:${port}/?prefix=guichet-`),
    cleanUp: async () => {
      server.server.closeAllConnections();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});

const { COUCHDB_URL } = process.env;
const ON_COUCHDB = 'the couchdb store, on the server that COUCHDB_URL names';
if (COUCHDB_URL === undefined) {
  // Said, so that nobody takes the run for one against Apache CouchDB.
  it(ON_COUCHDB, (test) => test.skip('COUCHDB_URL is not set'));
} else {
  replicaStoreContract(ON_COUCHDB, async () => {
    const url = new URL(COUCHDB_URL);
    url.searchParams.set('prefix', `guichet-test-${randomBytes(4).toString('hex')}-`);
    return {
      isCouchdb: true,
      open: () => openCouchdbStore(url.href),
      cleanUp: async () => {
        const store = await openCouchdbStore(url.href);
        for (const name of await store.list()) await store.destroy(name);
        await store.close();
      },
    };
  });
}
