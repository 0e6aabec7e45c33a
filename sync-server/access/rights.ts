/** Who may do what with which database: one table. What a desk may not see does not exist for it. */
import type { MissionCode } from '../../app/acts/ids.ts';
import { type Belonging, CATALOGUE, KEYRING } from '../admission/databases.ts';
import type { Access } from '../couch/hooks.ts';
import type { DbName } from '../stores/ids.ts';
import type { Session } from './sessions.ts';

/** `none`: it does not exist for this desk. `closed`: it does, no longer for this one. `hand-over`: records go in, none come out. */
export type Right = 'none' | 'closed' | 'read' | 'write' | 'hand-over';

/** What a push asks for besides writing: whether the database is there, and which records it lacks. */
const ASKED_BY_A_PUSH = /^\/[^/?]+\/?(?:_revs_diff)?(?:\?|$)/;

export function rightTo(
  db: DbName,
  session: Pick<Session, 'scope' | 'missions' | 'leaving'>,
  databases: ReadonlyMap<DbName, Belonging>,
): Right {
  if (db === KEYRING || db === CATALOGUE) return session.leaving ? 'closed' : 'read';
  const place = databases.get(db);
  if (!place || place.kind === 'quarantine') return 'none';
  const mission: MissionCode = place.mission;
  const isOfCentre = session.scope === 'CENTRAL' && (session.missions?.has(mission) ?? true);
  if (!isOfCentre && session.scope !== mission) return 'none';
  return session.leaving ? 'hand-over' : 'write';
}

/** Does a right cover this kind of access? Databases are made by the server alone. @param url path and query */
export function covers(right: Right, kind: Access['kind'], url: string): boolean {
  switch (kind) {
    case 'server':
      return true;
    case 'read':
      return right === 'read' || right === 'write' || (right === 'hand-over' && ASKED_BY_A_PUSH.test(url));
    case 'local':
      return right !== 'none' && right !== 'closed';
    // PouchDB asks for the database to be made before it writes; it is there, and the layer says so.
    case 'create':
    case 'write':
      return right === 'write' || right === 'hand-over';
    case 'destroy':
    case 'admin':
      return false;
  }
}
