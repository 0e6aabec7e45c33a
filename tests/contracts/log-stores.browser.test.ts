/** The log and the chunk store in a real browser: PouchDB on IndexedDB. */
import PouchDB from 'pouchdb-browser';
import { PouchActLog } from '../../renderer/worker/pouch-act-log.ts';
import { blobAttachments, PouchChunkStore } from '../../renderer/worker/pouch-chunk-store.ts';
import type { PouchDatabase } from '../../renderer/worker/pouch-database.ts';
import { actLogContract } from './act-log.ts';
import { chunkStoreContract } from './chunk-store.ts';

/** As a desk opens its logs (renderer/worker/open-stores.ts). */
const AS_A_DESK = { adapter: 'idb', auto_compaction: false, revs_limit: 1 };

async function idbHome<T>(wrap: (db: PouchDatabase) => T) {
  const name = `contract-${crypto.randomUUID()}`;
  const database = () => new PouchDB(name, AS_A_DESK);
  return {
    open: async () => wrap(database() as unknown as PouchDatabase),
    destroy: async () => {
      await database().destroy();
    },
  };
}

actLogContract('PouchDB on IndexedDB', () => idbHome((db) => new PouchActLog(db)), { keeps: true });
chunkStoreContract('PouchDB on IndexedDB', () => idbHome((db) => new PouchChunkStore(db, blobAttachments)), {
  keeps: true,
});
