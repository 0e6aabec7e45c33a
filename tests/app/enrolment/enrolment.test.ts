/** Request, fingerprint, answer, approval: the pure half of an enrolment (docs/decisions/0014). */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import type { DeskId, Kid, RecordHash } from '../../../app/acts/ids.ts';
import {
  readAnswer,
  readModelKeysOf,
  requestOf,
  requireFit,
  writeAnswer,
} from '../../../app/enrolment/answer.ts';
import { mayGive } from '../../../app/enrolment/approve.ts';
import { areInitials, fingerprintOf, REQUEST_LIMIT, readRequest } from '../../../app/enrolment/request.ts';
import type { Credential } from '../../../app/keyring/credential.ts';
import { openGrants } from '../../../app/keyring/grants.ts';
import { Keyring } from '../../../app/keyring/keyring.ts';
import { OFFICER_ROLES, type OfficerRole } from '../../../app/keyring/roles.ts';
import { toBase64url } from '../../../app/seal/bytes.ts';
import { payloadBytes, signCompact } from '../../../app/seal/jws.ts';
import { importPrivate } from '../../../app/seal/keys.ts';
import { type Asked, approvedBy, asked } from '../../world/enrolled.ts';
import { World } from '../../world/world.ts';

let world: World;
let one: Asked;
beforeAll(async () => {
  world = await World.open();
  one = await asked(world);
});

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code ?? String(error),
  );
const root = () => world.ministry.root.credential.jws;

describe('a request', () => {
  it('of any desk, roles and initials fits one QR code and reads as it was written', async () => {
    const initials = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter(areInitials);
    const desk = fc.constantFrom('ML-PAR/B', 'CENTRAL/A', 'ML-ABCDEFGH/Z') as fc.Arbitrary<DeskId>;
    const roles = fc.subarray([...OFFICER_ROLES], { minLength: 1 }) as fc.Arbitrary<OfficerRole[]>;
    await fc.assert(
      fc.asyncProperty(initials, desk, roles, async (letters, id, wanted) => {
        const { request } = await asked(world, { initials: letters, desk: id, roles: wanted });
        expect(request.text.length).toBeLessThanOrEqual(REQUEST_LIMIT);
        expect(request).toMatchObject({ initials: letters, desk: id, roles: wanted });
        expect(await readRequest(`\n ${request.text} \r\n`)).toEqual(request);
      }),
      { numRuns: 60 },
    );
  });

  it('with the widest content that is allowed still fits', async () => {
    const { request } = await asked(world, {
      initials: '界'.repeat(8),
      desk: 'ML-ABCDEFGH/Z' as DeskId,
      roles: OFFICER_ROLES,
    });
    expect(request.text.length).toBeLessThanOrEqual(REQUEST_LIMIT);
  });

  it('of which any character was changed is none', async () => {
    const { text } = one.request;
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom(...'Ax0_-.'), async (at, by) => {
        fc.pre(text[at] !== by);
        expect(await code(readRequest(text.slice(0, at) + by + text.slice(at + 1)))).toBe('EN-001');
      }),
      { numRuns: 200 },
    );
  });

  it.each<[string, object]>([
    ['no roles', { roles: [] }],
    ['a role twice', { roles: ['agent', 'agent'] }],
    ['a technical role', { roles: ['gateway'] }],
    ['long initials', { initials: 'ABCDEFGHI' }],
    ['initials that cannot be seen', { initials: '\u202eA' }],
    ['no desk', { desk: 'ML-PAR' }],
    ['one key for both', { enc: undefined }],
    ['a private key in it', { d: true }],
    ['a time that is none', { at: 'now' }],
    ['a member more', { more: 1 }],
  ])('with %s is none', async (_, but) => {
    const { sig, enc, request } = one;
    const { d, ...open } = sig;
    const asIs = { v: 1, ministry: request.ministry, desk: request.desk, initials: 'A', roles: ['agent'] };
    const keys = { sig: request.sig, enc: 'enc' in but ? open : 'd' in but ? enc : request.enc };
    const { enc: _enc, d: _d, ...change } = but as Record<string, unknown>;
    const payload = payloadBytes({ ...asIs, at: request.at, ...keys, ...change });
    const key = await importPrivate(sig, 'sig');
    const typ = 'guichet-enrolment-request+jws' as const;
    expect(await code(readRequest(await signCompact({ typ, kid: null, payload, key })))).toBe('EN-001');
    expect(d).toBeDefined();
  });

  it('signed by another key than its own, of another type, or under a kid, is none', async () => {
    const other = await asked(world);
    const key = await importPrivate(one.sig, 'sig');
    const payload = Uint8Array.from(Buffer.from(one.request.text.split('.')[1] ?? '', 'base64url'));
    const typ = 'guichet-enrolment-request+jws' as const;
    const signed = (change: object) => signCompact({ typ, kid: null, payload, key, ...change });
    expect(await code(readRequest(await signed({})))).toBe('no error');
    expect(await code(readRequest(await signed({ key: await importPrivate(other.sig, 'sig') })))).toBe(
      'EN-001',
    );
    expect(await code(readRequest(await signed({ typ: 'guichet-token+jws' })))).toBe('EN-001');
    expect(await code(readRequest(await signed({ kid: world.head.credential.kid })))).toBe('EN-001');
  });

  it('has a fingerprint of eight groups of four digits, that follows from its hash', async () => {
    await fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const id = toBase64url(bytes) as RecordHash;
        expect(fingerprintOf(id)).toMatch(/^\d{4}( \d{4}){7}$/);
        const other = Uint8Array.from(bytes);
        other[31] = (other[31] as number) ^ 1;
        expect(fingerprintOf(toBase64url(other) as RecordHash)).not.toBe(fingerprintOf(id));
      }),
    );
  });
});

describe('an answer', () => {
  it('verifies from the root alone, and brings credential, grants, name and the key of the lists', async () => {
    const { answer, credential, documents } = await approvedBy(world, one.request);
    const read = await readAnswer(answer, root());
    requireFit(read, one.request);
    expect(requestOf(answer)).toBe(one.request.id);
    expect(read.credential).toEqual(credential);
    expect(credential).toMatchObject({ roles: ['agent'], scope: 'ML-PAR', desk: 'ML-PAR/B', delegates: [] });
    const enc = await importPrivate(one.enc, 'enc');
    expect(await readModelKeysOf(read, enc)).toEqual({
      'ML-PAR': world.ministry.readModelKeys.get('ML-PAR' as never),
    });
    const keyring = await Keyring.from(root(), [...world.ministry.keyringDocuments, ...documents]);
    expect(keyring.problems).toEqual([]);
    const groups = [...(await openGrants(keyring, credential, enc)).keys()];
    expect(groups.sort()).toEqual(
      [...world.ministry.groupKeys.keys()].filter((id) => id.startsWith('group:ML-PAR:')).sort(),
    );
    expect(keyring.directoryEntry(credential.kid)).toBeDefined();
  });

  it('grants to those who work from envelopes and names the directory alone', async () => {
    const { request } = await asked(world, { roles: ['auditor'] });
    const { documents } = await approvedBy(world, request, world.ministry.authority);
    const groups = documents.flatMap(({ _id, jws }) =>
      _id.startsWith('grant:')
        ? [JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()).group]
        : [],
    );
    expect(groups).toEqual(['group:ML-PAR:directory']);
  });

  it('is the authority’s too: for any desk, and any officer’s role', async () => {
    const { request } = await asked(world, {
      desk: 'CENTRAL/A' as DeskId,
      roles: ['enrolment', 'supervisor'],
    });
    const { answer } = await approvedBy(world, request, world.ministry.authority);
    expect((await readAnswer(answer, root())).credential).toMatchObject({
      scope: 'CENTRAL',
      desk: 'CENTRAL/A',
    });
  });

  it('of which any line was left out, added, doubled or exchanged is believed by nobody', async () => {
    const { answer } = await approvedBy(world, one.request);
    const lines = answer.trimEnd().split('\n');
    const other = (await approvedBy(world, (await asked(world)).request)).answer.trimEnd().split('\n');
    const needed = lines.filter((line) => /"_id":"(credential):/.test(line));
    for (const line of needed) {
      const cut = lines.filter((one) => one !== line).join('\n');
      expect(await code(readAnswer(cut, root()))).toBe('EN-003');
    }
    for (const [n, line] of lines.entries()) {
      const spoilt = lines.map((one, i) => (i === n ? line.replace(/.(?="}$)/, '!') : one)).join('\n');
      expect(await code(readAnswer(spoilt, root()))).toMatch(/^EN-00[13]$/);
    }
    expect(await code(readAnswer([other[0], ...lines.slice(1)].join('\n'), root()))).toBe('EN-003');
    expect(await code(readAnswer([lines[0], ...lines.slice(1), 'x'].join('\n'), root()))).toBe('EN-001');
  });

  it('signed by somebody else than whoever gave the credential is refused', async () => {
    const { answer, credential } = await approvedBy(world, one.request);
    const { agent } = world;
    const payload = payloadBytes({ v: 1, request: one.request.id, to: credential.kid, jwe: null });
    const typ = 'guichet-enrolment-answer+jws' as const;
    const forged = await signCompact({ typ, kid: agent.credential.kid, payload, key: agent.signingKey });
    const documents = (await readAnswer(answer, root())).documents;
    const agents = { _id: `credential:${agent.credential.kid}`, jws: agent.credential.jws };
    const known = world.ministry.keyringDocuments.find(({ _id }) => _id === agents._id);
    expect(await code(readAnswer(writeAnswer(forged, documents), root()))).toBe('EN-003');
    expect(await code(readAnswer(writeAnswer(forged, [...documents, known as never]), root()))).toBe(
      'EN-003',
    );
  });

  it('with the keys of another officer fits no request but its own', async () => {
    const other = await asked(world);
    const read = await readAnswer((await approvedBy(world, other.request)).answer, root());
    expect(() => requireFit(read, one.request)).toThrow(expect.objectContaining({ code: 'EN-002' }));
    const stolen = { ...read, request: one.request.id };
    expect(() => requireFit(stolen, one.request)).toThrow(expect.objectContaining({ code: 'EN-002' }));
    expect(await code(readModelKeysOf(read, await importPrivate(one.enc, 'enc')))).toBe('EN-002');
  });
});

describe('what may be given', () => {
  const by = () => world.head.credential;
  it('is what was asked and may be delegated, in one’s own mission, while one’s own credential holds', () => {
    const at = (time: string) => ({ now: () => Date.parse(time) });
    const { clock } = world;
    expect(mayGive(by(), { ...one.request, roles: ['agent', 'reviewer'] }, clock)).toEqual({
      roles: ['agent'],
      refusal: null,
    });
    expect(mayGive(by(), { ...one.request, roles: ['reviewer'] }, clock)).toEqual({
      roles: [],
      refusal: 'not-yours',
    });
    expect(mayGive(world.agent.credential, one.request, clock).refusal).toBe('not-yours');
    const elsewhere = { ...one.request, scope: 'ML-DKR' as never, desk: 'ML-DKR/A' as DeskId };
    expect(mayGive(by(), elsewhere, clock).refusal).toBe('other-mission');
    expect(mayGive(by(), one.request, at(by().until)).refusal).toBe('expired-credential');
  });

  it('offers a limited enrolment officer nothing beyond their missions: what could not be signed is not asked for', () => {
    const { clock } = world;
    const limits = { missions: ['ML-PAR' as never], classes: ['visas'], services: null };
    const office: Credential = { ...by(), scope: 'CENTRAL', roles: ['enrolment'], limits };
    const elsewhere = { ...one.request, scope: 'ML-DKR' as never, desk: 'ML-DKR/A' as DeskId };
    expect(mayGive(office, one.request, clock)).toEqual({ roles: ['agent'], refusal: null });
    expect(mayGive(office, elsewhere, clock)).toEqual({ roles: [], refusal: 'other-mission' });
    const { limits: _, ...free } = office;
    expect(mayGive(free, elsewhere, clock).refusal).toBeNull();
  });

  it.each<[string, object]>([
    ['a role that was not asked for', { roles: ['cashier'] }],
    ['no role', { roles: [] }],
    ['an end after one’s own', { until: '2040-01-01T00:00:00Z' }],
    ['an end that has passed', { until: '2026-01-01T00:00:00Z' }],
    ['no name', { name: '\t' }],
    ['a name that cannot be read', { name: `ERIKSSON${String.fromCharCode(7)}` }],
  ])('is not %s', async (_, but) => {
    expect(await code(approvedBy(world, one.request, world.head, but))).toBe('EN-004');
  });

  it('is nothing to oneself', async () => {
    const { subject } = world.head.credential;
    expect(await code(approvedBy(world, one.request, world.head, { subject }))).toBe('EN-004');
  });

  it('is nothing to a request of another ministry', async () => {
    const { request } = await asked(world, { ministry: toBase64url(systemRandom.bytes(32)) as Kid });
    expect(await code(approvedBy(world, request))).toBe('EN-005');
  });
});
