/** Percevoir: the legal amount, what is taken at the till and at which rate, and by what means. The quittance is drawn at the seal. */
import { useState } from 'react';
import type { Money } from '../../../app/acts/bodies.ts';
import { EUR_XOF_TEXT } from '../../../app/catalogue/fee.ts';
import { ChoiceField, SelectField } from '../../ui/choice-field.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { FormGrid } from '../../ui/form-grid.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { useDesk } from '../app/desk-context.tsx';
import { MEANS, type Means } from '../capture/fee-page.tsx';
import type { ActFormProps } from './act-form.ts';
import { amountsOf } from './fee-amounts.ts';
import { SealActions } from './seal-actions.tsx';

export function FeeForm({ view, onClose, onSealed }: ActFormProps) {
  const { t, money } = useI18n();
  const desk = useDesk();
  const { due } = view.fee;
  const amounts = due === null ? [] : amountsOf(due);
  const [currency, setCurrency] = useState(amounts[0]?.currency ?? '');
  const [means, setMeans] = useState<Means | ''>('cash');
  const collected = amounts.find((amount) => amount.currency === currency);
  const said = (amount: Money) => money(amount.amount, amount.currency);
  if (due === null || collected === undefined) return <p>{t('desk.fee.none')}</p>;
  const rate = collected.currency === due.currency ? {} : { rate: EUR_XOF_TEXT };
  return (
    <>
      <DefinitionList
        items={[
          { key: 'due', term: t('desk.fee.due'), value: said(due) },
          { key: 'collected', term: t('desk.fee.collected'), value: said(collected), note: rate.rate },
        ]}
      />
      <FormGrid label={t('desk.act.fee-collected')}>
        {amounts.length > 1 && (
          <ChoiceField
            id="fee-currency"
            span={6}
            autoFocus
            label={t('desk.fee.currency')}
            value={currency}
            onChange={setCurrency}
            choices={amounts.map((amount) => ({ value: amount.currency, label: said(amount) }))}
          />
        )}
        <SelectField
          id="fee-means"
          span={6}
          autoFocus={amounts.length === 1}
          label={t('desk.fee.means')}
          value={means}
          onChange={setMeans}
          choices={MEANS.map((value) => ({ value, label: t(`desk.fee.means.${value}`) }))}
          message={{ tone: 'help', text: t('desk.fee.quittance') }}
        />
      </FormGrid>
      <SealActions
        view={view}
        kind="fee-collected"
        ready={means !== ''}
        onClose={onClose}
        seal={() =>
          desk.seal(
            view.row.id,
            { kind: 'fee-collected', body: { legal: due, collected, ...rate, quittance: '', means } },
            view.heads,
          )
        }
        onSealed={onSealed}
      />
    </>
  );
}
