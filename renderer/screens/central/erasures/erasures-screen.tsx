/** « Effacements »: files whose retention is over, those that the law keeps, and how far each erasure has come. */
import { useMemo, useState } from 'react';
import type { DossierId } from '../../../../app/acts/ids.ts';
import type { ErasuresView } from '../../../../app/desk/erasure.ts';
import { Bdi } from '../../../ui/bdi.tsx';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { useI18n } from '../../../ui/i18n.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import type { RowGroups } from '../../../ui/row-groups.ts';
import { useDeskData } from '../../app/desk-context.tsx';
import { Frame } from '../../app/frame.tsx';
import { navigate } from '../../app/route.ts';
import { Loading } from '../../shared/loading.tsx';
import { useServiceTitle } from '../../shared/services.tsx';
import { goTo } from '../central-route.ts';
import { EraseSheet } from './erase-sheet.tsx';
import { ErasedSheet } from './erased-sheet.tsx';
import { awaited, type ErasureGroup, type ErasureRow, inOrder, isErased } from './erasure-rows.ts';

const keyOf = ({ row }: ErasureRow): string => row.id;

/** @param id the file that is to be erased: its sheet is open */
export function ErasuresScreen({ id }: { readonly id: DossierId | null }) {
  const { t } = useI18n();
  const list = useDeskData(
    'erasures',
    (desk) => desk.erasures(),
    ({ type }) => type === 'dossiers-changed' || type === 'decision-ended',
  );
  return (
    <Frame current="central-erasures">
      <PageHead title={t('central.erasures')} note={t('central.erasures.note')} />
      <Loading of={list}>{(view) => <ErasuresTable view={view} />}</Loading>
      {id !== null && <EraseSheet key={id} id={id} onClose={() => goTo({ name: 'erasures', id: null })} />}
    </Frame>
  );
}

function ErasuresTable({ view }: { readonly view: ErasuresView }) {
  const { t, number } = useI18n();
  const rows = useMemo(() => inOrder(view), [view]);
  const columns = useErasureColumns();
  const [selected, select] = useState<string | undefined>(undefined);
  const [opened, open] = useState<string | null>(null);
  const shown = rows.find(({ row }) => row.id === opened);
  const groups: RowGroups<ErasureRow> = {
    of: ({ state }) => state,
    title: (state, count) => (
      <span>
        {t(`central.erasures.state.${state as ErasureGroup}`)}{' '}
        <span className="desk-state-count">{number(count)}</span>
      </span>
    ),
  };
  return (
    <>
      <DataTable
        label={t('central.erasures')}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        groups={groups}
        selected={selected ?? rows[0]?.row.id}
        onSelect={select}
        onOpen={(one) =>
          isErased(one) ? open(one.row.id) : navigate({ name: 'dossier', id: one.row.id, tab: 'data' })
        }
        empty={<EmptyState>{t('central.erasures.empty')}</EmptyState>}
      />
      {shown && isErased(shown) && (
        <ErasedSheet file={shown} backupDays={view.backupDays} onClose={() => open(null)} />
      )}
    </>
  );
}

function useErasureColumns(): readonly Column<ErasureRow>[] {
  const i18n = useI18n();
  const serviceTitle = useServiceTitle();
  return useMemo(() => {
    const { t, shortDate } = i18n;
    const day = (text: string | null) => (text === null ? t('desk.none') : shortDate(text));
    return [
      {
        id: 'ref',
        header: t('central.column.ref'),
        width: 10,
        rowHeader: true,
        cell: ({ row }) => <Bdi ltr>{row.ref}</Bdi>,
      },
      {
        id: 'mission',
        header: t('central.erasures.column.mission'),
        width: 6,
        cell: ({ row }) => <Bdi ltr>{row.mission}</Bdi>,
      },
      {
        id: 'service',
        header: t('central.column.service'),
        look: 'quiet',
        cell: ({ row }) => serviceTitle(row.service),
      },
      {
        id: 'know',
        header: t('central.column.know'),
        width: 17,
        cell: (one) => {
          if (!isErased(one)) return t(`central.erasures.know.${one.state}`);
          if (one.centreAt === null) return t('central.erasures.know.centre');
          const n = awaited(one);
          return n > 0 ? t('central.erasures.know.desks', { n }) : t('central.erasures.know.done');
        },
      },
      {
        id: 'day',
        header: t('central.erasures.column.day'),
        width: 8,
        align: 'end',
        cell: (one) => day(isErased(one) ? one.horizon : one.retentionEnds),
      },
    ];
  }, [i18n, serviceTitle]);
}
