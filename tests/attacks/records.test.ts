/**
 * Forged texts at every door: each reader of signed records is given what a clever parser would let pass, and each opener
 * what would cost it dear. (What one reader says of each flaw in detail is in tests/app/seal and tests/app/keyring.)
 */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readAudit } from '../../app/audit/audit-record.ts';
import { makeWrap, openDossierKey, readWrap } from '../../app/dossier/dossier-key.ts';
import { issueCredential, readCredential } from '../../app/keyring/credential.ts';
import { openGrants } from '../../app/keyring/grants.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import { recordDocument, signRecord } from '../../app/keyring/records.ts';
import { decryptBody } from '../../app/seal/body.ts';
import { toBase64url, utf8 } from '../../app/seal/bytes.ts';
import { openFor, wrapFor } from '../../app/seal/group-jwe.ts';
import { JWS_TYPES, parseCompact, payloadBytes, signCompact } from '../../app/seal/jws.ts';
import { type CryptoKey, generateKey, importPrivate, importPublic } from '../../app/seal/keys.ts';
import { openSession } from '../../renderer/worker/session.ts';
import { SPECIMEN_DEFINITIONS } from '../world/definition.ts';
import { type TestDossier, World } from '../world/world.ts';
import { DESK_REQUEST, type Door, doorsOf, REQUEST } from './record-doors.ts';

let world: World;
let dossier: TestDossier;
/** one true record of each kind, with the door it comes in by */
let doors: readonly Door[];

beforeAll(async () => {
  world = await World.open();
  const lodged = await world.lodged(SPECIMEN_DEFINITIONS[0]!);
  dossier = lodged.dossier;
  doors = await doorsOf(world, lodged);
});

const OTHER_TYPE: Readonly<Record<string, string>> = { 'guichet-token+jws': 'guichet-act+jws' };
const header = (members: object): string => toBase64url(utf8(JSON.stringify(members)));
/** With an error that says so: one that only stumbles over a forgery has not refused it. */
const REFUSED = /^(?:SealError|EnrolmentError|RecepisseError|ReleaseError|NotYet|Error)$/;
const came = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'came in',
    (error: Error) => error.constructor.name,
  );

describe('at every door', () => {
  it('the true record comes in: what is refused below is refused for its forgery', async () => {
    for (const [name, jws, open] of doors) expect(await came(open(jws)), name).toBe('came in');
  });

  it('no type of record is without one, but for those that are read elsewhere', () => {
    const typeOf = (jws: string) => parseCompact(jws).typ;
    // Reports in tests/app/audit, proofs of a session in tests/sync-server/access.
    const elsewhere = ['guichet-audit-report+jws', 'guichet-session+jws'];
    const types = new Set<string>(doors.map(([, jws]) => typeOf(jws)));
    expect(JWS_TYPES.filter((one) => !types.has(one))).toEqual(
      JWS_TYPES.filter((one) => elsewhere.includes(one)),
    );
  });

  it.each<[string, (head: { kid: string; typ: string }) => object]>([
    ['alg none', ({ kid, typ }) => ({ alg: 'none', kid, typ })],
    ['alg None', ({ kid, typ }) => ({ alg: 'None', kid, typ })],
    ['HS256', ({ kid, typ }) => ({ alg: 'HS256', kid, typ })],
    ['a key of its own (jwk)', ({ kid, typ }) => ({ alg: 'ES256', kid, typ, jwk: {} })],
    [
      'a key from elsewhere (jku)',
      ({ kid, typ }) => ({ alg: 'ES256', kid, typ, jku: 'https://example.org/' }),
    ],
    ['a certificate (x5c)', ({ kid, typ }) => ({ alg: 'ES256', kid, typ, x5c: ['AAAA'] })],
    [
      'a certificate from elsewhere (x5u)',
      ({ kid, typ }) => ({ alg: 'ES256', kid, typ, x5u: 'https://example.org/' }),
    ],
    ['crit', ({ kid, typ }) => ({ alg: 'ES256', kid, typ, crit: ['x'], x: 1 })],
    ['b64', ({ kid, typ }) => ({ alg: 'ES256', kid, typ, b64: false, crit: ['b64'] })],
    ['zip', ({ kid, typ }) => ({ alg: 'ES256', kid, typ, zip: 'DEF' })],
    ['a kid that is a path', ({ typ }) => ({ alg: 'ES256', kid: '../../../../etc/passwd', typ })],
    ['a kid that is an address', ({ typ }) => ({ alg: 'ES256', kid: 'https://example.org/key', typ })],
    ['a kid of the object’s own', ({ typ }) => ({ alg: 'ES256', kid: '__proto__', typ })],
    ['no kid', ({ typ }) => ({ alg: 'ES256', typ })],
    ['a list of kids', ({ kid, typ }) => ({ alg: 'ES256', kid: [kid], typ })],
    ['the root’s kid', ({ typ }) => ({ alg: 'ES256', kid: world.ministry.root.credential.kid, typ })],
    ['the gateway’s kid', ({ typ }) => ({ alg: 'ES256', kid: world.ministry.gateway.credential.kid, typ })],
    ['another type', ({ kid, typ }) => ({ alg: 'ES256', kid, typ: OTHER_TYPE[typ] ?? 'guichet-token+jws' })],
  ])('%s in the header is refused, signed anew or not', async (what, forge) => {
    for (const [name, jws, open] of doors) {
      const [head = '', body, tail] = jws.split('.');
      const true_ = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string; typ: string };
      const forged = header(forge(true_));
      if (forged === head) continue; // that kid is this record's own
      for (const signature of ['', tail])
        expect(await came(open(`${forged}.${body}.${signature}`)), `${name}: ${what}`).toMatch(REFUSED);
      // Whoever holds some key of the ministry, an agent's, signs the forged header itself.
      const input = utf8(`${forged}.${body}`) as BufferSource;
      const ecdsa = { name: 'ECDSA', hash: 'SHA-256' };
      const own = new Uint8Array(await crypto.subtle.sign(ecdsa, world.agent.signingKey, input));
      const signed = `${forged}.${body}.${toBase64url(own)}`;
      expect(await came(open(signed)), `${name}: ${what}, signed`).toMatch(REFUSED);
    }
  });

  it('an HMAC over the public key in any of its spellings is refused', async () => {
    for (const [name, jws, open] of doors) {
      const [head = '', body] = jws.split('.');
      const { kid, typ } = JSON.parse(Buffer.from(head, 'base64url').toString()) as {
        kid: string;
        typ: string;
      };
      const { sig } = world.keyring.credential(kid as never) ?? world.ministry.root.credential;
      const spki = await crypto.subtle.exportKey('spki', await importPublic(sig, 'sig'));
      const pem = `-----BEGIN PUBLIC KEY-----\n${Buffer.from(spki).toString('base64')}\n-----END PUBLIC KEY-----\n`;
      for (const secret of [new Uint8Array(spki), utf8(pem), utf8(JSON.stringify(sig))]) {
        for (const alg of ['HS256', 'ES256']) {
          const input = `${header({ alg, kid, typ })}.${body}`;
          const hmac = { name: 'HMAC', hash: 'SHA-256' };
          const key = await crypto.subtle.importKey('raw', secret as BufferSource, hmac, false, ['sign']);
          const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8(input) as BufferSource));
          expect(await came(open(`${input}.${toBase64url(mac)}`)), `${name} ${alg}`).toMatch(REFUSED);
        }
      }
    }
  });

  it('a JWE in a JWS’s place, JSON serialisation, and no text at all are refused', async () => {
    const jwe = `${header({ alg: 'dir', enc: 'A256GCM' })}..${'A'.repeat(16)}.AAAA.${'A'.repeat(22)}`;
    for (const [name, jws, open] of doors) {
      const [head, payload, signature] = jws.split('.');
      const general = JSON.stringify({ payload, signatures: [{ protected: head, signature }] });
      // Blanks around a request, which a person may paste, are none of it.
      const isTrimmed = name === REQUEST || name === DESK_REQUEST;
      const blank = isTrimmed ? [] : [` ${jws}`];
      for (const other of [jwe, general, '', '..', '...', `${jws}.`, `.${jws}`, `${jws}~`, ...blank])
        expect(await came(open(other)), `${name}: ${other.slice(0, 20)}`).toMatch(REFUSED);
    }
  });

  it('an audit record of another signer or type is none', async () => {
    const { credential, signingKey: key } = world.agent;
    const payload = payloadBytes({ v: 2 });
    for (const typ of ['guichet-act+jws', 'guichet-audit+jws'] as const)
      await expect(
        readAudit(await signCompact({ typ, kid: credential.kid, payload, key })),
      ).rejects.toThrow();
  });
});

describe('a JWE that would cost dear', () => {
  const SECRET = new Uint8Array(32).fill(7);
  const MINE = 'group:ML-PAR:visas:1';
  let key: CryptoKey;
  let publicKey: CryptoKey;
  beforeAll(async () => {
    const pair = await generateKey('enc');
    key = await importPrivate(pair.privateJwk, 'enc');
    publicKey = await importPublic(pair.publicJwk, 'enc');
  });
  /** What it is refused with, and which operations of WebCrypto were asked for: none of them costs what it was not asked. */
  async function refused(work: () => Promise<unknown>): Promise<{ code: string; asked: readonly string[] }> {
    const spies = COSTLY.map((name) => vi.spyOn(crypto.subtle, name));
    const code = await work().then(
      () => 'opened',
      (error: { code?: string }) => error.code ?? String(error),
    );
    const asked = COSTLY.filter((_, at) => (spies[at]?.mock.calls.length ?? 0) > 0);
    for (const spy of spies) spy.mockRestore();
    return { code, asked };
  }
  const COSTLY = ['deriveBits', 'deriveKey', 'unwrapKey', 'decrypt'] as const;

  it('is told from one that is opened by what is asked of WebCrypto', async () => {
    const jwe = await wrapFor(SECRET, [{ name: MINE, key: publicKey }]);
    const { code, asked } = await refused(() => openFor(jwe, MINE, key));
    expect(code).toBe('opened');
    expect(asked.length).toBeGreaterThan(1);
  });

  it.each([
    ['ten thousand million iterations', { alg: 'PBES2-HS256+A128KW', p2c: 10_000_000_000, p2s: 'AAAA' }],
    ['the greatest count that is taken', { alg: 'PBES2-HS512+A256KW', p2c: 2 ** 31 - 1, p2s: 'AAAA' }],
    ['RSA', { alg: 'RSA-OAEP' }],
    ['no wrapping', { alg: 'dir' }],
    ['a direct agreement', { alg: 'ECDH-ES' }],
    ['a curve of its own', { epk: { kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43) } }],
    [
      'a point that is not on the curve',
      { epk: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) } },
    ],
    ['inflating, outside of what is authenticated', { zip: 'DEF' }],
    ['something critical', { crit: ['exp'], exp: 1 }],
  ])('with %s is refused before anything is computed', async (_, change) => {
    const jwe = await wrapFor(SECRET, [{ name: MINE, key: publicKey }]);
    expect(await openFor(jwe, MINE, key)).toEqual(SECRET);
    const recipients = jwe.recipients.map((one) => ({ ...one, header: { ...one.header, ...change } }));
    const { code, asked } = await refused(() => openFor({ ...jwe, recipients }, MINE, key));
    expect(code).toMatch(/^SEAL-00[89]$/);
    expect(asked).toEqual([]);
  });

  it('for one group sixty-four times over is refused, before any of them is tried', async () => {
    const jwe = await wrapFor(SECRET, [{ name: MINE, key: publicKey }]);
    const recipients = Array.from({ length: 64 }, () => ({
      ...jwe.recipients[0],
      encrypted_key: 'A'.repeat(54),
    }));
    const many = { ...jwe, recipients };
    const { code, asked } = await refused(() => openFor(many, MINE, key));
    expect(code).toBe('SEAL-008');
    expect(asked).toEqual([]);
    const sign = (payload: Uint8Array) =>
      signCompact({
        typ: 'guichet-wrap+jws',
        kid: world.agent.credential.kid,
        payload,
        key: world.agent.signingKey,
      });
    const wrap = { v: 1, dossier: dossier.id, gen: 1, jwe: many };
    await expect(readWrap(await sign(payloadBytes(wrap)))).rejects.toMatchObject({ code: 'SEAL-008' });
  });

  it('as a body: iterations, inflating and other algorithms are refused by the header, before the key is used', async () => {
    const rest = `..${'A'.repeat(16)}.${'A'.repeat(1366)}.${'A'.repeat(22)}`;
    const env = 'A'.repeat(43);
    for (const head of [
      { alg: 'PBES2-HS256+A128KW', enc: 'A256GCM', env, p2c: 10_000_000_000, p2s: 'AAAA' },
      { alg: 'dir', enc: 'A256GCM', env, zip: 'DEF' },
      { alg: 'dir', enc: 'A128CBC-HS256', env },
      { alg: 'dir', enc: 'A256GCM', env, crit: ['env'] },
    ]) {
      const { code, asked } = await refused(() => decryptBody(header(head) + rest, SECRET, env));
      expect(code).toBe('SEAL-008');
      expect(asked).toEqual([]);
    }
  });

  it('as a wrap of another generation or dossier, under this one’s name, opens nothing', async () => {
    const sign = (payload: Uint8Array) =>
      signCompact({
        typ: 'guichet-wrap+jws',
        kid: world.agent.credential.kid,
        payload,
        key: world.agent.signingKey,
      });
    const group = `group:ML-PAR:${dossier.definition.class}:1`;
    const other = await world.dossier(dossier.definition);
    const { jwe } = await readWrap(other.wrap.jws);
    const swapped = await readWrap(await sign(payloadBytes({ v: 1, dossier: dossier.id, gen: 1, jwe })));
    const grown = await readWrap(
      (await makeWrap(dossier.id, 2, dossier.key, [group], world.keyring, sign)).jws,
    );
    const asFirst = await readWrap(
      await sign(payloadBytes({ v: 1, dossier: dossier.id, gen: 1, jwe: grown.jwe })),
    );
    const own = await importPrivate(world.agent.enc, 'enc');
    const groups = await openGrants(world.keyring, world.agent.credential, own);
    await expect(openDossierKey([swapped], dossier.commit, groups)).rejects.toMatchObject({
      code: 'SEAL-012',
    });
    await expect(openDossierKey([grown], dossier.commit, groups)).rejects.toMatchObject({ code: 'SEAL-012' });
    // The same K: it is this dossier's, whoever wrapped it.
    expect(await openDossierKey([asFirst], dossier.commit, groups)).toEqual(dossier.key);
  });
});

describe('a dishonest delegate', () => {
  it('locks nobody out by a directory entry that is no name', async () => {
    const { head, agent } = world;
    const enrolled = agent.credential;
    // An officer whom only the delegate has named: the authority's own entries come before theirs.
    const fresh = await generateKey('sig');
    const jws = await issueCredential(
      {
        ...enrolled,
        subject: toBase64url(new Uint8Array(16).fill(9)),
        delegates: [],
        from: head.credential.from,
        until: head.credential.until,
        sig: fresh.publicJwk,
      },
      head.credential.kid,
      head.signingKey,
    );
    const { credential } = await readCredential(jws);
    const entries = [
      { by: 'x' },
      null,
      'x',
      await wrapFor(utf8('no json'), [
        { name: agent.credential.kid, key: await importPublic(agent.credential.enc!, 'enc') },
      ]),
      await wrapFor(utf8('{"name":7}'), [
        { name: agent.credential.kid, key: await importPublic(agent.credential.enc!, 'enc') },
      ]),
      await wrapFor(utf8('{"name":"x"}'), [
        { name: agent.credential.kid, key: await importPublic(fresh.publicJwk, 'enc') },
      ]),
    ];
    for (const jwe of entries) {
      const entry = await signRecord(
        'guichet-directory+jws',
        { v: 1, kid: credential.kid, jwe },
        head.credential.kid,
        head.signingKey,
      );
      const keyring = await Keyring.from(world.ministry.root.credential.jws, [
        ...world.ministry.keyringDocuments,
        await recordDocument(jws, (hash) => `credential:${hash}`),
        await recordDocument(entry, () => `directory:${credential.kid}`),
      ]);
      expect(keyring.problems).toEqual([]);
      const session = await openSession(
        {
          kid: agent.credential.kid,
          credential: agent.credential.jws,
          encryptionKey: { ...agent.enc },
          readModelKeys: { 'ML-PAR': toBase64url(new Uint8Array(32)) },
        },
        keyring,
      );
      expect(session.officer.name).not.toBe('');
      expect(session.names.get(credential.kid)).toBeUndefined();
    }
  });
});
