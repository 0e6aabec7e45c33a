/** « File »: what waits for a decision, across missions, due and urgent first. One primary action: the next one. */
import { useMemo, useState } from 'react';
import type { DossierRow } from '../../../../app/desk/dossier-row.ts';
import { Button } from '../../../ui/button.tsx';
import { useCommands } from '../../../ui/commands.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorLine } from '../../../ui/error-line.tsx';
import { useI18n } from '../../../ui/i18n.tsx';
import { FilterBar, PageHead } from '../../../ui/page-head.tsx';
import { useAction, useSession, useWorkplace } from '../../app/desk-context.tsx';
import { Frame } from '../../app/frame.tsx';
import { Loading } from '../../shared/loading.tsx';
import { useCentral } from '../central-context.tsx';
import { goTo } from '../central-route.ts';
import { useQueueColumns } from './queue-columns.tsx';
import { countByMission, heldByMe } from './queue-order.ts';

const ALL = 'all';
const MINE = 'mine';

export function QueueScreen({ noneWaits }: { readonly noneWaits: boolean }) {
  const { t, number } = useI18n();
  const central = useCentral();
  const { queue } = central;
  const taking = useAction();
  const { filters, filter, choose, rows } = useQueueFilter(queue.value?.rows);
  const take = () => void taking.run(central.takeNext);
  useCommands({ primary: { run: take, label: t('central.take-next') } });
  return (
    <Frame current="central">
      <PageHead
        title={t('central.queue')}
        note={queue.value ? number(queue.value.total) : undefined}
        action={
          <Button kind="primary" onPress={take} disabled={taking.busy}>
            {t('central.take-next')}
          </Button>
        }
      />
      <FilterBar
        label={t('central.queue.filters')}
        filters={filters}
        current={filter}
        onChoose={choose}
        number={number}
      >
        <span className="queue-said" role="status">
          {noneWaits && t('central.queue.none-waits')}
        </span>
      </FilterBar>
      {taking.error && <ErrorLine code={taking.error.code} values={taking.error.values} />}
      <Loading of={queue}>{() => <QueueTable rows={rows} view={filter} />}</Loading>
    </Frame>
  );
}

function QueueTable({ rows, view }: { readonly rows: readonly DossierRow[]; readonly view: string }) {
  const { t } = useI18n();
  const [selected, select] = useState<string | undefined>(undefined);
  const columns = useQueueColumns();
  return (
    <DataTable
      label={t('central.queue')}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      selected={selected ?? rows[0]?.id}
      onSelect={select}
      onOpen={({ id }) => goTo({ name: 'review', id })}
      view={view}
      empty={
        <EmptyState>{t(view === ALL ? 'central.queue.empty' : 'central.queue.empty-filter')}</EmptyState>
      }
    />
  );
}

/** All, mine, then one a mission. */
function useQueueFilter(all: readonly DossierRow[] = []) {
  const { t } = useI18n();
  const { officer } = useWorkplace();
  const { now } = useSession();
  const [chosen, choose] = useState(ALL);
  const missions = useMemo(() => countByMission(all), [all]);
  const mine = all.filter((row) => heldByMe(row, officer.subject, now()));
  const known = chosen === MINE || missions.some(({ mission }) => mission === chosen);
  const filter = known ? chosen : ALL;
  const rows =
    filter === ALL ? all : filter === MINE ? mine : all.filter(({ mission }) => mission === filter);
  return {
    filter,
    choose,
    rows,
    filters: [
      { key: ALL, label: t('central.queue.all'), count: all.length },
      { key: MINE, label: t('central.queue.mine'), count: mine.length },
      ...missions.map(({ mission, count }) => ({ key: mission, label: mission, count })),
    ],
  };
}
