import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crockfordDecode, crockfordEncode, isCrockfordWithCheck } from '../../../app/acts/crockford.ts';

it('knows an id that can be decoded, and no other', () => {
  const decodes = (text: string): boolean => {
    try {
      return crockfordDecode(text).length === 16;
    } catch {
      return false;
    }
  };
  const id = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(crockfordEncode);
  const characters = fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=UILOa\ud800');
  const changed = fc
    .tuple(id, fc.nat(26), characters)
    .map(([text, at, to]) => text.slice(0, at) + to + text.slice(at + 1));
  const long = fc.string({ unit: characters, minLength: 26, maxLength: 28 });
  fc.assert(
    fc.property(fc.oneof(id, changed, long, fc.string()), (text) => {
      expect(isCrockfordWithCheck(text)).toBe(decodes(text));
    }),
    { numRuns: 5000 },
  );
  fc.assert(fc.property(id, (text) => isCrockfordWithCheck(text)));
});
