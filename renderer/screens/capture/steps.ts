/** The pages of a draft in order: those of the form that are in sight, then documents, fee, review. */

import { feeDue } from '../../../app/catalogue/fee.ts';
import type { FormContext } from '../../../app/catalogue/form.ts';
import { type VisibleForm, validateForm } from '../../../app/catalogue/form.ts';
import { checklist } from '../../../app/catalogue/required-documents.ts';
import type { Draft } from '../../../app/desk/draft.ts';
import type { I18n } from '../../ui/i18n.tsx';
import type { PlanStep } from '../../ui/plan.tsx';
import { say } from '../shared/texts.ts';

/** Names no page of a definition can have: codes have no dot. */
export const DOCUMENTS = 'desk.documents';
export const FEE = 'desk.fee';
export const REVIEW = 'desk.review';

export function stepsOf(
  draft: Draft,
  form: VisibleForm,
  context: FormContext,
  current: string,
  i18n: I18n,
): readonly PlanStep[] {
  const { definition, answers } = draft;
  const problems = validateForm(definition, answers, context).filter(({ severity }) => severity === 'error');
  const missingOn = (page: string): number =>
    new Set(problems.filter((one) => one.page === page).map(({ field }) => field)).size;
  const pages = form.pages.map(({ page, fields }): PlanStep => {
    const missing = missingOn(page.code);
    // A page that nobody has touched asks for nothing yet.
    const begun = page.code === current || fields.some(({ code }) => code in answers);
    return {
      key: page.code,
      label: say(i18n, page.title),
      done: missing === 0 && begun,
      missing: begun && page.code !== current ? missing : undefined,
    };
  });
  const lines = checklist(definition, answers, draft.evidence, context);
  const complete = lines.filter(({ state }) => state === 'complete').length;
  const free = feeDue(definition, answers, context).total?.amount === 0;
  const documentsDone = lines.every(({ state }) => state !== 'missing');
  return [
    ...pages,
    {
      key: DOCUMENTS,
      label: i18n.t('desk.capture.documents-count', { done: complete, of: lines.length }),
      done: documentsDone && complete > 0,
    },
    ...(definition.fees.length === 0
      ? []
      : [
          {
            key: FEE,
            label: i18n.t('desk.capture.fee'),
            done: draft.fee.paid || draft.fee.means === LATER || free,
          },
        ]),
    { key: REVIEW, label: i18n.t('desk.capture.review'), done: false },
  ];
}

/** The fee page was seen, and the fee stays due. */
export const LATER = 'later';
