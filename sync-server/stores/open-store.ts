import { openCouchdbStore } from './couchdb-store.ts';
import { type LevelStoreOptions, openLevelStore } from './level-store.ts';
import type { ReplicaStore } from './replica-store.ts';

/** Where a server keeps its data: one of the two. */
export interface StoreChoice {
  /** Folder of the embedded store. */
  readonly data?: string;
  /** Address of an Apache CouchDB, with user, password and prefix: see `openCouchdbStore`. */
  readonly storeUrl?: string;
}

/** The one place that knows which stores there are. @throws StoreError, TypeError (none chosen, both, or a bad URL) */
export async function openStore(
  { data, storeUrl }: StoreChoice,
  options: LevelStoreOptions = {},
): Promise<ReplicaStore> {
  if (data !== undefined && storeUrl === undefined) return openLevelStore(data, options);
  if (data === undefined && storeUrl !== undefined) return openCouchdbStore(storeUrl);
  throw new TypeError('a server has one store: a folder or a URL');
}
