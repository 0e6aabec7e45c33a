/** Which desks are shown, in which order, and what sets one apart from the others. Pure. */
import type { DeskState, FleetDesk } from '../../../../app/desk/fleet.ts';
import { foldName } from '../../../ui/countries.ts';

/** What may need somebody first; what is over last. */
const ORDER: readonly DeskState[] = ['silent', 'never', 'regular', 'revoked'];

/** By state; within one, as the gateway put them. */
export const inOrder = (desks: readonly FleetDesk[]): readonly FleetDesk[] =>
  desks.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));

export const silentCount = (desks: readonly FleetDesk[]): number =>
  desks.filter(({ state }) => state === 'silent').length;

export interface MissionDesks {
  readonly mission: FleetDesk['mission'];
  readonly count: number;
}

/** The missions by code, the centre first. */
export function desksByMission(desks: readonly FleetDesk[]): readonly MissionDesks[] {
  const counts = new Map<FleetDesk['mission'], number>();
  for (const { mission } of desks) counts.set(mission, (counts.get(mission) ?? 0) + 1);
  return [...counts]
    .map(([mission, count]) => ({ mission, count }))
    .toSorted((a, b) =>
      a.mission === 'CENTRAL' ? -1 : b.mission === 'CENTRAL' ? 1 : a.mission < b.mission ? -1 : 1,
    );
}

/**
 * @param mission empty: all of them
 * @param text each of its words begins one of a row's own: mission, desk, version; whatever the accents and capitals
 * @param nameOf the row's name on screen
 */
export function choose(
  desks: readonly FleetDesk[],
  mission: string,
  text: string,
  nameOf: (desk: FleetDesk) => string,
): readonly FleetDesk[] {
  const words = foldName(text).split(/\s+/).filter(Boolean);
  return desks.filter((desk) => {
    if (mission !== '' && desk.mission !== mission) return false;
    const said = ` ${foldName(`${nameOf(desk)} ${desk.desk} ${desk.report?.version ?? ''}`)}`;
    return words.every((word) => said.includes(` ${word}`));
  });
}

/** The most recent version that any desk still let in has told; null while none has. */
export function newestVersion(desks: readonly FleetDesk[]): string | null {
  const told = desks.flatMap(({ state, report }) =>
    report === null || state === 'revoked' ? [] : [report.version],
  );
  return told.reduce<string | null>(
    (newest, one) => (newest === null || isOlder(newest, one) ? one : newest),
    null,
  );
}

/** By SemVer's precedence: numbers first, then a pre-release before its release. What is no SemVer is never older. */
export function isOlder(version: string, than: string): boolean {
  const a = partsOf(version);
  const b = partsOf(than);
  if (a === undefined || b === undefined) return false;
  const at = a.numbers.findIndex((number, index) => number !== b.numbers[index]);
  if (at >= 0) return (a.numbers[at] ?? 0) < (b.numbers[at] ?? 0);
  if (a.preRelease === undefined || b.preRelease === undefined)
    return a.preRelease !== undefined && b.preRelease === undefined;
  return preReleases.compare(a.preRelease, b.preRelease) < 0;
}

/** `rc.9` before `rc.10`, numbers before words. */
const preReleases = new Intl.Collator('en', { numeric: true });

function partsOf(version: string) {
  const parts = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$/.exec(version);
  return parts ? { numbers: [1, 2, 3].map((n) => Number(parts[n])), preRelease: parts[4] } : undefined;
}
