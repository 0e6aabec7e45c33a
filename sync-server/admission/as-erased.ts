/**
 * Acts that wait for the key of a file, while an erasure waits for them: after a copy of before a new key generation was
 * put back, its key is nowhere any more. Whether the erasure is right does not depend on the key, nor is there anything to
 * read once it is accepted; so they are judged as of an erased file, and count where the erasure does. A key that comes
 * later is refused, as it would have been removed: in whatever order all of it comes, the verdicts are the same.
 */
import type { ActId, DossierId } from '../../app/acts/ids.ts';
import type { VerifiedAct } from '../../app/acts/verify-act.ts';
import { type ActAdmission, type AdmissionFacts, admitAct } from '../../app/admission/admit-act.ts';
import type { Batch } from './batch.ts';
import { inOrder } from './causal-levels.ts';
import type { KnownAct } from './known-acts.ts';
import type { MissionIndex } from './mission-index.ts';
import { documentOf, type OfferedRecord } from './offered.ts';

/** Files that a batch has touched in which something waits for a key, and an erasure for something. */
export function waitingWithErasure(batch: Batch, index: MissionIndex): ReadonlySet<DossierId> {
  const found = new Set<DossierId>();
  for (const key of index.held) {
    const entry = batch.touched.has(key) ? index.entries.get(key) : undefined;
    if (entry?.kind !== 'act' || entry.admission.code !== 'AD-105' || !entry.claims.dossier) continue;
    found.add(entry.claims.dossier);
  }
  for (const dossier of found) if (!index.heldIn(dossier).some(isErasureIn(index))) found.delete(dossier);
  return found;
}

const isErasureIn =
  (index: MissionIndex) =>
  (key: string): boolean =>
    index.acts.unsettled(key.slice(key.indexOf(':') + 1) as ActId)?.kind === 'erased';

/**
 * @param held every act of one file that is on hold
 * @returns those that are accepted, with an erasure among them; none where no erasure is
 */
export async function judgedAsErased(
  held: readonly OfferedRecord[],
  index: MissionIndex,
): Promise<readonly (readonly [OfferedRecord, ActAdmission])[]> {
  const supposed = new Map<ActId, KnownAct>();
  const facts = supposing(index, supposed);
  const accepted: [OfferedRecord, ActAdmission][] = [];
  for (const level of inOrder(held)) {
    const verdicts = await Promise.all(level.map((one) => admitAct(documentOf(one), facts, one.act)));
    for (const [n, one] of level.entries()) {
      const judged = verdicts[n] as ActAdmission;
      if (judged.verdict !== 'accepted' || !judged.act) continue;
      supposed.set(judged.act.id, { act: judged.act, verdict: judged.verdict });
      accepted.push([one, judged]);
    }
  }
  return accepted.some(([{ act }]) => act?.envelope.kind === 'erased') ? accepted : [];
}

/** As if these were accepted, and no key were needed. */
function supposing(index: MissionIndex, supposed: ReadonlyMap<ActId, KnownAct>): AdmissionFacts {
  const facts = index.facts();
  const taken = (): VerifiedAct[] => [...supposed.values()].map(({ act }) => act);
  return {
    ...facts,
    hasWrap: async () => true,
    dossier: (act) => index.acts.around(act, supposed),
    accepted: async (act) => [...(await facts.accepted(act)), ...taken()],
    holdsWaiting: async (act) => (await facts.holdsWaiting(act)).filter(({ id }) => !supposed.has(id)),
  };
}
