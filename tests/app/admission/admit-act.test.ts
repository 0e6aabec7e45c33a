/** The table of verdicts of FORMATS.md, "Admission and receipts", row by row; and law 5: order never changes a verdict. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ActBodies } from '../../../app/acts/bodies.ts';
import type { ActId, MissionCode, RecordHash } from '../../../app/acts/ids.ts';
import type { ActKind } from '../../../app/acts/kinds.ts';
import type { SealedAct } from '../../../app/acts/seal-act.ts';
import { admitAct, DOCUMENT_LIMIT } from '../../../app/admission/admit-act.ts';
import { admitWrap } from '../../../app/admission/admit-wrap.ts';
import type { Lift } from '../../../app/admission/lifts.ts';
import { VERDICT_CODES } from '../../../app/admission/verdict-codes.ts';
import { makeWrap } from '../../../app/dossier/dossier-key.ts';
import { foldDossier } from '../../../app/dossier/fold-dossier.ts';
import type { Credential } from '../../../app/keyring/credential.ts';
import { Keyring } from '../../../app/keyring/keyring.ts';
import { recordDocument, signRecord } from '../../../app/keyring/records.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { fromBase64url, fromUtf8, utf8 } from '../../../app/seal/bytes.ts';
import { hashOf } from '../../../app/seal/hash.ts';
import { signCompact } from '../../../app/seal/jws.ts';
import { BY_CENTRE } from '../../world/definition.ts';
import { revocationOf } from '../../world/revoked.ts';
import { highTwin, seeded } from '../../world/tamper.ts';
import { approval, openedBody, type TestDossier, World } from '../../world/world.ts';
import { TestGateway } from './gateway.ts';

let world: World;
let unknownHash: RecordHash;
beforeAll(async () => {
  world = await World.open();
  unknownHash = await hashOf('not here');
});

/** A gateway that has a dossier's wrap, and the dossier lodged by the agent. */
async function lodged() {
  const gateway = new TestGateway(world);
  const { dossier, acts } = await world.lodged(BY_CENTRE);
  gateway.wraps.add(`${dossier.id} 1`);
  const [opened, submitted] = acts as [SealedAct, SealedAct];
  return { gateway, dossier, opened, submitted };
}
const bySupervisor = (verdict: Lift['verdict']): Lift => ({ verdict, by: world.supervisor.credential });
const ringWith = (...documents: readonly SignedDocument[]) =>
  Keyring.from(world.ministry.root.credential.jws, [...world.ministry.keyringDocuments, ...documents]);
const code = async (gateway: TestGateway, act: SealedAct) => (await gateway.receive(act.document)).code;
type Lodged = Awaited<ReturnType<typeof lodged>>;
async function take({ gateway, opened, submitted }: Lodged): Promise<void> {
  expect(await code(gateway, opened)).toBe('AD-000');
  expect(await code(gateway, submitted)).toBe('AD-000');
}
/** A note on the dossier by the agent, with members of the envelope set otherwise. */
const note = (dossier: TestDossier, prior: readonly ActId[], but = {}, by = world.agent) =>
  world.seal(dossier, by, { kind: 'annotated', prior, body: { note: 'x' }, but });
/** The agent signs any members under an act's header. */
async function signedBy(members: object, dossier: TestDossier, by = world.agent): Promise<SignedDocument> {
  const jws = await signCompact({
    typ: 'guichet-act+jws',
    kid: by.credential.kid,
    payload: utf8(JSON.stringify(members)),
    key: by.signingKey,
  });
  return recordDocument(jws, (hash) => `act:${dossier.id}:${hash}`);
}
const membersOf = (act: SealedAct) =>
  JSON.parse(fromUtf8(fromBase64url(act.jws.split('.')[1] ?? ''))) as Record<string, unknown>;

describe('accepted', () => {
  it('AD-000: verified, and the rules hold', async () => {
    await take(await lodged());
  });
});

describe('held: not yet', () => {
  it('AD-101: a prior that is missing or held, until it comes', async () => {
    const file = await lodged();
    expect(await code(file.gateway, file.submitted)).toBe('AD-101');
    expect(await code(file.gateway, file.opened)).toBe('AD-000');
    expect(file.gateway.verdicts.get(file.submitted.id)?.code).toBe('AD-000');
  });

  it('AD-102: a signer that is not in the keyring, until the credential comes', async () => {
    const { gateway, opened } = await lodged();
    gateway.keyring = await Keyring.from(world.ministry.root.credential.jws, []);
    expect((await admitAct(opened.document, gateway.facts)).code).toBe('AD-102');
    await gateway.keyring.add(world.ministry.keyringDocuments);
    expect((await admitAct(opened.document, gateway.facts)).code).toBe('AD-000');
  });

  it('AD-103: a catalogue release that has not arrived', async () => {
    const { gateway, opened } = await lodged();
    gateway.definitions = null;
    expect(await code(gateway, opened)).toBe('AD-103');
  });

  it('AD-104: a keyring head that has not arrived', async () => {
    const { gateway, dossier } = await lodged();
    const act = await world.seal(dossier, world.agent, {
      kind: 'opened',
      prior: [],
      body: openedBody(),
      but: { keyring: unknownHash },
    });
    expect(await code(gateway, act)).toBe('AD-104');
  });

  it('AD-105: the wrap is missing, until it comes', async () => {
    const { gateway, dossier, opened } = await lodged();
    gateway.wraps.clear();
    expect(await code(gateway, opened)).toBe('AD-105');
    gateway.wraps.add(`${dossier.id} 1`);
    await gateway.lookAgain();
    expect(gateway.verdicts.get(opened.id)?.code).toBe('AD-000');
  });

  it('AD-106: a kind or version of a newer desk, readable or not; its signature must hold all the same', async () => {
    const file = await lodged();
    await take(file);
    const { gateway, dossier, submitted } = file;
    const blessed = await note(dossier, [submitted.id], { kind: 'annotated' });
    const members = membersOf(blessed);
    for (const newer of [
      { ...members, v: 3, body: 'of another shape' },
      { v: 3, mission: 'ML-PAR', more: {} },
      { ...members, v: 7, ref: 'new', body: members.body },
    ])
      expect((await admitAct(await signedBy(newer, dossier), gateway.facts)).code).toBe('AD-106');
    const unreadable = { v: 3, more: {} };
    const good = await signedBy(unreadable, dossier);
    const forged = await recordDocument(
      await signCompact({
        typ: 'guichet-act+jws',
        kid: world.head.credential.kid,
        payload: utf8(JSON.stringify(unreadable)),
        key: world.agent.signingKey,
      }),
      (hash) => `act:${dossier.id}:${hash}`,
    );
    expect((await admitAct(forged, gateway.facts)).code).toBe('AD-201');
    expect((await admitAct({ ...good, _rev: '1-0' }, gateway.facts)).code).toBe('AD-209');
    expect((await admitAct(await signedBy({ v: 1, more: {} }, dossier), gateway.facts)).code).toBe('AD-202');
  });

  it('AD-107: only the claimed time lies after the credential’s end; a supervisor may lift it', async () => {
    const file = await lodged();
    await take(file);
    const late = await note(file.dossier, [file.submitted.id], { claimedAt: '2099-01-01T00:00:00Z' });
    expect(await code(file.gateway, late)).toBe('AD-107');
    file.gateway.lifts.set(late.id, [bySupervisor('accepted')]);
    await file.gateway.lookAgain();
    expect(file.gateway.verdicts.get(late.id)?.code).toBe('AD-000');
  });

  it('is lifted only by a supervisor of the centre or of its mission, and never by its signer', async () => {
    const file = await lodged();
    await take(file);
    const { gateway, dossier, submitted } = file;
    const late = await note(dossier, [submitted.id], { claimedAt: '2099-01-01T00:00:00Z' });
    const by = (but: Partial<Credential>): Credential => ({
      ...world.supervisor.credential,
      subject: 'A'.repeat(22),
      ...but,
    });
    const word = async (...lifts: Lift[]) => {
      gateway.lifts.set(late.id, lifts);
      return (await admitAct(late.document, gateway.facts)).code;
    };
    const accepted = (but: Partial<Credential>): Lift => ({ verdict: 'accepted', by: by(but) });
    const refused = (but: Partial<Credential>): Lift => ({ verdict: 'refused', by: by(but) });
    const paris = { scope: 'ML-PAR' as MissionCode };
    const dakar = { scope: 'ML-DKR' as MissionCode };
    const own = { subject: world.agent.credential.subject };
    expect(await word()).toBe('AD-107');
    expect(await word(accepted({}))).toBe('AD-000');
    expect(await word(accepted(paris))).toBe('AD-000');
    expect(await word(refused(paris))).toBe('AD-206');
    for (const lift of [
      dakar,
      { scope: '*' as const },
      own,
      { ...paris, ...own },
      { roles: ['agent'] as const },
    ])
      expect(await word(accepted(lift), refused(lift)), JSON.stringify(lift)).toBe('AD-107');
    // Who may not speak takes nothing from the word of one who may; of two who may, the one who refuses is heard.
    expect(await word(refused(dakar), refused(own), accepted({}))).toBe('AD-000');
    expect(await word(accepted({}), refused(paris))).toBe('AD-206');
  });

  it('AD-108: a revoked officer without an earlier receipt; with one it counts; lifted it counts', async () => {
    const file = await lodged();
    const { authority } = world.ministry;
    const revocation = await signRecord(
      'guichet-revocation+jws',
      { v: 1, kid: world.agent.credential.kid, reason: 'x', at: '2026-11-21T00:00:00Z' },
      authority.credential.kid,
      authority.signingKey,
    );
    file.gateway.keyring = await Keyring.from(world.ministry.root.credential.jws, [
      ...world.ministry.keyringDocuments,
      await recordDocument(revocation, (hash) => `revocation:${hash}`),
    ]);
    expect(await code(file.gateway, file.opened)).toBe('AD-108');
    file.gateway.covered.set(file.opened.id, '2026-11-21T00:00:00Z');
    await file.gateway.lookAgain();
    expect(file.gateway.verdicts.get(file.opened.id)?.code).toBe('AD-108');
    file.gateway.covered.set(file.opened.id, '2026-11-20T23:59:59Z');
    await file.gateway.lookAgain();
    expect(file.gateway.verdicts.get(file.opened.id)?.code).toBe('AD-000');
    expect(await code(file.gateway, file.submitted)).toBe('AD-108');
    file.gateway.lifts.set(file.submitted.id, [bySupervisor('accepted')]);
    await file.gateway.lookAgain();
    expect(file.gateway.verdicts.get(file.submitted.id)?.code).toBe('AD-000');
  });

  it('AD-108: what receipts have accepted stays so, however early whoever revokes dates it', async () => {
    const file = await lodged();
    const ofAgent = await revocationOf(world, world.agent.credential.kid);
    file.gateway.keyring = await ringWith(ofAgent);
    expect(await code(file.gateway, file.opened)).toBe('AD-108');
    file.gateway.finals.set(file.opened.id, ['refused']);
    await file.gateway.lookAgain();
    expect(file.gateway.verdicts.get(file.opened.id)?.code).toBe('AD-108');
    file.gateway.finals.set(file.opened.id, ['accepted']);
    await file.gateway.lookAgain();
    expect(file.gateway.verdicts.get(file.opened.id)?.code).toBe('AD-000');
  });

  it('AD-108: a supervisor who is revoked lifts nothing, unless a receipt has said so on their word', async () => {
    const file = await lodged();
    const ofAgent = await revocationOf(world, world.agent.credential.kid);
    file.gateway.keyring = await ringWith(
      ofAgent,
      await revocationOf(world, world.supervisor.credential.kid),
    );
    for (const verdict of ['accepted', 'refused'] as const) {
      file.gateway.lifts.set(file.opened.id, [bySupervisor(verdict)]);
      expect(await code(file.gateway, file.opened)).toBe('AD-108');
    }
    file.gateway.finals.set(file.opened.id, ['refused']);
    expect(await code(file.gateway, file.opened)).toBe('AD-206');
  });

  it('AD-110: one that is known and does not count neither holds nor refuses an act', async () => {
    const file = await lodged();
    await take(file);
    file.gateway.receipts.set(unknownHash, null);
    const act = await note(file.dossier, [file.submitted.id], { lastReceipt: unknownHash });
    expect(await code(file.gateway, act)).toBe('AD-000');
  });

  it('AD-110: a receipt that the signer saw and this gateway has not', async () => {
    const file = await lodged();
    await take(file);
    const act = await note(file.dossier, [file.submitted.id], { lastReceipt: unknownHash });
    expect(await code(file.gateway, act)).toBe('AD-110');
    file.gateway.receipts.set(unknownHash, '2026-11-21T12:00:00Z');
    await file.gateway.lookAgain();
    expect(file.gateway.verdicts.get(act.id)?.code).toBe('AD-000');
  });

  it('AD-110: a receipt that is lost for good does not hold an act for good; a supervisor lifts it', async () => {
    const file = await lodged();
    await take(file);
    const act = await note(file.dossier, [file.submitted.id], { lastReceipt: unknownHash });
    expect(await code(file.gateway, act)).toBe('AD-110');
    file.gateway.lifts.set(act.id, [bySupervisor('accepted')]);
    await file.gateway.lookAgain();
    expect(file.gateway.verdicts.get(act.id)?.code).toBe('AD-000');
  });
});

describe('refused: never', () => {
  it('AD-201: a signature that is not the signer’s', async () => {
    const { gateway, dossier, opened } = await lodged();
    const jws = await signCompact({
      typ: 'guichet-act+jws',
      kid: world.head.credential.kid,
      payload: fromBase64url(opened.jws.split('.')[1] ?? ''),
      key: world.agent.signingKey,
    });
    const document = await recordDocument(jws, (hash) => `act:${dossier.id}:${hash}`);
    expect((await gateway.receive(document)).code).toBe('AD-201');
  });

  it('AD-202: any text but the one canonical text', async () => {
    const { gateway, dossier, opened } = await lodged();
    for (const jws of [highTwin(opened.jws), `${opened.jws}=`, opened.jws.replace('.', '..'), '', 'x'])
      expect(
        (await gateway.receive(await recordDocument(jws, (hash) => `act:${dossier.id}:${hash}`))).code,
      ).toBe('AD-202');
    for (const jws of [undefined, null, 1, {}])
      expect((await gateway.receive({ ...opened.document, jws } as never)).code).toBe('AD-202');
    const members = membersOf(opened);
    expect((await gateway.receive(await signedBy({ ...members, ref: 'x' }, dossier))).code).toBe('AD-202');
    expect((await gateway.receive(await signedBy({ ...members, priority: 'urgent' }, dossier))).code).toBe(
      'AD-202',
    );
  });

  it('AD-203: another mission’s database, another mission’s officer, another desk', async () => {
    const file = await lodged();
    const dakar = new TestGateway(world, 'ML-DKR' as MissionCode);
    expect((await admitAct(file.opened.document, dakar.facts)).code).toBe('AD-203');
    await take(file);
    const { gateway, dossier, submitted } = file;
    const stranger = world.officer('E. M.', 'ML-DKR/A');
    expect(await code(gateway, await note(dossier, [submitted.id], {}, stranger))).toBe('AD-203');
    expect(await code(gateway, await note(dossier, [submitted.id], { desk: 'ML-PAR/A' as never }))).toBe(
      'AD-203',
    );
  });

  it('AD-204: the signer’s role never does this', async () => {
    const file = await lodged();
    await take(file);
    const { gateway, dossier, submitted } = file;
    const prior = [submitted.id];
    const byAgent = await world.seal(dossier, world.agent, { kind: 'approved', prior, body: approval });
    expect(await code(gateway, byAgent)).toBe('AD-204');
    const opened = await world.seal(await world.dossier(BY_CENTRE), world.reviewer, {
      kind: 'opened',
      prior: [],
      body: openedBody(),
    });
    expect(await code(gateway, opened)).toBe('AD-204');
  });

  it('AD-205: it stands on a refused act, at any depth', async () => {
    const file = await lodged();
    await take(file);
    const { gateway, dossier, submitted } = file;
    const wrong = await world.seal(dossier, world.agent, {
      kind: 'approved',
      prior: [submitted.id],
      body: approval,
    });
    const above = await note(dossier, [wrong.id]);
    const higher = await note(dossier, [above.id]);
    expect(await code(gateway, higher)).toBe('AD-101');
    expect(await code(gateway, above)).toBe('AD-101');
    expect(await code(gateway, wrong)).toBe('AD-204');
    expect(gateway.verdicts.get(above.id)?.code).toBe('AD-205');
    expect(gateway.verdicts.get(higher.id)?.code).toBe('AD-205');
  });

  it('AD-206: not allowed in that state, of another file, or lifted as refused', async () => {
    const file = await lodged();
    await take(file);
    const { gateway, dossier, opened, submitted } = file;
    const issued = await world.seal(dossier, world.agent, {
      kind: 'instrument-issued',
      prior: [submitted.id],
      body: { instrument: 'paper', number: '1', validFrom: '2026-11-21' },
    });
    expect(await code(gateway, issued)).toBe('AD-206');
    const prior = [submitted.id];
    const again = await world.seal(dossier, world.agent, { kind: 'submitted', prior, body: {} });
    expect(await code(gateway, again)).toBe('AD-206');
    for (const but of [
      { ref: 'PAR-B-26-00417-6' as never },
      { service: 'ml-by-mission' as never },
      { service: 'ml-nothing' as never },
      { keyGen: 2 },
      { keyCommit: unknownHash },
      { keyGen: 3, keyCommit: unknownHash },
      { assignee: world.agent.credential.subject },
    ])
      expect(await code(gateway, await note(dossier, prior, but)), JSON.stringify(but)).toBe('AD-206');
    const uncommitted = await world.dossier(BY_CENTRE);
    const { keyCommit: _, ...members } = membersOf(opened);
    expect(_).toBeDefined();
    expect(members).toBeDefined();
    const bare = await world.seal(uncommitted, world.agent, {
      kind: 'opened',
      prior: [],
      body: openedBody(),
      but: { keyCommit: undefined } as never,
    });
    expect(await code(gateway, bare)).toBe('AD-206');
    const lifted = await note(dossier, prior, { claimedAt: '2099-01-01T00:00:00Z' });
    gateway.lifts.set(lifted.id, [bySupervisor('refused')]);
    expect(await code(gateway, lifted)).toBe('AD-206');
  });

  it('a new generation of the key starts with its commitment, the next number, and its wrap', async () => {
    const file = await lodged();
    await take(file);
    const { gateway, dossier, submitted } = file;
    const next = await note(dossier, [submitted.id], { keyGen: 2, keyCommit: unknownHash });
    expect(await code(gateway, next)).toBe('AD-105');
    gateway.wraps.add(`${dossier.id} 2`);
    await gateway.lookAgain();
    expect(gateway.verdicts.get(next.id)?.code).toBe('AD-000');
  });

  it('AD-207: the newest receipt that the signer saw is dated after the credential’s end, lifted or not', async () => {
    const file = await lodged();
    await take(file);
    file.gateway.receipts.set(unknownHash, '2099-01-01T00:00:00Z');
    const act = await note(file.dossier, [file.submitted.id], { lastReceipt: unknownHash });
    file.gateway.lifts.set(act.id, [bySupervisor('accepted')]);
    expect(await code(file.gateway, act)).toBe('AD-207');
  });

  it('AD-208: a document over its limit, before anything of it is read', async () => {
    const { gateway, opened } = await lodged();
    const huge = { ...opened.document, jws: 'x'.repeat(DOCUMENT_LIMIT + 1) };
    const before = performance.now();
    expect((await gateway.receive(huge)).code).toBe('AD-208');
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it('AD-209: an id or revision that does not follow from the content', async () => {
    const { gateway, opened, submitted } = await lodged();
    for (const document of [
      { ...opened.document, _id: submitted.document._id },
      { ...opened.document, _rev: submitted.document._rev },
      { ...opened.document, _id: opened.document._id.replace('act:', 'key:') },
    ])
      expect((await gateway.receive(document)).code).toBe('AD-209');
  });

  it('AD-210: a prior of another dossier', async () => {
    const [one, two] = [await lodged(), await lodged()];
    await take(one);
    two.gateway.wraps.add(`${one.dossier.id} 1`);
    for (const act of [one.opened, one.submitted]) await one.gateway.receive(act.document);
    one.gateway.wraps.add(`${two.dossier.id} 1`);
    await take({ ...two, gateway: one.gateway });
    const act = await note(two.dossier, [one.submitted.id, two.submitted.id]);
    expect(await code(one.gateway, act)).toBe('AD-210');
  });
});

describe('wraps', () => {
  const facts = (erased = false) => ({
    mission: 'ML-PAR' as MissionCode,
    keyring: world.keyring,
    erased: async () => erased,
  });
  const wrap = async (
    by: { credential: typeof world.agent.credential; signingKey: typeof world.agent.signingKey },
    groups: string[],
  ) => {
    const dossier = await world.dossier(BY_CENTRE);
    const sign = (payload: Uint8Array) =>
      signCompact({ typ: 'guichet-wrap+jws', kid: by.credential.kid, payload, key: by.signingKey });
    return makeWrap(dossier.id, 1, dossier.key, groups, world.keyring, sign);
  };

  it('are accepted for the mission and the centre, and refused each for its reason', async () => {
    const own = ['group:ML-PAR:visas:1', 'group:CENTRAL:visas:1'];
    const good = await wrap(world.agent, own);
    const admitted = async (document: SignedDocument, erased = false) =>
      (await admitWrap(document, facts(erased))).code;
    expect(await admitted(good)).toBe('AD-000');
    expect(await admitted(good, true)).toBe('AD-211');
    expect(await admitted({ ...good, _rev: '1-0' })).toBe('AD-209');
    expect(await admitted({ ...good, jws: highTwin(good.jws) })).toBe('AD-202');
    expect(await admitted({ ...good, jws: undefined } as never)).toBe('AD-202');
    expect(await admitted({ ...good, jws: 'x'.repeat(70_000) })).toBe('AD-208');
    expect(await admitted(await wrap(world.agent, ['group:ML-DKR:visas:1']))).toBe('AD-203');
    expect(await admitted(await wrap(world.officer('E. M.', 'ML-DKR/A'), own))).toBe('AD-203');
    const transport = world.ministry.transports.get(world.agent.desk);
    expect(await admitted(await wrap(transport as never, own))).toBe('AD-204');
    const empty = await Keyring.from(world.ministry.root.credential.jws, []);
    expect((await admitWrap(good, { ...facts(), keyring: empty })).code).toBe('AD-102');
  });
});

describe('law 5', () => {
  it('any order of arrival, with any duplication, ends in the same verdicts and the same fold', {
    timeout: 120_000,
  }, async () => {
    const next = seeded(5);
    const file = await lodged();
    const { dossier } = file;
    const acts: SealedAct[] = [file.opened, file.submitted];
    const bodies = {
      annotated: { note: 'x' },
      'information-requested': {
        items: [{ id: 'a', document: null, what: 'w', why: 'y', satisfiedBy: 's', dueBy: '2026-12-01' }],
        language: 'fr',
      },
      'information-supplied': { items: ['a'], documents: [] },
      approved: approval,
      withdrawn: { reason: 'x' },
      amended: { answers: {}, reason: 'x' },
      reconciled: { answers: {}, reason: 'x' },
    } satisfies { [Kind in ActKind]?: ActBodies[Kind] };
    // Officers act on whatever heads they saw, allowed or not: concurrent branches, refused ones among them.
    for (let i = 0; i < 22; i += 1) {
      const kinds = Object.keys(bodies) as (keyof typeof bodies)[];
      const kind = kinds[Math.floor(next() * kinds.length)] as keyof typeof bodies;
      const by = [world.agent, world.otherAgent, world.reviewer, world.head][
        Math.floor(next() * 4)
      ] as typeof world.agent;
      const prior = [...new Set([0, 1].map(() => acts[Math.floor(next() * acts.length)]?.id as ActId))];
      acts.push(await world.seal(dossier, by, { kind, prior, body: bodies[kind] } as never));
    }
    const settle = async (order: readonly SealedAct[]) => {
      const gateway = new TestGateway(world);
      gateway.wraps.add(`${dossier.id} 1`);
      for (const act of order) await gateway.receive(act.document);
      const verdicts = acts.map(({ id }) => [
        id,
        gateway.verdicts.get(id)?.verdict,
        gateway.verdicts.get(id)?.code,
      ]);
      const all = [...gateway.verdicts.values()].map(({ act }) => act);
      const state = foldDossier(
        all,
        new Map([...gateway.verdicts].map(([id, { verdict, code: c }]) => [id, { verdict, code: c }])),
        BY_CENTRE,
      );
      return JSON.stringify([
        verdicts,
        state?.status,
        state?.heads,
        state?.versions,
        state?.acts.map(({ id, standing }) => [id, standing]),
      ]);
    };
    const expected = await settle(acts);
    const codes = new Set((JSON.parse(expected) as [string[][]])[0].map(([, , c]) => c));
    expect(codes.size).toBeGreaterThan(2);
    expect(
      [...codes].every((c) => c !== undefined && VERDICT_CODES[c as keyof typeof VERDICT_CODES] !== 'held'),
    ).toBe(true);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(acts, { minLength: acts.length }),
        fc.array(fc.constantFrom(...acts), { maxLength: 6 }),
        async (order, again) => {
          expect(await settle([...order, ...again])).toBe(expected);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('what a gateway refuses, a fold without any receipt leaves out', async () => {
    const file = await lodged();
    await take(file);
    const { gateway, dossier, submitted } = file;
    const wrongs = [
      await world.seal(dossier, world.agent, { kind: 'approved', prior: [submitted.id], body: approval }),
      await note(dossier, [submitted.id], { desk: 'ML-PAR/A' as never }),
      await note(dossier, [submitted.id], { keyCommit: unknownHash }),
      await note(dossier, [submitted.id], {}, world.officer('E. M.', 'ML-DKR/A')),
    ];
    const acts = await Promise.all([file.opened, submitted, ...wrongs].map((act) => world.verify(act)));
    const state = foldDossier(acts, new Map(), BY_CENTRE);
    for (const wrong of wrongs) {
      expect((await gateway.receive(wrong.document)).verdict).toBe('refused');
      expect(state?.acts.find(({ id }) => id === wrong.id)?.standing).toBe('left-out');
    }
  });
});
