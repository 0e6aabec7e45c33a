/** What « Relecture » says of a specimen draft, by the catalogue's own rules. */
import { dueDate } from '../../../app/catalogue/due.ts';
import { convert, EUR_XOF, feeDue } from '../../../app/catalogue/fee.ts';
import { type FormContext, validateForm } from '../../../app/catalogue/form.ts';
import { missingDocuments } from '../../../app/catalogue/required-documents.ts';
import type { Draft, DraftReview } from '../../../app/desk/draft.ts';

export function reviewOf(draft: Draft, context: FormContext): DraftReview {
  const { definition, answers } = draft;
  const issues = validateForm(definition, answers, context)
    .filter(({ severity }) => severity === 'error')
    .map(({ page, field, part, code, params }) => ({ page, field, part, code, values: params }));
  const fee = feeDue(definition, answers, context);
  const collected =
    fee.total === null ? undefined : convert(fee.total, 'EUR', EUR_XOF, { step: 100, mode: 'up' });
  return {
    issues,
    missingDocuments: missingDocuments(definition, answers, draft.evidence, context).map(({ code }) => ({
      document: code,
      dueBy: '2026-12-05',
    })),
    fee:
      fee.total === null || collected === undefined
        ? null
        : { due: fee.total, toBeConfirmed: fee.toBeConfirmed, collected, rate: '1 EUR = 655,957 XOF' },
    dueBy: dueDate(definition, answers, context)?.day ?? null,
    sealable: issues.length === 0,
  };
}
