/**
 * One gateway's view of a store that others write to, too, with what a cluster does to those who use it: replies that
 * are lost, writes that lack their quorum, reads that lag behind, and a changes feed that goes back, changes its order
 * and leaves the newest out for a while. What is written is written: the store below is the truth.
 */

import { SEQ_START } from '../../../sync-server/stores/ids.ts';
import type {
  ChangesPage,
  ChangesQuery,
  DocRevision,
  ReplicaDb,
  ReplicaStore,
  WriteResult,
} from '../../../sync-server/stores/replica-store.ts';
import { StoreError } from '../../../sync-server/stores/replica-store.ts';

/** A number in [0, 1) each time; 1 means that nothing goes wrong any more. */
export type Luck = () => number;

export interface ClusterView {
  readonly store: ReplicaStore;
  /** its feeds tell nothing new, until it is calm */
  lag(): void;
  /** from here on everything works */
  calm(): void;
}

export function clusterView(truth: ReplicaStore, luck: Luck, onWrite: OnWrite = async () => {}): ClusterView {
  let calm = false;
  let lags = false;
  const unlucky = (share: number): boolean => !calm && luck() < share;
  const views = new Map<ReplicaDb, ReplicaDb>();
  const open = async (name: Parameters<ReplicaStore['open']>[0]): Promise<ReplicaDb | undefined> => {
    const db = await truth.open(name);
    if (!db) return undefined;
    const view = views.get(db) ?? viewOf(db, unlucky, () => lags, luck, onWrite);
    views.set(db, view);
    return view;
  };
  const store = withMembers(truth, { shared: true, open, close: async () => {} });
  return {
    store,
    lag: () => {
      lags = true;
    },
    calm: () => {
      calm = true;
      lags = false;
    },
  };
}

type OnWrite = (db: ReplicaDb, revisions: readonly DocRevision[]) => Promise<void>;

function viewOf(
  db: ReplicaDb,
  unlucky: (share: number) => boolean,
  lags: () => boolean,
  luck: Luck,
  onWrite: OnWrite,
): ReplicaDb {
  const putRevisions = async (revisions: readonly DocRevision[]): Promise<WriteResult> => {
    if (unlucky(0.05)) throw new StoreError('unavailable', 'no node answers');
    const result = await db.putRevisions(revisions);
    await onWrite(db, revisions);
    if (unlucky(0.05)) throw new StoreError('unavailable', 'the reply was lost');
    return unlucky(0.05) ? { ...result, durable: false } : result;
  };
  const changes = async (query: ChangesQuery): Promise<ChangesPage> => {
    if (lags()) return { rows: [], lastSeq: query.since, atEnd: true, pending: 0 };
    const since = unlucky(0.1) ? SEQ_START : query.since;
    const page = await db.changes({ ...query, since });
    const rows = unlucky(0.3) ? shuffled(page.rows, luck) : page.rows;
    if (!unlucky(0.3) || page.rows.length === 0) return { ...page, rows };
    // A copy that lags: what came last is not there yet.
    const seen = page.rows.slice(0, Math.floor(page.rows.length * luck()));
    return { ...page, rows: seen, lastSeq: seen.at(-1)?.seq ?? since, atEnd: true };
  };
  const get: ReplicaDb['get'] = async (id, options) =>
    unlucky(0.05) ? { kind: 'missing' } : db.get(id, options);
  return withMembers(db, { putRevisions, changes, get });
}

/** The object with other members; its own methods keep their `this`. */
export function withMembers<T extends object>(of: T, members: Partial<T>): T {
  return new Proxy(of, {
    get(target, name) {
      if (Object.hasOwn(members, name)) return members[name as keyof T];
      const value = Reflect.get(target, name, target) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

export function shuffled<T>(items: readonly T[], luck: Luck): T[] {
  const left = [...items];
  const mixed: T[] = [];
  while (left.length > 0) mixed.push(...left.splice(Math.floor(luck() * left.length), 1));
  return mixed;
}
