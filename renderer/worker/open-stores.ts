/** The real stores of a desk: PouchDB for the log, Dexie for drafts, rows and facts, all in this origin's IndexedDB. */
import PouchDB from 'pouchdb-browser';
import type { Kid, MissionCode } from '../../app/acts/ids.ts';
import type { DeskConfiguration, TransportSigner } from '../../app/desk/ports.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import { DexieDraftShelf } from '../drafts/dexie-draft-shelf.ts';
import { DexieRowShelves } from '../read-model/dexie-row-shelf.ts';
import { DexieFactShelf } from './dexie-fact-shelf.ts';
import { PouchActLog } from './pouch-act-log.ts';
import { blobAttachments, PouchChunkStore } from './pouch-chunk-store.ts';
import type { PouchDatabase, Replicable } from './pouch-database.ts';
import { PouchTransfer } from './pouch-transfer.ts';
import { SessionFetch } from './session-fetch.ts';
import type { DeskStores } from './stores.ts';
import { databaseOf, evidenceOf, type Transfer } from './transfer.ts';

export interface OpenStores {
  readonly stores: DeskStores;
  /** the databases themselves, for replication */
  readonly databases: ReadonlyMap<string, PouchDatabase & Replicable>;
}

const open = (name: string) =>
  new PouchDB(name, { auto_compaction: false, revs_limit: 1 }) as unknown as PouchDatabase & Replicable;

export function openStores(missions: readonly MissionCode[]): OpenStores {
  const names = [
    'keyring',
    'catalogue',
    ...missions.flatMap((mission) => [databaseOf(mission), evidenceOf(mission)]),
  ];
  const databases = new Map(names.map((name) => [name, open(name)]));
  const database = (name: string): PouchDatabase & Replicable => databases.get(name) ?? open(name);
  return {
    databases,
    stores: {
      keyring: new PouchActLog(database('keyring')),
      catalogue: new PouchActLog(database('catalogue')),
      missions: new Map(
        missions.map((mission) => [
          mission,
          {
            log: new PouchActLog(database(databaseOf(mission))),
            chunks: new PouchChunkStore(database(evidenceOf(mission)), blobAttachments),
          },
        ]),
      ),
      drafts: new DexieDraftShelf(),
      rows: new DexieRowShelves(),
      facts: new DexieFactShelf(),
    },
  };
}

/** @returns null where the desk has no gateway, or no key to prove itself with */
export function openTransfer(
  { gateway, root, introduction }: DeskConfiguration,
  transport: TransportSigner | null,
  { databases, stores }: OpenStores,
): Transfer | null {
  if (!gateway || !transport) return null;
  const isGateway = async (kid: string): Promise<boolean> => {
    const keyring = await Keyring.from(root, await stores.keyring.withPrefix(''));
    const isOne = keyring.credential(kid as Kid)?.roles.includes('gateway') ?? false;
    // The kit's own gateway is known before anything has been read; its key may have been revoked since.
    return (isOne || kid === gateway.kid) && !keyring.revocation(kid as Kid);
  };
  const local = (name: string): Replicable => {
    const database = databases.get(name);
    if (!database) throw new RangeError('no such database on this desk');
    return database;
  };
  const remote = (url: string, fetch: SessionFetch['fetch']) =>
    new PouchDB(url, { skip_setup: true, fetch: fetch as typeof globalThis.fetch });
  const session = new SessionFetch(gateway.url, isGateway, transport, undefined, introduction);
  return new PouchTransfer(session, local, remote);
}
