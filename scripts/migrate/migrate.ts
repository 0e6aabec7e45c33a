/**
 * Moves a sync server's data from one store to another, and lets nobody rely on the target before every receipt of the
 * source holds there too. Run again after any failure: it goes on where it was.
 */
import { openDatabase } from '../../sync-server/admission/databases.ts';
import { ServerEpoch } from '../../sync-server/admission/server-epoch.ts';
import type { MinistryFile } from '../../sync-server/ministry-file.ts';
import { type DbName, SEQ_START, type StoreSeq } from '../../sync-server/stores/ids.ts';
import { type ReplicaDb, type ReplicaStore, StoreError } from '../../sync-server/stores/replica-store.ts';
import { isSoundIn, MissionCheck } from './check-mission.ts';
import { copyDatabase, type Progress } from './copy-database.ts';
import { type Fault, Faults } from './faults.ts';
import { type Scope, scopeOf } from './ownership.ts';
import { Unusable } from './places.ts';

export interface MigrationParts {
  readonly source: ReplicaStore;
  readonly target: ReplicaStore;
  readonly ministry: MinistryFile;
  /** told how far a database is, after each page and at its end */
  readonly onProgress?: (database: DbName, progress: Progress, done: boolean) => void;
  /** everything is copied, and receipts are looked at; they wait for what this returns */
  readonly onChecking?: (mission: string) => void | Promise<void>;
}

export interface MigrationReport {
  readonly verified: boolean;
  readonly databases: readonly (Readonly<Progress> & { readonly name: string })[];
  readonly receipts: number;
  /** named by receipts */
  readonly items: number;
  /** of the target; null while something is wrong */
  readonly epoch: { readonly value: string; readonly raised: boolean } | null;
  readonly faults: readonly Fault[];
}

/** @throws Unusable (another ministry's data), StoreError */
export async function migrate(parts: MigrationParts): Promise<MigrationReport> {
  const { source, target, ministry, onChecking } = parts;
  if (source.uuid === target.uuid) throw new Unusable('source and target are the same place');
  const scope = await scopeOf(source, target, ministry);
  const faults = new Faults();
  const copies: Copy[] = [];
  for (const name of scope.databases) copies.push(await copyOne(name, parts, scope, faults));
  const check = new MissionCheck(target, scope.keyring, faults);
  for (const { from } of copies) {
    const { mission, kind } = scope.belonging.get(from.name) ?? {};
    if (mission === undefined || kind !== 'records') continue;
    await onChecking?.(mission);
    await check.check(mission, from);
  }
  for (const copy of copies) await refuseNews(copy, faults);
  const verified = faults.all.length === 0;
  return {
    verified,
    databases: copies.map(({ from, progress }) => ({ name: from.name, ...progress })),
    ...check.counts,
    epoch: verified ? await beginEpoch(source, target, check.epochs) : null,
    faults: faults.all,
  };
}

interface Copy {
  readonly from: ReplicaDb;
  readonly to: ReplicaDb;
  readonly progress: Progress;
  readonly lastSeq: StoreSeq;
}

async function copyOne(
  name: DbName,
  { source, target, onProgress }: MigrationParts,
  { belonging }: Scope,
  faults: Faults,
): Promise<Copy> {
  const from = await source.open(name);
  if (!from) throw new StoreError('no_db', `${name} in the source is gone`);
  const to = await openDatabase(target, name);
  const { lastSeq, ...progress } = await copyDatabase(from, to, {
    since: SEQ_START,
    isSound: isSoundIn(belonging.get(name)?.kind),
    onDamaged: ({ id }) => faults.add({ code: 'MG-001', database: name, id }),
    onProgress: (sofar) => onProgress?.(name, sofar, false),
  });
  onProgress?.(name, progress, true);
  return { from, to, progress, lastSeq };
}

/**
 * A CouchDB has no lock that says whether it is served. What has come while the rest was copied and checked was not
 * checked; and whoever wrote it will write more.
 */
async function refuseNews({ from, to, lastSeq }: Copy, faults: Faults): Promise<void> {
  let news = 0;
  const isSound = async (): Promise<boolean> => {
    news += 1;
    return false;
  };
  const nothing = (): void => {};
  await copyDatabase(from, to, { since: lastSeq, isSound, onDamaged: nothing, onProgress: nothing });
  if (news > 0) faults.add({ code: 'MG-007', database: from.name, id: '' });
}

/**
 * The source's epoch is not copied: a target that is served before its time then begins one of its own, and desks offer
 * again. An epoch that no receipt of the source names is new to every desk; it is not raised twice.
 */
async function beginEpoch(
  source: ReplicaStore,
  target: ReplicaStore,
  known: ReadonlySet<string>,
): Promise<{ value: string; raised: boolean }> {
  const before = await ServerEpoch.read(target);
  const stale = before === undefined || known.has(before) || before === (await ServerEpoch.read(source));
  const epoch = await ServerEpoch.open(target, stale);
  return { value: epoch.value, raised: stale };
}
