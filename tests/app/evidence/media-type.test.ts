import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVIDENCE_ERRORS, EvidenceError } from '../../../app/evidence/errors.ts';
import { acceptFile, MAX_FILE_BYTES, MAX_SIDE, sniff } from '../../../app/evidence/media-type.ts';
import { concat, utf8 } from '../../../app/seal/bytes.ts';
import { jpeg, png, pngChunk, pngHead, SIGNATURE } from './images.ts';

const refusal = (bytes: Uint8Array, claimed = ''): string => {
  try {
    acceptFile(bytes, claimed);
  } catch (error) {
    if (error instanceof EvidenceError) return error.code;
    throw error;
  }
  return 'accepted';
};

describe('acceptFile', () => {
  it('accepts JPEG and PNG and tells their size', () => {
    expect(acceptFile(jpeg(640, 480), 'image/jpeg')).toEqual({
      mediaType: 'image/jpeg',
      width: 640,
      height: 480,
    });
    expect(acceptFile(png(30, 20), 'image/png')).toEqual({ mediaType: 'image/png', width: 30, height: 20 });
    for (const claimed of ['', 'application/octet-stream', 'image/jpg', 'IMAGE/JPEG; q=1'])
      expect(refusal(jpeg(8, 8), claimed)).toBe('accepted');
    for (const shape of [{ frame: 0xc1 }, { frame: 0xc2 }, { components: 3 }, { components: 4 }])
      expect(refusal(jpeg(8, 8, shape))).toBe('accepted');
  });

  it('EV-010 empty, EV-011 too large', () => {
    expect(refusal(new Uint8Array(0), 'image/jpeg')).toBe('EV-010');
    const padded = (length: number) => concat(jpeg(8, 8), new Uint8Array(length - jpeg(8, 8).length));
    expect(refusal(padded(MAX_FILE_BYTES))).toBe('accepted');
    expect(refusal(padded(MAX_FILE_BYTES + 1))).toBe('EV-011');
  });

  it('EV-012 when the content is not what it claims, and says what was claimed', () => {
    expect(refusal(png(8, 8), 'image/jpeg')).toBe('EV-012');
    expect(refusal(jpeg(8, 8), 'image/png')).toBe('EV-012');
    expect(refusal(jpeg(8, 8), 'application/pdf')).toBe('EV-012');
    expect(refusal(jpeg(8, 8), 'text/html')).toBe('EV-012');
    expect(refusal(utf8('<html><script>'), 'image/png')).toBe('EV-012');
    expect(() => acceptFile(utf8('MZ'), 'application/pdf')).toThrow(
      expect.objectContaining({ details: { claimed: 'PDF' } }),
    );
  });

  it('EV-016 for a PDF, EV-017 for anything else', () => {
    expect(refusal(utf8('%PDF-1.7\n'), 'application/pdf')).toBe('EV-016');
    expect(refusal(concat(new Uint8Array(100), utf8('%PDF-1.4')), '')).toBe('EV-016');
    for (const text of ['GIF89a', 'II*\0', 'RIFF....WEBPVP8 ', '....ftypheic', 'PK\u0003\u0004'])
      expect(refusal(utf8(text), '')).toBe('EV-017');
    expect(sniff(utf8('%PD'))).toBeNull();
  });

  it('EV-014 for more pixels than can be shown, by the header alone', () => {
    expect(refusal(png(4, 4, { width: 20_000, height: 20_000 }))).toBe('EV-014');
    expect(refusal(png(4, 4, { width: 9_000, height: 9_000 }))).toBe('EV-014');
    expect(refusal(png(4, 4, { width: MAX_SIDE + 1, height: 1 }))).toBe('EV-014');
    expect(refusal(jpeg(65_535, 65_535))).toBe('EV-014');
    expect(refusal(jpeg(8_000, 8_000))).toBe('accepted');
  });

  it('EV-013 for every truncation of an image', () => {
    for (const [whole, first] of [
      [jpeg(16, 16), 3],
      [png(16, 16), 8],
    ] as const)
      for (let length = first; length < whole.length; length += 1)
        expect(refusal(whole.subarray(0, length))).toBe('EV-013');
  });

  it('EV-013 for any flipped bit of a PNG behind its signature', () => {
    const whole = png(5, 5);
    for (let bit = 8 * 8; bit < whole.length * 8; bit += 1) {
      const flipped = whole.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(refusal(flipped)).toBe('EV-013');
    }
  });

  it('EV-013 for headers that no browser would decode', () => {
    const parts = (...list: number[][]) => Uint8Array.from([...SIGNATURE, ...list.flat()]);
    const [data, end] = [pngChunk('IDAT', [0]), pngChunk('IEND', [])];
    expect(refusal(parts(pngHead(0, 5), data, end))).toBe('EV-013');
    expect(refusal(parts(pngHead(5, 5, 3), data, end))).toBe('EV-013');
    expect(refusal(parts(pngHead(5, 5, 8, 5), data, end))).toBe('EV-013');
    expect(refusal(parts(data, pngHead(5, 5), end))).toBe('EV-013');
    expect(refusal(parts(pngHead(5, 5), pngHead(5, 5), data, end))).toBe('EV-013');
    expect(refusal(parts(pngHead(5, 5), end))).toBe('EV-013');
    expect(refusal(jpeg(0, 8))).toBe('EV-013');
    expect(refusal(jpeg(8, 0))).toBe('EV-013');
    expect(refusal(jpeg(8, 8, { frame: 0xc3 }))).toBe('EV-013'); // lossless
    expect(refusal(jpeg(8, 8, { precision: 12 }))).toBe('EV-013');
    expect(refusal(jpeg(8, 8, { components: 2 }))).toBe('EV-013');
  });

  it('answers every sequence of bytes with a verdict', () => {
    const starts = [
      [0xff, 0xd8, 0xff],
      SIGNATURE,
      [...jpeg(8, 8)].slice(0, 100),
      [...png(8, 8)].slice(0, 40),
      [],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 2000 }), (start, rest) => {
        const verdict = refusal(Uint8Array.from([...start, ...rest]));
        expect(verdict === 'accepted' || verdict in EVIDENCE_ERRORS).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['fr', 'en', 'ar'])('every code has its text in %s', async (language) => {
    const path = new URL(`../../../assets/locales/${language}/errors.json`, import.meta.url);
    const texts = JSON.parse(await readFile(path, 'utf8')) as Record<string, string>;
    for (const code of [
      ...Object.keys(EVIDENCE_ERRORS),
      'JRN-001',
      'JRN-002',
      'JRN-003',
      'JRN-004',
      'JRN-005',
    ])
      for (const part of ['fact', 'do']) expect(texts[`${code}.${part}`]).toMatch(/\S/);
  });
});
