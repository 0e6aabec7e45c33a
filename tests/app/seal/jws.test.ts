/** One record, one text (FORMATS.md, "Act"): every other text of the same signature is refused, each by its code. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Kid } from '../../../app/acts/ids.ts';
import { concat, fromBase64url, toBase64url, utf8 } from '../../../app/seal/bytes.ts';
import { SealError } from '../../../app/seal/errors.ts';
import { hashOf } from '../../../app/seal/hash.ts';
import { lowS, parseCompact, payloadOf, signCompact, verifyCompact } from '../../../app/seal/jws.ts';
import {
  type CryptoKey,
  generateKey,
  importPrivate,
  importPublic,
  type PublicJwk,
} from '../../../app/seal/keys.ts';
import { highTwin, sisters } from '../../world/tamper.ts';

let key: CryptoKey;
let publicKey: CryptoKey;
let publicJwk: PublicJwk;
let kid: Kid;
let jws: string;
const header = (members: object) => toBase64url(utf8(JSON.stringify(members)));
const withHeader = (head: string) => [head, ...jws.split('.').slice(1)].join('.');

beforeAll(async () => {
  const pair = await generateKey('sig');
  publicJwk = pair.publicJwk;
  key = await importPrivate(pair.privateJwk, 'sig');
  publicKey = await importPublic(publicJwk, 'sig');
  kid = (await hashOf('a credential')) as string as Kid;
  jws = await signCompact({ typ: 'guichet-act+jws', kid, payload: utf8('{"v":1}'), key });
});

async function refusal(text: string): Promise<string> {
  try {
    const parsed = parseCompact(text);
    await verifyCompact(parsed, publicKey);
    payloadOf(parsed);
    return 'accepted';
  } catch (error) {
    if (error instanceof SealError) return error.code;
    throw error;
  }
}

describe('one record, one text', () => {
  it('accepts what it signs', async () => {
    expect(await refusal(jws)).toBe('accepted');
    expect(parseCompact(jws)).toMatchObject({ typ: 'guichet-act+jws', kid });
  });

  it('refuses other last characters that decode to the same bytes, in each part', async () => {
    const parts = jws.split('.');
    let tried = 0;
    for (const [index, part] of parts.entries()) {
      for (const sister of sisters(part)) {
        tried += 1;
        expect(fromBytes(sister)).toBe(fromBytes(part));
        expect(await refusal(parts.with(index, sister).join('.'))).toMatch(/^SEAL-00[24]$/);
      }
    }
    expect(tried).toBeGreaterThanOrEqual(15);
  });

  it('refuses padding, white space, the other alphabet, more and fewer parts', async () => {
    for (const text of [
      `${jws}=`,
      `${jws}\n`,
      ` ${jws}`,
      `${jws}.`,
      `.${jws}`,
      '',
      '..',
      jws.replace('.', '..'),
    ])
      expect(await refusal(text)).toMatch(/^SEAL-00[2345]$/);
    expect(await refusal(`${jws.slice(0, -2)}+/`)).toBe('SEAL-002');
    expect(await refusal(undefined as unknown as string)).toBe('SEAL-003');
  });

  it('refuses the twin (r, n−s), which verifies everywhere else', async () => {
    const twin = highTwin(jws);
    const [head = '', body = '', tail = ''] = twin.split('.');
    const parsed = { ...parseCompact(jws), jws: twin };
    await expect(verifyCompact(parsed, publicKey)).resolves.toBeUndefined();
    expect(fromBase64url(tail)).toHaveLength(64);
    expect(`${head}.${body}`).toBe(jws.slice(0, jws.lastIndexOf('.')));
    expect(await refusal(twin)).toBe('SEAL-005');
  });

  it('refuses zero, the order and beyond as r or s, and a short or long signature', async () => {
    const stem = jws.slice(0, jws.lastIndexOf('.') + 1);
    const signature = fromBase64url(jws.slice(stem.length));
    const zero = new Uint8Array(32);
    for (const bad of [
      concat(zero, zero),
      concat(signature.subarray(0, 32), zero),
      concat(zero, signature.subarray(32)),
    ])
      expect(await refusal(stem + toBase64url(bad))).toBe('SEAL-006');
    const ones = new Uint8Array(32).fill(0xff);
    expect(await refusal(stem + toBase64url(concat(signature.subarray(0, 32), ones)))).toBe('SEAL-005');
    expect(await refusal(stem + toBase64url(signature.subarray(0, 63)))).toBe('SEAL-005');
    expect(await refusal(stem + toBase64url(concat(signature, new Uint8Array(1))))).toBe('SEAL-005');
  });

  it.each([
    ['alg none', (k: string) => ({ alg: 'none', kid: k, typ: 'guichet-act+jws' })],
    ['HS256 over the public key', (k: string) => ({ alg: 'HS256', kid: k, typ: 'guichet-act+jws' })],
    ['ES384', (k: string) => ({ alg: 'ES384', kid: k, typ: 'guichet-act+jws' })],
    ['an extra member', (k: string) => ({ alg: 'ES256', kid: k, typ: 'guichet-act+jws', x: 1 })],
    ['crit', (k: string) => ({ alg: 'ES256', kid: k, typ: 'guichet-act+jws', crit: ['b64'], b64: false })],
    ['a key of its own', (k: string) => ({ alg: 'ES256', jwk: {}, kid: k, typ: 'guichet-act+jws' })],
    ['another order', (k: string) => ({ kid: k, alg: 'ES256', typ: 'guichet-act+jws' })],
    ['an unknown type', (k: string) => ({ alg: 'ES256', kid: k, typ: 'JWT' })],
    ['a kid that is no hash', () => ({ alg: 'ES256', kid: 'x', typ: 'guichet-act+jws' })],
    ['a null kid', () => ({ alg: 'ES256', kid: null, typ: 'guichet-act+jws' })],
    [
      'a kid with stray bits',
      (k: string) => ({ alg: 'ES256', kid: `${k.slice(0, -1)}B`, typ: 'guichet-act+jws' }),
    ],
  ])('refuses a header with %s', async (_, members) => {
    expect(await refusal(withHeader(header(members(kid))))).toBe('SEAL-004');
  });

  it('refuses a header with white space, a doubled member, or no JSON', async () => {
    const text = JSON.stringify({ alg: 'ES256', kid, typ: 'guichet-act+jws' });
    for (const other of [
      text.replace(',', ', '),
      `${text} `,
      text.replace('{', '{"alg":"none",'),
      `\ufeff${text}`,
      '[]',
      'x',
    ])
      expect(await refusal(withHeader(toBase64url(utf8(other))))).toBe('SEAL-004');
    expect(await refusal(withHeader(toBase64url(new Uint8Array([0xff]))))).toBe('SEAL-001');
  });

  it('never lets a signature for one type or signer pass for another', async () => {
    expect(await refusal(withHeader(header({ alg: 'ES256', kid, typ: 'guichet-wrap+jws' })))).toBe(
      'SEAL-006',
    );
    const other = await hashOf('another credential');
    expect(await refusal(withHeader(header({ alg: 'ES256', kid: other, typ: 'guichet-act+jws' })))).toBe(
      'SEAL-006',
    );
    expect(await refusal(withHeader(header({ alg: 'ES256', typ: 'guichet-act+jws' })))).toBe('SEAL-006');
  });

  it('does not take the public key for an HMAC secret', async () => {
    const head = header({ alg: 'HS256', kid, typ: 'guichet-act+jws' });
    const secret = await crypto.subtle.importKey(
      'raw',
      utf8(JSON.stringify(publicJwk)) as Uint8Array<ArrayBuffer>,
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    );
    const input = `${head}.${jws.split('.')[1]}`;
    const mac = new Uint8Array(
      await crypto.subtle.sign('HMAC', secret, utf8(input) as Uint8Array<ArrayBuffer>),
    );
    expect(await refusal(`${input}.${toBase64url(mac)}`)).toBe('SEAL-004');
    const confused = { ...parseCompact(jws), jws: `${input}.${toBase64url(mac)}` };
    await expect(verifyCompact(confused, publicKey)).rejects.toMatchObject({ code: 'SEAL-006' });
  });

  it.each([
    '{"v":1,"v":1}',
    '{"v": 1}',
    ' {"v":1}',
    '{"v":1}\n',
    '{"v":1.0}',
    '{"v":1e0}',
    '{"v":-0}',
    '{"v":1e999}',
    '{"b":1,"1":2}',
    '{"v":"\\u0041"}',
    '{"v":"\\/"}',
    '\ufeff{"v":1}',
    '[]',
    'null',
    '1',
    '"v"',
    '',
    `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    `{"v":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  ])('refuses a payload that is not the text of its members: %#', async (text) => {
    const signed = await signCompact({ typ: 'guichet-act+jws', kid, payload: utf8(text), key });
    expect(await refusal(signed)).toBe('SEAL-007');
  });

  it('refuses a payload that is not UTF-8, and keeps every character that is', async () => {
    for (const bytes of [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80]]) {
      const payload = concat(utf8('{"v":"'), new Uint8Array(bytes), utf8('"}'));
      expect(await refusal(await signCompact({ typ: 'guichet-act+jws', kid, payload, key }))).toBe(
        'SEAL-001',
      );
    }
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (name) => {
        const payload = utf8(JSON.stringify({ v: name }));
        const signed = await signCompact({ typ: 'guichet-act+jws', kid, payload, key });
        expect(payloadOf(parseCompact(signed)).v).toBe(name);
      }),
      { numRuns: 60 },
    );
  });

  it('always signs the lower s', async () => {
    for (let i = 0; i < 24; i += 1) {
      const signed = await signCompact({ typ: 'guichet-act+jws', kid, payload: utf8(`{"v":${i}}`), key });
      expect(await refusal(signed)).toBe('accepted');
    }
  });
});

describe('RFC 7515 appendix A.3 (ES256)', () => {
  const rfc = {
    jwk: {
      kty: 'EC',
      crv: 'P-256',
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    } as const,
    jws: 'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
  };
  const parsed = (text: string) => ({ ...parseCompact(jws), jws: text });

  it('its signature verifies; so does its lower twin; a flipped bit does not', async () => {
    const rfcKey = await importPublic(rfc.jwk, 'sig');
    await verifyCompact(parsed(rfc.jws), rfcKey);
    const cut = rfc.jws.lastIndexOf('.') + 1;
    const low = lowS(fromBase64url(rfc.jws.slice(cut)));
    expect(toBase64url(low)).not.toBe(rfc.jws.slice(cut));
    await verifyCompact(parsed(rfc.jws.slice(0, cut) + toBase64url(low)), rfcKey);
    low[7] = (low[7] ?? 0) ^ 1;
    await expect(verifyCompact(parsed(rfc.jws.slice(0, cut) + toBase64url(low)), rfcKey)).rejects.toThrow();
  });

  it('is none of our records: its header names no type', () => {
    expect(() => parseCompact(rfc.jws)).toThrowError(expect.objectContaining({ code: 'SEAL-004' }));
  });
});

describe('public keys', () => {
  it('are of exactly four members and on the curve', async () => {
    const { readPublicJwk } = await import('../../../app/seal/keys.ts');
    const { kty, crv, x, y } = publicJwk;
    expect(readPublicJwk({ kty, crv, x, y })).toEqual(publicJwk);
    const flat = toBase64url(new Uint8Array(32));
    for (const bad of [
      null,
      1,
      'x',
      {},
      { kty, crv, x },
      { kty, crv, y, x },
      { kty, crv, x, y, d: x },
      { kty, crv: 'P-384', x, y },
      { kty, crv, x: `${x}A`, y },
    ])
      expect(() => readPublicJwk(bad)).toThrow(SealError);
    await expect(importPublic({ kty, crv, x: flat, y: flat }, 'sig')).rejects.toMatchObject({
      code: 'SEAL-014',
    });
  });
});

/** What a decoder that does not look at stray bits makes of it. */
const fromBytes = (text: string): string => Buffer.from(text, 'base64url').toString('hex');
