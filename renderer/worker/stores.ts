/** Everything a desk keeps in the browser's storage, behind ports: the real ones are in open-stores.ts. */
import type { MissionCode } from '../../app/acts/ids.ts';
import type { ActLog, ChunkStore } from '../../app/log/act-log.ts';
import type { DraftShelf } from '../drafts/draft-shelf.ts';
import type { RowShelves } from '../read-model/row-shelf.ts';

/** Small facts of this desk that are neither secret nor personal: positions in feeds, flags, print jobs' times. */
export interface FactShelf {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
  withPrefix(prefix: string): Promise<readonly (readonly [key: string, value: string])[]>;
}

export interface DeskStores {
  readonly keyring: ActLog;
  readonly catalogue: ActLog;
  readonly missions: ReadonlyMap<MissionCode, { readonly log: ActLog; readonly chunks: ChunkStore }>;
  readonly drafts: DraftShelf;
  readonly rows: RowShelves;
  readonly facts: FactShelf;
}
