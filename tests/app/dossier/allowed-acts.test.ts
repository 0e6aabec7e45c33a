/**
 * Who may seal which kind in which state: the complete table, as a page that people review (docs/allowed-acts.md).
 * When a rule was changed on purpose: UPDATE_DOCS=1 npx vitest run tests/app/dossier/allowed-acts.test.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ActId, MissionCode } from '../../../app/acts/ids.ts';
import { ACT_KINDS, type ActKind } from '../../../app/acts/kinds.ts';
import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import { type Actor, allowedActs, isAllowed, mayEver } from '../../../app/dossier/allowed-acts.ts';
import type { DossierState } from '../../../app/dossier/dossier-state.ts';
import { PROCEDURE_STATES, type ProcedureState } from '../../../app/dossier/status.ts';
import { OFFICER_ROLES, type Role, TECHNICAL_ROLES } from '../../../app/keyring/roles.ts';
import { BY_CENTRE, BY_MISSION, TWO_SIGNATURES } from '../../world/definition.ts';

const PAGE = join(import.meta.dirname, '..', '..', '..', 'docs', 'allowed-acts.md');
const KINDS = Object.keys(ACT_KINDS) as ActKind[];
const SCOPES = { mission: 'ML-PAR' as MissionCode, centre: 'CENTRAL' } as const;
const LODGER = 'lodger';
const LIFTER = 'lifter';

/** A file in a state, lodged by somebody else, approved by somebody else. */
const fileIn = (status: ProcedureState, versions = 1, legalHold = false): DossierState =>
  ({
    status,
    mission: 'ML-PAR',
    versions: Array.from({ length: versions }, (_, i) => `${i}` as ActId),
    lodgedBy: new Set([LODGER]),
    approvedBy: 'approver',
    needsUpdate: false,
    legalHold,
    holdLiftedBy: new Set([LIFTER]),
  }) as unknown as DossierState;
const actor = (role: Role, side: keyof typeof SCOPES, subject = 'somebody'): Actor => ({
  subject,
  roles: [role],
  scope: SCOPES[side],
});

const seats = (Object.keys(SCOPES) as (keyof typeof SCOPES)[]).flatMap((side) =>
  OFFICER_ROLES.map((role) => ({ role, side })),
);
/** States in which a seat may, shortened: all of them, all but few, or the list. */
function statesFor(
  kind: ActKind,
  definition: ServiceDefinition,
  role: Role,
  side: keyof typeof SCOPES,
): string {
  if (kind === 'opened') return isAllowed(kind, null, definition, actor(role, side)) ? 'none yet' : '';
  const versions = kind === 'reconciled' ? 2 : 1;
  const can = PROCEDURE_STATES.filter((status) =>
    isAllowed(kind, fileIn(status, versions, kind === 'hold-lifted'), definition, actor(role, side)),
  );
  if (can.length === PROCEDURE_STATES.length) return 'every state';
  const cannot = PROCEDURE_STATES.filter((status) => !can.includes(status));
  return can.length > cannot.length ? `every state but ${cannot.join(', ')}` : can.join(', ');
}

function table(definition: ServiceDefinition): string[] {
  const rows = KINDS.flatMap((kind) => {
    const byStates = new Map<string, string[]>();
    for (const { role, side } of seats) {
      const can = statesFor(kind, definition, role, side);
      if (can) byStates.set(can, [...(byStates.get(can) ?? []), `${role} (${side})`]);
    }
    return byStates.size === 0
      ? [`| \`${kind}\` | nobody | |`]
      : [...byStates].map(([can, who]) => `| \`${kind}\` | ${who.join(', ')} | ${can} |`);
  });
  return ['| act | who | in which states |', '|---|---|---|', ...rows];
}

const page = [
  '# Who may seal which act, in which state',
  '',
  'Written by `tests/app/dossier/allowed-acts.test.ts` from the rules in `app/dossier/allowed-acts.ts`, and checked against',
  'them at each run. The service’s definition says which roles lodge, decide and countersign, and where; three examples',
  'follow. Beyond the table: nobody decides a file they lodged; a second signature is another person’s; with two versions',
  'of a file only acts that commute are allowed, and `reconciled`, which is allowed then only; nothing is allowed while an',
  'act of a newer version is in the file. Whoever is limited seals nothing beyond their missions and services. Under a',
  'delegation of signature deciding is allowed where both might decide, the one who signs and the one whose right it is',
  '(decisions/0020-who-reads-and-who-decides.md).',
  'A file is erased by somebody who neither lodged it nor lifted a hold of it, never',
  'under a legal hold, and on the ground of retention only when that is over; a hold is lifted where there is one.',
  '',
  '## Decided at the centre',
  '',
  ...table(BY_CENTRE),
  '',
  '## Decided at the mission by its head',
  '',
  ...table(BY_MISSION),
  '',
  '## Decided at the centre with a second signature',
  '',
  ...table(TWO_SIGNATURES),
  '',
].join('\n');

describe('who may seal what', () => {
  it('is what docs/allowed-acts.md says, for every kind, state, role and side', () => {
    if (process.env.UPDATE_DOCS === '1') writeFileSync(PAGE, page);
    expect(readFileSync(PAGE, 'utf8')).toBe(page);
  });

  it('technical keys seal nothing', () => {
    for (const kind of KINDS)
      for (const role of TECHNICAL_ROLES)
        for (const side of ['mission', 'centre'] as const) {
          expect(mayEver(kind, TWO_SIGNATURES, actor(role, side), 'ML-PAR')).toBe(false);
          for (const status of PROCEDURE_STATES)
            expect(isAllowed(kind, fileIn(status), TWO_SIGNATURES, actor(role, side))).toBe(false);
        }
  });

  it('another mission’s officers seal nothing', () => {
    for (const role of OFFICER_ROLES)
      for (const status of PROCEDURE_STATES)
        expect(
          allowedActs(fileIn(status), BY_MISSION, {
            ...actor(role, 'mission'),
            scope: 'ML-DKR' as MissionCode,
          }),
        ).toEqual([]);
  });

  it('nobody decides what they lodged, nor signs twice', () => {
    for (const kind of ['approved', 'refused'] as const) {
      expect(isAllowed(kind, fileIn('submitted'), BY_CENTRE, actor('reviewer', 'centre'))).toBe(true);
      expect(isAllowed(kind, fileIn('submitted'), BY_CENTRE, actor('reviewer', 'centre', LODGER))).toBe(
        false,
      );
    }
    const file = fileIn('to-countersign');
    expect(isAllowed('countersigned', file, TWO_SIGNATURES, actor('supervisor', 'centre'))).toBe(true);
    for (const subject of [LODGER, 'approver'])
      expect(isAllowed('countersigned', file, TWO_SIGNATURES, actor('supervisor', 'centre', subject))).toBe(
        false,
      );
  });

  it('two versions allow what commutes, and to reconcile; nothing irrevocable', () => {
    for (const { role, side } of seats)
      for (const status of PROCEDURE_STATES) {
        const offered = allowedActs(fileIn(status, 2), TWO_SIGNATURES, actor(role, side));
        for (const kind of offered) {
          expect(kind === 'reconciled' || ACT_KINDS[kind].commutes).toBe(true);
          expect(ACT_KINDS[kind].irrevocable).toBe(false);
        }
        expect(allowedActs(fileIn(status), TWO_SIGNATURES, actor(role, side))).not.toContain('reconciled');
      }
  });

  it('an act of a newer version freezes the file', () => {
    const frozen = { ...fileIn('submitted'), needsUpdate: true };
    for (const { role, side } of seats) expect(allowedActs(frozen, BY_CENTRE, actor(role, side))).toEqual([]);
  });

  it('what may never be is never allowed', () => {
    for (const definition of [BY_CENTRE, BY_MISSION, TWO_SIGNATURES])
      for (const kind of KINDS)
        for (const { role, side } of seats)
          if (!mayEver(kind, definition, actor(role, side), 'ML-PAR'))
            expect(statesFor(kind, definition, role, side)).toBe('');
  });
});
