/** Every file this officer may see, by saved filters (ui/work.png). */
import { useState } from 'react';
import { LIST_FILTERS, type ListFilter } from '../../../app/desk/lists.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { FilterBar, PageHead } from '../../ui/page-head.tsx';
import { useDeskData, useWorkplace } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { navigate } from '../app/route.ts';
import { Loading } from '../shared/loading.tsx';
import { DossierTable } from './dossier-table.tsx';

const PAGE = 500;

export function DossiersScreen({ filter }: { readonly filter: ListFilter }) {
  const { t, number } = useI18n();
  const { officer } = useWorkplace();
  const [limit, setLimit] = useState(PAGE);
  const list = useDeskData(
    `list ${filter} ${limit}`,
    (desk) => desk.list(filter, 0, limit),
    ({ type }) => type === 'dossiers-changed',
  );
  const lodges = officer.mission !== 'CENTRAL';
  const open = () => navigate({ name: 'new' });
  useCommands(lodges ? { primary: { run: open, label: t('desk.list.new'), quiet: true } } : {});
  const counts = list.value?.counts;
  // A filter that never holds anything for this officer is not offered.
  const filters = LIST_FILTERS.filter((one) => one === 'all' || one === filter || (counts?.[one] ?? 0) > 0);
  return (
    <Frame current="dossiers">
      <PageHead
        title={t('desk.list.title')}
        note={counts && number(counts.all)}
        action={
          lodges && (
            <Button kind="primary" onPress={open}>
              {t('desk.list.new')}
            </Button>
          )
        }
      />
      <FilterBar
        label={t('desk.list.filters')}
        filters={filters.map((key) => ({ key, label: t(`desk.list.filter.${key}`), count: counts?.[key] }))}
        current={filter}
        number={number}
        onChoose={(key) => {
          const chosen = LIST_FILTERS.find((one) => one === key);
          if (chosen) navigate({ name: 'dossiers', filter: chosen }, true);
        }}
      />
      <Loading of={list}>
        {(page) => (
          <>
            <DossierTable
              label={t('desk.list.title')}
              rows={page.rows}
              view={`${filter} ${limit}`}
              empty={
                filter === 'all' ? (
                  <EmptyState action={lodges && <Button onPress={open}>{t('desk.list.new')}</Button>}>
                    {t('desk.list.empty')}
                  </EmptyState>
                ) : (
                  <EmptyState>{t('desk.list.empty-filter')}</EmptyState>
                )
              }
            />
            {page.total > page.rows.length && (
              <div className="list-more">
                <Button size="small" onPress={() => setLimit(limit + PAGE)}>
                  {t('desk.list.more', { n: Math.min(PAGE, page.total - page.rows.length) })}
                </Button>
              </div>
            )}
          </>
        )}
      </Loading>
    </Frame>
  );
}
