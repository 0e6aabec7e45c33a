/** Root, request, answer, approval: the pure half of putting a desk into service (docs/decisions/0023). */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import type { DeskId, Kid, MissionCode } from '../../../app/acts/ids.ts';
import { canonicalText, type ReleaseManifest, signRelease } from '../../../app/catalogue/release.ts';
import { type ApprovedDesk, deskOffer } from '../../../app/enrolment/approve-desk.ts';
import {
  readDeskAnswer,
  requestOfDeskAnswer,
  requireDeskFit,
  writeDeskAnswer,
} from '../../../app/enrolment/desk-answer.ts';
import { readDeskRequest } from '../../../app/enrolment/desk-request.ts';
import { areInitials, REQUEST_LIMIT } from '../../../app/enrolment/request.ts';
import { readRoot, rootFingerprint } from '../../../app/enrolment/root.ts';
import { Keyring } from '../../../app/keyring/keyring.ts';
import { recordDocument } from '../../../app/keyring/records.ts';
import { OFFICER_ROLES, type OfficerRole } from '../../../app/keyring/roles.ts';
import { toBase64url } from '../../../app/seal/bytes.ts';
import { nameOf } from '../../../app/seal/hash.ts';
import { payloadBytes, signCompact } from '../../../app/seal/jws.ts';
import { importPrivate } from '../../../app/seal/keys.ts';
import { revoke } from '../../../scripts/ministry/issue.ts';
import { specimenDefinition } from '../../world/definition.ts';
import { type AskedDesk, approvedDesk, askedDesk } from '../../world/desk-enrolled.ts';
import { World } from '../../world/world.ts';

let world: World;
let one: AskedDesk;
let given: ApprovedDesk;
beforeAll(async () => {
  world = await World.open();
  one = await askedDesk(world);
  given = await approvedDesk(world, one.request);
});

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code ?? String(error),
  );
const root = () => world.ministry.root.credential.jws;
const head = () => world.officer('M. U.', 'ML-PAR/A');

describe('a root', () => {
  it('is a credential that verifies by itself, and shows the fingerprint that the ministry prints', async () => {
    const { kid, until } = world.ministry.root.credential;
    expect(await readRoot(`\n${root()} \r\n`)).toEqual({ jws: root(), kid, until });
    expect(rootFingerprint(kid)).toMatch(/^[0-9A-F]{4}( [0-9A-F]{4}){15}$/);
    const bytes = Buffer.from(rootFingerprint(kid).replaceAll(' ', ''), 'hex');
    expect(toBase64url(new Uint8Array(bytes))).toBe(kid);
  });

  it('is nothing else, and not a letter of it changed', async () => {
    const others = ['', 'x', 'x'.repeat(10_000), world.head.credential.jws, one.request.text];
    for (const text of others) expect(await code(readRoot(text))).toBe('EN-008');
    await fc.assert(
      fc.asyncProperty(fc.nat(root().length - 1), fc.constantFrom(...'Ax0_-.'), async (at, by) => {
        fc.pre(root()[at] !== by);
        expect(await code(readRoot(root().slice(0, at) + by + root().slice(at + 1)))).toBe('EN-008');
      }),
      { numRuns: 100 },
    );
  });
});

describe('a request for a desk', () => {
  it('of any mission, roles and initials fits one QR code and reads as it was written', async () => {
    const initials = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter(areInitials);
    const mission = fc.constantFrom('ML-PAR', 'CENTRAL', 'ML-ABCDEFGH') as fc.Arbitrary<MissionCode>;
    const roles = fc.subarray([...OFFICER_ROLES], { minLength: 1 }) as fc.Arbitrary<OfficerRole[]>;
    await fc.assert(
      fc.asyncProperty(initials, mission, roles, async (letters, place, wanted) => {
        const { request } = await askedDesk(world, { initials: letters, mission: place, roles: wanted });
        expect(request.text.length).toBeLessThanOrEqual(REQUEST_LIMIT);
        expect(request).toMatchObject({ initials: letters, mission: place, roles: wanted });
        expect(await readDeskRequest(`\n ${request.text} \r\n`)).toEqual(request);
      }),
      { numRuns: 30, examples: [['界'.repeat(8), 'ML-ABCDEFGH' as MissionCode, [...OFFICER_ROLES]]] },
    );
  });

  it('of which any character was changed is none', async () => {
    const { text } = one.request;
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom(...'Ax0_-.'), async (at, by) => {
        fc.pre(text[at] !== by);
        expect(await code(readDeskRequest(text.slice(0, at) + by + text.slice(at + 1)))).toBe('EN-001');
      }),
      { numRuns: 150 },
    );
  });

  it.each<[string, (asked: AskedDesk) => object]>([
    ['no roles', () => ({ roles: [] })],
    ['a technical role', () => ({ roles: ['transport'] })],
    ['a desk in the place of a mission', () => ({ mission: 'ML-PAR/B' })],
    ['the ministry as a whole', () => ({ mission: '*' })],
    ['one key for desk and officer', ({ request }) => ({ transport: request.sig })],
    ['one key for both of the officer’s', ({ request }) => ({ enc: request.sig })],
    ['a private key in it', ({ transport }) => ({ transport })],
    ['a member more', () => ({ more: 1 })],
  ])('with %s is none', async (_, but) => {
    const { request, sig } = one;
    const { ministry, mission, initials, roles, at, transport, enc } = request;
    const members = { v: 1, ministry, mission, initials, roles, at, transport, sig: request.sig, enc };
    const payload = payloadBytes({ ...members, ...but(one) });
    const typ = 'guichet-desk-request+jws' as const;
    const text = await signCompact({ typ, kid: null, payload, key: await importPrivate(sig, 'sig') });
    expect(await code(readDeskRequest(text))).toBe('EN-001');
  });

  it('signed by another key than its officer’s, of another type, or under a kid, is none', async () => {
    const payload = Uint8Array.from(Buffer.from(one.request.text.split('.')[1] ?? '', 'base64url'));
    const key = await importPrivate(one.sig, 'sig');
    const typ = 'guichet-desk-request+jws' as const;
    const signed = (change: object) => signCompact({ typ, kid: null, payload, key, ...change });
    expect(await code(readDeskRequest(await signed({})))).toBe('no error');
    for (const change of [
      { key: await importPrivate(one.transport, 'sig') },
      { typ: 'guichet-enrolment-request+jws' },
      { kid: head().credential.kid },
    ])
      expect(await code(readDeskRequest(await signed(change)))).toBe('EN-001');
  });
});

describe('an answer', () => {
  it('says all that a kit says, and all of it verifies from the root alone', async () => {
    const answer = await readDeskAnswer(given.answer, root());
    requireDeskFit(answer, one.request);
    expect(requestOfDeskAnswer(given.answer)).toBe(one.request.id);
    const { configuration, desk, credential } = answer;
    expect(configuration).toMatchObject({
      desk: 'ML-PAR/P',
      mission: 'ML-PAR',
      missions: ['ML-PAR'],
      root: root(),
    });
    expect(configuration.gateway?.kid).toBe(world.ministry.gateway.credential.kid);
    expect(desk).toMatchObject({
      roles: ['transport'],
      desk: 'ML-PAR/P',
      until: head().credential.until,
      enc: null,
    });
    expect(credential).toMatchObject({ roles: ['agent'], desk: 'ML-PAR/P', delegates: [] });
    const keyring = await Keyring.from(root(), configuration.seed);
    expect(keyring.problems).toEqual([]);
    expect(keyring.head()).toEqual(world.keyring.head());
    expect(configuration.seed).toEqual(expect.arrayContaining([...world.ministry.catalogueDocuments]));
    expect(keyring.grantsTo(credential.kid)).toHaveLength(
      [...world.ministry.groupKeys.keys()].filter((id) => id.startsWith('group:ML-PAR:')).length,
    );
  });

  it('carries no release that the approver’s desk could not read itself, nor a document of no kind that it knows', async () => {
    const { credential, signingKey: key } = world.ministry.catalogue;
    const code = 'ml-visa-short-stay';
    const own = specimenDefinition(code, { roles: ['reviewer'] } as never);
    async function released(n: number, definition: object) {
      const json = canonicalText(definition);
      const { hash, rev } = await nameOf(json);
      const issuedAt = '2026-11-21T09:00:00Z';
      const manifest: ReleaseManifest = { v: 1, country: 'ML', n, issuedAt, services: [[code, hash]] };
      const jws = await signRelease(manifest, credential.kid, (typ, kid, payload) =>
        signCompact({ typ, kid, payload, key }),
      );
      const release = await recordDocument(jws, (name) => `release:${name}`);
      return [release, { _id: `definition:${hash}`, _rev: rev, json }] as const;
    }
    const [manifestAlone] = await released(2, own);
    const newer = await released(3, { ...own, v: 2 });
    const unknown = { _id: 'letter:1', _rev: '1-0', jws: 'x' };
    const { answer: text } = await approvedDesk(world, one.request, {
      given: [manifestAlone, ...newer, unknown],
    });
    const { configuration } = await readDeskAnswer(text, root());
    const ids = configuration.seed.map(({ _id }) => _id);
    for (const { _id } of [manifestAlone, ...newer, unknown]) expect(ids).not.toContain(_id);
    for (const { _id } of world.ministry.catalogueDocuments) expect(ids).toContain(_id);
  });

  it('introduces desk and officer by what hangs on the ministry’s own, and by nothing else', async () => {
    const { configuration, desk, credential } = await readDeskAnswer(given.answer, root());
    const introduction = configuration.introduction ?? [];
    const keyring = await Keyring.from(root(), introduction);
    expect([...keyring.problems, ...keyring.waiting.filter((id) => !id.startsWith('grant:'))]).toEqual([]);
    expect(keyring.credential(desk.kid)?.desk).toBe('ML-PAR/P');
    expect(keyring.credential(credential.kid)?.desk).toBe('ML-PAR/P');
    const kinds = introduction.map(({ _id }) => _id.slice(0, _id.indexOf(':')));
    expect(kinds.filter((kind) => kind !== 'grant').sort()).toEqual([
      ...['credential', 'credential', 'credential', 'credential', 'directory', 'lease'],
    ]);
  });

  it('of which any line was left out, added, doubled, moved or exchanged is believed by nobody', async () => {
    const lines = given.answer.trimEnd().split('\n');
    const other = (await approvedDesk(world, (await askedDesk(world)).request)).answer.trimEnd().split('\n');
    const altered: string[][] = [
      [other[0] ?? '', ...lines.slice(1)],
      [...lines, lines[1] ?? ''],
    ];
    for (let n = 1; n < lines.length; n += 7) {
      altered.push(lines.filter((_, at) => at !== n));
      altered.push(lines.map((line, at) => (at === n ? line.replace(/.(?="}$)/, '!') : line)));
    }
    altered.push([lines[0] ?? '', ...lines.slice(1).reverse()]);
    altered.push(other.map((line, at) => (at === 0 ? (lines[0] ?? '') : line)));
    for (const [n, text] of altered.entries())
      expect(await code(readDeskAnswer(text.join('\n'), root())), String(n)).toMatch(/^EN-00[13]$/);
    for (const text of ['', '{}', one.request.text, 'x'.repeat(1000)])
      expect(await code(readDeskAnswer(text, root()))).toBe('EN-001');
  });

  /** Signed again by whoever approved, with other members: a captured approver's desk. */
  async function resigned(change: (payload: Record<string, unknown>) => object, by = head()) {
    const { deskAnswer } = JSON.parse(given.answer.slice(0, given.answer.indexOf('\n'))) as {
      deskAnswer: string;
    };
    const payload = JSON.parse(Buffer.from(deskAnswer.split('.')[1] ?? '', 'base64url').toString());
    const answer = await signCompact({
      typ: 'guichet-desk-answer+jws',
      kid: by.credential.kid,
      payload: payloadBytes({ ...payload, ...change(payload) }),
      key: by.signingKey,
    });
    return `${writeDeskAnswer(answer, [])}${given.answer.slice(given.answer.indexOf('\n') + 1)}`;
  }
  const setting =
    (but: object) =>
    ({ setting: old }: Record<string, unknown>) => ({
      setting: { ...(old as object), ...but },
    });

  it.each<[string, string, (payload: Record<string, unknown>) => object]>([
    ['another desk than its credential', 'EN-003', setting({ desk: 'ML-PAR/Q' })],
    ['a desk of another mission', 'EN-001', setting({ desk: 'ML-DKR/P' })],
    ['more missions than its own', 'EN-001', setting({ missions: ['ML-PAR', 'ML-DKR'] })],
    [
      'a gateway that the keyring does not name',
      'EN-003',
      setting({ gateway: { url: 'http://127.0.0.1:1', kid: 'A'.repeat(43) } }),
    ],
    ['an address that is none', 'EN-001', setting({ gateway: { url: 'file:///etc', kid: 'A'.repeat(43) } })],
    ['a root of its own', 'no error', setting({ root: 'x.y.z' })],
    ['an officer who is no desk’s', 'EN-003', () => ({ to: world.reviewer.credential.kid })],
    ['a desk’s key that is an officer’s', 'EN-003', ({ to }) => ({ transport: to })],
  ])('that says %s: %s', async (_, expected, change) => {
    const text = await resigned(change);
    expect(await code(readDeskAnswer(text, root()))).toBe(expected);
    if (expected === 'no error') expect((await readDeskAnswer(text, root())).configuration.root).toBe(root());
  });

  it('signed by somebody else than whoever gave the credentials, or of another ministry, is refused', async () => {
    expect(
      await code(readDeskAnswer(await resigned(() => ({}), world.officer('M. U.', 'ML-PAR/B')), root())),
    ).toBe('EN-003');
    const foreign = await World.open();
    expect(await code(readDeskAnswer(given.answer, foreign.ministry.root.credential.jws))).toBe('EN-003');
  });

  it('of an approver who is revoked, as far as it says so itself, is refused', async () => {
    const documents = [...world.ministry.keyringDocuments];
    const making = { clock: world.clock, random: systemRandom, documents };
    const { authority } = world.ministry;
    await revoke(making, authority, head().credential.kid, 'left', '2026-11-21T09:00:00Z');
    const revocations = documents.slice(world.ministry.keyringDocuments.length);
    const { answer } = await approvedDesk(world, one.request, { given: revocations });
    expect(await code(readDeskAnswer(answer, root()))).toBe('EN-003');
  });

  it('for other keys, another mission or more roles than were asked for fits no request but its own', async () => {
    const answer = await readDeskAnswer(given.answer, root());
    const other = await askedDesk(world);
    const misfit = expect.objectContaining({ code: 'EN-002' });
    expect(() => requireDeskFit(answer, other.request)).toThrow(misfit);
    for (const but of [
      { transport: other.request.transport },
      { sig: other.request.sig },
      { enc: other.request.enc },
      { mission: 'CENTRAL' as const },
      { roles: ['cashier'] as const },
    ])
      expect(() => requireDeskFit(answer, { ...one.request, ...but })).toThrow(misfit);
  });
});

describe('what may be given', () => {
  const carries = () => true;
  const offer = (by = head().credential, but: object = {}, keyring = world.keyring) =>
    deskOffer(by, by.desk as DeskId, { ...one.request, ...but }, { keyring, clock: world.clock, carries });

  it('is the first letter of that mission which this desk has not given, and none twice', async () => {
    expect(offer()).toEqual({
      desk: 'ML-PAR/P',
      left: 2,
      again: false,
      roles: ['agent'],
      refusal: null,
    });
    const documents = [...given.documents];
    const second = await askedDesk(world);
    const next = await approvedDesk(world, second.request, { given: documents });
    expect(next.desk).toBe('ML-PAR/Q');
    documents.push(...next.documents);
    const keyring = await Keyring.from(root(), [...world.ministry.keyringDocuments, ...documents]);
    expect(offer(undefined, (await askedDesk(world)).request, keyring)).toMatchObject({
      desk: null,
      left: 0,
      refusal: 'no-letter',
    });
    expect(await code(approvedDesk(world, (await askedDesk(world)).request, { given: documents }))).toBe(
      'EN-007',
    );
    // An answer that was lost is given again: the same desk, not another.
    expect((await approvedDesk(world, one.request, { given: documents })).desk).toBe('ML-PAR/P');
  });

  it('is nothing at a desk that has no letters, in another mission, to who puts no desk into service, after one’s end', () => {
    expect(offer(world.officer('M. U.', 'ML-PAR/B').credential).refusal).toBe('no-letter');
    expect(offer(undefined, { mission: 'ML-DKR' }).refusal).toBe('other-mission');
    expect(offer(world.officer('A. S.', 'ML-PAR/A').credential).refusal).toBe('no-desks');
    expect(offer(undefined, { roles: ['reviewer'] }).refusal).toBe('not-yours');
    const late = {
      carries,
      keyring: world.keyring,
      clock: { now: () => Date.parse(head().credential.until) },
    };
    expect(deskOffer(head().credential, 'ML-PAR/A' as DeskId, one.request, late).refusal).toBe(
      'expired-credential',
    );
  });

  it.each<[string, string, object]>([
    ['a role that was not asked for', 'EN-004', { roles: ['cashier'] }],
    ['an end after one’s own', 'EN-004', { until: '2040-01-01T00:00:00Z' }],
    ['no name', 'EN-004', { name: ' ' }],
  ])('is not %s, and then no desk either', async (_, expected, approval) => {
    expect(await code(approvedDesk(world, one.request, { approval }))).toBe(expected);
  });

  it('is nothing at a desk that does not carry that mission, before anything is signed', () => {
    const ground = { keyring: world.keyring, clock: world.clock, carries: (of: string) => of !== 'ML-PAR' };
    expect(deskOffer(head().credential, 'ML-PAR/A' as DeskId, one.request, ground).refusal).toBe(
      'not-carried',
    );
  });

  it('is nothing to keys whose desk or officer was revoked; who asks with new ones gets another letter', async () => {
    const { desk, credential } = await readDeskAnswer(given.answer, root());
    const known = [...world.ministry.keyringDocuments, ...given.documents];
    expect(offer(undefined, {}, await Keyring.from(root(), known))).toMatchObject({
      desk: 'ML-PAR/P',
      again: true,
    });
    for (const { kid } of [desk, credential]) {
      const documents = [...known];
      const making = { clock: world.clock, random: systemRandom, documents };
      await revoke(making, world.ministry.authority, kid, 'lost', '2026-11-21T09:00:00Z');
      const keyring = await Keyring.from(root(), documents);
      expect(offer(undefined, {}, keyring)).toMatchObject({ desk: null, refusal: 'revoked' });
      const more = documents.slice(world.ministry.keyringDocuments.length);
      expect(await code(approvedDesk(world, one.request, { given: more }))).toBe('EN-004');
      expect(offer(undefined, (await askedDesk(world)).request, keyring).desk).toBe('ML-PAR/Q');
    }
  });

  it('is nothing to a request of another ministry', async () => {
    const { request } = await askedDesk(world, { ministry: toBase64url(systemRandom.bytes(32)) as Kid });
    expect(await code(approvedDesk(world, request))).toBe('EN-005');
  });
});
