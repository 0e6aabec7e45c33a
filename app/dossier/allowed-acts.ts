/**
 * Who may seal which kind in which state: one complete table, read by the desk (to offer), by the gateway (to admit)
 * and by the fold (to leave out what should never have been admitted). The service's definition says which roles lodge,
 * decide and countersign, and whether the mission or the centre decides.
 */
import { ACT_KINDS, type ActKind } from '../acts/kinds.ts';
import type { ServiceDefinition } from '../catalogue/definition.ts';
import type { Credential } from '../keyring/credential.ts';
import { worksFor, worksOn } from '../keyring/limits.ts';
import type { Role } from '../keyring/roles.ts';
import type { DossierState } from './dossier-state.ts';
import { PROCEDURE_STATES, type ProcedureState, RESTING_STATES } from './status.ts';

/** The one who acts: a credential, or what is known of an officer at this desk. */
export type Actor = Pick<Credential, 'subject' | 'roles' | 'scope' | 'limits'>;

type States = ReadonlySet<ProcedureState> | 'none yet';
type Side = 'mission' | 'centre' | 'either';
interface Rule {
  readonly in: States;
  /** roles that may, on which side; a file's mission is the side `mission` */
  readonly by: (
    definition: ServiceDefinition,
  ) => readonly { readonly side: Side; readonly roles: readonly Role[] }[];
  /** what else must hold */
  readonly also?: (state: DossierState, actor: Actor, definition: ServiceDefinition) => boolean;
}

const states = (...list: ProcedureState[]): ReadonlySet<ProcedureState> => new Set(list);
const open = new Set(PROCEDURE_STATES.filter((state) => !RESTING_STATES.has(state)));
const kept = new Set(PROCEDURE_STATES.filter((state) => state !== 'erased' && state !== 'transferred'));
const readable = new Set(PROCEDURE_STATES.filter((state) => state !== 'erased'));
const atRest = new Set([...RESTING_STATES].filter((state) => state !== 'erased'));
const undecided = states(
  'lodged',
  'submitted',
  'under-review',
  'information-requested',
  'information-supplied',
  'waiting-on-other',
);
const decidable = states('submitted', 'under-review', 'information-supplied', 'waiting-on-other');

const lodgers: Rule['by'] = ({ lodge }) => [{ side: 'mission', roles: lodge.roles }];
const deciders: Rule['by'] = ({ decision }) => [{ side: decision.by, roles: decision.roles }];
const anyOfficer: Rule['by'] = () => [
  { side: 'either', roles: ['agent', 'cashier', 'head-of-mission', 'reviewer', 'supervisor'] },
];
const desk: Rule['by'] = ({ lodge }) => [{ side: 'mission', roles: [...lodge.roles, 'head-of-mission'] }];
const both: Rule['by'] = (definition) => [...lodgers(definition), ...deciders(definition)];
const till: Rule['by'] = ({ lodge }) => [{ side: 'mission', roles: [...lodge.roles, 'cashier'] }];
const supervisors: Rule['by'] = () => [{ side: 'either', roles: ['supervisor'] }];

/** Nobody decides a file they lodged. */
const notOwn = (state: DossierState, actor: Actor): boolean => !state.lodgedBy.has(actor.subject);

const RULES: Readonly<Record<ActKind, Rule>> = {
  opened: { in: 'none yet', by: lodgers },
  amended: { in: undecided, by: lodgers },
  'evidence-attached': { in: open, by: lodgers },
  'applicant-confirmed': { in: undecided, by: lodgers },
  submitted: { in: states('lodged'), by: lodgers },
  assigned: { in: states(...decidable, 'to-countersign', 'information-requested'), by: deciders },
  'information-requested': { in: decidable, by: deciders },
  'information-supplied': { in: states('information-requested', 'information-supplied'), by: lodgers },
  'waits-for': { in: undecided, by: both },
  approved: { in: decidable, by: deciders, also: notOwn },
  refused: { in: decidable, by: deciders, also: notOwn },
  countersigned: {
    in: states('to-countersign'),
    by: ({ decision }) => [{ side: decision.by, roles: decision.countersign?.roles ?? [] }],
    also: (state, actor) =>
      !state.lodgedBy.has(actor.subject) &&
      state.approvedBy !== actor.subject &&
      state.approvedFor !== actor.subject,
  },
  'countersignature-declined': {
    in: states('to-countersign'),
    by: ({ decision }) => [{ side: decision.by, roles: decision.countersign?.roles ?? [] }],
  },
  'instrument-issued': { in: states('approved'), by: desk },
  'instrument-voided': { in: states('issued', 'ready'), by: desk },
  'handed-over': { in: states('issued', 'ready'), by: desk },
  'document-declared-lost': { in: kept, by: lodgers },
  'fee-collected': { in: open, by: till },
  'fee-voided': { in: kept, by: till },
  'contact-noted': { in: kept, by: anyOfficer },
  withdrawn: { in: undecided, by: lodgers },
  closed: { in: undecided, by: both },
  transferred: { in: undecided, by: () => [{ side: 'mission', roles: ['head-of-mission'] }] },
  'person-linked': { in: kept, by: lodgers },
  'person-unlinked': { in: kept, by: lodgers },
  reconciled: { in: kept, by: both, also: (state) => state.versions.length > 1 },
  corrected: { in: undecided, by: desk },
  erased: {
    in: atRest,
    by: supervisors,
    // Who lodged a file, or took away what protected it, needs another to make it unreadable.
    also: (state, actor) =>
      !state.legalHold && notOwn(state, actor) && !state.holdLiftedBy.has(actor.subject),
  },
  annotated: { in: kept, by: anyOfficer },
  'held-by-law': { in: readable, by: supervisors },
  'hold-lifted': { in: readable, by: supervisors, also: (state) => state.legalHold },
};

function onSide(side: Side, actor: Actor, mission: string): boolean {
  switch (side) {
    case 'mission':
      return actor.scope === mission;
    case 'centre':
      return actor.scope === 'CENTRAL';
    case 'either':
      return actor.scope === mission || actor.scope === 'CENTRAL';
  }
}

/** Nobody works beyond what their credential is limited to: not even a note. */
const isOfTheirs = (
  actor: Actor,
  { code, class: serviceClass }: ServiceDefinition,
  mission: string,
): boolean =>
  (actor.scope !== 'CENTRAL' || worksFor(actor, mission)) && worksOn(actor, { service: code, serviceClass });

/** Is there any state in which this person's role and side could seal this kind in a file of this mission? */
export const mayEver = (
  kind: ActKind,
  definition: ServiceDefinition,
  actor: Actor,
  mission: string,
): boolean =>
  isOfTheirs(actor, definition, mission) &&
  RULES[kind]
    .by(definition)
    .some(
      ({ side, roles }) => onSide(side, actor, mission) && roles.some((role) => actor.roles.includes(role)),
    );

/**
 * May this person seal this kind here and now?
 * @param state the fold at the act's own `prior`; null before anything was opened
 */
export function isAllowed(
  kind: ActKind,
  state: DossierState | null,
  definition: ServiceDefinition,
  actor: Actor,
): boolean {
  const rule = RULES[kind];
  const parties = rule.by(definition);
  if (rule.in === 'none yet') {
    // The database's mission is checked by admission; here a mission's officer opens for their own mission.
    return (
      state === null &&
      isOfTheirs(actor, definition, actor.scope) &&
      parties.some(
        ({ roles }) => actor.scope !== 'CENTRAL' && roles.some((role) => actor.roles.includes(role)),
      )
    );
  }
  if (state === null || state.needsUpdate || !rule.in.has(state.status)) return false;
  if (!isOfTheirs(actor, definition, state.mission)) return false;
  const { commutes } = ACT_KINDS[kind];
  if (state.versions.length > 1 && !commutes && kind !== 'reconciled') return false;
  const entitled = parties.some(
    ({ side, roles }) =>
      onSide(side, actor, state.mission) && roles.some((role) => actor.roles.includes(role)),
  );
  return entitled && (rule.also?.(state, actor, definition) ?? true);
}

/** In the order in which a screen should offer them; the first is its primary action. */
export const ACTS_IN_ORDER: readonly ActKind[] = [
  'reconciled',
  'handed-over',
  'instrument-issued',
  'countersigned',
  'information-supplied',
  'submitted',
  'approved',
  'refused',
  'information-requested',
  'countersignature-declined',
  'fee-collected',
  'amended',
  'evidence-attached',
  'contact-noted',
  'annotated',
  'assigned',
  'applicant-confirmed',
  'corrected',
  'waits-for',
  'fee-voided',
  'document-declared-lost',
  'person-linked',
  'person-unlinked',
  'instrument-voided',
  'withdrawn',
  'closed',
  'transferred',
  'held-by-law',
  'hold-lifted',
  'erased',
  'opened',
];

export const allowedActs = (
  state: DossierState | null,
  definition: ServiceDefinition,
  actor: Actor,
): readonly ActKind[] => ACTS_IN_ORDER.filter((kind) => isAllowed(kind, state, definition, actor));
