/** Requests and answers made with real keys, outside of any desk. */
import { isoTime, systemRandom } from '../../app/acts/clock.ts';
import type { DeskId } from '../../app/acts/ids.ts';
import { type Approval, type Approved, approveRequest } from '../../app/enrolment/approve.ts';
import {
  type EnrolmentRequest,
  type RequestDraft,
  readRequest,
  signRequest,
} from '../../app/enrolment/request.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import { signCompact } from '../../app/seal/jws.ts';
import { generateKey, importPrivate, type PrivateJwk } from '../../app/seal/keys.ts';
import type { Holder } from '../../scripts/ministry/create-ministry.ts';
import type { World } from './world.ts';

export interface Asked {
  readonly request: EnrolmentRequest;
  readonly sig: PrivateJwk;
  readonly enc: PrivateJwk;
}

export async function asked(world: World, but: Partial<RequestDraft> = {}): Promise<Asked> {
  const [sig, enc] = [await generateKey('sig'), await generateKey('enc')];
  const draft: RequestDraft = {
    ministry: world.ministry.root.credential.kid,
    desk: 'ML-PAR/B' as DeskId,
    initials: 'E. A.',
    roles: ['agent'],
    at: isoTime(world.clock.now()),
    sig: sig.publicJwk,
    enc: enc.publicJwk,
    ...but,
  };
  const text = await signRequest(draft, await importPrivate(sig.privateJwk, 'sig'));
  return { request: await readRequest(text), sig: sig.privateJwk, enc: enc.privateJwk };
}

/** Approves with everything the ministry has: group keys and keys of lists. @param by the head of Paris unless said otherwise */
export function approvedBy(
  world: World,
  request: EnrolmentRequest,
  by: Pick<Holder, 'credential' | 'signingKey'> = world.head,
  but: Partial<Approval> = {},
): Promise<Approved> {
  const { ministry, keyring, clock } = world;
  const approval: Approval = {
    name: 'ERIKSSON Anna',
    roles: request.roles,
    until: isoTime(clock.now() + 30 * 86_400_000),
    subject: toBase64url(systemRandom.bytes(16)),
    ...but,
  };
  const { kid } = by.credential;
  const sign = (typ: Parameters<typeof signCompact>[0]['typ'], payload: Uint8Array) =>
    signCompact({ typ, kid, payload, key: by.signingKey });
  return approveRequest(
    request,
    approval,
    { credential: by.credential, sign },
    {
      keyring,
      clock,
      groupKeys: ministry.groupKeys,
      readModelKeys: Object.fromEntries(ministry.readModelKeys),
      record: async (id) =>
        ministry.keyringDocuments.find(({ _id }): boolean => _id === id) as SignedDocument,
    },
  );
}
