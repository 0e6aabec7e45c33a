/**
 * Legal holds that another gateway of the same store has put on hold and this one has not heard of: feeds lag, and what is
 * erased does not come back, so before an erasure is accepted the quarantine itself is asked.
 */
import type { DossierId } from '../../app/acts/ids.ts';
import { UnknownSigner, type VerifiedAct, verifyAct } from '../../app/acts/verify-act.ts';
import { RECORD_PREFIX } from '../../app/log/records.ts';
import { SealError } from '../../app/seal/errors.ts';
import type { Entries } from './entries.ts';
import { isHoldOf } from './known-acts.ts';
import { entryKey } from './offered.ts';
import type { Quarantine } from './quarantine.ts';
import type { Reference } from './reference.ts';

interface Elsewhere {
  /** other gateways write to the same store */
  readonly shared: boolean;
  readonly quarantine: Pick<Quarantine, 'acts'>;
  readonly reference: Pick<Reference, 'keyring'>;
}

/** @param known what this gateway has judged itself @throws StoreError */
export async function holdsElsewhere(
  dossier: DossierId,
  known: Pick<Entries, 'has'>,
  { shared, quarantine, reference }: Elsewhere,
): Promise<readonly VerifiedAct[]> {
  if (!shared) return [];
  const found: VerifiedAct[] = [];
  for await (const { subject, id, jws } of quarantine.acts()) {
    if (jws === undefined || !id.startsWith(`${RECORD_PREFIX.act}${dossier}:`)) continue;
    if (known.has(entryKey('act', subject))) continue;
    try {
      const act = await verifyAct(jws, reference.keyring);
      if (isHoldOf(act, dossier)) found.push(act);
    } catch (error) {
      if (!(error instanceof SealError || error instanceof UnknownSigner)) throw error;
    }
  }
  return found;
}
