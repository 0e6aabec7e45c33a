/** One sheet for what the visit costs: paid together, each file has a fee and a quittance of its own. */
import type { Money } from '../../../app/acts/bodies.ts';
import type { VisitApplication } from '../../../app/desk/visit.ts';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { FormGrid } from '../../ui/form-grid.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { useAction, useDesk } from '../app/desk-context.tsx';
import { MEANS } from '../capture/fee-page.tsx';
import { LATER } from '../capture/steps.ts';

const WAYS = [...MEANS, LATER] as const;
type Way = (typeof WAYS)[number];

export interface VisitFeeProps {
  readonly applications: readonly VisitApplication[];
  readonly due: readonly Money[];
  readonly onPaid: () => void;
}

export function VisitFee({ applications, due, onPaid }: VisitFeeProps) {
  const { t, money } = useI18n();
  const desk = useDesk();
  const action = useAction();
  const costing = applications.filter(({ fee }) => fee !== null);
  if (costing.length === 0) return null;
  const choose = (means: Way) =>
    void action.run(async () => {
      for (const { draft, fee } of costing) {
        const paid = means !== LATER;
        const collected = paid ? (fee?.collected ?? null) : null;
        await desk.saveDraft(draft.id, { fee: { paid, collected, means } });
      }
      onPaid();
    });
  const [first] = costing;
  const same = first !== undefined && costing.every(({ means }) => means === first.means);
  return (
    <section className="visit-fee">
      <DefinitionList
        items={due.map(({ amount, currency }) => ({
          key: currency,
          term: t('desk.visit.total', { n: costing.length }),
          value: money(amount, currency),
        }))}
      />
      <FormGrid label={t('desk.fee.title')}>
        <ChoiceField
          id="visit-means"
          span={6}
          label={t('desk.fee.when')}
          value={same ? (WAYS.find((one) => one === first.means) ?? '') : ''}
          onChange={choose}
          choices={WAYS.map((value) => ({
            value,
            label: t(value === LATER ? 'desk.fee.later' : `desk.fee.means.${value}`),
          }))}
        />
      </FormGrid>
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
    </section>
  );
}
