/** A credential that is limited to missions and services: what it says, who may give it, and what its holder may do. */
import { beforeAll, describe, expect, it } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import type { ActId, DeskId, MissionCode, ServiceCode } from '../../../app/acts/ids.ts';
import { ACT_KINDS, type ActKind } from '../../../app/acts/kinds.ts';
import { admitWrap } from '../../../app/admission/admit-wrap.ts';
import { mayLift } from '../../../app/admission/lifts.ts';
import { allowedActs, isAllowed, mayEver } from '../../../app/dossier/allowed-acts.ts';
import { makeWrap } from '../../../app/dossier/dossier-key.ts';
import { foldDossier } from '../../../app/dossier/fold-dossier.ts';
import {
  type Credential,
  type CredentialDraft,
  credentialPayload,
  issueCredential,
  type Limits,
  readCredential,
  readCredentialPayload,
} from '../../../app/keyring/credential.ts';
import { missionsOfDesk } from '../../../app/keyring/desk-missions.ts';
import { makeGrant, openGrants } from '../../../app/keyring/grants.ts';
import { Keyring } from '../../../app/keyring/keyring.ts';
import { readsGroup, readsWhole } from '../../../app/keyring/limits.ts';
import { recordDocument } from '../../../app/keyring/records.ts';
import { mayIssue } from '../../../app/keyring/rights.ts';
import { toBase64url } from '../../../app/seal/bytes.ts';
import { signCompact } from '../../../app/seal/jws.ts';
import { type CryptoKey, generateKey, importPrivate } from '../../../app/seal/keys.ts';
import { BY_CENTRE, specimenDefinition } from '../../world/definition.ts';
import { LIMITED, LIMITED_DESK, OF_PARIS, planWithLimited } from '../../world/limited.ts';
import { approval, World } from '../../world/world.ts';
import { TestGateway } from '../admission/gateway.ts';

const [PARIS, DAKAR] = ['ML-PAR' as MissionCode, 'ML-DKR' as MissionCode];
const PASSPORTS = {
  ...specimenDefinition('ml-passports', { by: 'centre', roles: ['reviewer'] }),
  class: 'passports',
};
const KINDS = Object.keys(ACT_KINDS) as ActKind[];
const NONE: Limits = { missions: null, classes: null, services: null };

let world: World;
let limited: ReturnType<World['officer']>;
beforeAll(async () => {
  world = await World.open([BY_CENTRE, PASSPORTS], planWithLimited());
  limited = world.officer(LIMITED, LIMITED_DESK);
});

const draftOf = (but: Partial<CredentialDraft> = {}): CredentialDraft => {
  const { kid: _, jws: _jws, issuer: _issuer, ...draft } = limited.credential;
  return { ...draft, ...but };
};
const code = (work: () => unknown): string | undefined => {
  try {
    work();
    return 'no error';
  } catch (error) {
    return (error as { code?: string }).code;
  }
};
const payloadOf = (draft: CredentialDraft) => JSON.parse(new TextDecoder().decode(credentialPayload(draft)));

describe('what it says', () => {
  it('is a version of its own: whoever knows no limits refuses it whole, and what it signed waits', () => {
    const payload = payloadOf(draftOf());
    expect(payload).toMatchObject({ v: 2, missions: ['ML-PAR'], classes: ['visas'], services: null });
    expect(Object.keys(payload).join()).toBe(
      'v,subject,roles,scope,desk,delegates,missions,classes,services,from,until,sig,enc',
    );
    expect(readCredentialPayload(payload).limits).toEqual(limited.credential.limits);
    // Without limits nothing has changed: the bytes of version 1.
    const { limits: _, ...without } = draftOf();
    expect(payloadOf(without)).not.toHaveProperty('missions');
    expect(payloadOf(without).v).toBe(1);
  });

  it('is read only where it says one thing', () => {
    const read = (but: object) => code(() => readCredentialPayload({ ...payloadOf(draftOf()), ...but }));
    expect(read({})).toBe('no error');
    for (const but of [
      { v: 3 },
      { missions: undefined },
      { missions: [] },
      { missions: null, classes: null, services: null },
      { missions: ['ML-PAR', 'ML-DKR'] },
      { classes: ['visas', 'visas'] },
      { services: [''] },
      { missions: ['CENTRAL'] },
      { roles: ['transport'], delegates: [] },
      { scope: 'ML-PAR', desk: 'ML-PAR/A' },
    ])
      expect(read(but), JSON.stringify(but)).not.toBe('no error');
    // Members of version 2 in one of version 1 limit nobody: an older reader would not see them.
    expect(readCredentialPayload({ ...payloadOf(draftOf()), v: 1 }).limits).toBeUndefined();
  });
});

describe('who may give it', () => {
  const head = (limits?: Limits): CredentialDraft => ({
    ...draftOf({ scope: PARIS, desk: 'ML-PAR/A' as DeskId, delegates: ['agent'] }),
    roles: ['head-of-mission'],
    ...(limits ? { limits } : {}),
  });
  const agent = (limits?: Limits): CredentialDraft => {
    const { limits: _, ...draft } = draftOf({ scope: PARIS, desk: 'ML-PAR/B' as DeskId, roles: ['agent'] });
    return limits ? { ...draft, limits } : draft;
  };
  const visas = { ...NONE, classes: ['visas'] };
  const both = { ...NONE, classes: ['passports', 'visas'] };
  const one = { ...visas, services: ['ml-by-centre' as ServiceCode] };

  it.each([
    [visas, undefined, false],
    [visas, visas, true],
    [visas, both, false],
    [visas, one, true],
    [one, visas, false],
    [both, visas, true],
    [one, { ...NONE, services: one.services }, false],
  ] as const)('a delegate limited to %j gives %j: %s', (own, given, may) => {
    expect(mayIssue(head(own), agent(given))).toBe(may);
  });

  it('an enrolment officer of the centre who is limited to missions enrols in those only', () => {
    const { limits: _, ...base } = draftOf({ roles: ['enrolment'], delegates: ['agent', 'reviewer'] });
    const office = { ...base, limits: { ...NONE, missions: [PARIS] } };
    const { limits: _agent, ...plain } = agent();
    expect(mayIssue(office, plain)).toBe(true);
    expect(mayIssue(office, { ...plain, scope: DAKAR, desk: 'ML-DKR/A' as DeskId })).toBe(false);
    const reviewer = draftOf({ subject: 'A'.repeat(22) });
    expect(mayIssue(office, { ...reviewer, limits: { ...NONE, missions: [PARIS] } })).toBe(true);
    expect(mayIssue(office, { ...reviewer, limits: { ...NONE, missions: [DAKAR, PARIS] } })).toBe(false);
    expect(mayIssue(office, { ...reviewer, limits: visas })).toBe(false);
  });
});

describe('what its holder reads', () => {
  it('is granted by the groups of their missions and classes, in the place of the centre’s', async () => {
    const { credential, enc } = limited;
    const groups = await openGrants(world.keyring, credential, await importPrivate(enc, 'enc'));
    expect([...groups.keys()].sort()).toEqual(['group:ML-PAR:directory:1', 'group:ML-PAR:visas:1']);
    const colleague = world.officer(OF_PARIS, LIMITED_DESK);
    const more = await openGrants(
      world.keyring,
      colleague.credential,
      await importPrivate(colleague.enc, 'enc'),
    );
    expect([...more.keys()].sort()).toEqual([
      'group:ML-PAR:directory:1',
      'group:ML-PAR:passports:1',
      'group:ML-PAR:visas:1',
    ]);
    expect(readsWhole(credential)).toBe(false);
    expect(readsWhole(world.reviewer.credential)).toBe(true);
    expect(readsWhole({ roles: ['auditor'] })).toBe(false);
    expect(readsGroup({ roles: ['auditor'], scope: 'CENTRAL' }, 'group:CENTRAL:visas:1')).toBe(false);
  });

  it.each(['group:CENTRAL:visas', 'group:ML-PAR:passports', 'group:ML-DKR:visas'])(
    'nobody, not the authority, grants them %s',
    async (group) => {
      const { authority, groupKeys, root, keyringDocuments } = world.ministry;
      const key = groupKeys.get(`${group}:1`)!;
      const jws = await makeGrant(
        group,
        1,
        key,
        limited.credential,
        authority.credential,
        authority.signingKey,
      );
      const document = await recordDocument(jws, (hash) => `grant:${hash}`);
      const keyring = await Keyring.from(root.credential.jws, [...keyringDocuments, document]);
      expect(keyring.problems).toEqual([{ id: document._id, code: 'SEAL-006' }]);
      const groups = await openGrants(keyring, limited.credential, await importPrivate(limited.enc, 'enc'));
      expect(groups.has(`${group}:1`)).toBe(false);
    },
  );
});

describe('what its holder seals', () => {
  const file = (mission: MissionCode, status = 'submitted') =>
    ({
      status,
      mission,
      versions: ['1' as ActId],
      lodgedBy: new Set(),
      approvedBy: null,
      needsUpdate: false,
    }) as never;

  it('is what a reviewer seals on files of their missions and services, and on others nothing', () => {
    const { limits: _, ...unlimited } = limited.credential;
    const own = limited.credential;
    expect(allowedActs(file(PARIS), BY_CENTRE, own)).toEqual(allowedActs(file(PARIS), BY_CENTRE, unlimited));
    expect(allowedActs(file(PARIS), BY_CENTRE, own)).toContain('approved');
    for (const [mission, definition] of [
      [DAKAR, BY_CENTRE],
      [PARIS, PASSPORTS],
    ] as const)
      for (const kind of KINDS) {
        expect(isAllowed(kind, file(mission), definition, own), kind).toBe(false);
        expect(mayEver(kind, definition, own, mission), kind).toBe(false);
      }
    const onlyOne = { ...own, limits: { ...NONE, services: ['ml-by-centre' as ServiceCode] } };
    expect(allowedActs(file(DAKAR), BY_CENTRE, onlyOne)).toContain('approved');
    expect(allowedActs(file(DAKAR), { ...BY_CENTRE, code: 'ml-other' }, onlyOne)).toEqual([]);
    const agent = { ...world.agent.credential, limits: { ...NONE, classes: ['visas'] } };
    expect(isAllowed('opened', null, BY_CENTRE, agent)).toBe(true);
    expect(isAllowed('opened', null, PASSPORTS, agent)).toBe(false);
  });

  it('is admitted within them, refused beyond, and left out of every fold without a word from the centre', async () => {
    const verdicts = new Map<string, string>();
    for (const [name, mission, definition, lodger] of [
      ['within', PARIS, BY_CENTRE, world.agent],
      ['class', PARIS, PASSPORTS, world.agent],
      ['mission', DAKAR, BY_CENTRE, world.officer('E. M.', 'ML-DKR/A')],
    ] as const) {
      const gateway = new TestGateway(world, mission);
      const dossier = await world.dossier(definition, lodger, mission);
      gateway.wraps.add(`${dossier.id} 1`);
      const body = { person: 'A'.repeat(22), answers: {}, documents: [], originalsKept: [], missing: [] };
      const opened = await world.seal(dossier, lodger, {
        kind: 'opened',
        prior: [],
        body: { ...body, language: 'fr', phones: [] },
      });
      const submitted = await world.seal(dossier, lodger, {
        kind: 'submitted',
        prior: [opened.id],
        body: {},
      });
      for (const act of [opened, submitted])
        expect((await gateway.receive(act.document)).code).toBe('AD-000');
      const approved = await world.seal(dossier, limited, {
        kind: 'approved',
        prior: [submitted.id],
        body: approval,
      });
      verdicts.set(name, (await gateway.receive(approved.document)).code);
      const acts = await Promise.all([opened, submitted, approved].map((act) => world.verify(act)));
      const state = foldDossier(acts, new Map(), definition);
      expect(state?.status, name).toBe(name === 'within' ? 'approved' : 'submitted');
    }
    expect(Object.fromEntries(verdicts)).toEqual({ within: 'AD-000', class: 'AD-204', mission: 'AD-203' });
  });

  it('wraps no key of a file of another mission', async () => {
    const lodger = world.officer('E. M.', 'ML-DKR/A');
    const { id, key } = await world.dossier(BY_CENTRE, lodger, DAKAR);
    const { kid } = limited.credential;
    const sign = (payload: Uint8Array) =>
      signCompact({ typ: 'guichet-wrap+jws', kid, payload, key: limited.signingKey });
    const wrap = await makeWrap(id, 1, key, ['group:CENTRAL:visas:1'], world.keyring, sign);
    const facts = { keyring: world.keyring, erased: async () => false };
    expect((await admitWrap(wrap, { ...facts, mission: DAKAR })).code).toBe('AD-203');
    expect((await admitWrap(wrap, { ...facts, mission: PARIS })).code).toBe('AD-000');
  });

  it('a supervisor who is limited lifts acts of their missions and services only', () => {
    const act = { mission: PARIS, service: 'ml-by-centre', signer: world.agent.credential };
    const by = (limits: Partial<Limits>): Credential => ({
      ...world.supervisor.credential,
      limits: { ...NONE, ...limits },
    });
    expect(mayLift(world.supervisor.credential, act)).toBe(true);
    expect(mayLift(by({ missions: [PARIS] }), act)).toBe(true);
    expect(mayLift(by({ missions: [DAKAR] }), act)).toBe(false);
    expect(mayLift(by({ services: ['ml-by-centre' as ServiceCode], classes: ['visas'] }), act)).toBe(true);
    expect(mayLift(by({ services: ['ml-passports' as ServiceCode] }), act)).toBe(false);
    expect(mayLift(by({ classes: ['visas'] }), act)).toBe(false);
  });
});

describe('what a desk carries', () => {
  it('is of the missions that its officers work for, and all where one of them is limited to none', async () => {
    expect(missionsOfDesk(world.keyring, LIMITED_DESK)).toEqual(new Set([PARIS]));
    expect(missionsOfDesk(world.keyring, 'CENTRAL/A' as DeskId)).toBeNull();
    expect(missionsOfDesk(world.keyring, 'CENTRAL/Z' as DeskId)).toBeNull();
    const { authority, root, keyringDocuments } = world.ministry;
    const given = async (limits: Limits | null) => {
      const [sig, enc] = [await generateKey('sig'), await generateKey('enc')];
      const { limits: _, ...draft } = draftOf({
        subject: toBase64url(systemRandom.bytes(16)),
        sig: sig.publicJwk,
        enc: enc.publicJwk,
      });
      const jws = await issueCredential(
        limits ? { ...draft, limits } : draft,
        authority.credential.kid,
        authority.signingKey as CryptoKey,
      );
      await readCredential(jws);
      const document = await recordDocument(jws, (hash) => `credential:${hash}`);
      return Keyring.from(root.credential.jws, [...keyringDocuments, document]);
    };
    expect(missionsOfDesk(await given({ ...NONE, missions: [DAKAR] }), LIMITED_DESK)).toEqual(
      new Set([PARIS, DAKAR]),
    );
    expect(missionsOfDesk(await given({ ...NONE, classes: ['visas'] }), LIMITED_DESK)).toBeNull();
    expect(missionsOfDesk(await given(null), LIMITED_DESK)).toBeNull();
  });
});
