/** Admission of wraps and of the credentials, grants and revocations that travel with acts. */
import type { MissionCode } from '../acts/ids.ts';
import { isDocumentOfWrap, readWrap, verifyWrap, type Wrap } from '../dossier/dossier-key.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { worksFor } from '../keyring/limits.ts';
import { isOfficerRole } from '../keyring/roles.ts';
import type { SignedDocument } from '../log/records.ts';
import { SealError } from '../seal/errors.ts';
import { ACCEPTED, type Admission, admission } from './verdict-codes.ts';

/** A wrap's document may not be larger, bytes. */
const WRAP_LIMIT = 64 * 1024;

/**
 * @param erased whether a valid `erased` act has removed this dossier's keys: its wraps are refused ever after
 */
export async function admitWrap(
  document: SignedDocument,
  facts: { readonly mission: MissionCode; readonly keyring: Keyring; erased(wrap: Wrap): Promise<boolean> },
): Promise<Admission & { readonly wrap?: Wrap }> {
  if (typeof document.jws !== 'string') return admission('AD-202');
  if (document.jws.length > WRAP_LIMIT) return admission('AD-208');
  let wrap: Wrap;
  try {
    wrap = await readWrap(document.jws);
  } catch (error) {
    if (error instanceof SealError) return admission('AD-202');
    throw error;
  }
  if (!isDocumentOfWrap(wrap, document)) return admission('AD-209');
  // Before anything that would let its bytes wait here: whoever made it, and whoever brings it.
  if (await facts.erased(wrap)) return { ...admission('AD-211'), wrap };
  const signer = facts.keyring.credential(wrap.kid);
  if (!signer) return { ...admission('AD-102'), wrap };
  if (!worksFor(signer, facts.mission)) return admission('AD-203');
  if (!signer.roles.some(isOfficerRole)) return admission('AD-204');
  if (!wrap.groups.every((group) => isForReaders(group, facts.mission))) return admission('AD-203');
  try {
    await verifyWrap(wrap, facts.keyring);
  } catch (error) {
    if (error instanceof SealError) return admission('AD-201');
    throw error;
  }
  return { ...ACCEPTED, wrap };
}

/** Groups of the file's mission and of the centre receive its key, and no others. */
const isForReaders = (group: string, mission: MissionCode): boolean =>
  group.startsWith(`group:${mission}:`) || group.startsWith('group:CENTRAL:');
