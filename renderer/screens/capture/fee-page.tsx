/** What is due, what is collected here and at which rate; paid now, or still due. */

import { feeDue } from '../../../app/catalogue/fee.ts';
import type { FormContext } from '../../../app/catalogue/form.ts';
import type { DraftReview } from '../../../app/desk/draft.ts';
import { ChoiceField, SelectField } from '../../ui/choice-field.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { FormGrid } from '../../ui/form-grid.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { useDeskData } from '../app/desk-context.tsx';
import { provenanceText, say } from '../shared/texts.ts';
import { LATER } from './steps.ts';
import type { DraftEditor } from './use-draft-editor.ts';

export const MEANS = ['cash', 'card', 'transfer', 'money-order'] as const;
export type Means = (typeof MEANS)[number];
export const isMeans = (value: string | null): value is Means => MEANS.some((one) => one === value);

export interface FeePageProps {
  readonly editor: DraftEditor;
  readonly context: FormContext;
}

export function FeePage({ editor, context }: FeePageProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const { draft } = editor;
  const { lines, total } = feeDue(draft.definition, draft.answers, context);
  const asked = total !== null && total.amount > 0;
  const review = useDeskData(`fee ${draft.id}`, async (desk): Promise<DraftReview> => {
    await editor.flush();
    return desk.reviewDraft(draft.id);
  });
  const fee = review.value?.fee ?? null;
  const money = (amount: { amount: number; currency: string }) => i18n.money(amount.amount, amount.currency);
  const choose = (when: 'paid' | 'later') =>
    editor.change({
      fee:
        when === 'paid'
          ? {
              paid: true,
              collected: fee?.collected ?? total,
              means: isMeans(draft.fee.means) ? draft.fee.means : 'cash',
            }
          : { paid: false, collected: null, means: LATER },
    });
  const current = draft.fee.paid ? 'paid' : draft.fee.means === LATER ? 'later' : '';
  return (
    <>
      <PageHead title={t('desk.fee.title')} note={total === null ? t('desk.fee.unknown') : money(total)} />
      <div className="fee">
        {lines.length === 0 && <p>{t('desk.fee.none')}</p>}
        <DefinitionList
          items={[
            ...lines.map((line) => ({
              key: line.code,
              term: say(i18n, line.label),
              value: line.amount === null ? t('desk.fee.unknown') : money(line.amount),
              note: provenanceText(i18n, line),
            })),
            ...(fee === null || !asked
              ? []
              : [
                  {
                    key: 'collected',
                    term: t('desk.fee.collected'),
                    value: money(fee.collected),
                    note: fee.rate ?? undefined,
                  },
                ]),
          ]}
        />
        {asked && (
          <FormGrid label={t('desk.fee.title')}>
            <ChoiceField
              id="fee-when"
              span={3}
              label={t('desk.fee.when')}
              value={current}
              onChange={choose}
              autoFocus
              choices={[
                { value: 'paid', label: t('desk.fee.paid') },
                { value: 'later', label: t('desk.fee.later') },
              ]}
            />
            {draft.fee.paid && (
              <SelectField
                id="fee-means"
                span={3}
                label={t('desk.fee.means')}
                value={isMeans(draft.fee.means) ? draft.fee.means : ''}
                onChange={(means) => editor.change({ fee: { ...draft.fee, means: means || null } })}
                choices={MEANS.map((value) => ({ value, label: t(`desk.fee.means.${value}`) }))}
                message={{ tone: 'help', text: t('desk.fee.quittance') }}
              />
            )}
          </FormGrid>
        )}
      </div>
    </>
  );
}
