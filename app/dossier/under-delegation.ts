/**
 * What may be decided in another's place: whatever both may, the one who signs and the one whose right it is. So nobody
 * decides under a delegation what either of the two lodged, or signs a second time for whoever gave the first.
 */
import type { ActKind } from '../acts/kinds.ts';
import type { ServiceDefinition } from '../catalogue/definition.ts';
import type { Delegation } from '../keyring/delegation.ts';
import { type Actor, isAllowed, mayEver } from './allowed-acts.ts';
import type { DossierState } from './dossier-state.ts';

/** Deciding, and what leads to it; the rest is done in one's own name. */
const DELEGABLE: ReadonlySet<ActKind> = new Set<ActKind>([
  'assigned',
  'information-requested',
  'approved',
  'refused',
  'countersigned',
  'countersignature-declined',
]);

/** Both who answer for an act under this delegation, with the right that it gives; null where it gives this person none. */
function both(delegation: Delegation, signer: Actor, kind: ActKind, code: string): readonly Actor[] | null {
  const { by, to, roles, services } = delegation;
  const isGiven = to === signer.subject && by.scope === signer.scope && by.subject !== signer.subject;
  const isOfServices = services === null || services.some((service) => service === code);
  if (!isGiven || !isOfServices || !DELEGABLE.has(kind)) return null;
  return [by, signer].map(({ subject, scope, limits }) => ({
    subject,
    scope,
    roles,
    ...(limits === undefined ? {} : { limits }),
  }));
}

export const mayEverUnder = (
  kind: ActKind,
  definition: ServiceDefinition,
  signer: Actor,
  mission: string,
  delegation: Delegation,
): boolean =>
  both(delegation, signer, kind, definition.code)?.every((one) => mayEver(kind, definition, one, mission)) ??
  false;

export const isAllowedUnder = (
  kind: ActKind,
  state: DossierState | null,
  definition: ServiceDefinition,
  signer: Actor,
  delegation: Delegation,
): boolean =>
  both(delegation, signer, kind, definition.code)?.every((one) => isAllowed(kind, state, definition, one)) ??
  false;

/**
 * The right by which this may be sealed: one's own before any that was delegated.
 * @param delegations in force, to this officer
 */
export function rightTo(
  kind: ActKind,
  state: DossierState | null,
  definition: ServiceDefinition,
  signer: Actor,
  delegations: readonly Delegation[],
): 'own' | Delegation | null {
  if (isAllowed(kind, state, definition, signer)) return 'own';
  return delegations.find((one) => isAllowedUnder(kind, state, definition, signer, one)) ?? null;
}
