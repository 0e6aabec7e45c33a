import { type ReactNode, useState } from 'react';
import type { DossierRow } from '../../../app/desk/dossier-row.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { navigate } from '../app/route.ts';
import { useDossierColumns } from './dossier-columns.tsx';

const keyOf = (row: DossierRow): string => row.id;

export interface DossierTableProps {
  readonly label: string;
  readonly rows: readonly DossierRow[];
  /** changes with filter or search: a new view is shown at once */
  readonly view: string;
  readonly empty: ReactNode;
  readonly keyboard?: 'screen' | 'focus';
  readonly onOpen?: (row: DossierRow) => void;
}

export const openDossier = (row: DossierRow): void => navigate({ name: 'dossier', id: row.id, tab: 'data' });

export function DossierTable({
  label,
  rows,
  view,
  empty,
  keyboard = 'screen',
  onOpen = openDossier,
}: DossierTableProps) {
  const columns = useDossierColumns();
  const [selected, setSelected] = useState<string | undefined>(rows[0]?.id);
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={rows}
      keyOf={keyOf}
      selected={selected}
      onSelect={setSelected}
      onOpen={onOpen}
      view={view}
      keyboard={keyboard}
      empty={empty}
    />
  );
}
