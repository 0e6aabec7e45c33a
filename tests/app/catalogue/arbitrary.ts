/** Arbitrary conditions, definitions and answers for property tests. */
import fc from 'fast-check';
import type { Condition, Scalar } from '../../../app/catalogue/conditions.ts';
import { allFields, type ServiceDefinition } from '../../../app/catalogue/definition.ts';
import type { AnswerMap } from '../../../app/catalogue/fields.ts';

const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  fc.constantFrom('a', 'b', 'UTO'),
  fc.boolean(),
  fc.integer({ min: 0, max: 3 }),
);
const field = fc.constantFrom('one', 'two', 'three');

export const arbitraryCondition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ field, is: scalar }),
    fc.record({ field, in: fc.array(scalar, { minLength: 1, maxLength: 3 }) }),
    fc.record({ field, filled: fc.boolean() }),
    fc.record({ ageBelow: fc.integer({ min: 1, max: 120 }) }),
    fc.record({ nationalityIn: fc.array(fc.constantFrom('UTO', 'MLI'), { minLength: 1 }) }),
    fc.record({ missionIn: fc.array(fc.constantFrom('ML-PAR', 'ML-BER'), { minLength: 1 }) }),
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
})).condition;

/** Anything JSON can hold, and what people really type: other alphabets, emoji, controls, half a surrogate, length. */
const typed = fc.oneof(
  fc.anything({ withNullPrototype: true, withDate: true, maxDepth: 2 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    'a'.repeat(10_000),
    '\ud800',
    '2019-02-31',
    '🛂',
    'Аnna',
    '{}',
    '__proto__',
    '１２',
    '٠٠٤٤',
    '  ',
  ),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
);

/** Answers to a definition's own questions: right ones, wrong ones, and to questions nobody asked. */
export const arbitraryAnswers = (definition: ServiceDefinition): fc.Arbitrary<AnswerMap> => {
  const fitting = Object.fromEntries(
    allFields(definition).map(({ field: asked }) => {
      const likely =
        asked.type === 'choice'
          ? fc.constantFrom(...asked.options.map(({ code }) => code))
          : asked.type === 'yes-no'
            ? fc.boolean()
            : typed;
      return [asked.code, fc.oneof({ arbitrary: likely, weight: 3 }, { arbitrary: typed, weight: 1 })];
    }),
  );
  return fc.record(
    { ...fitting, constructor: typed, unasked: typed },
    { requiredKeys: [] },
  ) as fc.Arbitrary<AnswerMap>;
};
