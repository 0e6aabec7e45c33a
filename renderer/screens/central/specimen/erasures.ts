/** Erasures in each of their states, for pictures and tests. Never part of a shipped build. */
import type { DeskId } from '../../../../app/acts/ids.ts';
import type { DossierRow } from '../../../../app/desk/dossier-row.ts';
import type { ErasedFile, ErasingDesk, ErasuresView } from '../../../../app/desk/erasure.ts';

export const NO_ERASURES: ErasuresView = { resting: [], erased: [], backupDays: null };

const DAY = 86_400_000;

export function specimenErasures(rows: readonly DossierRow[], at: number): ErasuresView {
  const [a, b, c, d, e, f] = rows;
  if (!a || !b || !c || !d || !e || !f) return NO_ERASURES;
  const before = (days: number): string => `${new Date(at - days * DAY).toISOString().slice(0, 19)}Z`;
  const day = (days: number): string => before(-days).slice(0, 10);
  const desk = (id: string, state: ErasingDesk['state'], days: number | null): ErasingDesk => ({
    desk: id as DeskId,
    state,
    at: days === null ? null : before(days),
  });
  const erased = (row: DossierRow): DossierRow => ({
    ...row,
    procedure: 'erased',
    applicant: null,
    applicantArabic: null,
    notices: [],
    urgent: false,
  });
  const under = (row: DossierRow, more: Partial<ErasedFile>): ErasedFile => ({
    state: 'erasing',
    row: erased(row),
    ground: 'retention',
    centreAt: before(2),
    desks: [
      desk('CENTRAL/A', 'confirmed', 2),
      desk('ML-PAR/A', 'awaited', null),
      desk('ML-PAR/B', 'confirmed', 1),
      desk('ML-PAR/C', 'revoked', null),
    ],
    exports: [{ desk: 'ML-PAR/B' as DeskId, at: before(300), inClear: true }],
    horizon: null,
    ...more,
  });
  const done = [
    desk('CENTRAL/A', 'confirmed', 30),
    desk('ML-PAR/B', 'confirmed', 29),
    desk('ML-PAR/C', 'revoked', null),
  ];
  return {
    resting: [
      { state: 'due', row: a, retentionEnds: day(-12) },
      { state: 'due', row: b, retentionEnds: day(-3) },
      { state: 'held', row: c, retentionEnds: day(-200) },
    ],
    erased: [
      under(d, {}),
      under(e, { centreAt: null, ground: 'request', exports: [] }),
      under(f, { state: 'erased', centreAt: before(30), desks: done, exports: [], horizon: day(5) }),
    ],
    backupDays: 35,
  };
}
