/** Clocks: each time that is odd, with what it is held against. Evidence, and no verdict by itself. */
import { useMemo, useState } from 'react';
import type { ClockEvidence } from '../../../app/audit/judge-chain.ts';
import type { AuditView } from '../../../app/desk/audit.ts';
import { type Column, DataTable, type Sort } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { apartText, namesOf, numbersText, officerText } from './audit-text.ts';
import { sorted } from './sorted.ts';

const keyOf = ({ what, record }: ClockEvidence): string => `${what} ${record}`;

export function ClockTable({ view }: { readonly view: AuditView }) {
  const i18n = useI18n();
  const { t } = i18n;
  const [sort, setSort] = useState<Sort>({ column: 'claimed', direction: 'descending' });
  const [selected, select] = useState<string | undefined>(undefined);
  const rows = useMemo(() => sorted(view.clocks, sort, SORTS), [view, sort]);
  const columns = useMemo((): readonly Column<ClockEvidence>[] => {
    const names = namesOf(view);
    const moment = (at: string | null) =>
      at === null ? t('desk.none') : <span dir="ltr">{i18n.moment(at, true)}</span>;
    return [
      {
        id: 'claimed',
        header: t('audit.column.claimed'),
        width: 9,
        sortable: true,
        cell: ({ claimedAt }) => moment(claimedAt),
      },
      {
        id: 'what',
        header: t('audit.column.clock'),
        look: 'name',
        rowHeader: true,
        sortable: true,
        cell: ({ what }) => t(`audit.clock.${what}`),
      },
      {
        id: 'apart',
        header: t('audit.column.apart'),
        width: 7,
        sortable: true,
        cell: (clock) => apartText(clock, i18n),
      },
      {
        id: 'against',
        header: t('audit.column.against'),
        width: 9,
        cell: ({ against }) => moment(against),
      },
      {
        id: 'receipt',
        header: t('audit.column.last-receipt'),
        width: 9,
        cell: ({ lastReceiptAt }) => moment(lastReceiptAt),
      },
      {
        id: 'officer',
        header: t('audit.column.officer'),
        width: 8,
        cell: ({ kid }) => <bdi>{officerText(names, kid, i18n)}</bdi>,
      },
      {
        id: 'desk',
        header: t('audit.column.desk'),
        width: 6,
        look: 'quiet',
        cell: ({ desk }) => <span dir="ltr">{desk}</span>,
      },
      {
        id: 'number',
        header: t('audit.column.number'),
        width: 5.5,
        align: 'end',
        look: 'quiet',
        cell: (clock) => numbersText(clock, i18n),
      },
    ];
  }, [view, i18n, t]);
  return (
    <DataTable
      label={t('audit.part.clocks')}
      columns={columns}
      rows={rows}
      keyOf={keyOf}
      selected={selected ?? (rows[0] && keyOf(rows[0]))}
      onSelect={select}
      onOpen={(row) => select(keyOf(row))}
      view={`${sort.column} ${sort.direction}`}
      sort={sort}
      onSort={setSort}
      empty={<EmptyState>{t('audit.empty.clocks')}</EmptyState>}
    />
  );
}

const SORTS = {
  claimed: ({ claimedAt }: ClockEvidence) => claimedAt,
  what: ({ what }: ClockEvidence) => what,
  apart: ({ apart }: ClockEvidence) => apart,
};
