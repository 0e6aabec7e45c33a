/** Who may do what with which database: one table. What a desk may not see does not exist for it. */
import type { MissionCode } from '../../app/acts/ids.ts';
import { type Belonging, CATALOGUE, KEYRING } from '../admission/databases.ts';
import type { Access } from '../couch/hooks.ts';
import type { DbName } from '../stores/ids.ts';
import type { Session } from './sessions.ts';

/** `none`: it does not exist for this desk. */
export type Right = 'none' | 'read' | 'write';

export function rightTo(
  db: DbName,
  session: Pick<Session, 'scope' | 'missions'>,
  databases: ReadonlyMap<DbName, Belonging>,
): Right {
  if (db === KEYRING || db === CATALOGUE) return 'read';
  const place = databases.get(db);
  if (!place || place.kind === 'quarantine') return 'none';
  const mission: MissionCode = place.mission;
  const isOfCentre = session.scope === 'CENTRAL' && (session.missions?.has(mission) ?? true);
  return isOfCentre || session.scope === mission ? 'write' : 'none';
}

/** Does a right cover this kind of access? Databases are made by the server alone. */
export function covers(right: Right, kind: Access['kind']): boolean {
  switch (kind) {
    case 'server':
      return true;
    case 'read':
    case 'local':
      return right !== 'none';
    // PouchDB asks for the database to be made before it writes; it is there, and the layer says so.
    case 'create':
    case 'write':
      return right === 'write';
    case 'destroy':
    case 'admin':
      return false;
  }
}
