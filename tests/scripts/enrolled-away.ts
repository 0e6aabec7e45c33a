/** An agent whom a head of mission enrols without a network, at a desk that has no keys to give: the ministry has not heard of them. */
import { systemRandom } from '../../app/acts/clock.ts';
import type { DeskId } from '../../app/acts/ids.ts';
import { type Credential, credentialPayload, readCredential } from '../../app/keyring/credential.ts';
import { recordDocument } from '../../app/keyring/records.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import { signCompact } from '../../app/seal/jws.ts';
import { generateKey, type PrivateJwk } from '../../app/seal/keys.ts';
import type { OfficerHolder } from '../../scripts/ministry/issue.ts';

export async function enrolledAway(
  head: OfficerHolder,
  desk: DeskId,
): Promise<{ credential: Credential; record: SignedDocument; enc: PrivateJwk }> {
  const [sig, enc] = [await generateKey('sig'), await generateKey('enc')];
  const draft = {
    subject: toBase64url(systemRandom.bytes(16)),
    roles: ['agent' as const],
    scope: head.scope,
    desk,
    delegates: [],
    from: head.credential.from,
    until: head.credential.until,
    sig: sig.publicJwk,
    enc: enc.publicJwk,
  };
  const jws = await signCompact({
    typ: 'guichet-credential+jws',
    kid: head.credential.kid,
    payload: credentialPayload(draft),
    key: head.signingKey,
  });
  const { credential } = await readCredential(jws);
  const record = await recordDocument(jws, (hash) => `credential:${hash}`);
  return { credential, record, enc: enc.privateJwk as PrivateJwk };
}
