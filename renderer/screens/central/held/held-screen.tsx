/** « En attente »: what only a supervisor's word frees. Each is opened, given its reason and the secret: one word, one entry. */
import { useMemo, useState } from 'react';
import type { HeldEntry } from '../../../../app/desk/held.ts';
import { Bdi } from '../../../ui/bdi.tsx';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { useI18n } from '../../../ui/i18n.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { useDeskData } from '../../app/desk-context.tsx';
import { Frame } from '../../app/frame.tsx';
import { deskText } from '../../shared/entry-text.tsx';
import { Loading } from '../../shared/loading.tsx';
import { HeldSheet } from './held-sheet.tsx';
import { kindText } from './held-text.ts';

export function HeldScreen() {
  const { t, number } = useI18n();
  const columns = useColumns();
  const [selected, select] = useState<string | undefined>(undefined);
  const [open, setOpen] = useState<HeldEntry | null>(null);
  const [said, setSaid] = useState('');
  const held = useDeskData('held', async (desk) => [...(await desk.held())]);
  return (
    <Frame current="central-held">
      <PageHead title={t('central.held')} note={held.value && number(held.value.length)} />
      <p className="table-note" role="status">
        {said}
      </p>
      <Loading of={held}>
        {(rows) => (
          <DataTable
            label={t('central.held')}
            columns={columns}
            rows={rows}
            keyOf={({ act }) => act}
            selected={selected ?? rows[0]?.act}
            onSelect={select}
            onOpen={setOpen}
            empty={<EmptyState>{t('central.held.empty')}</EmptyState>}
          />
        )}
      </Loading>
      {open && (
        <HeldSheet
          entry={open}
          onClose={() => setOpen(null)}
          onLifted={(verdict) => {
            setSaid(t(`central.held.said.${verdict}`, { ref: open.ref }));
            setOpen(null);
            held.reload();
          }}
        />
      )}
    </Frame>
  );
}

function useColumns(): readonly Column<HeldEntry>[] {
  const i18n = useI18n();
  return useMemo(() => {
    const { t, moment } = i18n;
    return [
      {
        id: 'ref',
        header: t('central.column.ref'),
        width: 9.5,
        rowHeader: true,
        cell: ({ ref }) => <Bdi ltr>{ref}</Bdi>,
      },
      {
        id: 'kind',
        header: t('central.held.kind'),
        width: 12,
        cell: ({ kind }) => kindText(kind, i18n),
      },
      {
        id: 'by',
        header: t('central.held.by'),
        width: 11,
        look: 'name',
        cell: ({ by }) => <Bdi>{by ?? t('desk.entry.unknown-officer')}</Bdi>,
      },
      {
        id: 'desk',
        header: t('central.held.desk'),
        width: 9,
        look: 'quiet',
        cell: ({ mission, desk }) => `${deskText(desk, i18n)} · ${mission}`,
      },
      {
        id: 'at',
        header: t('central.held.claimed'),
        width: 10,
        cell: ({ claimedAt }) => moment(claimedAt, true),
      },
      {
        id: 'why',
        header: t('central.held.why'),
        width: 17,
        cell: ({ code }) => t(`central.held.why.${code}`),
      },
    ];
  }, [i18n]);
}
