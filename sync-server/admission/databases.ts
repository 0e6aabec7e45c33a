/** Names of the databases (FORMATS.md, "Databases"), and which of them belongs to which mission. */
import type { MissionCode } from '../../app/acts/ids.ts';
import { type DbName, parseDbName } from '../stores/ids.ts';
import { type ReplicaDb, type ReplicaStore, StoreError } from '../stores/replica-store.ts';

/** `records`: acts, wraps, receipts, travelling credentials. */
export type MissionDatabase = 'records' | 'evidence' | 'quarantine';
const SUFFIX = { records: '', evidence: '-evidence', quarantine: '-quarantine' } as const satisfies Record<
  MissionDatabase,
  string
>;

const named = (text: string): DbName => {
  const name = parseDbName(text);
  if (name === undefined) throw new TypeError('not a database name');
  return name;
};

export const KEYRING = named('keyring');
export const CATALOGUE = named('catalogue');
/** The server's own: its epoch. Nobody sees it over HTTP. */
export const SERVER = named('guichet-server');

export const databaseOf = (mission: MissionCode, kind: MissionDatabase): DbName =>
  named(`mission-${mission.toLowerCase()}${SUFFIX[kind]}`);

export interface Belonging {
  readonly mission: MissionCode;
  readonly kind: MissionDatabase;
}

/** Which mission a database belongs to; undefined for the shared ones. */
export function belongingOf(missions: readonly MissionCode[]): ReadonlyMap<DbName, Belonging> {
  const found = new Map<DbName, Belonging>();
  for (const mission of missions) {
    for (const kind of ['records', 'evidence', 'quarantine'] as const)
      found.set(databaseOf(mission, kind), { mission, kind });
  }
  return found;
}

/** Opens a database, made where it does not exist. */
export async function openDatabase(store: ReplicaStore, name: DbName): Promise<ReplicaDb> {
  await store.create(name);
  const db = await store.open(name);
  if (!db) throw new StoreError('no_db', 'the database is gone');
  return db;
}

const PAGE = 500;

/**
 * Every document whose id starts with the prefix, by id, a page at a time.
 * @param page how many are in memory at once: fewer where they are large
 */
export async function* documentsOf(
  db: ReplicaDb,
  prefix = '',
  includeDocs = true,
  page = PAGE,
): AsyncGenerator<{ id: string; rev: string; body: Readonly<Record<string, unknown>> }> {
  const last = `${prefix}\u{10ffff}`;
  for (let start = prefix; ; ) {
    const { rows } = await db.allDocs({ start, end: last, limit: page, includeDocs });
    for (const row of rows) {
      if (row.kind !== 'found' || row.deleted) continue;
      yield { id: row.id, rev: row.rev, body: row.doc?.body ?? {} };
    }
    const end = rows.at(-1);
    if (rows.length < page || !end) return;
    start = `${end.id}\0`;
  }
}
