/** What is left before an application may be sealed, what it costs, and when an answer is due. */
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { dueDate } from '../../app/catalogue/due.ts';
import { collectable, feeDue } from '../../app/catalogue/fee.ts';
import { type FormContext, validateForm } from '../../app/catalogue/form.ts';
import { blockingDocuments, missingDocuments } from '../../app/catalogue/required-documents.ts';
import type { DraftReview } from '../../app/desk/draft.ts';
import type { ApplicationContent } from '../drafts/draft-content.ts';
import type { DeskContext } from './desk-context.ts';

/** Days until a document that is missing at lodging is due, until the ministry says otherwise. */
const MISSING_DUE_DAYS = 14;
const DAY = 86_400_000;

export const formOf = (desk: DeskContext, { mission }: ApplicationContent): FormContext => ({
  today: desk.today(),
  mission,
});

export function reviewApplication(
  desk: DeskContext,
  content: ApplicationContent,
  definition: ServiceDefinition,
): DraftReview {
  const form = formOf(desk, content);
  const problems = validateForm(definition, content.answers, form);
  const missing = missingDocuments(definition, content.answers, content.evidence, form);
  const blocking = blockingDocuments(missing);
  const issues = [
    ...problems
      .filter(({ severity }) => severity === 'error')
      .map(({ page, field, part, code, params }) => ({ page, field, part, code, values: params })),
    ...blocking.map(({ code }) => ({ page: 'documents', field: code, code: 'FO-030', values: {} })),
  ];
  const fee = feeDue(definition, content.answers, form);
  const due = dueDate(definition, content.answers, form);
  return {
    issues,
    missingDocuments: missing.map(({ code }) => ({ document: code, dueBy: missingDueBy(desk) })),
    fee: fee.total && { due: fee.total, toBeConfirmed: fee.toBeConfirmed, ...collectable(fee.total) },
    dueBy: due?.day ?? null,
    sealable: issues.length === 0,
  };
}

const missingDueBy = ({ clock }: DeskContext): string =>
  new Date(clock.now() + MISSING_DUE_DAYS * DAY).toISOString().slice(0, 10);
