/** Grants: what an officer may read, opened once at unlock. */
import type { Kid } from '../acts/ids.ts';
import { fromUtf8, utf8 } from '../seal/bytes.ts';
import { openFor, wrapFor } from '../seal/group-jwe.ts';
import { type CryptoKey, importPrivate, importPublic, type PrivateJwk } from '../seal/keys.ts';
import type { Credential } from './credential.ts';
import type { Keyring } from './keyring.ts';
import { type RecordPayload, signRecord } from './records.ts';

/** Private keys of the group generations that an officer was granted, by group id. */
export type GroupKeys = ReadonlyMap<string, CryptoKey>;

/** The private keys of all group generations granted to this credential; a grant that does not open is left out. */
export async function openGrants(
  keyring: Keyring,
  credential: Credential,
  key: CryptoKey,
): Promise<GroupKeys> {
  const opened = await openEach(keyring, credential.kid, key);
  return new Map([...opened].map(([group, one]) => [group, one.key]));
}

/** The same as keys that can be granted on. @param key the private `enc` key of the credential `to` */
export async function readGrants(
  keyring: Keyring,
  to: Kid,
  key: CryptoKey,
): Promise<ReadonlyMap<string, PrivateJwk>> {
  const opened = await openEach(keyring, to, key);
  return new Map([...opened].map(([group, { jwk }]) => [group, jwk]));
}

async function openEach(keyring: Keyring, to: Kid, key: CryptoKey) {
  const keys = new Map<string, { readonly jwk: PrivateJwk; readonly key: CryptoKey }>();
  for (const grant of keyring.grantsTo(to)) {
    try {
      const jwk = JSON.parse(fromUtf8(await openFor(grant.jwe, to, key))) as PrivateJwk;
      const group = keyring.group(grant.group);
      if (group && group.enc.x === jwk.x && group.enc.y === jwk.y)
        keys.set(grant.group, { jwk, key: await importPrivate(jwk, 'enc') });
    } catch {
      // A grant for a key we no longer hold opens nothing; the files it was for say so when they are opened.
    }
  }
  return keys;
}

/** What a grant says, to be signed. @param group `group:<scope>:<class>` of generation `gen` */
export async function grantPayload(
  group: string,
  gen: number,
  privateKey: PrivateJwk,
  to: Pick<Credential, 'kid' | 'enc'>,
): Promise<RecordPayload<'guichet-grant+jws'>> {
  if (!to.enc) throw new TypeError('this credential has no encryption key');
  const recipient = { name: to.kid, key: await importPublic(to.enc, 'enc') };
  const jwe = await wrapFor(utf8(JSON.stringify(privateKey)), [recipient]);
  return { v: 1, group, gen, to: to.kid, jwe };
}

/** @param by the authority */
export async function makeGrant(
  group: string,
  gen: number,
  privateKey: PrivateJwk,
  to: Credential,
  by: Credential,
  signingKey: CryptoKey,
): Promise<string> {
  const payload = await grantPayload(group, gen, privateKey, to);
  return signRecord('guichet-grant+jws', payload, by.kid, signingKey);
}
