import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fromBase64url,
  fromUtf8,
  readU32be,
  toBase64url,
  toHex,
  u32be,
  utf8,
} from '../../../app/seal/bytes.ts';
import { SealError } from '../../../app/seal/errors.ts';
import { nameOf } from '../../../app/seal/hash.ts';
import { sisters } from '../../world/tamper.ts';

describe('base64url', () => {
  it('is one text for one run of bytes, whatever its length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = toBase64url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(fromBase64url(text)).toEqual(bytes);
        if (text.length > 0)
          for (const sister of sisters(text)) expect(() => fromBase64url(sister)).toThrow(SealError);
      }),
    );
  });

  it('reads RFC 4648 section 10, unpadded', () => {
    for (const [clear, text] of [
      ['', ''],
      ['f', 'Zg'],
      ['fo', 'Zm8'],
      ['foo', 'Zm9v'],
      ['foobar', 'Zm9vYmFy'],
    ] as const)
      expect(fromUtf8(fromBase64url(text))).toBe(clear);
  });

  it('refuses whatever is not canonical', () => {
    for (const text of ['A', 'AAAAA', 'Zg==', 'Zg=', 'Z g', 'Zm8\n', 'Zm+v', 'Zm/v', 'Zm9v.', 'é', '\u0000'])
      expect(() => fromBase64url(text)).toThrowError(expect.objectContaining({ code: 'SEAL-002' }));
  });
});

describe('bytes', () => {
  it('keeps 32-bit numbers, hex and text', () => {
    for (const value of [0, 1, 255, 256, 0x7fffffff, 0x80000000, 0xffffffff])
      expect(readU32be(u32be(value))).toBe(value);
    expect(toHex(new Uint8Array([0, 1, 0xab]))).toBe('0001ab');
    expect(fromUtf8(utf8('\ufeffأ'))).toBe('\ufeffأ');
    expect(() => fromUtf8(new Uint8Array([0xc3, 0x28]))).toThrow(SealError);
  });

  it('names a record by one hash: FIPS 180-2 appendix B.1', async () => {
    const { hash, rev } = await nameOf('abc');
    expect(Buffer.from(hash, 'base64url').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(rev).toBe('1-ba7816bf8f01cfea414140de5dae2223');
  });
});
