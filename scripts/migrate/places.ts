/** The two ends of a migration: a folder of the embedded store, or the address of a CouchDB. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseCouchdbUrl } from '../../sync-server/stores/couchdb-url.ts';
import { openStore, type StoreChoice } from '../../sync-server/stores/open-store.ts';
import { type ReplicaStore, StoreError } from '../../sync-server/stores/replica-store.ts';

/** It could not be tried; the message says why, and repeats no address, which may hold a password. */
export class Unusable extends Error {}

const FROM_ENVIRONMENT = 'env:';
const IS_URL = /^[a-z][a-z0-9+.-]*:\/\//i;

/**
 * Reads `DIR`, `http(s)://…`, or `env:NAME`, where the variable holds one of the two: npm prints the arguments of a
 * script, and the list of processes shows them.
 * @throws Unusable
 */
export function placeOf(argument: string, environment: NodeJS.ProcessEnv = process.env): StoreChoice {
  const named = argument.startsWith(FROM_ENVIRONMENT);
  const name = argument.slice(FROM_ENVIRONMENT.length);
  const text = named ? (environment[name] ?? '') : argument;
  if (text === '') throw new Unusable(named ? `the variable ${name} is empty` : 'a place is empty');
  if (!IS_URL.test(text)) return { data: text };
  try {
    parseCouchdbUrl(text);
  } catch (error) {
    throw new Unusable(error instanceof TypeError ? error.message : 'the store URL is not an address');
  }
  return { storeUrl: text };
}

/** Opening makes a folder that is not there: an empty source would look like one that was moved whole. */
const hasData = ({ data }: StoreChoice): boolean => data === undefined || existsSync(join(data, 'documents'));

/** @throws Unusable */
export async function openSource(place: StoreChoice): Promise<ReplicaStore> {
  if (!hasData(place)) throw new Unusable(`${place.data} holds no data of a sync server`);
  return openPlace(place, 'source');
}

/** @throws Unusable */
export async function openPlace(place: StoreChoice, end: 'source' | 'target'): Promise<ReplicaStore> {
  try {
    return await openStore(place);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (isLocked(error)) throw new Unusable(`the ${end} is being served: stop its sync server first`);
    throw new Unusable(`the ${end} cannot be opened: ${error.message}`);
  }
}

/** LevelDB lets one process in; its lock lies somewhere among the causes. */
function isLocked(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (error as { code?: string }).code === 'LEVEL_LOCKED' || isLocked(error.cause);
}
