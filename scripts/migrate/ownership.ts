/** Whose data lies at both ends: nothing is mixed with what another ministry's root vouches for. */
import { type Kid, type MissionCode, parseMissionCode } from '../../app/acts/ids.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import type { LogDocument, SignedDocument } from '../../app/log/records.ts';
import {
  type Belonging,
  belongingOf,
  CATALOGUE,
  documentsOf,
  KEYRING,
  SERVER,
} from '../../sync-server/admission/databases.ts';
import type { MinistryFile } from '../../sync-server/ministry-file.ts';
import type { DbName } from '../../sync-server/stores/ids.ts';
import type { ReplicaStore } from '../../sync-server/stores/replica-store.ts';
import { Unusable } from './places.ts';

export interface Scope {
  /** what is copied, in this order: the keyring first, so that a copy that was cut off says whose it is */
  readonly databases: readonly DbName[];
  readonly belonging: ReadonlyMap<DbName, Belonging>;
  readonly missions: readonly MissionCode[];
  /** of the ministry, with what either end has learned since */
  readonly keyring: Keyring;
}

const OF_A_MISSION = /^mission-/;

/** @throws Unusable where an end belongs to another ministry */
export async function scopeOf(
  source: ReplicaStore,
  target: ReplicaStore,
  ministry: MinistryFile,
): Promise<Scope> {
  const missions = Object.keys(ministry.missions).map(parseMissionCode);
  const belonging = belongingOf(missions);
  const there = await source.list();
  const strange = there.find((name) => OF_A_MISSION.test(name) && !belonging.has(name));
  if (strange !== undefined) throw new Unusable(`${strange} in the source is of no mission of this ministry`);
  const [ours, theirs] = [await keyringIn(source), await keyringIn(target)];
  const keyring = await Keyring.from(ministry.root, [...ministry.keyringDocuments, ...ours, ...theirs]);
  if (ours.length === 0) throw new Unusable('the source holds no keyring: no gateway has served it');
  refuseForeign('source', ours, keyring);
  refuseForeign('target', theirs, keyring);
  if (theirs.length === 0) await refuseUnowned(target, belonging);
  const databases = there.filter((name) => name === CATALOGUE || belonging.has(name));
  return { databases: [KEYRING, ...databases], belonging, missions, keyring };
}

async function keyringIn(store: ReplicaStore): Promise<LogDocument[]> {
  const db = await store.open(KEYRING);
  const found: SignedDocument[] = [];
  if (!db) return found;
  for await (const { id, rev, body } of documentsOf(db))
    if (typeof body.jws === 'string') found.push({ _id: id, _rev: rev, jws: body.jws });
  return found;
}

function refuseForeign(end: string, documents: readonly LogDocument[], keyring: Keyring): void {
  const broken = new Set(keyring.problems.map(({ id }) => id));
  const foreign = documents.find(({ _id }) => broken.has(_id) || !isKnown(_id, keyring));
  if (foreign)
    throw new Unusable(`the ${end} belongs to another ministry: its root did not sign ${foreign._id}`);
}

/** A credential whose issuer never comes is no problem to a keyring, which waits for it. */
function isKnown(id: string, keyring: Keyring): boolean {
  const [kind, name] = id.split(':');
  return kind !== 'credential' || keyring.credential(name as Kid) !== undefined;
}

/** Data without a keyring is not ours: each copy begins with it. */
async function refuseUnowned(target: ReplicaStore, belonging: ReadonlyMap<DbName, Belonging>): Promise<void> {
  for (const name of await target.list()) {
    if (!belonging.has(name) && name !== CATALOGUE && name !== SERVER) continue;
    const info = await (await target.open(name))?.info();
    if (info && info.docCount > 0) throw new Unusable(`${name} in the target is of nobody's keyring`);
  }
}
