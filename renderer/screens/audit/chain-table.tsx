/** Chains: what each desk numbered, from which number to which, and what waits for an acknowledgement. */
import { useMemo, useState } from 'react';
import type { ChainSummary } from '../../../app/audit/judge-chain.ts';
import type { AuditView } from '../../../app/desk/audit.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { chainText, nameOfDesk } from './audit-text.ts';

const keyOf = ({ journal, of, epoch }: ChainSummary): string => `${journal} ${of} ${epoch}`;

export function ChainTable({ view }: { readonly view: AuditView }) {
  const i18n = useI18n();
  const { t, number } = i18n;
  const [selected, select] = useState<string | undefined>(undefined);
  const columns = useMemo((): readonly Column<ChainSummary>[] => {
    const count = (
      id: 'first' | 'last' | 'records' | 'withoutReceipt',
      header: string,
      width: number,
    ): Column<ChainSummary> => ({
      id,
      header,
      width,
      align: 'end',
      cell: (chain) => {
        const value = chain[id];
        return value === null ? t('desk.none') : number(value);
      },
    });
    return [
      {
        id: 'desk',
        header: t('audit.column.desk'),
        width: 11,
        look: 'name',
        rowHeader: true,
        cell: ({ desk }) => nameOfDesk(desk, i18n),
      },
      {
        id: 'mission',
        header: t('audit.column.mission'),
        width: 6,
        cell: ({ mission }) => <span dir="ltr">{mission ?? t('desk.none')}</span>,
      },
      { id: 'of', header: t('audit.column.chain'), width: 8, cell: ({ of }) => chainText(of, i18n) },
      {
        id: 'epoch',
        header: t('audit.column.epoch'),
        look: 'quiet',
        cell: ({ epoch, branch }) => (
          <>
            <span dir="ltr">{epoch}</span>
            {branch && ` · ${t('audit.branch')}`}
          </>
        ),
      },
      count('first', t('audit.column.from'), 5),
      count('last', t('audit.column.to'), 5),
      count('records', t('audit.column.records'), 7),
      count('withoutReceipt', t('audit.column.without-receipt'), 8),
    ];
  }, [i18n, t, number]);
  return (
    <DataTable
      label={t('audit.part.chains')}
      columns={columns}
      rows={view.chains}
      keyOf={keyOf}
      selected={selected ?? (view.chains[0] && keyOf(view.chains[0]))}
      onSelect={select}
      onOpen={(row) => select(keyOf(row))}
      empty={<EmptyState>{t('audit.empty.chains')}</EmptyState>}
    />
  );
}
