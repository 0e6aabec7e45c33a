/** Drafts: what was typed and not sealed, kept on this desk only. */
import { useState } from 'react';
import type { DraftRow } from '../../../app/desk/draft.ts';
import { Bdi } from '../../ui/bdi.tsx';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { useDesk, useDeskData } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { navigate } from '../app/route.ts';
import { Loading } from '../shared/loading.tsx';
import { useServiceTitle } from '../shared/services.tsx';

const keyOf = (row: DraftRow): string => row.id;
export const openDraft = (row: DraftRow): void => navigate({ name: 'draft', id: row.id, page: null });

export function DraftsScreen() {
  const { t, number } = useI18n();
  const drafts = useDeskData(
    'drafts',
    (desk) => desk.drafts(),
    ({ type }) => type === 'drafts-changed',
  );
  const [selected, setSelected] = useState<string | undefined>(undefined);
  const [asking, setAsking] = useState<DraftRow | null>(null);
  const rows = drafts.value ?? [];
  const chosen = rows.find(({ id }) => id === selected) ?? rows[0];
  const columns = useDraftColumns();
  useCommands(
    chosen ? { primary: { run: () => openDraft(chosen), label: t('desk.drafts.resume'), quiet: true } } : {},
  );
  return (
    <Frame current="drafts">
      <PageHead
        title={t('desk.drafts.title')}
        note={number(rows.length)}
        action={
          chosen && (
            <>
              <Button onPress={() => setAsking(chosen)}>{t('desk.drafts.discard')}</Button>{' '}
              <Button kind="primary" onPress={() => openDraft(chosen)}>
                {t('desk.drafts.resume')}
              </Button>
            </>
          )
        }
      />
      <Loading of={drafts}>
        {(found) => (
          <DataTable
            label={t('desk.drafts.title')}
            columns={columns}
            rows={found}
            keyOf={keyOf}
            selected={chosen?.id}
            onSelect={setSelected}
            onOpen={openDraft}
            isDraft={() => true}
            empty={<EmptyState>{t('desk.drafts.empty')}</EmptyState>}
          />
        )}
      </Loading>
      <DiscardSheet draft={asking} onClose={() => setAsking(null)} />
    </Frame>
  );
}

function useDraftColumns(): readonly Column<DraftRow>[] {
  const { t, moment } = useI18n();
  const serviceTitle = useServiceTitle();
  return [
    {
      id: 'applicant',
      header: t('desk.list.applicant'),
      width: 18,
      look: 'name',
      rowHeader: true,
      cell: (row) => <Bdi>{row.applicant ?? t('desk.drafts.unnamed')}</Bdi>,
    },
    { id: 'service', header: t('desk.list.service'), width: 16, cell: (row) => serviceTitle(row.service) },
    { id: 'state', header: t('desk.list.state'), width: 10, cell: () => <StatusChip state="draft" /> },
    { id: 'ticket', header: t('desk.drafts.ticket'), width: 7, cell: (row) => row.ticket ?? t('desk.none') },
    {
      id: 'notice',
      header: t('desk.list.notice'),
      look: 'quiet',
      cell: (row) => (row.interrupted ? t('desk.home.interrupted') : ''),
    },
    {
      id: 'owner',
      header: t('desk.drafts.owner'),
      width: 9,
      look: 'quiet',
      cell: (row) => t(row.mine ? 'desk.drafts.mine' : 'desk.drafts.other'),
    },
    {
      id: 'saved',
      header: t('desk.drafts.saved'),
      width: 9,
      align: 'end',
      look: 'quiet',
      cell: (row) => <Bdi ltr>{moment(row.savedAt)}</Bdi>,
    },
  ];
}

function DiscardSheet({ draft, onClose }: { readonly draft: DraftRow | null; readonly onClose: () => void }) {
  const { t } = useI18n();
  const desk = useDesk();
  const serviceTitle = useServiceTitle();
  const who = draft === null ? '' : (draft.applicant ?? serviceTitle(draft.service));
  const discard = async () => {
    if (draft) await desk.discardDraft(draft.id);
    onClose();
  };
  return (
    <Sheet
      title={t('desk.drafts.discard-title')}
      isOpen={draft !== null}
      onClose={onClose}
      actions={
        <>
          <Button onPress={() => void discard()}>{t('desk.drafts.discard')}</Button>
          <Button kind="primary" onPress={onClose}>
            {t('desk.drafts.keep')}
          </Button>
        </>
      }
    >
      <p>{t('desk.drafts.discard-text', { who })}</p>
    </Sheet>
  );
}
