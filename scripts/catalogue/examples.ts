/**
 * Example files of a service, `<cc>/examples/<code>.json`: a person who asks for it, whole and right. They show whoever
 * writes a service that it can be filled, serve training, and are filled by the tests as an officer would. Persons are
 * specimens only.
 */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { dueDate } from '../../app/catalogue/due.ts';
import { feeDue } from '../../app/catalogue/fee.ts';
import { sealableAnswers, validateForm } from '../../app/catalogue/form.ts';
import { missingDocuments, requiredDocuments } from '../../app/catalogue/required-documents.ts';
import type { JsonSource } from './json-source.ts';

export const Example = Type.Object(
  {
    /** what is special about it, in French */
    name: Type.String({ minLength: 1, maxLength: 120 }),
    /** the day at the counter */
    today: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    mission: Type.String({ pattern: '^[A-Z]{2}-[A-Z0-9]{2,8}$' }),
    answers: Type.Record(Type.String(), Type.Unknown()),
    /** codes of the documents that are brought, one for each file */
    documents: Type.Array(Type.String()),
    /** what it costs in whole minor units, `XOF 55000`; null where nobody has said it */
    fee: Type.Union([Type.String({ pattern: '^[A-Z]{3} \\d+$' }), Type.Null()]),
    /** by when an answer is due */
    due: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
  },
  { additionalProperties: false },
);
export type Example = Static<typeof Example>;
const Examples = Type.Array(Example, { minItems: 1 });

export type Fault = { readonly path: string; readonly reason: string };

/** @returns the examples, and why they are none */
export function checkExamples(
  { value }: JsonSource,
  definition: ServiceDefinition,
): { readonly examples: readonly Example[]; readonly faults: readonly Fault[] } {
  if (!Value.Check(Examples, value)) {
    const faults = [...Value.Errors(Examples, value)].map(({ instancePath, message }) => ({
      path: instancePath,
      reason: message,
    }));
    return { examples: [], faults };
  }
  return { examples: value, faults: value.flatMap((example, n) => faultsOf(example, `/${n}`, definition)) };
}

function faultsOf(example: Example, path: string, definition: ServiceDefinition): readonly Fault[] {
  const { answers, today, mission } = example;
  const context = { today, mission };
  const faults: Fault[] = [];
  const expect = (place: string, said: unknown, is: unknown): void => {
    if (JSON.stringify(said) !== JSON.stringify(is))
      faults.push({
        path: `${path}/${place}`,
        reason: `says ${JSON.stringify(said)}, it is ${JSON.stringify(is)}`,
      });
  };
  for (const { code, field, part, texts } of validateForm(definition, answers, context))
    faults.push({
      path: `${path}/answers/${field}`,
      reason: `${code} at ${[field, part].filter(Boolean).join('/')}: ${texts.en}`,
    });
  const sealed = sealableAnswers(definition, answers, context);
  for (const code of Object.keys(answers))
    if (JSON.stringify(answers[code]) !== JSON.stringify(sealed[code]))
      faults.push({
        path: `${path}/answers/${code}`,
        reason: `${code} is not in sight, or its stored form is ${JSON.stringify(sealed[code])}`,
      });
  const supplied = example.documents.map((document) => ({ document }));
  for (const { code } of missingDocuments(definition, answers, supplied, context))
    faults.push({ path: `${path}/documents`, reason: `the document ${code} is missing` });
  const asked = new Set(requiredDocuments(definition, answers, context).map(({ code }) => code));
  for (const code of example.documents)
    if (!asked.has(code)) faults.push({ path: `${path}/documents`, reason: `nobody asks for ${code}` });
  const { total } = feeDue(definition, answers, context);
  expect('fee', example.fee, total === null ? null : `${total.currency} ${total.amount}`);
  expect('due', example.due, dueDate(definition, answers, context)?.day ?? null);
  return faults;
}
