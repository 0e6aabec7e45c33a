/** Which documents a file needs: a list that follows the answers. */
import { holds } from './conditions.ts';
import type { DocumentAsked, ServiceDefinition } from './definition.ts';
import type { AnswerMap } from './fields.ts';
import { type FormContext, visibleForm } from './form.ts';

/** Anything that names the document it is evidence for, such as a blob's manifest entry. */
export interface Supplied {
  readonly document: string;
}

export type ChecklistState = 'complete' | 'missing' | 'optional';

export interface ChecklistLine {
  readonly document: DocumentAsked;
  readonly supplied: number;
  /** `missing`: required and fewer files than `minimum`; `optional`: not required and nothing is there */
  readonly state: ChecklistState;
}

/** The documents asked for these answers, required or not, in the order of the definition. */
export function requiredDocuments(
  definition: ServiceDefinition,
  answers: AnswerMap,
  context: FormContext,
): readonly DocumentAsked[] {
  const { facts } = visibleForm(definition, answers, context);
  return definition.documents.filter(({ when }) => holds(when, facts));
}

export function checklist(
  definition: ServiceDefinition,
  answers: AnswerMap,
  supplied: readonly Supplied[],
  context: FormContext,
): readonly ChecklistLine[] {
  return requiredDocuments(definition, answers, context).map((document) => {
    const count = supplied.filter((file) => file.document === document.code).length;
    const complete = count >= document.minimum;
    return {
      document,
      supplied: count,
      state: complete ? 'complete' : document.required || count > 0 ? 'missing' : 'optional',
    };
  });
}

export const missingDocuments = (
  definition: ServiceDefinition,
  answers: AnswerMap,
  supplied: readonly Supplied[],
  context: FormContext,
): readonly DocumentAsked[] =>
  checklist(definition, answers, supplied, context)
    .filter(({ state }) => state === 'missing')
    .map(({ document }) => document);

/** Of these, the ones without which the application cannot be sealed at all. */
export const blockingDocuments = (missing: readonly DocumentAsked[]): readonly DocumentAsked[] =>
  missing.filter(({ atLodging }) => atLodging === true);
