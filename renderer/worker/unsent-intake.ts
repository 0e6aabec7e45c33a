/**
 * What a revoked desk saved to a stick, taken over by one that lives: into this desk's log and evidence, from which it goes up
 * with the next pass. The centre judges it as it would have from the desk itself: the carrier decides nothing (law 5).
 */

import type { MissionCode } from '../../app/acts/ids.ts';
import { isDocumentOf, readAct, UnknownSigner, verifyAct } from '../../app/acts/verify-act.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import { isDocumentOfWrap, readWrap } from '../../app/dossier/dossier-key.ts';
import { BundleError } from '../../app/export/bundle.ts';
import { readUnsent, type Unsent } from '../../app/export/unsent-bundle.ts';
import { missionsOfDesk } from '../../app/keyring/desk-missions.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import { isNamedByContent, isTravelling, RECORD_PREFIX, type SignedDocument } from '../../app/log/records.ts';
import { SealError } from '../../app/seal/errors.ts';
import { nameOf } from '../../app/seal/hash.ts';
import type { DeskContext } from './desk-context.ts';
import { putMissing } from './put-missing.ts';

/**
 * Takes a file whole or not at all.
 * @returns how many entries it brought that were not here
 * @throws DeskError HO-001 not such a file, torn, or of a newer version; HO-002 something in it is not what it says; HO-003
 *   of a mission that this desk does not serve
 */
export async function takeUnsent(desk: DeskContext, bytes: Uint8Array): Promise<number> {
  const { unsent } = readFile(bytes);
  // A desk of the centre that is limited knows the other missions by name, and would send nothing of theirs.
  const carried = missionsOfDesk(desk.reference.keyring, desk.desk);
  const isServed = (mission: MissionCode) => desk.books.has(mission) && (carried?.has(mission) ?? true);
  if (!unsent.every(({ mission }) => isServed(mission))) throw new DeskError('HO-003');
  const given = unsent.flatMap(({ documents }) => documents.filter(({ _id }) => isTravelling(_id)));
  // What was given at that desk is known by nobody else yet: its acts verify beside it.
  const known = await desk.stores.keyring.withPrefix('');
  const keyring = await Keyring.from(desk.configuration.root, [...known, ...given]);
  for (const { documents } of unsent) for (const document of documents) await mustBeSound(document, keyring);
  let fresh = 0;
  for (const one of unsent) fresh += await take(desk, one);
  return fresh;
}

function readFile(bytes: Uint8Array) {
  try {
    return readUnsent(bytes);
  } catch (cause) {
    throw cause instanceof BundleError ? new DeskError('HO-001', {}, { cause }) : cause;
  }
}

/** Each is under the one name that follows from its bytes; acts verify, too. The rest the centre reads again. */
async function mustBeSound(document: SignedDocument, keyring: Keyring): Promise<void> {
  try {
    if (!(await isSound(document, keyring))) throw new DeskError('HO-002');
  } catch (cause) {
    if (cause instanceof SealError || cause instanceof UnknownSigner)
      throw new DeskError('HO-002', {}, { cause });
    throw cause;
  }
}

async function isSound(document: SignedDocument, keyring: Keyring): Promise<boolean> {
  const { _id, _rev, jws } = document;
  const prefix = _id.slice(0, _id.indexOf(':') + 1);
  if (prefix === RECORD_PREFIX.act)
    return isDocumentOf(await verifyAct(await readAct(jws), keyring), document);
  if (prefix === RECORD_PREFIX.wrap) return isDocumentOfWrap(await readWrap(jws), document);
  const { hash, rev } = await nameOf(jws);
  if (isNamedByContent(_id)) return _rev === rev;
  const isNamed = _id === `${prefix}${hash}` && _rev === rev;
  return isNamed && (prefix === RECORD_PREFIX.audit || isTravelling(_id));
}

async function take(desk: DeskContext, { mission, documents, chunks }: Unsent): Promise<number> {
  const { log } = desk.book(mission);
  let fresh = 0;
  for (const { _id } of documents) if (_id.startsWith('act:') && !(await log.get(_id))) fresh += 1;
  await putMissing(log, documents);
  const named = await Promise.all(chunks.map(async (bytes) => ({ id: (await nameOf(bytes)).hash, bytes })));
  await desk.chunks(mission).put(named);
  await desk.catchUp(mission);
  return fresh;
}
