/** The log and the chunk store in Node: the memory references, and PouchDB on LevelDB as the desk's code drives it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import leveldb from 'pouchdb-adapter-leveldb';
import PouchDB from 'pouchdb-core';
import { MemoryActLog } from '../../app/log/memory-act-log.ts';
import { MemoryChunkStore } from '../../app/log/memory-chunk-store.ts';
import { PouchActLog } from '../../renderer/worker/pouch-act-log.ts';
import { type AttachmentCodec, PouchChunkStore } from '../../renderer/worker/pouch-chunk-store.ts';
import type { PouchDatabase } from '../../renderer/worker/pouch-database.ts';
import { actLogContract } from './act-log.ts';
import { chunkStoreContract } from './chunk-store.ts';

PouchDB.plugin(leveldb);

/** As renderer/worker/open-stores.ts opens its databases. */
const AS_A_DESK = { auto_compaction: false, revs_limit: 1 };

const bufferAttachments: AttachmentCodec = {
  encode: (bytes) => Buffer.from(bytes),
  decode: async (attachment) => new Uint8Array(attachment as Buffer),
};

async function levelHome<T>(wrap: (db: PouchDatabase) => T) {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-level-'));
  const open = async () =>
    wrap(new PouchDB(join(folder, 'db'), { adapter: 'leveldb', ...AS_A_DESK }) as unknown as PouchDatabase);
  return { open, destroy: () => rm(folder, { recursive: true }) };
}

actLogContract('memory', async () => ({ open: async () => new MemoryActLog(), destroy: async () => {} }), {
  keeps: false,
});
actLogContract('PouchDB on LevelDB', () => levelHome((db) => new PouchActLog(db)), { keeps: true });
chunkStoreContract(
  'memory',
  async () => ({ open: async () => new MemoryChunkStore(), destroy: async () => {} }),
  {
    keeps: false,
  },
);
chunkStoreContract(
  'PouchDB on LevelDB',
  () => levelHome((db) => new PouchChunkStore(db, bufferAttachments)),
  {
    keeps: true,
  },
);
