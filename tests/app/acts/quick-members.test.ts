/** An act's payload is read by parts where it can be: never otherwise than the whole of its text would be read. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quickMembersOf } from '../../../app/acts/payload.ts';
import { membersOf } from '../../../app/seal/jws.ts';

const letters = fc.string({ unit: fc.constantFrom(...'Az09_-.') });
const names = fc.oneof(fc.constantFrom('body', 'v', '1', '__proto__', 'é'), fc.string({ maxLength: 3 }));
const members = fc.dictionary(names, fc.jsonValue({ maxDepth: 2 }), { minKeys: 1 });
const payload = fc.tuple(members, letters).map(([before, body]) => {
  const { body: _, ...others } = before;
  return JSON.stringify({ ...others, body });
});

function wholly(text: string): string | null {
  try {
    return JSON.stringify(membersOf(text));
  } catch {
    return null;
  }
}

it('reads a payload by parts as it reads the whole', () => {
  let quick = 0;
  fc.assert(
    fc.property(payload, (text) => {
      const found = quickMembersOf(text);
      if (!found) return;
      quick += 1;
      expect(found).toEqual(membersOf(text));
      expect(JSON.stringify(found)).toBe(text);
    }),
    { numRuns: 500 },
  );
  expect(quick).toBeGreaterThan(250);
});

it('reads by parts nothing that it would not read as a whole', () => {
  const piece = fc.constantFrom(
    ',"body":"',
    '"}',
    '"',
    '{',
    '}',
    ',',
    ':',
    '\\',
    ' ',
    '[',
    ']',
    '1',
    'body',
    '',
  );
  fc.assert(
    fc.property(payload, fc.nat(), fc.nat(12), piece, (text, place, cut, put) => {
      const at = place % text.length;
      const altered = text.slice(0, at) + put + text.slice(at + cut);
      const found = quickMembersOf(altered);
      if (found) expect(JSON.stringify(found)).toBe(wholly(altered));
    }),
    { numRuns: 5000 },
  );
  for (const text of [
    '{,"body":"AA"}',
    '{"v":1,"body":"}',
    '{"v":1,"body":"A\\u002e"}',
    '{"v":1,"body":"é"}',
    '{"v": 1,"body":"AA"}',
    '{"v":1,"v":1,"body":"AA"}',
    '{"body":"AA","body":"AA"}',
    '{"v":1,"body":"AA","body":"AA"}',
    '{"v":1.0,"body":"AA"}',
    '{"v":1,"1":1,"body":"AA"}',
    '{"v":1,"body":"AA"} ',
    '[1,"body":"AA"}',
  ])
    expect([text, quickMembersOf(text)]).toEqual([text, null]);
});
