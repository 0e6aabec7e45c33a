/** One true record of each type, with the door by which it comes in: for tests that knock with forged ones. */
import type { SealedAct } from '../../app/acts/seal-act.ts';
import { readAct, verifyAct } from '../../app/acts/verify-act.ts';
import { admitAct } from '../../app/admission/admit-act.ts';
import { admitWrap } from '../../app/admission/admit-wrap.ts';
import { signReceipt, verifyReceipt } from '../../app/admission/receipt.ts';
import { readAudit } from '../../app/audit/audit-record.ts';
import { readManifest } from '../../app/catalogue/release.ts';
import { verifyRecepisse } from '../../app/desk/recepisse-token.ts';
import { readAnswer } from '../../app/enrolment/answer.ts';
import { readDeskAnswer } from '../../app/enrolment/desk-answer.ts';
import { readDeskRequest } from '../../app/enrolment/desk-request.ts';
import { readRequest } from '../../app/enrolment/request.ts';
import { issueCredential } from '../../app/keyring/credential.ts';
import { signFreshness, verifyFreshness } from '../../app/keyring/freshness.ts';
import { makeGrant } from '../../app/keyring/grants.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import {
  type RecordPayload,
  type RecordType,
  recordDocument,
  signRecord,
} from '../../app/keyring/records.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import { nameOf } from '../../app/seal/hash.ts';
import { parseCompact, payloadBytes, signCompact } from '../../app/seal/jws.ts';
import { generateKey } from '../../app/seal/keys.ts';
import { TestGateway } from '../app/admission/gateway.ts';
import { given as delegated, delegation, delegationEnd } from '../world/delegated.ts';
import { approvedDesk, askedDesk } from '../world/desk-enrolled.ts';
import { approvedBy, asked } from '../world/enrolled.ts';
import type { TestDossier, World } from '../world/world.ts';

export type Door = readonly [name: string, jws: string, open: (jws: string) => Promise<unknown>];
export const [REQUEST, DESK_REQUEST] = ['a request', 'a request for a desk'] as const;

/** @param lodged a file of this world, and its acts */
export async function doorsOf(
  world: World,
  { dossier, acts: [act] }: { readonly dossier: TestDossier; readonly acts: readonly SealedAct[] },
): Promise<readonly Door[]> {
  const { gateway } = world.ministry;
  const receipt = await signReceipt(
    { epoch: 'A'.repeat(16), n: 1, at: '2026-11-21T10:00:00Z', items: [], chains: [] },
    gateway.credential.kid,
    gateway.signingKey,
  );
  const lift = await signRecord(
    'guichet-lift+jws',
    { v: 1, act: act?.id ?? '', verdict: 'accepted', reason: 'x' },
    world.supervisor.credential.kid,
    world.supervisor.signingKey,
  );
  const named = async (jws: string, id: (hash: string) => string): Promise<SignedDocument> =>
    recordDocument(jws, id);
  const refusing = async (admitted: Promise<{ verdict: string; code: string }>): Promise<void> => {
    const { verdict, code } = await admitted;
    // An unknown key's record waits for its credential; nothing of it counts until then.
    if (verdict !== 'accepted') throw new Error(code);
  };
  const { facts } = new TestGateway(world);
  const release = world.ministry.catalogueDocuments.find((d): d is SignedDocument => 'jws' in d)!;
  return [
    ['an act, at a desk', act!.jws, async (jws) => verifyAct(await readAct(jws), world.keyring)],
    [
      'an act, at the gateway',
      act!.jws,
      async (jws) => {
        const { verdict, code } = await admitAct(await named(jws, (hash) => `act:${dossier.id}:${hash}`), {
          ...facts,
          hasWrap: async () => true,
          accepted: async () => [],
          holdsWaiting: async () => [],
        });
        if (verdict !== 'accepted') throw new Error(code);
      },
    ],
    [
      'a wrap, at the gateway',
      dossier.wrap.jws,
      async (jws) =>
        refusing(
          admitWrap(await named(jws, (hash) => `key:${dossier.id}:1:${hash}`), {
            mission: 'ML-PAR' as never,
            keyring: world.keyring,
            erased: async () => false,
          }),
        ),
    ],
    ...(await keyringDoors(world)),
    ...(await handedOverDoors(world, dossier)),
    [
      'a récépissé’s token',
      await signCompact({
        typ: 'guichet-token+jws',
        kid: world.agent.credential.kid,
        payload: payloadBytes({
          v: 1,
          ref: (await readAct(act!.jws)).envelope.ref,
          act: act!.id,
          day: '2026-11-21',
        }),
        key: world.agent.signingKey,
      }),
      (jws) => verifyRecepisse(jws, world.keyring),
    ],
    [
      'a lift',
      lift,
      async (jws) =>
        world.keyring.read('guichet-lift+jws', await named(jws, (hash) => `lift:${act?.id}:${hash}`)),
    ],
    [
      'a receipt',
      receipt.jws,
      async (jws) => {
        const { rev } = await nameOf(jws);
        return verifyReceipt({ _id: receipt._id, _rev: rev, jws }, world.keyring);
      },
    ],
    ['a release', release.jws, async (jws) => world.keyring.verify(readManifest(jws) && parseCompact(jws))],
  ];
}

/** Records of the keyring that nobody has yet, each with a keyring of its own: what is refused leaves nothing in it. */
async function keyringDoors(world: World): Promise<Door[]> {
  const { agent, head, ministry } = world;
  const { authority } = ministry;
  const { publicJwk, privateJwk } = await generateKey('enc');
  const by = <T extends RecordType>(typ: T, payload: RecordPayload<T>): Promise<string> =>
    signRecord(typ, payload, authority.credential.kid, authority.signingKey);
  const group = 'group:ML-PAR:visas';
  const { kid } = agent.credential;
  const at = '2026-11-21T10:00:00Z';
  const revocation = await by('guichet-revocation+jws', { v: 1, kid, reason: 'x', at });
  const given = await delegation(head, { ...delegated(world, agent), until: head.credential.until });
  const letter = { v: 1 as const, desk: 'ML-PAR/A', series: 'desk:ML-PAR/Z', first: 1, last: 1 };
  const officer = await issueCredential(
    { ...agent.credential, subject: toBase64url(new Uint8Array(16).fill(3)), enc: publicJwk },
    authority.credential.kid,
    authority.signingKey,
  );
  const records: readonly (readonly [name: string, jws: string, id: (hash: string) => string])[] = [
    ['a credential', officer, (hash) => `credential:${hash}`],
    ['a revocation', revocation, (hash) => `revocation:${hash}`],
    ['a group', await by('guichet-group+jws', { v: 1, group, gen: 7, enc: publicJwk }), () => `${group}:7`],
    [
      'a grant',
      await makeGrant(group, 1, privateJwk, agent.credential, authority.credential, authority.signingKey),
      (hash) => `grant:${hash}`,
    ],
    ['a list', await by('guichet-keyring+jws', { v: 1, n: 9, at, records: [] }), () => 'keyring:9'],
    ['a name', await by('guichet-directory+jws', { v: 1, kid, jwe: {} }), () => `directory:${kid}`],
    ['a letter', await by('guichet-lease+jws', letter), () => `lease:${letter.desk}:${letter.series}`],
    ['a delegation', given.document.jws, (hash) => `delegation:${hash}`],
    [
      'the end of a delegation',
      (await delegationEnd(head, given.id, at)).jws,
      (hash) => `delegation-end:${hash}`,
    ],
  ];
  return Promise.all(
    records.map(async ([name, jws, id]): Promise<Door> => {
      const known = name === 'the end of a delegation' ? [given.document] : [];
      const all = [...ministry.keyringDocuments, ...known];
      const keyring = await Keyring.from(ministry.root.credential.jws, all);
      return [
        name,
        jws,
        async (text) => {
          if (!(await keyring.offer(await recordDocument(text, id))))
            throw new Error('waits for a signer that nobody knows');
        },
      ];
    }),
  );
}

/** What goes by hand, by QR or stick, and numbers and audit records, which the keyring verifies and does not keep. */
async function handedOverDoors(world: World, dossier: TestDossier): Promise<Door[]> {
  const { agent, keyring, ministry } = world;
  const { authority, gateway } = ministry;
  const root = ministry.root.credential.jws;
  const numbers = { v: 1 as const, desk: 'ML-PAR/B', series: 'quittance', first: 9001, last: 9002 };
  const lease = await signRecord(
    'guichet-lease+jws',
    numbers,
    authority.credential.kid,
    authority.signingKey,
  );
  const word = { keyring: keyring.head()!.hash, at: gateway.credential.from };
  const [officer, place] = [await asked(world), await askedDesk(world)];
  const answers = [
    (await approvedBy(world, officer.request)).answer,
    (await approvedDesk(world, place.request)).answer,
  ] as const;
  /** the answer's own record is in its first line; what it brings stays as it is */
  const answerDoor = (name: string, text: string, read: (text: string) => Promise<unknown>): Door => {
    const [first = '', ...rest] = text.split('\n');
    const [, member = ''] = Object.keys(JSON.parse(first));
    const { [member]: answer = '' } = JSON.parse(first) as Record<string, string>;
    return [name, answer, (jws) => read([JSON.stringify({ v: 1, [member]: jws }), ...rest].join('\n'))];
  };
  const audit = await signCompact({
    typ: 'guichet-audit+jws',
    kid: agent.credential.kid,
    payload: payloadBytes({
      ...{ v: 2, mission: 'ML-PAR', desk: 'ML-PAR/B', epoch: 'A'.repeat(16), seq: 1, prev: null },
      ...{ what: 'exported', dossier: dossier.id, keyring: word.keyring, lastReceipt: null },
      claimedAt: word.at,
    }),
    key: agent.signingKey,
  });
  return [
    [
      'numbers',
      lease,
      async (jws) =>
        keyring.read(
          'guichet-lease+jws',
          await recordDocument(jws, () => `lease:${numbers.desk}:${numbers.series}`),
        ),
    ],
    ['an audit record', audit, async (jws) => (await readAudit(jws)) && keyring.verify(parseCompact(jws))],
    [
      'a word that a list is fresh',
      await signFreshness(word, gateway.credential.kid, gateway.signingKey),
      (jws) => verifyFreshness(jws, keyring),
    ],
    [REQUEST, officer.request.text, readRequest],
    [DESK_REQUEST, place.request.text, readDeskRequest],
    answerDoor('an answer', answers[0], (text) => readAnswer(text, root)),
    answerDoor('an answer for a desk', answers[1], (text) => readDeskAnswer(text, root)),
  ];
}
