/** « Guichets »: every desk of the ministry as its gateway knows it; those silent for longer than usual first. */
import { useMemo, useState } from 'react';
import type { DeskState, Fleet, FleetDesk, FleetView } from '../../../../app/desk/fleet.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { useI18n } from '../../../ui/i18n.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import type { RowGroups } from '../../../ui/row-groups.ts';
import { type Loaded, useSession } from '../../app/desk-context.tsx';
import { Frame } from '../../app/frame.tsx';
import { useWorkspace } from '../../app/workspace.tsx';
import { whenText } from '../../link/link-text.ts';
import { Loading } from '../../shared/loading.tsx';
import { useDeskColumns } from './desk-columns.tsx';
import { DeskFilters } from './desk-filters.tsx';
import { DeskSheet } from './desk-sheet.tsx';
import { DeskGroupTitle } from './desk-state.tsx';
import { deskName } from './desk-text.ts';
import { FleetNotice } from './fleet-notice.tsx';
import { choose, inOrder } from './fleet-order.ts';
import './desks.css';

/** Rows in sight in the smallest window (UI.md section 4): a longer list can be filtered. */
const SCREENFUL = 16;

const keyOf = ({ desk }: FleetDesk): string => desk;
const GROUPS: RowGroups<FleetDesk> = {
  of: ({ state }) => state,
  title: (state, count) => <DeskGroupTitle state={state as DeskState} count={count} />,
};

export function DesksScreen() {
  const i18n = useI18n();
  const { t, number } = i18n;
  const { now } = useSession();
  const loaded = useWorkspace().fleet;
  if (loaded === null) throw new Error('a mission has no list of desks');
  const fleet = loaded.value?.fleet;
  return (
    <Frame current="central-desks">
      <PageHead
        title={t('central.desks')}
        note={
          fleet &&
          t('central.desks.note', { n: number(fleet.desks.length), time: whenText(fleet.at, now(), i18n) })
        }
      />
      <Loading of={loaded}>{(view) => <DesksBody loaded={loaded} view={view} />}</Loading>
    </Frame>
  );
}

interface BodyProps {
  readonly loaded: Loaded<FleetView>;
  readonly view: FleetView;
}

function DesksBody({ loaded, view }: BodyProps) {
  const triedAt = useTriedAt(loaded);
  const failure = loaded.error ?? view.failure;
  return (
    <>
      {failure !== null && (
        <FleetNotice
          failure={failure}
          triedAt={triedAt}
          listShown={view.fleet !== null}
          onRetry={loaded.reload}
        />
      )}
      {view.fleet !== null && <DesksTable fleet={view.fleet} />}
    </>
  );
}

/** Each answer, and each failure to get one, is of its own moment. */
function useTriedAt({ value, error }: Loaded<FleetView>): number {
  const { now } = useSession();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer is a new moment
  return useMemo(() => now(), [now, value, error]);
}

function DesksTable({ fleet }: { readonly fleet: Fleet }) {
  const i18n = useI18n();
  const { t } = i18n;
  const columns = useDeskColumns(fleet);
  const [selected, select] = useState<string | undefined>(undefined);
  const [opened, open] = useState<string | null>(null);
  const [filter, setFilter] = useState({ mission: '', text: '' });
  const desks = useMemo(() => inOrder(fleet.desks), [fleet]);
  const rows = useMemo(
    () => choose(desks, filter.mission, filter.text, (desk) => deskName(desk, i18n)),
    [desks, filter, i18n],
  );
  const shown = desks.find(({ desk }) => desk === opened);
  return (
    <>
      {desks.length > SCREENFUL && (
        <DeskFilters desks={desks} found={rows.length} filter={filter} onChange={setFilter} />
      )}
      <DataTable
        label={t('central.desks')}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        groups={GROUPS}
        selected={selected ?? rows[0]?.desk}
        onSelect={select}
        onOpen={({ desk }) => open(desk)}
        view={`${filter.mission} ${filter.text}`}
        empty={
          <EmptyState>
            {t(desks.length === 0 ? 'central.desks.empty' : 'central.desks.empty-filter')}
          </EmptyState>
        }
      />
      {shown && <DeskSheet fleet={fleet} desk={shown} onClose={() => open(null)} />}
    </>
  );
}
