/**
 * The form that a definition becomes for the answers given so far. Conditions look only at what stands before
 * them and is in sight, so there can be no cycle, and what is hidden decides nothing. A hidden field keeps its
 * value in the draft and is not sealed.
 */
import { type Facts, holds, isFilled } from './conditions.ts';
import type { Page, ServiceDefinition } from './definition.ts';
import type { AnswerMap, Field } from './fields.ts';
import { FORM_ERRORS, isFormErrorCode, type Params } from './form-errors.ts';
import { type FieldProblem, readAnswer } from './read-answer.ts';
import { testRule } from './rules.ts';
import type { Texts } from './texts.ts';

/** Where and when the form is filled. */
export interface FormContext {
  /** the calendar day at the counter, `2026-11-21` */
  readonly today: string;
  readonly mission?: string;
}

export interface VisibleForm {
  readonly pages: readonly { readonly page: Page; readonly fields: readonly Field[] }[];
  /** stored values of the fields in sight, by code; only those that are filled */
  readonly answers: AnswerMap;
  /** what is wrong with each of them taken alone, by code */
  readonly problems: ReadonlyMap<string, readonly FieldProblem[]>;
  /** what conditions of documents, fees, checks and rules look at */
  readonly facts: Facts;
}

export interface FormProblem {
  /** `FO-nnn`: of the table in form-errors.ts, or from 100 on of one of the definition's rules */
  readonly code: string;
  readonly page: string;
  readonly field: string;
  readonly part?: string;
  readonly severity: 'error' | 'warning';
  /** with `{name}` for each param: fillText puts them in */
  readonly texts: Texts;
  readonly params: Params;
}

/** The pages and fields in sight. A page without a field in sight is left out. Total. */
export function visibleForm(
  definition: ServiceDefinition,
  answers: AnswerMap,
  context: FormContext,
): VisibleForm {
  const shown = new Map<string, unknown>();
  const problems = new Map<string, readonly FieldProblem[]>();
  const named = (code: string | undefined): string | undefined => {
    const value = code === undefined ? undefined : shown.get(code);
    return typeof value === 'string' ? value : undefined;
  };
  const { person } = definition;
  const facts: Facts = {
    answer: (field) => shown.get(field),
    get birthDate() {
      return named(person.birthDate);
    },
    get nationality() {
      return named(person.nationality);
    },
    mission: context.mission,
    today: context.today,
  };
  const pages = [];
  for (const page of definition.pages) {
    if (!holds(page.when, facts)) continue;
    const fields: Field[] = [];
    for (const field of page.fields) {
      if (!holds(field.when, facts)) continue;
      fields.push(field);
      const read = readAnswer(field, own(answers, field.code));
      if (isFilled(read.value)) shown.set(field.code, read.value);
      if (read.problems.length > 0) problems.set(field.code, read.problems);
    }
    if (fields.length > 0) pages.push({ page, fields });
  }
  return { pages, answers: Object.fromEntries(shown), problems, facts };
}

/** `constructor` and its kin are not answers. */
const own = (answers: AnswerMap, code: string): unknown =>
  Object.hasOwn(answers, code) ? answers[code] : undefined;

/**
 * What goes into an act: the fields in sight that were answered, in their stored form, and nothing else. An answer
 * that has a problem is among them as it stands: ask validateForm first, nothing is sealed while it finds an error.
 */
export const sealableAnswers = (
  definition: ServiceDefinition,
  answers: AnswerMap,
  context: FormContext,
): AnswerMap => visibleForm(definition, answers, context).answers;

/** The stored form of one answer, for the moment the officer leaves the field. */
export const normaliseAnswer = (field: Field, raw: unknown): unknown => readAnswer(field, raw).value;

/** What is wrong with one answer taken alone. `FO-001`, missing, only matters when sealing. */
export const validateField = (field: Field, raw: unknown): readonly FieldProblem[] =>
  readAnswer(field, raw).problems;

/** Everything that stands in the way of sealing, and warnings, in the order of the form. Empty: it can be sealed. */
export function validateForm(
  definition: ServiceDefinition,
  answers: AnswerMap,
  context: FormContext,
): readonly FormProblem[] {
  const form = visibleForm(definition, answers, context);
  const broken = brokenRules(definition, form);
  return form.pages.flatMap(({ page, fields }) =>
    fields.flatMap((field) => [
      ...(form.problems.get(field.code) ?? []).map(
        (problem): FormProblem => ({
          ...problem,
          page: page.code,
          field: field.code,
          severity: 'error',
          texts: FORM_ERRORS[problem.code],
        }),
      ),
      ...broken
        .filter(({ field: at }) => at === field.code)
        .map(
          ({ rule }): FormProblem => ({
            code: rule.code,
            page: page.code,
            field: field.code,
            severity: rule.severity,
            texts: rule.text,
            params: {},
          }),
        ),
    ]),
  );
}

/** Rules that certainly do not hold, each with the first of its fields that is in sight. */
function brokenRules(definition: ServiceDefinition, form: VisibleForm) {
  const inSight = new Set(form.pages.flatMap(({ fields }) => fields.map(({ code }) => code)));
  return definition.rules.flatMap((rule) => {
    const field = rule.at.find((code) => inSight.has(code));
    if (field === undefined || !holds(rule.when, form.facts)) return [];
    return testRule(rule.test, form.facts) === false ? [{ rule, field }] : [];
  });
}

/** The checks a reviewer sees for this file. */
export const checksFor = (definition: ServiceDefinition, form: VisibleForm) =>
  definition.checks.filter(({ when }) => holds(when, form.facts));

/** The sentence behind a code, of the table or of the definition's rules; for screens that were sent only the code. */
export function problemTexts(definition: ServiceDefinition, code: string): Texts | undefined {
  if (isFormErrorCode(code)) return FORM_ERRORS[code];
  return definition.rules.find((rule) => rule.code === code)?.text;
}
