/**
 * The state that an act stands on: what its officer saw, checked again at the moment of sealing (decision 0008). Allowed
 * is what is allowed there, by the gateway's own function.
 */
import type { ActId } from '../../app/acts/ids.ts';
import { ACT_KINDS, type ActKind } from '../../app/acts/kinds.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import type { ActCommand } from '../../app/desk/act-command.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { Actor } from '../../app/dossier/allowed-acts.ts';
import { type DossierState, stateOf } from '../../app/dossier/fold-dossier.ts';
import { isRetentionOver } from '../../app/dossier/retention.ts';
import { standpoint } from '../../app/dossier/seen-heads.ts';
import { rightTo } from '../../app/dossier/under-delegation.ts';
import type { Delegation } from '../../app/keyring/delegation.ts';
import type { OpenedFile } from './mission-book.ts';

export interface Stand {
  /** the fold at what was seen and what commutes with it; its `heads` are the act's `prior` */
  readonly state: DossierState;
  readonly definition: ServiceDefinition;
  /** what had moved the file unseen and competes with the act */
  readonly meanwhile: readonly ActId[];
  /** by whose right, where it is not the officer's own */
  readonly delegation: Delegation | null;
}

/** Who acts, and in whose place they may. */
export interface Signatory {
  readonly credential: Actor;
  /** in force, to this officer */
  readonly delegations: readonly Delegation[];
}

/**
 * @throws DeskError DO-003 not allowed in the state that was seen, or not for this officer; DO-031 what cannot be taken
 *   back, while the file is no longer as it was seen; DO-032 these were never the heads of this file
 */
export function standOnSeen(
  { state: now, definition }: OpenedFile,
  kind: ActKind,
  seen: readonly ActId[],
  { credential, delegations }: Signatory,
): Stand {
  const stand = standpoint(now.history, seen);
  if (!stand) throw new DeskError('DO-032');
  const { commutes, irrevocable } = ACT_KINDS[kind];
  if (irrevocable && stand.unseen.length > 0) throw new DeskError('DO-031');
  const there = stateOf(now.history, stand.prior, definition);
  // An act of a newer version freezes the file wherever it stands (law 10).
  const state = there && { ...there, needsUpdate: now.needsUpdate };
  const right = state && definition && rightTo(kind, state, definition, credential, delegations);
  if (!right) throw new DeskError('DO-003');
  const delegation = right === 'own' ? null : right;
  return { state, definition, meanwhile: commutes ? [] : stand.unseen, delegation };
}

/**
 * A document that came within the eight seconds commutes, and was displayed to nobody.
 * @throws DeskError DO-005 a decision in favour would rest on documents that were not displayed
 */
export function requireDisplayed({ data }: OpenedFile, kind: ActKind, displayed: ReadonlySet<string>): void {
  if (kind !== 'approved' && kind !== 'countersigned') return;
  const count = (data?.documents ?? []).filter(({ id }) => !displayed.has(id)).length;
  if (count > 0) throw new DeskError('DO-005', { count });
}

/**
 * @param at now, RFC 3339
 * @throws DeskError DO-003 an erasure without a ground, or on that of a retention which is not over
 */
export function requireGround({ state, definition }: Stand, command: ActCommand, at: string): void {
  if (command.kind !== 'erased') return;
  const { ground } = command;
  if (ground === undefined || (ground === 'retention' && !isRetentionOver(state, definition, at)))
    throw new DeskError('DO-003');
}
