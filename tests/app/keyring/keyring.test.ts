/** The chain of credentials and who may sign what: a delegate only narrows, and any order of delivery gives the same. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import type { DeskId, Kid } from '../../../app/acts/ids.ts';
import {
  type Credential,
  type CredentialDraft,
  issueCredential,
  readCredential,
} from '../../../app/keyring/credential.ts';
import { makeGrant, openGrants } from '../../../app/keyring/grants.ts';
import { Keyring } from '../../../app/keyring/keyring.ts';
import {
  type RecordPayload,
  type RecordType,
  recordDocument,
  signRecord,
} from '../../../app/keyring/records.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { toBase64url, utf8 } from '../../../app/seal/bytes.ts';
import { wrapFor } from '../../../app/seal/group-jwe.ts';
import type { SigningKey } from '../../../app/seal/jws.ts';
import {
  type CryptoKey,
  generateKey,
  importPrivate,
  importPublic,
  type PrivateJwk,
  type PublicJwk,
} from '../../../app/seal/keys.ts';
import { highTwin } from '../../world/tamper.ts';
import { World } from '../../world/world.ts';

type Signer = { readonly credential: Credential; readonly signingKey: SigningKey };
let world: World;
let keys: { sig: PublicJwk; enc: PublicJwk; sigPrivate: PrivateJwk; encPrivate: PrivateJwk };
beforeAll(async () => {
  world = await World.open();
  const [sig, enc] = [await generateKey('sig'), await generateKey('enc')];
  keys = { sig: sig.publicJwk, enc: enc.publicJwk, sigPrivate: sig.privateJwk, encPrivate: enc.privateJwk };
});

const open = (documents: readonly SignedDocument[]) =>
  Keyring.from(world.ministry.root.credential.jws, [...world.ministry.keyringDocuments, ...documents]);

/** A new officer of Paris, desk B, as the head of mission may enrol one. */
function enrolment(but: Partial<CredentialDraft> = {}): CredentialDraft {
  const { from, until, scope, desk } = world.head.credential;
  const subject = toBase64url(systemRandom.bytes(16));
  return {
    subject,
    roles: ['agent'],
    scope,
    desk,
    delegates: [],
    from,
    until,
    sig: keys.sig,
    enc: keys.enc,
    ...but,
  };
}
async function issued(by: Signer, but: Partial<CredentialDraft> = {}): Promise<SignedDocument> {
  const jws = await issueCredential(enrolment(but), by.credential.kid, by.signingKey);
  return recordDocument(jws, (hash) => `credential:${hash}`);
}
const kidOf = (document: SignedDocument): Kid => document._id.slice('credential:'.length) as Kid;
async function problemWith(
  document: SignedDocument,
  ...before: SignedDocument[]
): Promise<string | undefined> {
  const keyring = await open([...before, document]);
  return keyring.problems.find(({ id }) => id === document._id)?.code;
}
async function record<T extends RecordType>(
  by: Signer,
  typ: T,
  payload: RecordPayload<T>,
  id: (hash: string) => string,
): Promise<SignedDocument> {
  return recordDocument(await signRecord(typ, payload, by.credential.kid, by.signingKey), id);
}
const revocation = (by: Signer, kid: Kid, at = '2026-11-21T12:00:00Z') =>
  record(by, 'guichet-revocation+jws', { v: 1, kid, reason: 'specimen', at }, (hash) => `revocation:${hash}`);
const yearLater = (time: string) => `${Number(time.slice(0, 4)) + 1}${time.slice(4)}`;

describe('a delegate', () => {
  it('enrols an officer of the same mission in a role they may give, without a network', async () => {
    const document = await issued(world.head);
    const keyring = await open([document]);
    expect(keyring.problems).toEqual([]);
    expect(keyring.chain(kidOf(document)).map(({ roles }) => roles[0])).toEqual([
      'agent',
      'head-of-mission',
      'authority',
      'root',
    ]);
  });

  it.each([
    ['another role', () => ({ roles: ['head-of-mission'] as const })],
    ['the centre’s role', () => ({ roles: ['agent', 'reviewer'] as const })],
    ['a technical role', () => ({ roles: ['gateway'] as const })],
    ['authority', () => ({ roles: ['authority'] as const })],
    ['root', () => ({ roles: ['root'] as const })],
    ['another mission', () => ({ scope: 'ML-DKR' as never, desk: 'ML-DKR/A' as DeskId })],
    ['the centre', () => ({ scope: 'CENTRAL' as const, desk: 'CENTRAL/A' as DeskId })],
    ['the whole ministry', () => ({ scope: '*' as const, desk: null })],
    ['an earlier start', () => ({ from: '2020-01-01T00:00:00Z' })],
    ['a later end', () => ({ until: yearLater(world.head.credential.until) })],
    ['delegates of their own', () => ({ delegates: ['agent'] as const })],
  ])('may not give %s', async (_, but) => {
    expect(await problemWith(await issued(world.head, but() as Partial<CredentialDraft>))).toBe('SEAL-006');
  });

  it('has no delegate: whom they enrolled enrols nobody', async () => {
    const document = await issued(world.head);
    const { credential } = await readCredential(document.jws);
    const signingKey = await importPrivate(keys.sigPrivate, 'sig');
    expect(await problemWith(await issued({ credential, signingKey }), document)).toBe('SEAL-006');
  });

  it('is named by the authority: an agent enrols nobody', async () => {
    expect(await problemWith(await issued(world.agent))).toBe('SEAL-006');
  });

  it('revokes those they could have enrolled, and nobody else', async () => {
    const mine = await revocation(world.head, world.agent.credential.kid);
    expect((await open([mine])).revocation(world.agent.credential.kid)?.at).toBe('2026-11-21T12:00:00Z');
    const { authority, gateway } = world.ministry;
    const dakar = world.officer('E. M.', 'ML-DKR/A');
    for (const whom of [authority, gateway, world.ministry.root, world.reviewer, dakar, world.head])
      expect(await problemWith(await revocation(world.head, whom.credential.kid))).toBe('SEAL-006');
    expect(await problemWith(await revocation(world.agent, world.agent.credential.kid))).toBe('SEAL-006');
    expect(await problemWith(await revocation(authority, dakar.credential.kid))).toBeUndefined();
  });

  it('grants and names only within the mission', async () => {
    const { head, reviewer, agent } = world;
    const grant = async (group: string, to: Credential) =>
      recordDocument(
        await makeGrant(group, 1, keys.encPrivate, to, head.credential, head.signingKey),
        (hash) => `grant:${hash}`,
      );
    expect(await problemWith(await grant('group:ML-PAR:visas', agent.credential))).toBeUndefined();
    expect(await problemWith(await grant('group:CENTRAL:visas', agent.credential))).toBe('SEAL-006');
    expect(await problemWith(await grant('group:ML-PAR:visas', reviewer.credential))).toBe('SEAL-006');
    const entry = (by: Signer, kid: Kid) =>
      record(
        by,
        'guichet-directory+jws',
        { v: 1, kid, jwe: { by: by.credential.kid } },
        () => `directory:${kid}`,
      );
    expect(await problemWith(await entry(head, reviewer.credential.kid))).toBe('SEAL-006');
    const renamed = await open([await entry(head, agent.credential.kid)]);
    expect(renamed.directoryEntry(agent.credential.kid)).not.toEqual({ by: head.credential.kid });
  });
});

describe('the root', () => {
  it('is one: a second is refused, and only it makes an authority', async () => {
    const sig = await importPrivate(keys.sigPrivate, 'sig');
    const jws = await issueCredential(enrolment({ roles: ['root'], scope: '*', desk: null }), null, sig);
    const second = await recordDocument(jws, (hash) => `credential:${hash}`);
    expect(await problemWith(second)).toBe('SEAL-004');
    const { authority } = world.ministry;
    expect(await problemWith(await issued(authority, { roles: ['authority'], scope: '*', desk: null }))).toBe(
      'SEAL-006',
    );
    expect(await problemWith(await issued(world.ministry.root, { roles: ['agent'] }))).toBe('SEAL-006');
  });

  it('is refused when its own signature is another’s, or when it is no root', async () => {
    const sig = await importPrivate(keys.sigPrivate, 'sig');
    const draft = enrolment({
      roles: ['root'],
      scope: '*',
      desk: null,
      sig: world.ministry.root.credential.sig,
    });
    await expect(Keyring.from(await issueCredential(draft, null, sig), [])).rejects.toMatchObject({
      code: 'SEAL-006',
    });
    await expect(Keyring.from(world.agent.credential.jws, [])).rejects.toMatchObject({ code: 'SEAL-004' });
  });
});

describe('a credential', () => {
  it.each([
    ['a desk of another mission', { desk: 'ML-DKR/A' as DeskId }],
    ['an unknown role', { roles: ['king'] as never }],
    ['no role', { roles: [] }],
    ['an end before its start', { from: '2027-01-01T00:00:00Z', until: '2026-12-01T00:00:00Z' }],
    [
      'a private key in it',
      { sig: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43), d: 'A' } as never },
    ],
    ['a subject that is no id', { subject: 'ERIKSSON' }],
  ])('with %s is none', async (_, but) => {
    expect(await problemWith(await issued(world.ministry.authority, but))).toBe('SEAL-014');
  });

  it('is named by its hash, has one text, and is its issuer’s', async () => {
    const document = await issued(world.ministry.authority);
    const [other] = world.ministry.keyringDocuments as [SignedDocument];
    expect(await problemWith({ ...document, _id: other._id.replace(/.$/, 'A') })).toBe('SEAL-014');
    const twin = highTwin(document.jws);
    expect(await problemWith(await recordDocument(twin, (hash) => `credential:${hash}`))).toBe('SEAL-005');
    const forged = await issueCredential(
      enrolment(),
      world.ministry.authority.credential.kid,
      world.agent.signingKey,
    );
    expect(await problemWith(await recordDocument(forged, (hash) => `credential:${hash}`))).toBe('SEAL-006');
  });
});

describe('a record', () => {
  it('has the id and revision that follow from it', async () => {
    const good = await revocation(world.ministry.authority, world.agent.credential.kid);
    expect(await problemWith(good)).toBeUndefined();
    expect(await problemWith({ ...good, _rev: `1-${'0'.repeat(32)}` })).toBe('SEAL-014');
    expect(await problemWith({ ...good, _id: `revocation:${world.agent.credential.kid}` })).toBe('SEAL-014');
  });

  it('of the authority’s is nobody else’s to sign', async () => {
    const list = { v: 1 as const, n: 9, at: '2026-11-21T12:00:00Z', records: [] };
    for (const by of [world.head, world.supervisor, world.ministry.gateway, world.ministry.root])
      expect(await problemWith(await record(by, 'guichet-keyring+jws', list, () => 'keyring:9'))).toBe(
        'SEAL-006',
      );
    const group = { v: 1 as const, group: 'group:ML-PAR:visas', gen: 2, enc: keys.enc };
    expect(
      await problemWith(await record(world.head, 'guichet-group+jws', group, () => 'group:ML-PAR:visas:2')),
    ).toBe('SEAL-006');
    const lift = { v: 1 as const, act: 'A'.repeat(43), verdict: 'accepted' as const, reason: 'x' };
    const byAgent = await record(world.agent, 'guichet-lift+jws', lift, () => `lift:${lift.act}`);
    await expect(world.keyring.read('guichet-lift+jws', byAgent)).rejects.toMatchObject({ code: 'SEAL-006' });
  });

  it('an earlier revocation counts, whichever comes first', async () => {
    const { authority } = world.ministry;
    const { kid } = world.agent.credential;
    const [late, early] = [
      await revocation(authority, kid, '2026-11-22T00:00:00Z'),
      await revocation(authority, kid, '2026-11-20T00:00:00Z'),
    ];
    for (const order of [
      [late, early],
      [early, late],
    ])
      expect((await open(order)).revocation(kid)?.at).toBe('2026-11-20T00:00:00Z');
  });
});

describe('delivery', () => {
  it('in any order, in any portions, with any repetition gives the same keyring', async () => {
    const enrolled = await issued(world.head);
    const all = [
      ...world.ministry.keyringDocuments,
      enrolled,
      await revocation(world.head, kidOf(enrolled)),
      await issued(world.agent),
    ];
    const seen = (keyring: Keyring) =>
      JSON.stringify([
        keyring
          .credentials()
          .map(({ kid }) => [kid, keyring.revocation(kid), keyring.directoryEntry(kid)])
          .sort(),
        keyring
          .credentials()
          .map(({ kid }) =>
            keyring
              .grantsTo(kid)
              .map(({ group }) => group)
              .sort(),
          )
          .sort(),
        keyring.newestGroup('CENTRAL', 'visas'),
        keyring.head(),
        keyring.problems.map(({ id, code }) => `${id} ${code}`).sort(),
        keyring.waiting,
      ]);
    const root = world.ministry.root.credential.jws;
    const expected = seen(await Keyring.from(root, all));
    expect(JSON.parse(expected)[5]).toEqual([]);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.array(fc.constantFrom(...all), { maxLength: 5 }),
        fc.integer({ min: 1, max: 20 }),
        async (order, again, portion) => {
          const keyring = await Keyring.from(root, []);
          const given = [...order, ...again];
          const portions = Array.from({ length: Math.ceil(given.length / portion) }, (_, i) =>
            given.slice(i * portion, (i + 1) * portion),
          );
          await Promise.all(portions.map((part) => keyring.add(part)));
          expect(seen(keyring)).toBe(expected);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('what waits is named, and is no problem yet', async () => {
    const [authority] = world.ministry.keyringDocuments.filter(({ _id }) =>
      _id.endsWith(world.ministry.authority.credential.kid),
    );
    const rest = world.ministry.keyringDocuments.filter((document) => document !== authority);
    const keyring = await Keyring.from(world.ministry.root.credential.jws, rest);
    expect(keyring.problems).toEqual([]);
    // Leases of numbers are read by whoever draws one.
    const own = rest.filter(({ _id }) => !/^lease:[^:]+:(?!desk:)/.test(_id));
    expect(keyring.waiting).toHaveLength(own.length - 1); // the root waits for nobody
    await keyring.add([authority as SignedDocument]);
    expect(keyring.waiting).toEqual([]);
  });
});

describe('grants', () => {
  it('open to the keys of the groups of one’s own scope', async () => {
    const key = await importPrivate(world.agent.enc, 'enc');
    const opened = await openGrants(world.keyring, world.agent.credential, key);
    expect([...opened.keys()].sort()).toEqual(['group:ML-PAR:directory:1', 'group:ML-PAR:visas:1']);
    expect((await openGrants(world.keyring, world.reviewer.credential, key)).size).toBe(0);
  });

  it('a false one takes no true one’s place', async () => {
    const { head, agent } = world;
    const group = world.keyring.group('group:ML-PAR:visas:1');
    const recipient = { name: agent.credential.kid, key: await importPublic(keys.enc, 'enc') };
    expect(recipient.name).toBe(agent.credential.kid);
    // The group's public key with another's private number: what a dishonest delegate could write.
    const false_ = { ...keys.encPrivate, x: group?.enc.x ?? '', y: group?.enc.y ?? '' };
    const grant = await recordDocument(
      await makeGrant('group:ML-PAR:visas', 1, false_, agent.credential, head.credential, head.signingKey),
      (hash) => `grant:${hash}`,
    );
    const keyring = await open([grant]);
    expect(keyring.problems).toEqual([]);
    const opened = await openGrants(keyring, agent.credential, await importPrivate(agent.enc, 'enc'));
    const { openFor } = await import('../../../app/seal/group-jwe.ts');
    const secret = utf8('specimen');
    const jwe = await wrapFor(secret, [
      { name: 'group:ML-PAR:visas:1', key: await importPublic(group?.enc as PublicJwk, 'enc') },
    ]);
    const key = opened.get('group:ML-PAR:visas:1') as CryptoKey;
    expect(await openFor(jwe, 'group:ML-PAR:visas:1', key)).toEqual(secret);
  });
});
