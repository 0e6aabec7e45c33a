/** The records of a dossier taken out of their wrapping: acts verified, keys and bodies opened as far as an officer may. */
import type { ActBody } from '../../app/acts/bodies.ts';
import type { ActId } from '../../app/acts/ids.ts';
import {
  isDocumentOf,
  openBody,
  UnknownSigner,
  type VerifiedAct,
  verifyAct,
} from '../../app/acts/verify-act.ts';
import { type HeldKey, openHeldKey, type Wrap } from '../../app/dossier/dossier-key.ts';
import type { GroupKeys } from '../../app/keyring/grants.ts';
import type { Keyring } from '../../app/keyring/keyring.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { SealError } from '../../app/seal/errors.ts';

/** The act that a document holds, verified back to the root; null where it is none (law 7). */
export async function verifiedAct(document: SignedDocument, keyring: Keyring): Promise<VerifiedAct | null> {
  try {
    const act = await verifyAct(document.jws, keyring);
    // A true act of another file, handed over under this one's name, is none of its acts.
    return isDocumentOf(act, document) ? act : null;
  } catch (error) {
    if (error instanceof SealError || error instanceof UnknownSigner) return null;
    throw error;
  }
}

/** Every K that this officer can open, by its commitment; one that stays closed leaves its bodies closed. */
export async function openKeys(
  acts: readonly VerifiedAct[],
  wraps: readonly Wrap[],
  groups: GroupKeys,
): Promise<Map<string, HeldKey>> {
  const keys = new Map<string, HeldKey>();
  for (const { envelope } of acts) {
    const { keyCommit, keyGen } = envelope;
    if (!keyCommit || keys.has(keyCommit)) continue;
    try {
      const own = wraps.filter(({ gen }) => gen === keyGen);
      keys.set(keyCommit, await openHeldKey(own, keyCommit, groups));
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
    }
  }
  return keys;
}

/** A body opens under one of the keys of its generation, nearly always the only one. */
export async function openBodies(
  acts: readonly VerifiedAct[],
  keys: ReadonlyMap<string, HeldKey>,
): Promise<Map<ActId, ActBody>> {
  const byGeneration = new Map<number, Set<string>>();
  for (const { envelope } of acts) {
    if (!envelope.keyCommit) continue;
    const commits = byGeneration.get(envelope.keyGen) ?? new Set();
    byGeneration.set(envelope.keyGen, commits.add(envelope.keyCommit));
  }
  const bodies = new Map<ActId, ActBody>();
  for (const act of acts) {
    for (const commit of byGeneration.get(act.envelope.keyGen) ?? []) {
      const key = keys.get(commit);
      const body = key && (await openBody(act, key.bytes).catch(notThisKey));
      if (body) bodies.set(act.id, body);
      if (body) break;
    }
  }
  return bodies;
}

function notThisKey(error: unknown): null {
  if (error instanceof SealError) return null;
  throw error;
}
