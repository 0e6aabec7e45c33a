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
  session: Pick<Session, 'scope'>,
  databases: ReadonlyMap<DbName, Belonging>,
): Right {
  if (db === KEYRING || db === CATALOGUE) return 'read';
  const place = databases.get(db);
  if (!place || place.kind === 'quarantine') return 'none';
  return session.scope === 'CENTRAL' || session.scope === (place.mission satisfies MissionCode)
    ? 'write'
    : 'none';
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
