/**
 * Was an act right in the state it was sealed in? One answer for the gateway that admits, the fold that counts, and the
 * verifier of a bundle: what admission would refuse is left out of a fold too, receipt or none.
 */
import type { ActKind } from '../acts/kinds.ts';
import type { VerifiedAct } from '../acts/verify-act.ts';
import type { ServiceDefinition } from '../catalogue/definition.ts';
import { worksFor } from '../keyring/limits.ts';
import { isAllowed, mayEver } from './allowed-acts.ts';
import type { DossierState } from './dossier-state.ts';
import { isRetentionOver } from './retention.ts';
import { isAllowedUnder, mayEverUnder } from './under-delegation.ts';

/** `not-the-signers`: another mission or desk; `never-this-role`: in no state; `not-here`: not in this state or file. */
export type Wrong = 'not-the-signers' | 'never-this-role' | 'not-here';

/** Signer's mission (or the centre, within its limits) and desk must be the envelope's. */
export function isOfSigner({ envelope, signer }: VerifiedAct): boolean {
  return worksFor(signer, envelope.mission) && signer.desk === envelope.desk;
}

/**
 * @param kind the act's own kind, known to this version
 * @param state the fold at the act's own `prior`; null before anything was opened
 * @param definition the service as of the act's release
 */
export function wrongWhereSealed(
  act: VerifiedAct,
  kind: ActKind,
  state: DossierState | null,
  definition: ServiceDefinition,
): Wrong | null {
  const { envelope } = act;
  if (!isOfSigner(act)) return 'not-the-signers';
  if (definition.code !== envelope.service || !isOfFile(act, state)) return 'not-here';
  if (!mayEverSeal(act, kind, definition)) return 'never-this-role';
  if (!maySealHere(act, kind, state, definition)) return 'not-here';
  // Whom a file is assigned to is folded from this member: no other kind may carry it.
  if ((kind === 'assigned') !== (envelope.assignee !== undefined)) return 'not-here';
  if (!isGrounded(act, kind, state, definition)) return 'not-here';
  return hasKey(act, state) ? null : 'not-here';
}

/** By one's own right, or by that of the delegation which the act names, where it is known. */
const mayEverSeal = (
  { signer, envelope, delegation, standsIn }: VerifiedAct,
  kind: ActKind,
  definition: ServiceDefinition,
): boolean => {
  if (envelope.under === undefined) return mayEver(kind, definition, signer, envelope.mission);
  return (
    delegation !== undefined &&
    standsIn === true &&
    mayEverUnder(kind, definition, signer, envelope.mission, delegation)
  );
};

const maySealHere = (
  { signer, delegation }: VerifiedAct,
  kind: ActKind,
  state: DossierState | null,
  definition: ServiceDefinition,
): boolean =>
  delegation === undefined
    ? isAllowed(kind, state, definition, signer)
    : isAllowedUnder(kind, state, definition, signer, delegation);

/** All acts of a file say the same mission, reference, service and release as the act that opened it. */
function isOfFile({ envelope }: VerifiedAct, state: DossierState | null): boolean {
  return (
    state === null ||
    (state.dossier === envelope.dossier &&
      state.mission === envelope.mission &&
      state.ref === envelope.ref &&
      state.service === envelope.service &&
      state.release === envelope.release)
  );
}

/** An erasure says why, and "retention" only when that is over; no other kind says so. */
function isGrounded(
  { envelope: { ground, claimedAt } }: VerifiedAct,
  kind: ActKind,
  state: DossierState | null,
  definition: ServiceDefinition,
): boolean {
  if (kind !== 'erased') return ground === undefined;
  if (ground === 'retention') return state !== null && isRetentionOver(state, definition, claimedAt);
  return ground !== undefined;
}

/** The next generation with a commitment to its key, or one that was committed to before: never a second commitment. */
function hasKey({ envelope }: VerifiedAct, state: DossierState | null): boolean {
  const { keyGen, keyCommit } = envelope;
  if (keyCommit !== undefined) return keyGen === (state === null ? 1 : state.keyGen + 1);
  return state?.keyCommits.has(keyGen) ?? false;
}
