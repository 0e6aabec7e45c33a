/** The quick way says what TypeBox says: of honest payloads, of broken ones, of anything at all. */
import fc from 'fast-check';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { ActPayload } from '../../../app/acts/payload.ts';
import { quickCheck } from '../../../app/acts/quick-check.ts';
import { ReceiptPayload } from '../../../app/admission/receipt.ts';

const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.base64String({ maxLength: 60 }));
const scalar = fc.oneof(text, fc.integer(), fc.double(), fc.constant(null), fc.boolean());
const strange = fc.oneof(scalar, fc.array(scalar), fc.dictionary(text, scalar));

const honest = {
  v: 1,
  mission: 'ML-PAR',
  desk: 'ML-PAR/B',
  dossier: '0'.repeat(27),
  ref: 'PAR-B-26-00417-6',
  service: 'ml-passport-ordinary',
  kind: 'opened',
  prior: ['a', 'b'],
  epoch: 'A'.repeat(16),
  seq: 1,
  prev: null,
  release: 'A'.repeat(43),
  keyring: 'A'.repeat(43),
  lastReceipt: 'x',
  claimedAt: '2026-11-21T09:00:00Z',
  priority: 'urgent',
  assignee: 'A'.repeat(22),
  keyGen: 1,
  keyCommit: 'A'.repeat(43),
  blobs: [{ id: 'A'.repeat(22), bytes: 3, chunks: ['A'] }],
  body: 'a.b.c.d.e',
};
const names = fc.constantFrom(...Object.keys(honest));

describe('quickCheck', () => {
  const fits = quickCheck(ActPayload);

  it('says yes to what an honest desk writes, with members of a newer version too', () => {
    expect(fits(honest)).toBe(true);
    expect(fits({ ...honest, newer: [1] })).toBe(true);
  });

  it('agrees with TypeBox on payloads with members replaced and taken away', () => {
    const changes = fc.array(fc.tuple(names, fc.option(strange)), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(changes, (changed) => {
        const payload: Record<string, unknown> = { ...honest };
        for (const [name, value] of changed)
          if (value === null) delete payload[name];
          else payload[name] = value;
        expect(fits(payload)).toBe(Value.Check(ActPayload, payload));
      }),
      { numRuns: 2000 },
    );
  });

  it('agrees at every bound', () => {
    for (const change of [
      { v: 0 },
      { v: 1.5 },
      { keyGen: 0xffffffff },
      { keyGen: 0x100000000 },
      { mission: 'x'.repeat(17) },
      { mission: '\u{1f468}\u200d\u{1f469}'.repeat(16) },
      { prior: Array(64).fill('') },
      { prior: Array(65).fill('') },
      { blobs: [{ id: '', bytes: 1, chunks: [] }] },
      { kind: 'Opened' },
      { kind: 'opened\n' },
      { priority: 'later' },
      { assignee: null },
      { assignee: undefined },
    ]) {
      const payload = { ...honest, ...change };
      expect(fits(payload), JSON.stringify(change)).toBe(Value.Check(ActPayload, payload));
    }
  });

  it('agrees on anything at all, and asks TypeBox where a keyword is not known here', () => {
    const schemas = [
      Type.Array(Type.Union([Type.String({ minLength: 2 }), Type.Null()])),
      Type.Object({ a: Type.Number({ multipleOf: 2 }) }, { additionalProperties: false }),
      Type.Record(Type.String(), Type.Integer()),
      Type.Tuple([Type.String()]),
      Type.Tuple([]),
      Type.Array(Type.Tuple([Type.Union([Type.Literal('a'), Type.Literal(1)]), Type.Null()])),
      ReceiptPayload,
    ];
    fc.assert(
      fc.property(fc.oneof(strange, fc.jsonValue()), (value) => {
        for (const schema of [ActPayload, ...schemas])
          expect(quickCheck(schema)(value)).toBe(Value.Check(schema, value));
      }),
    );
  });
});
