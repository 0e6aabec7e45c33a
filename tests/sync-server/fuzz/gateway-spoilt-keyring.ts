/** Credentials, grants and revocations by whom it is not for, and receipts that are none of this mission. */
import { isoTime, systemRandom } from '../../../app/acts/clock.ts';
import type { MissionCode } from '../../../app/acts/ids.ts';
import { signReceipt } from '../../../app/admission/receipt.ts';
import { type CredentialDraft, issueCredential, readCredential } from '../../../app/keyring/credential.ts';
import { recordDocument, signRecord } from '../../../app/keyring/records.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { toBase64url } from '../../../app/seal/bytes.ts';
import { hashOf } from '../../../app/seal/hash.ts';
import { generateKey } from '../../../app/seal/keys.ts';
import type { Holder } from '../../../scripts/ministry/create-ministry.ts';
import { DAKAR, PARIS, revocation } from '../admission/support.ts';
import { type Ground, renamed, type Spoilt, spoiltRecord } from './gateway-ground.ts';
import { pick } from './make-json.ts';

/** One pair for all: nobody signs with it. */
const KEYS = Promise.all([generateKey('sig'), generateKey('enc')]);

async function issued(by: Holder, but: Partial<CredentialDraft>): Promise<SignedDocument> {
  const [sig, enc] = await KEYS;
  const { scope, desk, from, until } = by.credential;
  const subject = toBase64url(systemRandom.bytes(16));
  const draft = { subject, roles: ['agent' as const], scope, desk, delegates: [], from, until, ...but };
  const jws = await issueCredential(
    { ...draft, sig: sig.publicJwk, enc: enc.publicJwk },
    by.credential.kid,
    by.signingKey,
  );
  const { credential } = await readCredential(jws);
  return recordDocument(jws, () => `credential:${credential.kid}`);
}

export async function falseTravelling({ world, dice }: Ground): Promise<Spoilt> {
  const { agent, head, supervisor } = world;
  const { authority } = world.ministry;
  const somebody = await hashOf(toBase64url(systemRandom.bytes(8)));
  const at = isoTime(world.clock.time);
  const grant = (to: string, by: Holder) =>
    signRecord(
      'guichet-grant+jws',
      { v: 1, group: 'group:ML-PAR:directory', gen: 1, to, jwe: {} },
      by.credential.kid,
      by.signingKey,
    ).then((jws) => recordDocument(jws, (hash) => `grant:${hash}`));
  const forger = (by: Holder): Holder => ({ ...by, signingKey: agent.signingKey });
  const document = await pick(dice, [
    () => issued(agent, {}),
    () => issued(head, { roles: ['supervisor'] }),
    () => issued(head, { scope: DAKAR, desk: null }),
    () => issued(head, { scope: 'CENTRAL', desk: null }),
    () => issued(head, { until: '2098-01-01T00:00:00Z' }),
    () => issued(head, { roles: ['gateway'] }),
    () => issued(head, { delegates: ['agent'] }),
    () => issued(supervisor, {}),
    () => issued(forger(head), {}),
    () => issued(forger(authority), { roles: ['gateway'], scope: '*', desk: null }),
    () => revocation(head.credential.kid, at, agent),
    () => revocation(agent.credential.kid, at, forger(authority)),
    // Of somebody whom nobody knows, so that there is nobody yet to judge it by.
    () => revocation(somebody, at, forger(authority)),
    () => revocation(somebody, at, agent),
    () => grant(agent.credential.kid, agent),
    () => grant(somebody, forger(head)),
    async () => renamed(dice, await issued(head, {}), (await issued(agent, {})).jws),
  ])();
  return spoiltRecord('a travelling record', document, pick(dice, [PARIS, DAKAR]));
}

export async function falseReceipt({ world, dice, receipts }: Ground): Promise<Spoilt | null> {
  const { gateway } = world.ministry;
  const { kid } = gateway.credential;
  const mission = pick<MissionCode>(dice, [PARIS, DAKAR]);
  const genuine = receipts.get(mission) ?? [];
  const [first] = genuine;
  if (!first) return null;
  const epoch = first._id.split(':')[2] as string;
  const act = await hashOf(toBase64url(systemRandom.bytes(8)));
  const content = (n: number) => ({
    epoch,
    n,
    at: isoTime(world.clock.time),
    items: [['act', act, 'accepted', 'AD-000'] as never],
    chains: [],
  });
  const one = pick(dice, genuine);
  const other = mission === PARIS ? DAKAR : PARIS;
  const [document, place] = await pick<() => Promise<[SignedDocument, MissionCode]>>(dice, [
    async () => [await signReceipt(content(1 + dice.below(1000)), kid, world.agent.signingKey), mission],
    async () => [await signReceipt(content(1), world.agent.credential.kid, world.agent.signingKey), mission],
    async () => [
      { ...one, _id: one._id.replace(/\d+$/, (n) => String(Number(n) + 1 + dice.below(9))) },
      mission,
    ],
    async () => [{ ...one, _rev: `1-${'0'.repeat(32)}` }, mission],
    async () => [one, other],
    async () => [one, other],
    async () => [{ ...one, jws: one.jws.replace(/.(?=.{9}$)/, (c) => (c === 'A' ? 'B' : 'A')) }, mission],
  ])();
  return spoiltRecord('a receipt', document, place);
}
