import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLevelStore } from '../../sync-server/stores/level-store.ts';
import { replicaStoreContract } from './replica-store.ts';

replicaStoreContract('the embedded store', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-store-'));
  return {
    open: () => openLevelStore(folder),
    cleanUp: () => rm(folder, { recursive: true, force: true }),
  };
});
