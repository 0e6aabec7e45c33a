/** Who may be opened next, and how many wait where. Pure; the order itself is the worker's: due and urgent first. */
import type { DossierId, MissionCode } from '../../../../app/acts/ids.ts';
import type { DossierRow } from '../../../../app/desk/dossier-row.ts';

/** Held by another officer at this moment. An assignment without an end holds until it is freed. */
export function heldByOther(row: DossierRow, me: string, now: number): boolean {
  const { assignee } = row;
  if (assignee === null || assignee.subject === me) return false;
  return assignee.until === null || Date.parse(assignee.until) > now;
}

/** Mine, and still within its 30 minutes. */
export const heldByMe = (row: DossierRow, me: string, now: number): boolean =>
  row.assignee?.subject === me && (row.assignee.until === null || Date.parse(row.assignee.until) > now);

/** The next `count` files after `id`, round the end, without those that are held or `skip`ped. */
export function followingFiles(
  rows: readonly DossierRow[],
  id: DossierId,
  count: number,
  skip: (row: DossierRow) => boolean,
): readonly DossierRow[] {
  const at = rows.findIndex((row) => row.id === id);
  const after = at < 0 ? rows : [...rows.slice(at + 1), ...rows.slice(0, at)];
  return after.filter((row) => row.id !== id && !skip(row)).slice(0, count);
}

export interface MissionCount {
  readonly mission: MissionCode;
  readonly count: number;
}

/** The missions of the queue by code, each with how many of its files wait. */
export function countByMission(rows: readonly DossierRow[]): readonly MissionCount[] {
  const counts = new Map<MissionCode, number>();
  for (const { mission } of rows) counts.set(mission, (counts.get(mission) ?? 0) + 1);
  return [...counts]
    .map(([mission, count]) => ({ mission, count }))
    .sort((a, b) => (a.mission < b.mission ? -1 : 1));
}
