/** Bodies: bound to their envelope, padded to steps, never larger than they say (FORMATS.md, "Act" and "Body"). */
import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { CompactEncrypt } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  BODY_LIMIT,
  bodyHeader,
  decryptBody,
  encryptBody,
  padBody,
  unpadBody,
} from '../../../app/seal/body.ts';
import { concat, toBase64url, u32be, utf8 } from '../../../app/seal/bytes.ts';
import { SealError } from '../../../app/seal/errors.ts';
import { sisters } from '../../world/tamper.ts';

const key = new Uint8Array(32).fill(7);
const ENV = 'A'.repeat(43);

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'accepted';
  } catch (error) {
    if (error instanceof SealError) return error.code;
    throw error;
  }
}
const code = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'accepted',
    (error: unknown) => {
      if (error instanceof SealError) return error.code;
      throw error;
    },
  );
const encrypt = (clear: Uint8Array, header: object = {}): Promise<string> =>
  new CompactEncrypt(clear)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', env: ENV, ...header })
    .encrypt(key);
/** `packed` behind its claimed length, zeros up to `size`. */
const padded = (length: number, packed: Uint8Array, size: number): Uint8Array =>
  concat(u32be(length), packed, new Uint8Array(size - 4 - packed.length));

describe('padding', () => {
  it('goes back to what it was, in steps that double', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const bytes = padBody(json);
        expect(Math.log2(bytes.length / 1024) % 1).toBe(0);
        expect(unpadBody(bytes)).toBe(json);
      }),
      { numRuns: 200 },
    );
    expect(padBody('{}')).toHaveLength(1024);
    for (const short of ['', '0', '{}']) expect(unpadBody(padBody(short))).toBe(short);
  });

  it('keeps names of every script as they are', () => {
    const json = JSON.stringify({ a: 'ÉRIKSSON', b: 'أوتوبيا', c: '𝒜\u0000\u2028', d: 'e\u0301' });
    expect(unpadBody(padBody(json))).toBe(json);
  });

  it('refuses sizes that are no step', () => {
    const good = padBody('{"a":1}');
    for (const size of [0, 4, 512, 1023, 1025, 1536]) {
      const bytes = new Uint8Array(size);
      bytes.set(good.subarray(0, size));
      expect(codeOf(() => unpadBody(bytes))).toBe('SEAL-011');
    }
  });

  it('refuses a length that is not the stream’s, by one or by much', () => {
    const packed = deflateSync(utf8('{"a":1}'));
    expect(unpadBody(padded(7, packed, 1024))).toBe('{"a":1}');
    for (const length of [0, 6, 8, 1024, BODY_LIMIT, BODY_LIMIT + 1, 0xffffffff])
      expect(codeOf(() => unpadBody(padded(length, packed, 1024)))).toBe('SEAL-011');
  });

  it('refuses bytes that hide behind the stream', () => {
    const packed = deflateSync(utf8('{"a":1}'));
    for (let at = packed.length; at < 1020; at += 1) {
      const bytes = padded(7, packed, 1024);
      bytes[4 + at] = 1;
      expect(codeOf(() => unpadBody(bytes))).toBe('SEAL-011');
    }
  });

  it('refuses a torn stream and a block of no type', () => {
    const packed = deflateSync(utf8(JSON.stringify({ a: 'x'.repeat(50), b: 'y' })));
    expect(codeOf(() => unpadBody(padded(64, packed.subarray(0, packed.length >> 1), 1024)))).toBe(
      'SEAL-011',
    );
    expect(codeOf(() => unpadBody(padded(1, new Uint8Array([0xff]), 1024)))).toBe('SEAL-011');
  });

  it('stops a bomb before it grows', () => {
    const BOMB = 256 << 20;
    const bomb = deflateSync(new Uint8Array(BOMB), { level: 9 });
    const size = 2 ** Math.ceil(Math.log2(bomb.length + 4));
    expect(bomb.length).toBeLessThan(300_000);
    for (const length of [BODY_LIMIT, 10]) {
      const bytes = padded(length, bomb, size);
      const before = process.memoryUsage();
      expect(codeOf(() => unpadBody(bytes))).toBe('SEAL-011');
      const after = process.memoryUsage();
      expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(BOMB / 2);
    }
  });

  it('refuses to make a body over the limit', () => {
    expect(codeOf(() => padBody('x'.repeat(BODY_LIMIT + 1)))).toBe('SEAL-011');
    expect(unpadBody(padBody('x'.repeat(BODY_LIMIT)))).toHaveLength(BODY_LIMIT);
  });
});

describe('encryption', () => {
  it('opens with its key under its envelope, and not otherwise', async () => {
    const jwe = await encryptBody({ surname: 'ERIKSSON' }, key, ENV);
    expect(await decryptBody(jwe, key, ENV)).toEqual({ surname: 'ERIKSSON' });
    expect(await code(decryptBody(jwe, new Uint8Array(32), ENV))).toBe('SEAL-009');
    expect(await code(decryptBody(jwe, key, `B${ENV.slice(1)}`))).toBe('SEAL-010');
  });

  it.each([{ zip: 'DEF' }, { crit: ['env'] }, { typ: 'x' }, { env: 1 }, { env: undefined }])(
    'refuses another header: %j',
    async (header) => {
      const jwe = await encrypt(padBody('{}'), header).catch(async () => {
        const [, ...rest] = (await encrypt(padBody('{}'))).split('.');
        return [
          toBase64url(utf8(JSON.stringify({ alg: 'dir', enc: 'A256GCM', env: ENV, ...header }))),
          ...rest,
        ].join('.');
      });
      expect(await code(decryptBody(jwe, key, ENV))).toBe('SEAL-008');
    },
  );

  it('refuses other algorithms, orders, parts, and texts that are not canonical', async () => {
    const jwe = await encryptBody({}, key, ENV);
    const parts = jwe.split('.');
    for (const header of [
      { alg: 'A256KW', enc: 'A256GCM', env: ENV },
      { alg: 'dir', enc: 'A128GCM', env: ENV },
      { enc: 'A256GCM', alg: 'dir', env: ENV },
    ])
      expect(
        codeOf(() => bodyHeader(parts.with(0, toBase64url(utf8(JSON.stringify(header)))).join('.'))),
      ).toBe('SEAL-008');
    expect(codeOf(() => bodyHeader(parts.with(1, 'AAAA').join('.')))).toBe('SEAL-008');
    expect(codeOf(() => bodyHeader(parts.slice(0, 4).join('.')))).toBe('SEAL-008');
    expect(codeOf(() => bodyHeader(`${jwe}.`))).toBe('SEAL-008');
    for (const [index, part] of parts.entries()) {
      if (part === '') continue;
      for (const sister of sisters(part))
        expect(codeOf(() => bodyHeader(parts.with(index, sister).join('.')))).toMatch(/^SEAL-00[28]$/);
    }
    expect(codeOf(() => bodyHeader(parts.with(2, toBase64url(new Uint8Array(16))).join('.')))).toBe(
      'SEAL-008',
    );
    expect(codeOf(() => bodyHeader(parts.with(4, toBase64url(new Uint8Array(12))).join('.')))).toBe(
      'SEAL-008',
    );
  });

  it('sees bad padding without the key', async () => {
    for (const size of [1, 1023, 1025, 3072]) {
      const jwe = await encrypt(new Uint8Array(size));
      expect(codeOf(() => bodyHeader(jwe))).toBe('SEAL-011');
    }
  });

  it('says so when what it opened is no JSON', async () => {
    expect(await code(decryptBody(await encrypt(padBody('{')), key, ENV))).toBe('SEAL-014');
  });

  it('notices every flipped bit of a body', async () => {
    const jwe = await encryptBody({ a: 1 }, key, ENV);
    const bytes = utf8(jwe);
    for (let at = 0; at < bytes.length; at += 7) {
      const flipped = Uint8Array.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 7));
      expect(await code(decryptBody(new TextDecoder().decode(flipped), key, ENV))).toMatch(/^SEAL-/);
    }
  });
});
