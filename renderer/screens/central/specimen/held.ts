/** What is on hold at the centre, for the preview: one of each kind, one of them the supervisor's own. */
import type { ActId, DeskId, MissionCode, Reference } from '../../../../app/acts/ids.ts';
import type { HeldEntry } from '../../../../app/desk/held.ts';
import { fakeHash } from '../../specimen/dossiers.ts';

const entry = (n: number, more: Partial<HeldEntry>): HeldEntry => ({
  act: fakeHash<ActId>(`held-${n}-`),
  mission: 'ML-PAR' as MissionCode,
  desk: 'ML-PAR/B' as DeskId,
  ref: `PAR-B-26-0042${n}-1` as Reference,
  service: 'ml-passport-ordinary',
  kind: 'submitted',
  by: 'A. SPECIMEN',
  claimedAt: `2026-11-1${n}T09:20:00Z`,
  code: 'AD-108',
  mayLift: 'yes',
  ...more,
});

export const SPECIMEN_HELD: readonly HeldEntry[] = [
  entry(1, { kind: 'opened' }),
  entry(2, {}),
  entry(3, { code: 'AD-107', by: null }),
  entry(5, { code: 'AD-113', mayLift: 'refuse-only', kind: 'erased', by: 'M. UTOPIAN' }),
  entry(4, { code: 'AD-110', by: 'R. MUSTERMANN', mayLift: 'own', kind: 'annotated' }),
  entry(6, { code: 'newer', mayLift: 'newer', kind: 'closed' }),
];
