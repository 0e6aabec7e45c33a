/** Delegation of signature: what may be decided in another's place, and every way in which it may not. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { ActBodies } from '../../../app/acts/bodies.ts';
import { isoTime } from '../../../app/acts/clock.ts';
import type { EnvelopeDraft } from '../../../app/acts/envelope.ts';
import type { ActId, RecordHash, ServiceCode } from '../../../app/acts/ids.ts';
import type { ActKind } from '../../../app/acts/kinds.ts';
import type { SealedAct } from '../../../app/acts/seal-act.ts';
import { readAct, verifyAct } from '../../../app/acts/verify-act.ts';
import { foldDossier } from '../../../app/dossier/fold-dossier.ts';
import { isAllowedUnder } from '../../../app/dossier/under-delegation.ts';
import { issueCredential, readCredential } from '../../../app/keyring/credential.ts';
import { delegationsTo } from '../../../app/keyring/delegations-in-force.ts';
import { Keyring } from '../../../app/keyring/keyring.ts';
import { recordDocument, signRecord } from '../../../app/keyring/records.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { hashOf } from '../../../app/seal/hash.ts';
import { generateKey, importPrivate } from '../../../app/seal/keys.ts';
import type { OfficerHolder } from '../../../scripts/ministry/create-ministry.ts';
import { BY_MISSION, TWO_SIGNATURES } from '../../world/definition.ts';
import { delegation, delegationEnd, given, planWithDelegates } from '../../world/delegated.ts';
import { approval, openedBody, type TestDossier, World } from '../../world/world.ts';
import { TestGateway } from '../admission/gateway.ts';

const HOUR = 3_600_000;
let world: World;
let delegate: OfficerHolder;
beforeAll(async () => {
  world = await World.open([BY_MISSION, TWO_SIGNATURES], planWithDelegates());
  delegate = world.officer('E. K.', 'ML-PAR/B');
});
const at = (ms: number): string => isoTime(world.clock.time + ms);

/** A keyring of this world with more. */
const keyringWith = (...documents: readonly SignedDocument[]): Promise<Keyring> =>
  Keyring.from(world.ministry.root.credential.jws, [...world.ministry.keyringDocuments, ...documents]);

interface File {
  readonly gateway: TestGateway;
  readonly dossier: TestDossier;
  readonly head: ActId;
  readonly acts: SealedAct[];
}

async function lodged(keyring: Keyring, definition = BY_MISSION, by = world.agent): Promise<File> {
  const gateway = new TestGateway(world);
  gateway.keyring = keyring;
  const dossier = await world.dossier(definition, by);
  gateway.wraps.add(`${dossier.id} 1`);
  const opened = await world.seal(dossier, by, { kind: 'opened', prior: [], body: openedBody() });
  const submitted = await world.seal(dossier, by, { kind: 'submitted', prior: [opened.id], body: {} });
  for (const act of [opened, submitted]) expect((await gateway.receive(act.document)).code).toBe('AD-000');
  return { gateway, dossier, head: submitted.id, acts: [opened, submitted] };
}

async function seal<K extends ActKind>(
  file: File,
  by: OfficerHolder,
  kind: K,
  body: ActBodies[K],
  but: Partial<EnvelopeDraft>,
  prior: readonly ActId[] = [file.head],
): Promise<SealedAct> {
  const act = await world.seal(file.dossier, by, { kind, prior, body, but });
  file.acts.push(act);
  return act;
}
const code = async ({ gateway }: File, act: SealedAct) => (await gateway.receive(act.document)).code;

/** What becomes of an approval by the delegate under this delegation. */
async function approvalUnder(
  keyring: Keyring,
  under: RecordHash,
  but: Partial<EnvelopeDraft> = {},
  by = delegate,
  lodger = world.agent,
): Promise<{ code: string; file: File; act: SealedAct }> {
  const file = await lodged(keyring, BY_MISSION, lodger);
  const act = await seal(file, by, 'approved', approval, { under, ...but });
  return { code: await code(file, act), file, act };
}

describe('an absent head of mission', () => {
  it('has an agent decide in their place: the act waits for the delegation it names, and counts with it', async () => {
    const { id, document } = await delegation(world.head, given(world, delegate));
    const { code: before, file, act } = await approvalUnder(await keyringWith(), id);
    expect(before).toBe('AD-111');
    const fold = async (keyring: Keyring) => {
      const acts = await Promise.all(file.acts.map(({ jws }) => verifyAct(jws, keyring)));
      return foldDossier(acts, new Map(), BY_MISSION);
    };
    const waiting = await fold(file.gateway.keyring);
    expect(waiting?.acts.map(({ standing }) => standing)).toEqual(['folded', 'folded', 'waiting']);
    await file.gateway.keyring.add([document]);
    await file.gateway.lookAgain();
    expect(file.gateway.verdicts.get(act.id)?.code).toBe('AD-000');
    const state = await fold(file.gateway.keyring);
    expect(state).toMatchObject({
      status: 'approved',
      approvedBy: delegate.credential.subject,
      approvedFor: world.head.credential.subject,
    });
  });

  it('the act is of version 2, so that whoever knows no delegation holds it; every other stays what it was', async () => {
    const { id } = await delegation(world.head, given(world, delegate));
    const { act, file } = await approvalUnder(await keyringWith(), id);
    expect((await readAct(act.jws)).envelope).toMatchObject({ v: 2, under: id });
    expect((await readAct(file.acts[0]!.jws)).envelope.v).toBe(1);
    expect(Object.keys(JSON.parse(new TextDecoder().decode(payload(act)))).join()).toBe(
      'v,mission,desk,dossier,ref,service,kind,prior,epoch,seq,prev,release,keyring,lastReceipt,claimedAt,under,keyGen,blobs,body',
    );
  });

  it('decides at whatever desk the delegate sits, for what was delegated', async () => {
    const services = ['ml-by-mission' as ServiceCode];
    const { id, document } = await delegation(world.head, given(world, delegate, undefined, { services }));
    expect((await approvalUnder(await keyringWith(document), id)).code).toBe('AD-000');
  });
});

describe('another credential for the delegate', () => {
  /** The delegate's subject on a credential that this officer gives. */
  async function another(by: OfficerHolder): Promise<{ holder: OfficerHolder; document: SignedDocument }> {
    const [sig, enc] = [await generateKey('sig'), await generateKey('enc')];
    const { kid: _, jws: _jws, issuer: _issuer, ...own } = delegate.credential;
    const { from, until } = by.credential;
    const draft = { ...own, roles: ['agent'] as const, from, until, sig: sig.publicJwk, enc: enc.publicJwk };
    const jws = await issueCredential(draft, by.credential.kid, by.signingKey);
    const { credential } = await readCredential(jws);
    const signingKey = await importPrivate(sig.privateJwk, 'sig');
    const holder = { ...delegate, credential, sig: sig.privateJwk, enc: enc.privateJwk, signingKey };
    return { holder, document: await recordDocument(jws, () => `credential:${credential.kid}`) };
  }

  it('is theirs to use where the delegator gave it, and nobody’s where one did who gives agents alone', async () => {
    const { id, document } = await delegation(world.head, given(world, delegate));
    const ofHead = await another(world.head);
    const keyring = await keyringWith(document, ofHead.document);
    expect((await approvalUnder(keyring, id, {}, ofHead.holder)).code).toBe('AD-000');
    // The same credential, under what somebody else delegated: its giver could not give that right.
    expect(world.head.credential.delegates).not.toContain('head-of-mission');
    const other = await delegation(world.officer('M. M.', 'ML-PAR/A'), given(world, delegate));
    const wider = await keyringWith(other.document, ofHead.document);
    expect(wider.problems).toEqual([]);
    expect((await approvalUnder(wider, other.id)).code).toBe('AD-000');
    expect((await approvalUnder(wider, other.id, {}, ofHead.holder)).code).toBe('AD-204');
    expect(delegationsTo(wider, ofHead.holder.credential, at(0))).toEqual([]);
  });
});

const payload = ({ jws }: SealedAct) => Buffer.from(jws.split('.')[1] ?? '', 'base64url');

describe('a delegation that is none', () => {
  const head = () => world.head;
  it.each<[string, () => OfficerHolder, () => Parameters<typeof delegation>[1]]>([
    ['gives what the delegator has not', head, () => given(world, delegate, ['supervisor'])],
    [
      'gives more than the right to decide',
      () => world.officer('M. M.', 'ML-PAR/A'),
      () => given(world, delegate, ['agent']),
    ],
    ['is passed on by the delegate', () => delegate, () => given(world, world.agent)],
    ['is to oneself', head, () => given(world, world.head)],
    [
      'is longer than the credential',
      head,
      () => given(world, delegate, undefined, { until: '2099-01-01T00:00:00Z' }),
    ],
    [
      'begins before the credential',
      head,
      () => given(world, delegate, undefined, { from: '2001-01-01T00:00:00Z' }),
    ],
    [
      'ends before it begins',
      head,
      () => given(world, delegate, undefined, { from: at(HOUR), until: at(0) }),
    ],
    ['is a gateway’s', () => world.ministry.gateway as OfficerHolder, () => given(world, delegate)],
  ])('%s: no keyring takes it, and the act waits for ever', async (_, by, what) => {
    const { id, document } = await delegation(by(), what());
    const keyring = await keyringWith(document);
    expect(keyring.problems).toEqual([{ id: document._id, code: 'SEAL-006' }]);
    expect((await approvalUnder(keyring, id)).code).toBe('AD-111');
  });

  it('is altered: its name and its signature no longer hold', async () => {
    const { document } = await delegation(world.head, given(world, delegate));
    const [header, body = '', signature] = document.jws.split('.');
    const widened = Buffer.from(body, 'base64url').toString().replace('"services":null', '"services":["x"]');
    const jws = [header, Buffer.from(widened).toString('base64url'), signature].join('.');
    const forged = await recordDocument(jws, (hash) => `delegation:${hash}`);
    const keyring = await keyringWith(forged, { ...document, _id: `delegation:${await hashOf('another')}` });
    expect(keyring.problems.map((one) => one.code).sort()).toEqual(['SEAL-006', 'SEAL-014']);
    expect(keyring.delegations.all()).toEqual([]);
  });
});

describe('a delegation that does not cover the act', () => {
  it('is refused: another’s, another mission’s, another service’s, another kind of act', async () => {
    const dakar = world.officer('D. U.', 'ML-DKR/A');
    const other = world.officer('A. S.', 'ML-PAR/A');
    const another = ['ml-two-signatures' as ServiceCode];
    const found: string[] = [];
    for (const one of [
      await delegation(dakar, given(world, delegate)),
      await delegation(world.head, given(world, other)),
      await delegation(world.head, given(world, delegate, undefined, { services: another })),
    ])
      found.push((await approvalUnder(await keyringWith(one.document), one.id)).code);
    expect(found).toEqual(['AD-204', 'AD-204', 'AD-204']);
    // A head may transfer a file; whoever signs in their place may not.
    const { id, document } = await delegation(world.head, given(world, delegate));
    const file = await lodged(await keyringWith(document));
    const body = { to: 'ML-DKR', reason: 'x' };
    expect(await code(file, await seal(file, delegate, 'transferred', body, { under: id }))).toBe('AD-204');
    expect(await code(file, await seal(file, delegate, 'annotated', { note: 'x' }, { under: id }))).toBe(
      'AD-204',
    );
  });

  it('of a delegator who is limited decides only what they might', async () => {
    const { id, document } = await delegation(world.head, given(world, delegate));
    const keyring = await keyringWith(document);
    const known = keyring.delegations.get(id)!;
    const limits = { missions: null, classes: ['passports'], services: null };
    const limited = { ...known, by: { ...known.by, limits } };
    const state = foldDossier(
      await Promise.all((await lodged(keyring)).acts.map((act) => world.verify(act))),
      new Map(),
      BY_MISSION,
    );
    const may = (one: typeof known) =>
      isAllowedUnder('approved', state, BY_MISSION, delegate.credential, one);
    expect([may(known), may(limited)]).toEqual([true, false]);
    const narrow = { ...delegate.credential, limits };
    expect(isAllowedUnder('approved', state, BY_MISSION, narrow, known)).toBe(false);
  });
});

describe('its time', () => {
  const receipt = async (file: File, time: string) => {
    const hash = await hashOf(time);
    file.gateway.receipts.set(hash, time);
    return hash;
  };

  it('outside its dates an act waits by its own claim, and is refused by the centre’s', async () => {
    const { id, document } = await delegation(world.head, given(world, delegate));
    const keyring = await keyringWith(document);
    const known = keyring.delegations.get(id)!;
    for (const claimedAt of [
      isoTime(Date.parse(known.until) + 1000),
      isoTime(Date.parse(known.from) - 1000),
    ]) {
      const { code: late, file, act } = await approvalUnder(keyring, id, { claimedAt });
      expect(late).toBe('AD-112');
      file.gateway.lifts.set(act.id, [{ verdict: 'accepted', by: world.supervisor.credential }]);
      await file.gateway.lookAgain();
      expect(file.gateway.verdicts.get(act.id)?.code).toBe('AD-000');
    }
    // The signer had seen a receipt from after the end: the honest clock.
    const file = await lodged(keyring);
    const lastReceipt = await receipt(file, isoTime(Date.parse(known.until) + 1000));
    const act = await seal(file, delegate, 'approved', approval, { under: id, lastReceipt });
    expect(await code(file, act)).toBe('AD-212');
  });

  it('taken back, only what an earlier receipt covers counts; replayed after that it waits', async () => {
    const { id, document } = await delegation(world.head, given(world, delegate));
    const ended = at(0);
    const end = await delegationEnd(world.officer('M. U.', 'ML-PAR/A'), id, ended);
    const keyring = await keyringWith(end, document);
    expect([keyring.problems, keyring.waiting, keyring.delegations.endOf(id)]).toEqual([[], [], ended]);
    const { code: after, file, act } = await approvalUnder(keyring, id);
    expect(after).toBe('AD-108');
    file.gateway.covered.set(act.id, ended);
    await file.gateway.lookAgain();
    expect(file.gateway.verdicts.get(act.id)?.code).toBe('AD-108');
    file.gateway.covered.set(act.id, isoTime(Date.parse(ended) - 1000));
    await file.gateway.lookAgain();
    expect(file.gateway.verdicts.get(act.id)?.code).toBe('AD-000');
  });

  it('is ended by the delegator and by whoever may revoke them, by nobody else; of two ends the earlier counts', async () => {
    const { id, document } = await delegation(world.head, given(world, delegate));
    for (const by of [delegate, world.officer('M. M.', 'ML-PAR/A'), world.supervisor]) {
      const keyring = await keyringWith(document, await delegationEnd(by, id, at(0)));
      expect(keyring.problems.map((one) => one.code)).toEqual(['SEAL-006']);
      expect((await approvalUnder(keyring, id)).code).toBe('AD-000');
    }
    const [late, early] = [at(HOUR), at(-HOUR / 2)];
    const ends = [
      await delegationEnd(world.ministry.authority, id, early),
      await delegationEnd(world.head, id, late),
    ];
    for (const order of [ends, ends.toReversed()])
      expect((await keyringWith(...order, document)).delegations.endOf(id)).toBe(early);
    // One that comes before what it ends waits for it.
    const keyring = await keyringWith(ends[0]!);
    expect(keyring.waiting).toEqual([ends[0]!._id]);
    await keyring.add([document]);
    expect([keyring.waiting, keyring.delegations.endOf(id)]).toEqual([[], early]);
  });

  it('of a delegator who was revoked counts for nothing from then on', async () => {
    const { id, document } = await delegation(world.head, given(world, delegate));
    const { authority } = world.ministry;
    const revoked = at(0);
    const jws = await signRecord(
      'guichet-revocation+jws',
      { v: 1, kid: world.head.credential.kid, reason: 'left', at: revoked },
      authority.credential.kid,
      authority.signingKey,
    );
    const keyring = await keyringWith(document, await recordDocument(jws, (hash) => `revocation:${hash}`));
    const { code: after, file, act } = await approvalUnder(keyring, id);
    expect(after).toBe('AD-108');
    file.gateway.covered.set(act.id, isoTime(Date.parse(revoked) - 1000));
    await file.gateway.lookAgain();
    expect(file.gateway.verdicts.get(act.id)?.code).toBe('AD-000');
  });
});

describe('nobody decides what they lodged', () => {
  it('not the delegate, and not through a delegate either', async () => {
    const both = world.officer('M. M.', 'ML-PAR/A');
    const byHead = await delegation(world.head, given(world, delegate));
    const byBoth = await delegation(both, given(world, delegate));
    const keyring = await keyringWith(byHead.document, byBoth.document);
    const decided = async (id: RecordHash, lodger: OfficerHolder) =>
      (await approvalUnder(keyring, id, {}, delegate, lodger)).code;
    expect(await decided(byHead.id, delegate)).toBe('AD-206');
    expect(await decided(byBoth.id, both)).toBe('AD-206');
    expect(await decided(byHead.id, both)).toBe('AD-000');
    expect(await decided(byBoth.id, world.agent)).toBe('AD-000');
  });
});

describe('two signatures', () => {
  it('are of two persons, and of two who hold the right: a delegate signs no second time for whoever gave the first', async () => {
    const supervisor = world.supervisor;
    const reviewer = world.officer('I. S.', 'CENTRAL/B');
    const third = world.officer('R. S.', 'CENTRAL/B');
    const second = await delegation(supervisor, given(world, reviewer, ['supervisor']));
    const first = await delegation(supervisor, given(world, reviewer, ['reviewer']));
    const keyring = await keyringWith(first.document, second.document);
    const countersigned = async (
      approver: OfficerHolder,
      approvedUnder: RecordHash | null,
      signer: OfficerHolder,
      signedUnder: RecordHash | null,
    ) => {
      const file = await lodged(keyring, TWO_SIGNATURES);
      const but = (under: RecordHash | null) => (under ? { under } : {});
      const approved = await seal(file, approver, 'approved', approval, but(approvedUnder));
      expect(await code(file, approved)).toBe('AD-000');
      const signed = await seal(file, signer, 'countersigned', { displayed: [] }, but(signedUnder), [
        approved.id,
      ]);
      return code(file, signed);
    };
    // The delegate's own first signature, then a second in the supervisor's place.
    expect(await countersigned(reviewer, null, reviewer, second.id)).toBe('AD-206');
    // The supervisor's own first, then a second in their place.
    expect(await countersigned(supervisor, null, reviewer, second.id)).toBe('AD-206');
    // The first in the supervisor's place, then the supervisor.
    expect(await countersigned(reviewer, first.id, supervisor, null)).toBe('AD-206');
    // A third person's first: two persons, two rights.
    expect(await countersigned(third, null, reviewer, second.id)).toBe('AD-000');
  });
});

it('what stands on an act under a delegation that is not known here waits: another gateway may have admitted it', async () => {
  const { id, document } = await delegation(world.head, given(world, delegate));
  const { file, act } = await approvalUnder(await keyringWith(document), id);
  const note = await seal(file, world.agent, 'annotated', { note: 'x' }, {}, [act.id]);
  // The same records, and a keyring that lags behind the store.
  const { delegation: _, ...verified } = file.gateway.verdicts.get(act.id)!.act;
  file.gateway.verdicts.set(act.id, { act: verified as never, verdict: 'accepted', code: 'AD-000' });
  file.gateway.keyring = await keyringWith();
  expect(await code(file, note)).toBe('AD-111');
  await file.gateway.keyring.add([document]);
  await file.gateway.lookAgain();
  expect(file.gateway.verdicts.get(note.id)?.code).toBe('AD-000');
});

describe('in any order of arrival', () => {
  it('acts, delegation and end give the same verdicts', async () => {
    const { id, document } = await delegation(world.head, given(world, delegate));
    const end = await delegationEnd(world.head, id, at(2 * HOUR));
    const seen: string[] = [];
    for (const records of [
      [document, end],
      [end, document],
    ]) {
      for (const first of [true, false]) {
        const keyring = await keyringWith(...(first ? records : []));
        const { file, act } = await approvalUnder(keyring, id);
        for (const record of first ? [] : records) await file.gateway.keyring.add([record]);
        await file.gateway.lookAgain();
        seen.push(file.gateway.verdicts.get(act.id)?.code ?? '');
      }
    }
    // Not covered by a receipt before the end: it waits, whatever came first.
    expect(new Set(seen)).toEqual(new Set(['AD-108']));
  });
});
