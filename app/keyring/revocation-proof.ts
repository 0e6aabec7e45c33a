/**
 * A revocation as somebody else can believe it: the record, whom it speaks of and whoever signed it, each with those they
 * chain through. It verifies back to the root by itself. A gateway shows it to the desk it lets in no more; a desk's worker
 * shows it to the signer, which destroys keys on nothing less. Of a signer who is revoked themselves there is none.
 */
import type { Kid } from '../acts/ids.ts';
import type { SignedDocument } from '../log/records.ts';
import { SealError } from '../seal/errors.ts';
import { Keyring } from './keyring.ts';
import { recordDocument } from './records.ts';

/** Records; more than any desk's officers with their chains: what is longer is not read. */
export const LONGEST_PROOF = 512;
const IN_A_PROOF = /^(?:credential|revocation):/;

/** @returns each record once; nothing for those whose keys nobody who stands has ended */
export async function proofOfRevocations(
  keyring: Keyring,
  kids: Iterable<Kid>,
): Promise<readonly SignedDocument[]> {
  const found = new Map<string, SignedDocument>();
  for (const kid of kids) {
    const revocation = keyring.ending(kid);
    if (!revocation) continue;
    const chains = [...keyring.chain(kid), ...keyring.chain(revocation.by)];
    for (const { jws, issuer } of chains) {
      if (issuer === null) continue;
      const document = await recordDocument(jws, (hash) => `credential:${hash}`);
      found.set(document._id, document);
    }
    found.set(revocation.document._id, revocation.document);
  }
  return [...found.values()];
}

/**
 * Reads a proof and verifies all of it. What is no part of one is not taken over in silence: then nothing of it counts.
 * @param root the ministry's root credential
 * @throws SealError SEAL-006 something in it does not verify back to this root
 */
export async function readProof(root: string, documents: readonly SignedDocument[]): Promise<Keyring> {
  if (documents.length > LONGEST_PROOF || !documents.every(({ _id }) => IN_A_PROOF.test(_id)))
    throw new SealError('SEAL-014', 'not a proof of revocations');
  const keyring = await Keyring.from(root, documents, null, 'any');
  if (keyring.problems.length > 0 || keyring.waiting.length > 0)
    throw new SealError('SEAL-006', 'does not verify back to the root');
  return keyring;
}
