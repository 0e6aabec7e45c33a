/** Requests for a desk and their answers, made with real keys, outside of any desk. */
import { isoTime, systemRandom } from '../../app/acts/clock.ts';
import type { DeskId, MissionCode } from '../../app/acts/ids.ts';
import type { Approval } from '../../app/enrolment/approve.ts';
import { type ApprovedDesk, approveDesk } from '../../app/enrolment/approve-desk.ts';
import {
  type DeskRequest,
  type DeskRequestDraft,
  readDeskRequest,
  signDeskRequest,
} from '../../app/enrolment/desk-request.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import { type LogDocument, RECORD_PREFIX } from '../../app/log/records.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import { signCompact } from '../../app/seal/jws.ts';
import { generateKey, importPrivate, type PrivateJwk } from '../../app/seal/keys.ts';
import type { Holder } from '../../scripts/ministry/create-ministry.ts';
import { configurationOf } from './desk-in-node.ts';
import type { World } from './world.ts';

export interface AskedDesk {
  readonly request: DeskRequest;
  readonly transport: PrivateJwk;
  readonly sig: PrivateJwk;
  readonly enc: PrivateJwk;
}

export async function askedDesk(world: World, but: Partial<DeskRequestDraft> = {}): Promise<AskedDesk> {
  const [transport, sig, enc] = [
    await generateKey('sig'),
    await generateKey('sig'),
    await generateKey('enc'),
  ];
  const draft: DeskRequestDraft = {
    ministry: world.ministry.root.credential.kid,
    mission: 'ML-PAR' as MissionCode,
    initials: 'E. A.',
    roles: ['agent'],
    at: isoTime(world.clock.now()),
    transport: transport.publicJwk,
    sig: sig.publicJwk,
    enc: enc.publicJwk,
    ...but,
  };
  const text = await signDeskRequest(draft, await importPrivate(sig.privateJwk, 'sig'));
  return {
    request: await readDeskRequest(text),
    transport: transport.privateJwk,
    sig: sig.privateJwk,
    enc: enc.privateJwk,
  };
}

export interface Approving {
  /** the head of Paris at desk A unless said otherwise, who has letters P and Q to give */
  readonly by?: Pick<Holder, 'credential' | 'signingKey'>;
  readonly approval?: Partial<Approval>;
  /** what the approver's desk knows besides what the ministry made */
  readonly given?: readonly LogDocument[];
  readonly gatewayUrl?: string;
}

/** Approves with everything the ministry has: group keys and keys of lists. */
export async function approvedDesk(
  world: World,
  request: DeskRequest,
  {
    by = world.officer('M. U.', 'ML-PAR/A'),
    approval,
    given = [],
    gatewayUrl = 'http://127.0.0.1:1',
  }: Approving = {},
): Promise<ApprovedDesk> {
  const { ministry, clock } = world;
  const { credential, signingKey: key } = by;
  const at = credential.desk as DeskId;
  const known = [...ministry.keyringDocuments, ...given, ...ministry.catalogueDocuments];
  const keyring = await Keyring.from(
    ministry.root.credential.jws,
    known.filter(({ _id }) => !_id.startsWith(RECORD_PREFIX.release)),
  );
  return approveDesk(
    request,
    {
      name: 'ERIKSSON Anna',
      roles: request.roles,
      until: isoTime(clock.now() + 30 * 86_400_000),
      subject: toBase64url(systemRandom.bytes(16)),
      ...approval,
    },
    { credential, sign: (typ, payload) => signCompact({ typ, kid: credential.kid, payload, key }) },
    {
      keyring,
      clock,
      random: systemRandom,
      groupKeys: ministry.groupKeys,
      readModelKeys: Object.fromEntries(ministry.readModelKeys),
      record: async (id) => ministry.keyringDocuments.find(({ _id }): boolean => _id === id),
      at,
      carries: () => true,
      known,
      settingOf: (desk) => {
        const { root: _, seed: _seed, ...setting } = configurationOf(world, desk, gatewayUrl);
        return setting;
      },
    },
    async () => {},
  );
}
