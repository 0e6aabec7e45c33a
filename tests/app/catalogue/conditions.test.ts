import fc from 'fast-check';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import {
  Condition,
  evaluate,
  type Facts,
  fieldsOf,
  holds,
  isFilled,
  youngerThan,
} from '../../../app/catalogue/conditions.ts';
import { arbitraryCondition } from './arbitrary.ts';

const facts = (answers: Readonly<Record<string, unknown>>, rest: Partial<Facts> = {}): Facts => ({
  answer: (field) => (Object.hasOwn(answers, field) ? answers[field] : undefined),
  today: '2026-11-21',
  ...rest,
});
const arbitraryFacts = fc
  .record({
    answers: fc.dictionary(
      fc.constantFrom('one', 'two', 'three'),
      fc.oneof(fc.anything(), fc.constantFrom('a', 'b', true, false, 1)),
    ),
    birthDate: fc.option(fc.constantFrom('1974', '2010-05', '2010-05-05', 'no date'), { nil: undefined }),
    nationality: fc.option(fc.constantFrom('UTO', 'MLI'), { nil: undefined }),
    mission: fc.option(fc.constantFrom('ML-PAR'), { nil: undefined }),
  })
  .map(({ answers, ...rest }) => facts(answers, rest));

describe('a condition', () => {
  it('is total: any facts give true, false or unknown, and the same again', () => {
    fc.assert(
      fc.property(arbitraryCondition, arbitraryFacts, (condition, known) => {
        const value = evaluate(condition, known);
        expect([true, false, undefined]).toContain(value);
        expect(evaluate(structuredClone(condition), known)).toBe(value);
      }),
    );
  });

  it('has the shape that the schema says, and with one more member it has not', () => {
    fc.assert(
      fc.property(arbitraryCondition, (condition) => {
        expect(Value.Check(Condition, condition)).toBe(true);
        expect(Value.Check(Condition, { ...condition, script: 'alert(1)' })).toBe(false);
        expect(Value.Check(Condition, { not: { ...condition, extra: 1 } })).toBe(false);
      }),
    );
  });

  it('obeys De Morgan and double negation, unknown included', () => {
    fc.assert(
      fc.property(arbitraryCondition, arbitraryCondition, arbitraryFacts, (a, b, known) => {
        expect(evaluate({ not: { not: a } }, known)).toBe(evaluate(a, known));
        expect(evaluate({ not: { all: [a, b] } }, known)).toBe(
          evaluate({ any: [{ not: a }, { not: b }] }, known),
        );
      }),
    );
  });

  it('never changes a settled value when one more question is answered', () => {
    fc.assert(
      fc.property(arbitraryCondition, fc.constantFrom('a', 'b', true, 1), (condition, answer) => {
        const hasFilled = JSON.stringify(condition).includes('"filled"');
        const before = evaluate(condition, facts({ two: 'b' }));
        const after = evaluate(condition, facts({ two: 'b', one: answer }));
        if (before !== undefined && !hasFilled) expect(after).toBe(before);
      }),
    );
  });

  it('is unknown on an unanswered question, also under not, and then shows nothing', () => {
    const asked: Condition = { field: 'one', is: 'a' };
    expect(evaluate(asked, facts({}))).toBeUndefined();
    expect(evaluate({ not: asked }, facts({}))).toBeUndefined();
    expect(holds({ not: asked }, facts({}))).toBe(false);
    expect(holds({ not: asked }, facts({ one: 'b' }))).toBe(true);
    expect(holds(undefined, facts({}))).toBe(true);
    expect(evaluate({ any: [asked, { field: 'two', is: true }] }, facts({ two: true }))).toBe(true);
    expect(evaluate({ all: [asked, { field: 'two', is: true }] }, facts({ two: false }))).toBe(false);
    expect(evaluate({ field: 'one', filled: false }, facts({}))).toBe(true);
  });

  it('lists the fields it reads, inside others too', () => {
    expect(
      fieldsOf({
        all: [{ field: 'one', is: 1 }, { not: { any: [{ field: 'two', filled: true }, { ageBelow: 5 }] } }],
      }),
    ).toEqual(['one', 'two']);
  });

  it.each([
    ['2008-11-22', true],
    ['2008-11-21', false],
    ['2008-11', true],
    ['2008-10', false],
    ['2008', true],
    ['2007', false],
    ['2026-11-21', true],
    ['1974-02-31', undefined],
    ['', undefined],
    [12, undefined],
  ])('born %s is under 18 on 2026-11-21: %s', (birth, expected) => {
    expect(youngerThan(birth, 18, '2026-11-21')).toBe(expected);
  });

  it('knows blank answers', () => {
    for (const blank of [undefined, null, '', '  ', [], {}, { latin: '', arabic: ' ' }])
      expect(isFilled(blank)).toBe(false);
    for (const filled of [0, false, 'a', { latin: 'A' }]) expect(isFilled(filled)).toBe(true);
  });
});
