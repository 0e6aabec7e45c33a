/** Grants: what an officer may read, opened once at unlock. */
import { fromUtf8, utf8 } from '../seal/bytes.ts';
import { openFor, wrapFor } from '../seal/group-jwe.ts';
import { type CryptoKey, importPrivate, importPublic, type PrivateJwk } from '../seal/keys.ts';
import type { Credential } from './credential.ts';
import type { Keyring } from './keyring.ts';
import { signRecord } from './records.ts';

/** Private keys of the group generations that an officer was granted, by group id. */
export type GroupKeys = ReadonlyMap<string, CryptoKey>;

/** The private keys of all group generations granted to this credential; a grant that does not open is left out. */
export async function openGrants(
  keyring: Keyring,
  credential: Credential,
  key: CryptoKey,
): Promise<GroupKeys> {
  const keys = new Map<string, CryptoKey>();
  for (const grant of keyring.grantsTo(credential.kid)) {
    try {
      const jwk = JSON.parse(fromUtf8(await openFor(grant.jwe, credential.kid, key))) as PrivateJwk;
      const group = keyring.group(grant.group);
      if (group && group.enc.x === jwk.x && group.enc.y === jwk.y)
        keys.set(grant.group, await importPrivate(jwk, 'enc'));
    } catch {
      // A grant for a key we no longer hold opens nothing; the files it was for say so when they are opened.
    }
  }
  return keys;
}

/** @param group `group:<scope>:<class>` of generation `gen`; @param by the authority */
export async function makeGrant(
  group: string,
  gen: number,
  privateKey: PrivateJwk,
  to: Credential,
  by: Credential,
  signingKey: CryptoKey,
): Promise<string> {
  if (!to.enc) throw new TypeError('this credential has no encryption key');
  const recipient = { name: to.kid, key: await importPublic(to.enc, 'enc') };
  const jwe = await wrapFor(utf8(JSON.stringify(privateKey)), [recipient]);
  return signRecord('guichet-grant+jws', { v: 1, group, gen, to: to.kid, jwe }, by.kid, signingKey);
}
