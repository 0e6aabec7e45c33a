/** What approving an officer and approving a desk have in common: who signs, what they hold, and where it is kept. */
import type { MissionCode } from '../../app/acts/ids.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { ApprovalGround, Approver } from '../../app/enrolment/approve.ts';
import { readGrants } from '../../app/keyring/grants.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import type { DeskContext } from './desk-context.ts';
import { openDirectory } from './session.ts';
import { signWithSecret } from './sign-with-secret.ts';
import { anyMission, keepTravelling } from './travelling.ts';

/** Whoever is unlocked. */
export const approverAt = (desk: DeskContext): Approver => ({
  credential: desk.session.credential,
  sign: (type, payload) => signWithSecret(desk, type, payload),
});

export async function approvalGround({
  session,
  reference,
  clock,
  stores,
}: DeskContext): Promise<ApprovalGround> {
  const { kid } = session.credential;
  const own = session.reader.keys.get(kid);
  return {
    keyring: reference.keyring,
    clock,
    groupKeys: own ? await readGrants(reference.keyring, kid, own) : new Map(),
    readModelKeys: session.readModelKeys,
    record: async (id) => {
      const document = await stores.keyring.get(id);
      return document && 'jws' in document ? document : undefined;
    },
  };
}

/**
 * Whoever has a credential already stays the same person, so that nobody decides as another what they lodged: by the name
 * in the directory, as far as it can be read here. Two of one name are told apart by what the approver writes.
 */
export async function subjectOf({ session, reference, random }: DeskContext, name: string): Promise<string> {
  const wanted = comparable(name);
  for (const [kid, known] of await openDirectory(reference.keyring, session.reader.keys)) {
    const credential = reference.keyring.credential(kid);
    if (credential && comparable(known) === wanted) return credential.subject;
  }
  return toBase64url(random.bytes(16));
}

/**
 * Journals what was given here or brought here. The centre has no mission: what is given to it goes with any mission's records.
 * @throws DeskError DO-001 where this desk carries none
 */
export async function keepGiven(
  desk: DeskContext,
  scope: MissionCode | 'CENTRAL',
  documents: readonly SignedDocument[],
): Promise<void> {
  const mission = scope === 'CENTRAL' ? anyMission(desk) : scope;
  if (mission === undefined) throw new DeskError('DO-001');
  await keepTravelling(desk, mission, documents);
}

const comparable = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
