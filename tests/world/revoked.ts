/** A revocation as the authority signs it, with what proves it. */
import { isoTime } from '../../app/acts/clock.ts';
import type { Kid } from '../../app/acts/ids.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import { recordDocument, signRecord } from '../../app/keyring/records.ts';
import { proofOfRevocations } from '../../app/keyring/revocation-proof.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import type { Holder } from '../../scripts/ministry/create-ministry.ts';
import type { World } from './world.ts';

export async function revocationOf(
  world: World,
  kid: Kid,
  by: Holder = world.ministry.authority,
): Promise<SignedDocument> {
  const payload = { v: 1 as const, kid, reason: 'stolen', at: isoTime(world.clock.now()) };
  const jws = await signRecord('guichet-revocation+jws', payload, by.credential.kid, by.signingKey);
  return recordDocument(jws, (hash) => `revocation:${hash}`);
}

/** What a gateway, or a desk's worker, shows of it. */
export async function proofFor(
  world: World,
  kids: readonly Kid[],
  by: Holder = world.ministry.authority,
): Promise<SignedDocument[]> {
  const { root, keyringDocuments } = world.ministry;
  const revocations = await Promise.all(kids.map((kid) => revocationOf(world, kid, by)));
  const keyring = await Keyring.from(root.credential.jws, [...keyringDocuments, ...revocations]);
  return [...(await proofOfRevocations(keyring, kids))];
}
