/** « À cosigner »: the signature book. Each file opens before it may be signed; one entry each. */
import { useState } from 'react';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { useI18n } from '../../../ui/i18n.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { useDeskData } from '../../app/desk-context.tsx';
import { Frame } from '../../app/frame.tsx';
import { Loading } from '../../shared/loading.tsx';
import { goTo } from '../central-route.ts';
import { useQueueColumns } from './queue-columns.tsx';

export function CountersignScreen() {
  const { t, number } = useI18n();
  const columns = useQueueColumns();
  const [selected, select] = useState<string | undefined>(undefined);
  const list = useDeskData(
    'to-countersign',
    (desk) => desk.list('to-countersign', 0, 200),
    ({ type }) => type === 'dossiers-changed' || type === 'decision-ended',
  );
  return (
    <Frame current="central-countersign">
      <PageHead title={t('central.countersign')} note={list.value ? number(list.value.total) : undefined} />
      <Loading of={list}>
        {({ rows }) => (
          <DataTable
            label={t('central.countersign')}
            columns={columns}
            rows={rows}
            keyOf={({ id }) => id}
            selected={selected ?? rows[0]?.id}
            onSelect={select}
            onOpen={({ id }) => goTo({ name: 'review', id })}
            empty={<EmptyState>{t('central.countersign.empty')}</EmptyState>}
          />
        )}
      </Loading>
    </Frame>
  );
}
